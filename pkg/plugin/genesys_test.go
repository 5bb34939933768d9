package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

const clientSecret = "canary-secret-5d1c"

// genesysCloud is an upstream that hands out a token and answers metrics as a test wants, and records what it got.
type genesysCloud struct {
	*httptest.Server
	mutex   sync.Mutex
	asked   []url.Values
	headers []http.Header
	tokens  int
	// token and metrics may be replaced; they answer with a 200 and JSON by default. The others answer 404.
	token, metrics, tokensMe, aggregates, search, users, queues, forms http.HandlerFunc
	// calls counts what was asked, by the last part of the path.
	calls map[string]int
}

const threeAgents = `[
	{"entityId":"a-1","entityName":"Ada","metrics":{"averageScore":{"value":85.5,"unit":"percentage"},"count":{"value":10},"passRate":{"value":90.0,"unit":"percentage"}}},
	{"entityId":"b-2","entityName":"Bob","metrics":{"averageScore":{"value":60,"unit":"percentage"},"count":{"value":2},"passRate":{"value":50,"unit":"percentage"}}},
	{"entityId":"c-3","entityName":"Ghost","metrics":{"averageScore":{"value":null,"unit":"percentage"},"count":{"value":0},"passRate":{"value":0,"unit":"percentage"}}}
]`

func answering(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(body))
	}
}

func newGenesysCloud(t *testing.T) *genesysCloud {
	t.Helper()
	g := &genesysCloud{
		token:    answering(`{"access_token":"canary-token-91b2","token_type":"bearer","expires_in":3600}`),
		metrics:  answering(threeAgents),
		tokensMe: http.NotFound, aggregates: http.NotFound, search: http.NotFound,
		users: http.NotFound, queues: http.NotFound, forms: http.NotFound,
		calls: map[string]int{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /oauth/token", func(w http.ResponseWriter, r *http.Request) {
		g.mutex.Lock()
		g.tokens++
		g.mutex.Unlock()
		g.token(w, r)
	})
	mux.HandleFunc("GET /api/v2/quality/metrics", func(w http.ResponseWriter, r *http.Request) {
		g.mutex.Lock()
		g.asked = append(g.asked, r.URL.Query())
		g.headers = append(g.headers, r.Header.Clone())
		g.mutex.Unlock()
		g.metrics(w, r)
	})
	for pattern, answer := range map[string]*http.HandlerFunc{
		"GET /api/v2/tokens/me":                               &g.tokensMe,
		"POST /api/v2/analytics/evaluations/aggregates/query": &g.aggregates,
		"POST /api/v2/quality/evaluations/search":             &g.search,
		"GET /api/v2/users":                                   &g.users,
		"GET /api/v2/routing/queues":                          &g.queues,
		"GET /api/v2/quality/publishedforms/evaluations":      &g.forms,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			g.mutex.Lock()
			g.calls[path.Base(r.URL.Path)]++
			g.mutex.Unlock()
			(*answer)(w, r)
		})
	}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The tests' clock stands still: without a Date there is no difference to correct.
		w.Header()["Date"] = nil
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *genesysCloud) questions() []url.Values {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	return append([]url.Values(nil), g.asked...)
}

// settings merges more into the settings of a data source that reads this Genesys Cloud.
func (g *genesysCloud) settings(t *testing.T, more map[string]any) backend.DataSourceInstanceSettings {
	t.Helper()
	merged := map[string]any{"baseUrl": g.URL, "clientId": "client-1", "api": "qualityMetrics"}
	for key, value := range more {
		merged[key] = value
	}
	encoded, err := json.Marshal(merged)
	require.NoError(t, err)
	return backend.DataSourceInstanceSettings{
		UID: "uid-1", JSONData: encoded, DecryptedSecureJSONData: map[string]string{"clientSecret": clientSecret},
	}
}

var noon = time.Date(2026, 11, 27, 12, 20, 0, 0, time.UTC)

// datasourceAt is a data source whose clock stands at now.
func (g *genesysCloud) datasourceAt(t *testing.T, now time.Time, more map[string]any) *Datasource {
	t.Helper()
	d := newDatasource(t.Context(), newRegistry(func() time.Time { return now }, places{tempDir: t.TempDir()}), g.settings(t, more))
	t.Cleanup(d.Dispose)
	return d
}

// lastHour is the dashboard's range unless a test has its own.
var lastHour = backend.TimeRange{From: noon.Add(-time.Hour), To: noon}

func ask(ctx context.Context, t *testing.T, d *Datasource, headers map[string]string, queries ...string) backend.Responses {
	t.Helper()
	req := &backend.QueryDataRequest{Headers: headers}
	for i, query := range queries {
		req.Queries = append(req.Queries, backend.DataQuery{
			RefID: string(rune('A' + i)), JSON: json.RawMessage(query), TimeRange: lastHour, Interval: time.Second, MaxDataPoints: 43_200,
		})
	}
	response, err := d.QueryData(ctx, req)
	require.NoError(t, err)
	require.Len(t, response.Responses, len(queries), "a missing answer is a silent No data")
	return response.Responses
}
