package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// liveSource answers with two agents whose average scores a test sets, or fails; slow is set before it is asked.
type liveSource struct {
	mutex  sync.Mutex
	scores [2]float64
	fault  error
	slow   time.Duration
	calls  int
}

func (s *liveSource) Ask(context.Context, quality.Question) ([]quality.Row, error) {
	time.Sleep(s.slow)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.calls++
	if s.fault != nil {
		return nil, s.fault
	}
	rows := make([]quality.Row, 2)
	for i, name := range []string{"Ada", "Bob"} {
		rows[i] = quality.Row{
			Entity:   quality.Entity{ID: name[:1], Name: name},
			Measures: quality.Measures{Count: 5, AverageScore: s.scores[i], PassRate: 60},
		}
	}
	return rows, nil
}

func (s *liveSource) set(change func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change()
}

func (s *liveSource) asked() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.calls
}

// viewers hear what a stream sends.
type viewers struct {
	mutex sync.Mutex
	heard []liveMessage
}

func (v *viewers) Send(packet *backend.StreamPacket) error {
	var message liveMessage
	if err := json.Unmarshal(packet.Data, &message); err != nil {
		return err
	}
	v.mutex.Lock()
	defer v.mutex.Unlock()
	v.heard = append(v.heard, message)
	return nil
}

// news are the messages since the last look.
func (v *viewers) news() []liveMessage {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	heard := v.heard
	v.heard = nil
	return heard
}

// liveDatasource is a data source that asks the source, without a store on disk, whose goroutines would lie outside a test's
// bubble; its clock is the bubble's.
func liveDatasource(t *testing.T, source quality.Source) *Datasource {
	t.Helper()
	settings, err := json.Marshal(map[string]any{"region": "mypurecloud.ie", "clientId": "c", "api": "qualityMetrics", "businessDayStart": "00:00"})
	require.NoError(t, err)
	d := newDatasource(t.Context(), newRegistry(time.Now, places{}), backend.DataSourceInstanceSettings{
		UID: "uid-1", JSONData: settings, DecryptedSecureJSONData: map[string]string{"clientSecret": clientSecret},
	})
	require.NoError(t, d.broken)
	d.reader.Source = source
	return d
}

// liveBody is a request to subscribe to a query over the last hour.
func liveBody(query string) string {
	return `{"query":` + query + `,"range":{"from":"now-1h","to":"now"},"intervalMs":1000}`
}

func parsedLive(t *testing.T, body string) liveRequest {
	t.Helper()
	request, err := parseLive([]byte(body))
	require.NoError(t, err)
	return request
}

// subscribe is what a subscriber gets at once.
func subscribe(t *testing.T, d *Datasource, body string) (message liveMessage, found bool) {
	t.Helper()
	response, err := d.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{
		Path: parsedLive(t, body).path, Data: json.RawMessage(body),
	})
	require.NoError(t, err)
	require.Equal(t, backend.SubscribeStreamStatusOK, response.Status)
	if response.InitialData == nil {
		return liveMessage{}, false
	}
	require.NoError(t, json.Unmarshal(response.InitialData.Data(), &message))
	return message, true
}

// run runs a stream until the context ends; the channel brings its error.
func run(ctx context.Context, t *testing.T, d *Datasource, body string, to *viewers) <-chan error {
	t.Helper()
	ended := make(chan error, 1)
	request := &backend.RunStreamRequest{Path: parsedLive(t, body).path, Data: json.RawMessage(body)}
	go func() { ended <- d.RunStream(ctx, request, backend.NewStreamSender(to)) }()
	return ended
}

// scoreOf is an agent's average score in a message's only frame, and whether the message says that it is late.
func scoreOf(t *testing.T, message liveMessage, agent string) (score float64, late bool) {
	t.Helper()
	require.Empty(t, message.Error)
	require.Len(t, message.Frames, 1)
	var frame data.Frame
	require.NoError(t, json.Unmarshal(message.Frames[0], &frame))
	said, ok := frame.Meta.Custom.(map[string]any)
	require.True(t, ok)
	late, ok = said["stale"].(bool)
	require.True(t, ok)
	score, found := numbersOf(&frame)[agent+" averageScore"]
	require.True(t, found)
	return score, late
}

var errDown = errors.New("upstream is down")
