package genesys

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (b *Budget) queued() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.waiting)
}

// fill takes n places at once.
func fill(t *testing.T, b *Budget, n int) {
	t.Helper()
	for range n {
		require.NoError(t, b.Admit(t.Context()))
	}
}

func TestAColdDozenDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, start := NewBudget(12), time.Now()
		fill(t, b, 12)
		assert.Zero(t, time.Since(start))
		assert.Zero(t, b.Left())
	})
}

func TestAFullBudgetRefusesAtOnceAndSaysForHowLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBudget(3)
		fill(t, b, 3)
		time.Sleep(20 * time.Second)
		start := time.Now()
		err := b.Admit(t.Context())
		full, ok := errors.AsType[*BudgetError](err)
		require.True(t, ok, err)
		assert.Equal(t, 41*time.Second, full.Wait) // 60 s and 1 s for the way, 20 s of it over
		assert.Equal(t, 41*time.Second, full.RetryAfterDuration())
		assert.EqualError(t, err, "the request budget is used up (at present 3 a minute); the next request is possible in 41s")
		assert.Zero(t, time.Since(start))
	})
}

func TestQueueIsFirstComeFirstServedForFiveSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, start := NewBudget(3), time.Now()
		fill(t, b, 1)
		time.Sleep(2 * time.Second)
		fill(t, b, 1)
		time.Sleep(100 * time.Millisecond)
		fill(t, b, 1) // places come free at 61 s, 63 s, 63.1 s
		time.Sleep(55900 * time.Millisecond)
		type outcome struct {
			who int
			at  time.Duration
		}
		var mu sync.Mutex
		var got []outcome
		for who := range 4 {
			time.Sleep(100 * time.Millisecond) // arrivals at 58.1, 58.2, 58.3, 58.4 s
			go func() {
				err := b.Admit(t.Context())
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					who = -who
				}
				got = append(got, outcome{who, time.Since(start)})
			}()
			synctest.Wait()
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		assert.Equal(t, []outcome{{-3, 58400 * time.Millisecond}, {0, 61 * time.Second}, {1, 63 * time.Second}, {2, 63100 * time.Millisecond}}, got)
	})
}

func TestAPlaceIsWaitedForExactlyFiveSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBudget(1)
		fill(t, b, 1)
		time.Sleep(56*time.Second - 1)
		assert.Error(t, b.Admit(t.Context()), "a nanosecond too long")
		time.Sleep(time.Nanosecond)
		assert.NoError(t, b.Admit(t.Context()))
	})
}

func TestAWaiterThatGivesUpLeavesNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, start := NewBudget(1), time.Now()
		fill(t, b, 1)
		time.Sleep(58 * time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var second time.Duration
		go func() {
			synctest.Wait()
			assert.Error(t, b.Admit(t.Context()), "the second in the queue would wait for 64 s")
		}()
		err := b.Admit(ctx)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.EqualError(t, err, "gave up waiting for the request budget: context deadline exceeded")
		require.NoError(t, b.Admit(t.Context()))
		second = time.Since(start)
		assert.Equal(t, 61*time.Second, second, "as if the first had never queued")
		assert.Zero(t, b.queued())
	})
}

func TestAPlaceGrantedToSomebodyGoneIsGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBudget(1)
		w, err := b.join()
		require.NoError(t, err)
		require.Nil(t, w, "admitted at once")
		time.Sleep(58 * time.Second)
		w, err = b.join()
		require.NoError(t, err)
		time.Sleep(4 * time.Second)
		<-w.done // it has its place, and has not noticed yet
		gone := errors.New("gone")
		assert.Equal(t, gone, b.leave(w, gone))
		assert.Equal(t, 1, b.Left())
	})
}

func TestAnEndedContextTakesNoPlace(t *testing.T) {
	b := NewBudget(1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.ErrorIs(t, b.Admit(ctx), context.Canceled)
	assert.Equal(t, 1, b.Left())
}

func TestPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, start := NewBudget(1), time.Now()
		fill(t, b, 1)
		time.Sleep(58 * time.Second)
		waited := make(chan error, 1)
		go func() { waited <- b.Admit(t.Context()) }()
		synctest.Wait()
		until := time.Now().Add(30 * time.Second)
		b.Pause(until)
		b.Pause(until.Add(-10 * time.Second)) // a shorter one changes nothing
		synctest.Wait()
		paused, ok := errors.AsType[*PausedError](<-waited)
		require.True(t, ok, "who waits learns of it at once")
		assert.Equal(t, until, paused.Until)
		assert.Equal(t, 30*time.Second, paused.RetryAfterDuration())
		assert.Equal(t, until, b.PausedUntil())
		assert.Zero(t, b.Left())
		assert.EqualError(t, b.Admit(t.Context()), "Genesys Cloud asked for a pause; the next request is possible at 00:01:28 UTC")
		assert.Equal(t, 58*time.Second, time.Since(start))

		time.Sleep(30 * time.Second)
		assert.Zero(t, b.PausedUntil())
		assert.NoError(t, b.Admit(t.Context()))
	})
}

func TestAChangedSettingHoldsForThoseWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, start := NewBudget(2), time.Now()
		fill(t, b, 2)
		time.Sleep(57 * time.Second)
		raised := make(chan time.Duration, 1)
		go func() {
			assert.NoError(t, b.Admit(t.Context()))
			raised <- time.Since(start)
		}()
		synctest.Wait()
		b.SetRequestsPerMinute(3)
		assert.Equal(t, 57*time.Second, <-raised)

		lowered := make(chan error, 1)
		go func() { lowered <- b.Admit(t.Context()) }()
		synctest.Wait()
		b.SetRequestsPerMinute(0) // counts as 1: the third place is free at 118 s
		full, ok := errors.AsType[*BudgetError](<-lowered)
		require.True(t, ok)
		assert.Equal(t, 62*time.Second, time.Since(start), "its five seconds are over")
		assert.Equal(t, 56*time.Second, full.Wait)
		assert.Equal(t, 1, full.RequestsPerMinute)
	})
}
