package plugin

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func status(code int, header http.Header, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range header {
			w.Header()[name] = values
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = w.Write([]byte(body))
	}
}

func genesysError(code int, header http.Header, message string) http.HandlerFunc {
	return status(code, header, fmt.Sprintf(`{"message":%q,"code":"the.code","status":%d,"contextId":"5b2f-ctx","details":[],"errors":[]}`,
		message, code))
}

// Each is read in a panel and in the health check: the message, the status and whose fault it is.
func TestEverythingThatCanGoWrongUpstream(t *testing.T) {
	row := func(metrics string) string {
		return `[{"entityId":"a-1","entityName":"Ada","metrics":{` + metrics + `}}]`
	}
	cases := []struct {
		name           string
		token, metrics http.HandlerFunc
		status         backend.Status
		want           []string
	}{
		{name: "wrong secret", token: status(401, nil, `{"error":"invalid_client","error_description":"client not found"}`),
			status: 401, want: []string{"refused the client id or secret", "invalid_client", "check in the data source settings"}},
		{name: "403", metrics: genesysError(403, nil, "Missing permission quality:evaluation:view"),
			status: 403, want: []string{"403", "Missing permission quality:evaluation:view", "5b2f-ctx"}},
		{name: "404", metrics: genesysError(404, nil, "Not found"), status: 404, want: []string{"404", "/api/v2/quality/metrics", "5b2f-ctx"}},
		{name: "429", metrics: genesysError(429, http.Header{"Retry-After": {"17"}}, "Rate limit exceeded"),
			status: 429, want: []string{"429", "asking again in 17s", "5b2f-ctx"}},
		{name: "503", metrics: genesysError(503, nil, "Try later"), status: 502, want: []string{"503", "Try later", "5b2f-ctx"}},
		{name: "HTML instead of JSON", metrics: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html>Sign in</html>"))
		}, status: 502, want: []string{"text/html", "login page"}},
		{name: "truncated", metrics: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "4000")
			_, _ = w.Write([]byte(threeAgents[:200]))
		}, status: 502, want: []string{"broke off before its end"}},
		{name: "a count without a score", metrics: answering(row(`"count":{"value":4}`)),
			status: 502, want: []string{"cannot be used", "row 1: ", "averageScore"}},
		{name: "a number past a float's range", metrics: answering(row(`"count":{"value":4},"averageScore":{"value":1e999},"passRate":{"value":50}`)),
			status: 502, want: []string{"cannot be used"}},
		{name: "a negative count", metrics: answering(row(`"count":{"value":-1}`)), status: 502, want: []string{"cannot be used", "count"}},
		{name: "a score over 100", metrics: answering(row(`"count":{"value":4},"averageScore":{"value":101},"passRate":{"value":50}`)),
			status: 502, want: []string{"cannot be used", "averageScore"}},
		{name: "an agent twice", metrics: answering(`[{"entityId":"a","metrics":{"count":{"value":0}}},{"entityId":"a","metrics":{"count":{"value":0}}}]`),
			status: 502, want: []string{"cannot be used", "row 2: row 1 has the same"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g := newGenesysCloud(t)
			if c.token != nil {
				g.token = c.token
			}
			if c.metrics != nil {
				g.metrics = c.metrics
			}
			d := g.datasourceAt(t, noon, nil)
			answer := ask(t.Context(), t, d, nil, `{}`)["A"]
			require.Error(t, answer.Error)
			require.Equal(t, c.status, answer.Status)
			require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
			require.Empty(t, answer.Frames)

			health, err := g.datasourceAt(t, noon, nil).CheckHealth(t.Context(), &backend.CheckHealthRequest{})
			require.NoError(t, err)
			require.Equal(t, backend.HealthStatusError, health.Status)
			for _, want := range c.want {
				require.Contains(t, answer.Error.Error(), want)
				require.Contains(t, health.Message, want)
			}
			for _, text := range []string{answer.Error.Error(), health.Message} {
				require.NotContains(t, text, clientSecret)
				require.NotContains(t, text, "canary-token")
				require.NotContains(t, text, "Ada", "people's names do not go into errors")
			}
		})
	}
}

func TestUnknownHost(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, map[string]any{"baseUrl": "https://genesys.invalid"})
	answer := ask(t.Context(), t, d, nil, `{}`)["A"]
	require.ErrorContains(t, answer.Error, "cannot reach genesys.invalid")
	require.Equal(t, backend.StatusBadGateway, answer.Status)
	require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
	health, err := g.datasourceAt(t, noon, map[string]any{"baseUrl": "https://genesys.invalid"}).CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusError, health.Status)
	require.Contains(t, health.Message, "cannot reach genesys.invalid")
}

// A quiet hour is no fault, and the health check says what else it may be.
func TestAnEmptyArrayInTheHealthCheck(t *testing.T) {
	g := newGenesysCloud(t)
	g.metrics = answering(`[]`)
	health, err := g.datasourceAt(t, noon, nil).CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusOk, health.Status)
	require.Contains(t, health.Message, "it names no agents")
	require.Contains(t, health.Message, "divisions")
}

func TestWhatCannotBeAskedIsRefusedBeforeAnythingIsSent(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	for query, want := range map[string]string{
		`{"metrics":[]}`:                       "choose at least one metric",
		`{"groupBy":["team"]}`:                 `groupBy names "team"`,
		`{"evaluationFormIds":["$form"]}`:      "the variable $form, which was not filled in",
		`{"minimumCount":1e400}`:               "minimumCount is 1e400",
		`{"metrics":["criticalScore"]}`:        "only the Analytics API has it",
		`{"queueIds":["q"]}`:                   "queueIds is set",
		`{"scoredBy":"ai"}`:                    "scoredBy",
		`{"metrics":`:                          "not valid JSON",
		`{"metrics":["x"],"groupBy":["team"]}`: `metrics names "x"`,
	} {
		answer := ask(t.Context(), t, d, nil, query)["A"]
		require.ErrorContains(t, answer.Error, want, query)
		require.Equal(t, backend.StatusBadRequest, answer.Status, query)
		require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource, query)
	}
	require.Empty(t, g.questions())
	require.Zero(t, g.tokens)
}

func TestBrokenSettingsAreReportedByEveryQueryAndTheHealthCheck(t *testing.T) {
	g := newGenesysCloud(t)
	for want, more := range map[string]map[string]any{
		"set exactly one": {"region": "mypurecloud.ie"},
		"timeZone is":     {"timeZone": "Europe/Atlantis"},
		"api is \"v3\"":   {"api": "v3"},
	} {
		d := g.datasourceAt(t, noon, more)
		for range 2 {
			answer := ask(t.Context(), t, d, nil, `{}`)["A"]
			require.ErrorContains(t, answer.Error, want)
			require.Equal(t, backend.StatusBadRequest, answer.Status)
		}
		health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
		require.NoError(t, err)
		require.Contains(t, health.Message, want)
	}
}
