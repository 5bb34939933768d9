package plugin

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// tenant is who asks. The texts are such that, put together carelessly, those of different tenants become the same.
type tenant struct {
	namespace string
	org       int64
	uid       string
	client    string
	host      int
}

func someTenant(random *rand.Rand) tenant {
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	return tenant{
		namespace: pick("", "a", "a 1", "ab"), org: []int64{1, 11}[random.IntN(2)],
		uid: pick("c", "1:c", ":c", "1 c"), client: pick("d", "cd", "c d", "1:d"), host: random.IntN(2),
	}
}

// newMarkedCloud answers each client with its own token, and each question with the client that asked and a number that no
// other question of either cloud was answered with.
func newMarkedCloud(t *testing.T, name string, serial *atomic.Int64) *genesysCloud {
	t.Helper()
	g := newGenesysCloud(t)
	g.token = func(w http.ResponseWriter, r *http.Request) {
		answering(fmt.Sprintf(`{"access_token":"%x","token_type":"bearer","expires_in":3600}`, r.FormValue("client_id")))(w, r)
	}
	g.metrics = func(w http.ResponseWriter, r *http.Request) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		answering(fmt.Sprintf(`[{"entityId":"%s of %s","entityName":"n","metrics":{"count":{"value":%d},"averageScore":{"value":50},"passRate":{"value":50}}}]`,
			token, name, serial.Add(1)))(w, r)
	}
	return g
}

// TestNoTenantReadsAnothers asks 200 times as two random tenants at a time, of one process, then of one that was
// restarted, then of a replica with nothing but the shared store. Each tenant sees its own client's numbers from its own
// host, always the same, and nobody else sees them.
func TestNoTenantReadsAnothers(t *testing.T) {
	serial := new(atomic.Int64)
	clouds := []*genesysCloud{newMarkedCloud(t, "0", serial), newMarkedCloud(t, "1", serial)}
	redis := miniredis.RunT(t)
	kept := places{tempDir: t.TempDir()}
	seen, owner := map[tenant]float64{}, map[float64]tenant{}

	for _, process := range []struct {
		name   string
		places places
	}{{"the first", kept}, {"restarted", kept}, {"another replica", places{tempDir: t.TempDir()}}} {
		registry := newRegistry(func() time.Time { return noon }, process.places)
		registry.sharedTimeout = time.Minute
		open := map[tenant]*Datasource{}
		read := func(who tenant) {
			if open[who] == nil {
				settings := clouds[who.host].settings(t, map[string]any{
					"clientId": who.client, "sharedStoreUrl": "redis://" + redis.Addr(), "requestsPerMinute": 10_000,
				})
				settings.UID = who.uid
				in := backend.PluginContext{Namespace: who.namespace, OrgID: who.org} //nolint:staticcheck // Older Grafanas have the number alone.
				ctx := backend.WithPluginContext(t.Context(), in)
				open[who] = newDatasource(ctx, registry, settings)
				require.NoError(t, open[who].broken)
			}
			answer := ask(t.Context(), t, open[who], nil, `{"metrics":["count"],"minimumCount":0}`)["A"]
			require.NoError(t, answer.Error, "%+v", who)
			require.Len(t, answer.Frames[0].Fields, 3)
			numbers := numbersOf(answer.Frames[0])
			require.Len(t, numbers, 1)
			number, own := numbers[fmt.Sprintf("%x of %d count", who.client, who.host)]
			require.True(t, own, "%s: %+v was shown %v", process.name, who, numbers)
			if before, again := seen[who]; again {
				require.InDelta(t, before, number, 0, "%s: %+v was asked again, or read another's", process.name, who)
			} else {
				require.NotContains(t, owner, number, "%s: %+v reads another's", process.name, who)
			}
			seen[who], owner[number] = number, who
		}
		random := rand.New(rand.NewPCG(200, 5)) // The same pairs in every process.
		for range 200 {
			one, other := someTenant(random), someTenant(random)
			read(one)
			read(other)
		}
		for _, d := range open {
			d.Dispose()
		}
	}
	require.Greater(t, len(seen), 100)
	require.Equal(t, int64(len(seen)), serial.Load(), "each tenant costs a call of its own, once")
}
