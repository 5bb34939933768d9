package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/stretchr/testify/require"
)

// buildPlugin builds the real binary.
func buildPlugin(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "gpx_genesysquality")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, "../pkg")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))
	return binary
}

// pluginProcess is the real binary, spoken to over gRPC as Grafana does.
type pluginProcess struct {
	client   *plugin.Client
	data     grpcplugin.DataClient
	settings *pluginv2.PluginContext
	pid      int
}

func startPlugin(t *testing.T, command *exec.Cmd, settings map[string]any) *pluginProcess {
	t.Helper()
	encoded, err := json.Marshal(settings)
	require.NoError(t, err)
	client := plugin.NewClient(&plugin.ClientConfig{
		Cmd: command,
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion: grpcplugin.ProtocolVersion, MagicCookieKey: grpcplugin.MagicCookieKey, MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		Plugins:          plugin.PluginSet{"data": &grpcplugin.DataGRPCPlugin{}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Logger:           hclog.NewNullLogger(),
	})
	t.Cleanup(client.Kill)
	protocol, err := client.Client()
	require.NoError(t, err)
	raw, err := protocol.Dispense("data")
	require.NoError(t, err)
	dataClient, ok := raw.(grpcplugin.DataClient)
	require.True(t, ok)
	return &pluginProcess{
		client: client, data: dataClient, pid: command.Process.Pid,
		settings: &pluginv2.PluginContext{
			OrgId: 1, PluginId: "intraday-genesysquality-datasource",
			DataSourceInstanceSettings: &pluginv2.DataSourceInstanceSettings{
				Uid: "bench", Name: "bench", JsonData: encoded, DecryptedSecureJsonData: map[string]string{"clientSecret": "the-secret-of-the-benchmark"},
				LastUpdatedMS: 1,
			},
		},
	}
}

// query sends one query and returns the frames as they came over the wire.
func (p *pluginProcess) query(t *testing.T, query string, from, to time.Time, interval time.Duration) [][]byte {
	t.Helper()
	response, err := p.data.QueryData(context.Background(), &pluginv2.QueryDataRequest{
		PluginContext: p.settings,
		Queries: []*pluginv2.DataQuery{{
			RefId: "A", Json: []byte(query), IntervalMS: interval.Milliseconds(), MaxDataPoints: 1000,
			TimeRange: &pluginv2.TimeRange{FromEpochMS: from.UnixMilli(), ToEpochMS: to.UnixMilli()},
		}},
	})
	require.NoError(t, err)
	answer := response.Responses["A"]
	require.Equal(t, int32(backend.StatusOK), answer.Status, answer.Error)
	return answer.Frames
}

// framesOf decodes what came over the wire.
func framesOf(t *testing.T, encoded [][]byte) data.Frames {
	t.Helper()
	frames, err := data.UnmarshalArrowFrames(encoded)
	require.NoError(t, err)
	return frames
}

// resetPeak makes the kernel forget the highest memory so far; false where it cannot.
func (p *pluginProcess) resetPeak() bool {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.pid), []byte("5"), 0o200) == nil
}

// memory is a value of /proc/pid/status in bytes, such as VmRSS or VmHWM (the highest VmRSS).
func (p *pluginProcess) memory(t *testing.T, name string) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.pid))
	require.NoError(t, err)
	for line := range strings.Lines(string(status)) {
		if value, found := strings.CutPrefix(line, name+":"); found {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			require.NoError(t, err)
			return kilobytes << 10
		}
	}
	return 0
}
