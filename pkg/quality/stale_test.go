package quality

import (
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

var errDown = errors.New("down")

// failingFrom answers until it is told to fail, and again when it is told to recover.
func failingFrom(down *atomic.Bool) *fakeSource {
	return &fakeSource{rows: func(q Question) ([]Row, error) {
		if down.Load() {
			return nil, errDown
		}
		return world(q)
	}}
}

func TestWhatWasKnownBeforeIsShownForAsLongAsTheRequestAllows(t *testing.T) {
	moving := func(r Reader) Range {
		rng, err := AlignRange(Range{r.Now().Add(-2 * time.Hour), r.Now()}, r.Now(), false)
		require.NoError(t, err)
		return rng
	}
	day := func(r Reader) Range { return today(r).Range }
	cases := []struct {
		name     string
		groupBy  []GroupBy
		rng      func(Reader) Range
		interval time.Duration
	}{
		{"the business day", []GroupBy{GroupByAgent}, day, 0},
		{"a moving range", []GroupBy{GroupByAgent}, moving, 0},
		{"split by form", []GroupBy{GroupByAgent, GroupByEvaluationForm}, day, 0},
		{"a series of the business day", []GroupBy{GroupByAgent}, day, Window},
		{"a moving series", nil, moving, Window},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var down atomic.Bool
				r := reader(t, failingFrom(&down), nil)
				read := func(staleFor time.Duration) (Answer, error) {
					return r.Read(t.Context(), Request{Dialect: DialectQualityMetrics, GroupBy: c.groupBy, Range: c.rng(r), Interval: c.interval, StaleFor: staleFor})
				}
				fresh, err := read(time.Hour)
				require.NoError(t, err)
				require.False(t, fresh.Stale)

				down.Store(true)
				time.Sleep(at(t, "2026-11-27T10:30:59Z").Sub(r.Now()))
				still, err := read(time.Hour)
				require.NoError(t, err)
				require.False(t, still.Stale, "nothing newer could be asked yet")

				for _, step := range []struct {
					now             string
					panel, instance bool
				}{
					{"2026-11-27T10:31:00Z", true, true}, {"2026-11-27T10:35:59Z", true, true},
					{"2026-11-27T10:36:00Z", true, false}, {"2026-11-27T11:30:59Z", true, false}, {"2026-11-27T11:31:00Z", false, false},
				} {
					time.Sleep(at(t, step.now).Sub(r.Now()))
					for staleFor, shown := range map[time.Duration]bool{time.Hour: step.panel, 5 * time.Minute: step.instance, 0: false} {
						answer, err := read(staleFor)
						if !shown {
							require.ErrorIs(t, err, errDown, "%s %s", step.now, staleFor)
							continue
						}
						require.NoError(t, err, "%s %s", step.now, staleFor)
						require.True(t, answer.Stale)
						require.ErrorIs(t, answer.Fault, errDown)
						require.Equal(t, fresh.AsOf, answer.AsOf)
						require.Equal(t, fresh.Range.To, answer.Range.To, "the answer says which range it is about")
						if c.interval == 0 {
							require.Equal(t, fresh.Range, answer.Range)
							require.Equal(t, fresh.Cells, answer.Cells)
							continue
						}
						// A moving series starts where it would have started: every bucket of it is known.
						tail := fresh.Buckets[len(fresh.Buckets)-len(answer.Buckets):]
						require.GreaterOrEqual(t, len(tail), len(fresh.Buckets)-4)
						require.Equal(t, tail, answer.Buckets)
					}
				}
				// Questions of a series whose sibling failed first are still under way, and would find Genesys recovered.
				synctest.Wait()
				down.Store(false)
				time.Sleep(maxBackoff)
				recovered, err := read(time.Hour)
				require.NoError(t, err)
				require.False(t, recovered.Stale)
				require.Equal(t, r.Now(), recovered.AsOf)
			})
		})
	}
}

// A new bucket that cannot be asked for must not borrow the numbers of another bucket of its length.
func TestASeriesNeverMixesWindows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var newest atomic.Bool
		source := &fakeSource{rows: func(q Question) ([]Row, error) {
			if newest.Load() && q.Range.To.Equal(at(t, "2026-11-27T10:30:00Z")) {
				return nil, errDown
			}
			return world(q)
		}}
		r := reader(t, source, nil)
		request := today(r)
		request.Interval, request.StaleFor = Window, time.Hour
		_, err := r.Read(t.Context(), request)
		require.NoError(t, err)
		newest.Store(true)
		time.Sleep(at(t, "2026-11-27T10:31:00Z").Sub(r.Now()))
		request.Range = today(r).Range
		answer, err := r.Read(t.Context(), request)
		require.NoError(t, err)
		require.True(t, answer.Stale)
		require.Equal(t, "2026-11-27T08:00:00Z/2026-11-27T10:15:00Z", answer.Range.String())
		require.Len(t, answer.Buckets, 9)
	})
}

// Buckets that are settled are never asked again, but the day that they once made up grows old like any other answer.
func TestASeriesOfSettledBucketsGrowsOldToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var down atomic.Bool
		source := &fakeSource{rows: func(q Question) ([]Row, error) {
			if down.Load() {
				return nil, errDown
			}
			return world(q)
		}}
		r := reader(t, source, nil)
		past := today(r)
		past.Interval, past.StaleFor = Window, time.Hour
		time.Sleep(time.Hour)
		_, err := r.Read(t.Context(), past)
		require.NoError(t, err, "all of it settled")
		down.Store(true)
		grown := past
		grown.Range = today(r).Range
		currentUntil := past.Range.To.Add(Window + AskableAfter)

		time.Sleep(currentUntil.Add(time.Hour - time.Second).Sub(r.Now()))
		answer, err := r.Read(t.Context(), grown)
		require.NoError(t, err)
		require.Equal(t, past.Range, answer.Range)
		time.Sleep(time.Second)
		_, err = r.Read(t.Context(), grown)
		require.ErrorIs(t, err, errDown)
	})
}
