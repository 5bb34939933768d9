package genesys

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// arrival is one request of a schedule and what became of it.
type arrival struct {
	at       time.Duration
	patience time.Duration // 0: as long as it takes
	admitted time.Duration
	err      error
}

// schedule draws bursts and single requests over about five minutes; all instants differ.
func schedule(r *rand.Rand) []*arrival {
	var all []*arrival
	at := time.Duration(0)
	for range 20 + r.IntN(200) {
		switch r.IntN(10) {
		case 0:
			at += time.Duration(r.Int64N(int64(40 * time.Second)))
		case 1, 2:
			at += time.Duration(r.Int64N(int64(3 * time.Second)))
		default:
			at += time.Duration(r.Int64N(int64(20*time.Millisecond))) + 1
		}
		all = append(all, &arrival{at: at})
	}
	return all
}

// run lets the schedule happen, and whatever else at its own instants.
func run(t *testing.T, b *Budget, all []*arrival, besides func(start time.Time)) {
	t.Helper()
	start := time.Now()
	var done sync.WaitGroup
	if besides != nil {
		done.Go(func() { besides(start) })
	}
	for _, a := range all {
		done.Go(func() {
			time.Sleep(a.at)
			ctx := t.Context()
			if a.patience > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, a.patience)
				defer cancel()
			}
			a.err = b.Admit(ctx)
			a.admitted = time.Since(start)
		})
	}
	done.Wait()
}

// TestSchedulesAgainstAModel: a plain calculation says for every request when it is admitted, or that it is refused.
func TestSchedulesAgainstAModel(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 1))
		limit, all := 1+r.IntN(40), schedule(r)
		synctest.Test(t, func(t *testing.T) { run(t, NewBudget(limit), all, nil) })
		var places []time.Duration
		for i, a := range all {
			want := a.at
			if n := len(places); n > 0 {
				want = max(want, places[n-1])
			}
			if n := len(places) - limit; n >= 0 {
				want = max(want, places[n]+61*time.Second)
			}
			if want-a.at > 5*time.Second {
				_, refused := errors.AsType[*BudgetError](a.err)
				require.True(t, refused, "seed %d, request %d: %v", seed, i, a.err)
				require.Equal(t, a.at, a.admitted, "seed %d, request %d is refused at once", seed, i)
				continue
			}
			require.NoError(t, a.err, "seed %d, request %d", seed, i)
			require.Equal(t, want, a.admitted, "seed %d, request %d", seed, i)
			places = append(places, want)
		}
	}
}

// TestNoRollingMinuteExceedsTheBudget: people give up, Genesys pauses and the setting changes, yet nobody is admitted
// as one too many of any half-open 60 s, during a pause, after more than 5 s, or before somebody who came earlier.
func TestNoRollingMinuteExceedsTheBudget(t *testing.T) {
	admitted, refused := 0, 0
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 2))
		all := schedule(r)
		for _, a := range all {
			if r.IntN(4) == 0 {
				a.patience = time.Duration(1 + r.Int64N(int64(6*time.Second)))
			}
		}
		limit := 1 + r.IntN(40)
		change, changed := time.Duration(r.Int64N(int64(2*time.Minute))), 1+r.IntN(40)
		pause, paused := time.Duration(r.Int64N(int64(2*time.Minute))), time.Duration(r.Int64N(int64(20*time.Second)))
		synctest.Test(t, func(t *testing.T) {
			b := NewBudget(limit)
			run(t, b, all, func(start time.Time) {
				steps := []func(){
					func() { time.Sleep(time.Until(start.Add(change))); b.SetRequestsPerMinute(changed) },
					func() { time.Sleep(time.Until(start.Add(pause))); b.Pause(time.Now().Add(paused)) },
				}
				if pause < change {
					steps[0], steps[1] = steps[1], steps[0]
				}
				steps[0]()
				steps[1]()
			})
			require.Zero(t, b.queued())
		})
		inForce := func(at time.Duration) int {
			if at < change {
				return limit
			}
			return changed
		}
		var places []time.Duration
		for i, a := range all {
			if a.err != nil {
				refused++
				continue
			}
			if n := len(places); n > 0 {
				require.GreaterOrEqual(t, a.admitted, places[n-1], "seed %d, request %d overtakes", seed, i)
			}
			require.LessOrEqual(t, a.admitted-a.at, 5*time.Second, "seed %d, request %d", seed, i)
			require.False(t, a.admitted > pause && a.admitted < pause+paused, "seed %d, request %d in a pause", seed, i)
			places = append(places, a.admitted)
			within := 0
			for _, p := range places {
				if p > a.admitted-60*time.Second {
					within++
				}
			}
			require.LessOrEqual(t, within, max(inForce(a.admitted), inForce(a.admitted-1)), "seed %d, request %d", seed, i)
			admitted++
		}
	}
	assert.Greater(t, admitted, 10_000, "the schedules admit")
	assert.Greater(t, refused, 10_000, "and they refuse")
}
