package plugin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
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

// Settings saves and changes of Grafana's configuration make new instances: 50 of them cost no call, and leak no
// goroutine (see TestMain), file or connection.
func TestReloadsCostNoUpstreamCall(t *testing.T) {
	for _, shared := range []bool{false, true} {
		g := newGenesysCloud(t)
		more := map[string]any{"requestsPerMinute": 1000}
		if shared {
			more["sharedStoreUrl"] = "redis://" + miniredis.RunT(t).Addr()
		}
		registry := newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
		registry.sharedTimeout = time.Minute
		before := openFiles(t)
		previous := newDatasource(t.Context(), registry, g.settings(t, more))
		require.NoError(t, ask(t.Context(), t, previous, nil, `{}`)["A"].Error)
		for i := range 50 {
			more["staleForMinutes"] = i
			next := newDatasource(t.Context(), registry, g.settings(t, more))
			require.NoError(t, ask(t.Context(), t, next, nil, `{}`)["A"].Error)
			// Each really dials: what an instance opened must go with it.
			health, err := next.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
			require.NoError(t, err)
			require.Equal(t, backend.HealthStatusOk, health.Status, health.Message)
			previous.Dispose()
			previous = next
		}
		require.Len(t, g.questions(), 1+50, "one for the panels, and each health check's own")
		require.Equal(t, 1, g.tokens)
		previous.Dispose()
		previous.Dispose()
		require.Empty(t, registry.budgets.values)
		require.Empty(t, registry.clients.values)
		require.Empty(t, registry.feeds.values)
		require.Empty(t, registry.embedded.values)
		require.Empty(t, registry.replicas.values)
		// The servers of this test close their ends of the connections when they notice.
		require.Eventually(t, func() bool { return openFiles(t) <= before }, 30*time.Second, 10*time.Millisecond)
	}
}

// openFiles is how many files and connections this process has open; 0 where /proc does not tell.
func openFiles(t *testing.T) int {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	require.NoError(t, err)
	return len(open)
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

// Two data sources that set different budgets for the same client have the smaller one, until its holder goes.
func TestTheSmallestBudgetHolds(t *testing.T) {
	g := newGenesysCloud(t)
	registry := newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
	small := newDatasource(t.Context(), registry, g.settings(t, map[string]any{"requestsPerMinute": 3}))
	large := g.settings(t, map[string]any{"requestsPerMinute": 50})
	large.UID = "uid-2"
	other := newDatasource(t.Context(), registry, large)
	t.Cleanup(other.Dispose)
	require.Equal(t, 3, other.upstream.budget.Left())
	small.Dispose()
	require.Equal(t, 50, other.upstream.budget.Left())
}

// A data source without a shared store takes nothing from another one of the same client that has one.
func TestTheBudgetStaysSharedAsLongAsAReplicaSharesIt(t *testing.T) {
	g := newGenesysCloud(t)
	redis := miniredis.RunT(t)
	registry := newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
	registry.sharedTimeout = time.Minute
	sharing := newDatasource(t.Context(), registry, g.settings(t, map[string]any{"sharedStoreUrl": "redis://" + redis.Addr()}))
	t.Cleanup(sharing.Dispose)
	alone := g.settings(t, nil)
	alone.UID = "uid-2"
	other := newDatasource(t.Context(), registry, alone)
	require.NoError(t, ask(t.Context(), t, other, nil, `{}`)["A"].Error)
	require.NotEmpty(t, redis.Keys(), "its requests stand in the shared log")
	other.Dispose()
	require.NoError(t, ask(t.Context(), t, sharing, nil, `{"groupBy":["queue"]}`)["A"].Error)
}

// A store that could not be opened is tried again when the data source is saved, without a restart of Grafana.
func TestAPlaceThatIsMendedIsUsed(t *testing.T) {
	g := newGenesysCloud(t)
	blocked := filepath.Join(t.TempDir(), "blocked")
	require.NoError(t, os.WriteFile(blocked, []byte("a file where a directory should be"), 0o600))
	settings := g.settings(t, map[string]any{"storePath": filepath.Join(blocked, "store.db")})
	registry := newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
	before := newDatasource(t.Context(), registry, settings)
	require.Contains(t, before.upstream.embedded.about, "only in memory (warning")
	require.NoError(t, ask(t.Context(), t, before, nil, `{}`)["A"].Error, "numbers come all the same")

	require.NoError(t, os.Remove(blocked))
	after := newDatasource(t.Context(), registry, settings)
	t.Cleanup(after.Dispose)
	before.Dispose()
	require.Contains(t, after.upstream.embedded.about, "in "+blocked)
}
