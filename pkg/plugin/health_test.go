package plugin

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestHealthRunsTheRealPath(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusOk, health.Status)
	require.Contains(t, health.Message, "token and permission are good")
	require.Contains(t, health.Message, "12 evaluations of 2 agents")
	require.Equal(t, "2026-11-27T12:00:00Z", g.questions()[0].Get("startTime"))
	require.Equal(t, "2026-11-27T12:15:00Z", g.questions()[0].Get("endTime"))
	var details healthDetails
	require.NoError(t, json.Unmarshal(health.JSONDetails, &details))
	require.Equal(t, 97, details.BudgetLeft, "of 100, less a token, a question and tokens/me")
	require.Equal(t, 3, details.Agents)

	_, err = d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Len(t, g.questions(), 2, "a check that reads a snapshot checks nothing")
}

func TestHealthSaysWhoAsksAndWarnsOfMoreThanReading(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	check := func() *backend.CheckHealthResult {
		health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
		require.NoError(t, err)
		require.Equal(t, backend.HealthStatusOk, health.Status)
		return health
	}
	require.Contains(t, check().Message, "Not known: which organization, client and scopes the token has (this Genesys Cloud does not tell)")
	require.NotContains(t, check().Message, "Warning", "an API that does not tell is no fault")

	g.tokensMe = answering(`{"organization":{"id":"o","name":"Acme"},"OAuthClient":{"id":"c","name":"Wallboard"},"authorizedScope":["quality:readonly"]}`)
	require.Contains(t, check().Message, `The OAuth client is "Wallboard" of the organization "Acme".`)
	require.NotContains(t, check().Message, "Warning")

	g.tokensMe = answering(`{"organization":{"id":"o","name":"Acme"},"OAuthClient":{"id":"c","name":"Wallboard"},"authorizedScope":["quality:readonly","quality","routing"]}`)
	require.Contains(t, check().Message, "Warning: the OAuth client may do more than read (quality, routing)")

	g.tokensMe = answering(`{"organization":{"id":"o","name":"Acme"},"OAuthClient":{"id":"c","name":"Wallboard"},"authorizedScope":["analytics:readonly"]}`)
	require.Contains(t, check().Message, "Warning, missing: the OAuth scope quality:readonly.")
}

func TestHealthReadsTheClock(t *testing.T) {
	for _, c := range []struct {
		skew   time.Duration
		status backend.HealthStatus
		want   string
	}{
		{time.Second, backend.HealthStatusOk, `of 2 agents\. Genesys.*Snapshots are kept in \S+, because`},
		{2 * time.Minute, backend.HealthStatusOk, `Warning: this machine's clock is \d+m\d+s behind Genesys Cloud's`},
		{-2 * time.Minute, backend.HealthStatusOk, `Warning: this machine's clock is \d+m\d+s ahead of Genesys Cloud's`},
		{time.Hour, backend.HealthStatusError, `this machine's clock is (1h0m|59m)\d+s behind Genesys Cloud's: set it right`},
	} {
		g := newGenesysCloud(t)
		answers := g.Config.Handler
		g.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			recorded := httptest.NewRecorder()
			answers.ServeHTTP(recorded, r)
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Date", time.Now().Add(c.skew).UTC().Format(http.TimeFormat))
			_, _ = w.Write(recorded.Body.Bytes())
		})
		d := newDatasource(t.Context(), newRegistry(time.Now, places{tempDir: t.TempDir()}), g.settings(t, nil))
		t.Cleanup(d.Dispose)
		health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
		require.NoError(t, err)
		require.Equal(t, c.status, health.Status, health.Message)
		require.Regexp(t, c.want, health.Message)
	}
}
