package genesys

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// The canaries: what must never be in an error.
const (
	canarySecret = "CANARY-secret/&+x"
	canaryToken  = "CANARY-token-1"
)

var testCredentials = Credentials{ClientID: "client-1", ClientSecret: canarySecret}

// upstream is a Genesys Cloud over real HTTP: it issues tokens, and answers the API with what a test gives it.
type upstream struct {
	*httptest.Server
	endpoint Endpoint
	client   *Client
	tokens   *Tokens
	budget   *Budget

	mu    sync.Mutex
	calls []string // method and path, in order
}

// newUpstream serves token for POST /oauth/token (nil: a good token) and api for the rest.
func newUpstream(t *testing.T, token, api http.HandlerFunc) *upstream {
	t.Helper()
	u := &upstream{budget: NewBudget(100)}
	if token == nil {
		token = issueToken
	}
	u.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u.mu.Lock()
		u.calls = append(u.calls, r.Method+" "+r.URL.Path)
		u.mu.Unlock()
		if r.URL.Path == "/oauth/token" {
			token(w, r)
			return
		}
		api(w, r)
	}))
	u.Config.ErrorLog = log.New(io.Discard, "", 0)
	u.Start()
	t.Cleanup(u.Close)
	u.endpoint = endpointAt(t, u.URL)
	u.connect(t, &http.Transport{})
	return u
}

// connect makes the client over a transport.
func (u *upstream) connect(t *testing.T, transport *http.Transport) {
	t.Helper()
	t.Cleanup(transport.CloseIdleConnections)
	u.tokens = NewTokens(u.endpoint, testCredentials, &http.Client{Transport: transport}, u.budget)
	t.Cleanup(u.tokens.Close)
	u.client = New(u.endpoint, u.tokens, &http.Client{Transport: transport}, u.budget)
}

func (u *upstream) asked() []string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return append([]string(nil), u.calls...)
}

// ask sends a valid question.
func (u *upstream) ask(t *testing.T) ([]quality.Row, error) {
	t.Helper()
	return u.client.Metrics(t.Context(), validRequest)
}

var validRequest = MetricsRequest{
	StartTime: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC),
	EndTime:   time.Date(2026, 11, 2, 9, 15, 0, 0, time.UTC),
	GroupBy:   "agent",
}

func endpointAt(t *testing.T, base string) Endpoint {
	t.Helper()
	token, err := url.Parse(base + "/oauth/token")
	require.NoError(t, err)
	api, err := url.Parse(base)
	require.NoError(t, err)
	return Endpoint{TokenURL: token, APIURL: api}
}

func issueToken(w http.ResponseWriter, _ *http.Request) {
	answer(http.StatusOK, `{"access_token":"`+canaryToken+`","token_type":"bearer","expires_in":3600}`)(w, nil)
}

// answer is a handler that says the same to everybody, in JSON.
func answer(status int, json string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, json)
	}
}

// row is one row of an answer as Genesys writes it.
func row(id string) string {
	return `{"entityId":"` + id + `","entityName":"Name","metrics":{"averageScore":{"value":87.5,"unit":"percentage"},` +
		`"count":{"value":12},"passRate":{"value":75,"unit":"percentage"}}}`
}
