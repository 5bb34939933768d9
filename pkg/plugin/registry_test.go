package plugin

import (
	"fmt"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// TestMain keeps the SDK quiet (it logs every query twice) and lets no test leave a goroutine behind.
func TestMain(m *testing.M) {
	log.DefaultLogger = log.NewNullLogger()
	goleak.VerifyTestMain(m)
}

// Settings saves and changes of Grafana's configuration make new instances: 50 of them cost no call and leak nothing.
func TestReloadsCostNoUpstreamCall(t *testing.T) {
	g := newGenesysCloud(t)
	registry := newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
	previous := newDatasource(t.Context(), registry, g.settings(t, nil))
	require.NoError(t, ask(t.Context(), t, previous, nil, `{}`)["A"].Error)
	for i := range 50 {
		next := newDatasource(t.Context(), registry, g.settings(t, map[string]any{"staleForMinutes": i}))
		require.NoError(t, ask(t.Context(), t, next, nil, `{}`)["A"].Error)
		previous.Dispose()
		previous = next
	}
	require.Len(t, g.questions(), 1)
	require.Equal(t, 1, g.tokens)
	previous.Dispose()
	previous.Dispose()
	require.Empty(t, registry.budgets.values)
	require.Empty(t, registry.tokens.values)
	require.Empty(t, registry.feeds.values)
}

// Whoever differs in organization, data source, host, client or secret shares no answer.
func TestDataSourcesNeverSeeEachOthersAnswers(t *testing.T) {
	g := newGenesysCloud(t)
	registry := newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
	org := func(id int) backend.PluginContext { return backend.PluginContext{Namespace: fmt.Sprintf("org-%d", id)} }
	first := g.settings(t, nil)
	otherUID, otherClient, otherSecret := first, g.settings(t, map[string]any{"clientId": "client-2"}), first
	otherUID.UID = "uid-2"
	otherSecret.DecryptedSecureJSONData = map[string]string{"clientSecret": "another"}
	cases := []struct {
		name             string
		context          backend.PluginContext
		settings         backend.DataSourceInstanceSettings
		questions, token int
	}{
		{"the first", org(1), first, 1, 1},
		{"the same again", org(1), first, 1, 1},
		{"another organization of the same credentials", org(2), first, 2, 1},
		{"another data source of the same credentials", org(1), otherUID, 3, 1},
		{"another client", org(1), otherClient, 4, 2},
		// The same data source with a new secret keeps its answers; only the token is another.
		{"another secret", org(1), otherSecret, 4, 2},
	}
	for _, c := range cases {
		d := newDatasource(backend.WithPluginContext(t.Context(), c.context), registry, c.settings)
		t.Cleanup(d.Dispose)
		require.NoError(t, ask(t.Context(), t, d, nil, `{}`)["A"].Error)
		require.Len(t, g.questions(), c.questions, c.name)
		require.Equal(t, c.token, g.tokens, c.name)
	}
}

func TestTheBudgetIsSharedByDataSourcesOfTheSameCredentials(t *testing.T) {
	g := newGenesysCloud(t)
	registry := newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
	settings := g.settings(t, map[string]any{"requestsPerMinute": 3})
	other := settings
	other.UID = "uid-2"
	for _, s := range []backend.DataSourceInstanceSettings{settings, other} {
		d := newDatasource(t.Context(), registry, s)
		t.Cleanup(d.Dispose)
		require.NoError(t, ask(t.Context(), t, d, nil, `{}`)["A"].Error)
	}
	d := newDatasource(t.Context(), registry, settings)
	t.Cleanup(d.Dispose)
	// Token, and a question of each: the budget of three is used up, and a place is a minute away.
	answer := ask(t.Context(), t, d, nil, `{"groupBy":["queue"]}`)["A"]
	require.ErrorContains(t, answer.Error, "the request budget is used up (at present 3 a minute)")
	require.Equal(t, backend.StatusTooManyRequests, answer.Status)
	require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
}
