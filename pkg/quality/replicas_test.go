package quality

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// fakeLeases are leases in one process.
type fakeLeases struct {
	mutex  sync.Mutex
	held   map[string]bool
	failed map[string]*FailedElsewhereError
	away   bool
}

type fakeLease struct {
	leases *fakeLeases
	key    string
}

func (l *fakeLeases) Acquire(_ context.Context, key string) (Lease, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	switch {
	case l.away:
		return nil, errors.New("away")
	case l.failed[key] != nil:
		return nil, l.failed[key]
	case l.held[key]:
		return nil, &HeldError{}
	}
	l.held[key] = true
	return fakeLease{l, key}, nil
}

func (l fakeLease) Release(context.Context) {
	l.leases.mutex.Lock()
	defer l.leases.mutex.Unlock()
	delete(l.leases.held, l.key)
}

func (l fakeLease) Fail(_ context.Context, err error, wait time.Duration) {
	l.leases.mutex.Lock()
	defer l.leases.mutex.Unlock()
	delete(l.leases.held, l.key)
	l.leases.failed[l.key] = &FailedElsewhereError{Message: err.Error(), Wait: wait}
	time.AfterFunc(wait, func() {
		l.leases.mutex.Lock()
		defer l.leases.mutex.Unlock()
		delete(l.leases.failed, l.key)
	})
}

// threeReplicas share a source, a store and leases; each has a store of its own.
func threeReplicas(t *testing.T, source *fakeSource) ([]Reader, *fakeLeases) {
	t.Helper()
	leases := &fakeLeases{held: map[string]bool{}, failed: map[string]*FailedElsewhereError{}}
	replicas := &Replicas{Store: &mapStore{}, Leases: leases}
	readers := make([]Reader, 3)
	for i := range readers {
		readers[i] = reader(t, source, nil)
		readers[i].Feed = NewFeed(&mapStore{}, replicas)
	}
	return readers, leases
}

func readAll(t *testing.T, readers []Reader) []error {
	t.Helper()
	failures := make([]error, len(readers))
	var mutex sync.Mutex
	var group sync.WaitGroup
	for i, r := range readers {
		for range 5 {
			group.Go(func() {
				if _, err := r.Read(t.Context(), today(r)); err != nil {
					mutex.Lock()
					failures[i] = err
					mutex.Unlock()
				}
			})
		}
	}
	group.Wait()
	return failures
}

func TestReplicasAskOnceTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: world, takes: 2 * time.Second}
		readers, _ := threeReplicas(t, source)
		for window := range 4 {
			require.Equal(t, []error{nil, nil, nil}, readAll(t, readers))
			require.Equal(t, window+1, source.calls())
			time.Sleep(Window)
		}
	})
}

func TestReplicasWaitOutAFailureTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: func(Question) ([]Row, error) { return nil, &slowDown{time.Minute} }, takes: time.Second}
		readers, _ := threeReplicas(t, source)
		for range 50 {
			for _, err := range readAll(t, readers) {
				require.ErrorContains(t, err, "slow down")
			}
			time.Sleep(time.Second)
		}
		require.Equal(t, 1, source.calls(), "Genesys asked for a minute, of all of them")
		source.rows = world
		time.Sleep(time.Minute)
		require.Equal(t, []error{nil, nil, nil}, readAll(t, readers))
	})
}

type heldBack struct{ slowDown }

func (e *heldBack) NeverSent() bool { return true }

// What one replica's budget holds back the next one may ask: nobody waits out what was never sent.
func TestARefusalOfOneReplicasBudgetIsNotTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := true
		source := &fakeSource{rows: func(q Question) ([]Row, error) {
			if full {
				return nil, &heldBack{slowDown{40 * time.Second}}
			}
			return world(q)
		}}
		readers, _ := threeReplicas(t, source)
		_, err := readers[0].Read(t.Context(), today(readers[0]))
		require.ErrorContains(t, err, "slow down")
		full = false
		_, err = readers[1].Read(t.Context(), today(readers[1]))
		require.NoError(t, err)
		time.Sleep(40 * time.Second)
		_, err = readers[0].Read(t.Context(), today(readers[0]))
		require.NoError(t, err)
		require.Equal(t, 2, source.calls())
	})
}

func TestWithoutTheOthersEachReplicaAsksForItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: world, takes: time.Second}
		readers, leases := threeReplicas(t, source)
		require.Equal(t, []error{nil, nil, nil}, readAll(t, readers))
		leases.away = true
		for _, r := range readers {
			r.Feed.replicas = &Replicas{Store: &mapStore{}, Leases: leases} // Away and, when it is back, empty.
		}
		require.Equal(t, []error{nil, nil, nil}, readAll(t, readers))
		require.Equal(t, 1, source.calls(), "what was shared is kept here too")
		time.Sleep(Window)
		require.Equal(t, []error{nil, nil, nil}, readAll(t, readers))
		require.Equal(t, 4, source.calls(), "at most one for each replica")
	})
}

func TestARenameTravelsToTheOtherReplicas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		called := "John Doe"
		source := &fakeSource{rows: func(Question) ([]Row, error) { return []Row{agent("a", called, 5, 90, 100)}, nil }}
		readers, _ := threeReplicas(t, source)
		past := Request{Dialect: DialectQualityMetrics, GroupBy: []GroupBy{GroupByAgent}, Range: Range{at(t, "2026-11-27T08:00:00Z"), at(t, "2026-11-27T09:00:00Z")}}
		for _, r := range readers {
			_, err := r.Read(t.Context(), past)
			require.NoError(t, err)
		}
		called = "J. Doe"
		require.Equal(t, []error{nil, nil, nil}, readAll(t, readers))
		for _, r := range readers {
			answer, err := r.Read(t.Context(), past)
			require.NoError(t, err)
			require.Equal(t, "J. Doe", answer.Cells[0].Entity.Name)
		}
		require.Equal(t, 2, source.calls())
	})
}

// A restart keeps the store and loses the memory: what is settled costs nothing, and the newest names are known.
func TestARestartCostsNothingForWhatIsSettled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		called := "John Doe"
		source := &fakeSource{rows: func(Question) ([]Row, error) { return []Row{agent("a", called, 5, 90, 100)}, nil }}
		r := reader(t, source, nil)
		store := &mapStore{}
		r.Feed = NewFeed(store, nil)
		past := Request{Dialect: DialectQualityMetrics, GroupBy: []GroupBy{GroupByAgent}, Range: Range{at(t, "2026-11-27T08:00:00Z"), at(t, "2026-11-27T09:00:00Z")}}
		before, err := r.Read(t.Context(), past)
		require.NoError(t, err)
		called = "J. Doe"
		_, err = r.Read(t.Context(), today(r))
		require.NoError(t, err)

		r.Feed = NewFeed(store, nil)
		time.Sleep(time.Hour)
		after, err := r.Read(t.Context(), past)
		require.NoError(t, err)
		require.Equal(t, 2, source.calls())
		require.Equal(t, "J. Doe", after.Cells[0].Entity.Name)
		require.Equal(t, before.Cells[0].Measures, after.Cells[0].Measures)
		require.Equal(t, before.Revision, after.Revision)
	})
}
