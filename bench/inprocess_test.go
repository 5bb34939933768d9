package bench

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/plugin"
)

// factory is one for the process, as in the plugin.
var factory = sync.OnceValue(plugin.Factory)

// inProcess is the plugin without its wire: what it takes from a query to encoded frames is the plugin's own doing, and
// what a gRPC call takes beside that is not.
type inProcess struct {
	instance instancemgmt.Instance
}

func newInProcess(t *testing.T, settings map[string]any) inProcess {
	t.Helper()
	encoded, err := json.Marshal(settings)
	require.NoError(t, err)
	ctx := backend.WithPluginContext(t.Context(), backend.PluginContext{OrgID: 1})
	instance, err := factory()(ctx, backend.DataSourceInstanceSettings{
		UID: t.Name(), JSONData: encoded, DecryptedSecureJSONData: map[string]string{"clientSecret": "the-secret-of-the-benchmark"},
	})
	require.NoError(t, err)
	if disposer, ok := instance.(instancemgmt.InstanceDisposer); ok {
		t.Cleanup(disposer.Dispose)
	}
	return inProcess{instance}
}

// query answers a query up to the encoded frames, and returns the frames.
func (p inProcess) query(t *testing.T, query string, from, to time.Time, interval time.Duration) data.Frames {
	t.Helper()
	handler, ok := p.instance.(backend.QueryDataHandler)
	require.True(t, ok)
	response, err := handler.QueryData(t.Context(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{
		RefID: "A", JSON: json.RawMessage(query), Interval: interval, MaxDataPoints: 1000,
		TimeRange: backend.TimeRange{From: from, To: to},
	}}})
	require.NoError(t, err)
	require.NoError(t, response.Responses["A"].Error)
	_, err = backend.ToProto().QueryDataResponse(backend.DataFrameFormat_ARROW, response)
	require.NoError(t, err)
	return response.Responses["A"].Frames
}
