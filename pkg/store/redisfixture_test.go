package store

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// fakeRedis is a Redis within the process, whose clock and the replicas' are the same and stand still.
type fakeRedis struct {
	*miniredis.Miniredis
	mu   sync.Mutex
	time time.Time
}

func newFakeRedis(t *testing.T) *fakeRedis {
	t.Helper()
	before := goleak.IgnoreCurrent()
	f := &fakeRedis{Miniredis: miniredis.NewMiniRedis(), time: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
	f.SetTime(f.time)
	f.ClockTTL(true)
	require.NoError(t, f.Start())
	t.Cleanup(func() {
		f.Close()
		goleak.VerifyNone(t, before)
	})
	return f
}

func (f *fakeRedis) now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.time
}

// pass lets time pass, for Redis and the replicas.
func (f *fakeRedis) pass(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.time = f.time.Add(d)
	f.SetTime(f.time)
}

// replica is one that shares the fake.
func (f *fakeRedis) replica(t *testing.T, name string) *Redis {
	t.Helper()
	return connect(t, "redis://"+f.Addr(), "", RedisOptions{Now: f.now, Replica: name})
}

// replicas are so many that know of each other and have found each other long enough ago.
func (f *fakeRedis) replicas(t *testing.T, n int) []*Redis {
	t.Helper()
	all := make([]*Redis, n)
	for i := range all {
		all[i] = f.replica(t, fmt.Sprint("replica-", i))
		require.Equal(t, i+1, all[i].Replicas(t.Context()))
	}
	f.passWith(t, regroup, all)
	return all
}

// passWith lets time pass during which these replicas show that they are there.
func (f *fakeRedis) passWith(t *testing.T, d time.Duration, replicas []*Redis) {
	t.Helper()
	for end := f.now().Add(d); f.now().Before(end); {
		f.pass(min(beatInterval, end.Sub(f.now())))
		for _, r := range replicas {
			require.Equal(t, len(replicas), r.Replicas(t.Context()))
		}
	}
}

// connect opens a store that is closed with the test. It has more patience than others: a machine that is busy must not
// look like a Redis that is away.
func connect(t *testing.T, url, password string, options RedisOptions) *Redis {
	t.Helper()
	options.Timeout = 10 * time.Second
	r, err := OpenRedis(url, password, options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

// answered is a snapshot of a question about one entity per name.
func answered(form string, asOf time.Time, names ...string) quality.Snapshot {
	q := quality.Question{
		Dialect: quality.DialectQualityMetrics, GroupBy: quality.GroupByAgent, EvaluationFormID: form,
		Range: quality.Range{From: asOf.Truncate(24 * time.Hour), To: quality.FloorWindow(asOf)},
	}
	var rows []quality.Row
	for i, name := range names {
		rows = append(rows, quality.Row{
			Entity:   quality.Entity{ID: fmt.Sprint("id-", i), Name: name},
			Measures: quality.Measures{Count: int64(i + 3), AverageScore: 81.37 + float64(i), PassRate: 66.7},
		})
	}
	return quality.NewSnapshot(q, asOf, rows)
}
