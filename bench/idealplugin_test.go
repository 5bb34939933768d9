package bench

import (
	"bytes"
	"context"
	"encoding/gob"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
)

// idealFrames names the file with the frames that the ideal plugin answers with.
const idealFrames = "BENCH_IDEAL_FRAMES"

// TestMain makes this binary the ideal plugin where startIdeal starts it.
func TestMain(m *testing.M) {
	if path := os.Getenv(idealFrames); path != "" {
		serveIdeal(path)
		return
	}
	os.Exit(m.Run())
}

// ideal is the plugin that cannot be beaten: it answers every query with frames that it has in memory. What it takes is
// the SDK's encoding and the wire.
type ideal struct{ frames data.Frames }

func (p ideal) QueryData(_ context.Context, request *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()
	for _, query := range request.Queries {
		response.Responses[query.RefID] = backend.DataResponse{Frames: p.frames}
	}
	return response, nil
}

func serveIdeal(path string) {
	var encoded [][]byte
	file, err := os.ReadFile(path)
	if err == nil {
		err = gob.NewDecoder(bytes.NewReader(file)).Decode(&encoded)
	}
	if err != nil {
		panic(err)
	}
	frames, err := data.UnmarshalArrowFrames(encoded)
	if err != nil {
		panic(err)
	}
	debug.SetGCPercent(400) // With nothing else in memory it would collect garbage at every answer.
	err = datasource.Manage("ideal", func(context.Context, backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
		return ideal{frames}, nil
	}, datasource.ManageOpts{})
	if err != nil {
		panic(err)
	}
}

// startIdeal starts the ideal plugin in a process of its own.
func startIdeal(t *testing.T, frames [][]byte) *pluginProcess {
	t.Helper()
	path := filepath.Join(t.TempDir(), "frames")
	var file bytes.Buffer
	require.NoError(t, gob.NewEncoder(&file).Encode(frames))
	require.NoError(t, os.WriteFile(path, file.Bytes(), 0o600))
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), idealFrames+"="+path)
	return startPlugin(t, command, map[string]any{})
}
