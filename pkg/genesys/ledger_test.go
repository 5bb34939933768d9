package genesys

import (
	"context"
	"errors"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// scripted is a ledger that says what it is told to, and keeps what it was asked.
type scripted struct {
	mu     sync.Mutex
	waits  []time.Duration // one an Admit; after the last there is always a place
	away   error
	share  int
	paused time.Time
	limits []int
	pauses []time.Time
}

func (s *scripted) Admit(_ context.Context, limit int) (time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits = append(s.limits, limit)
	if s.away != nil || len(s.waits) == 0 {
		return 0, s.away
	}
	wait := s.waits[0]
	s.waits = s.waits[1:]
	return wait, nil
}

func (s *scripted) Pause(_ context.Context, until time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pauses = append(s.pauses, until)
}

func (s *scripted) PausedUntil(context.Context) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.paused
}

func (s *scripted) Share() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.share
}

func (s *scripted) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func shared(limit int, s *scripted) *Budget {
	b := NewBudget(limit)
	b.Share(s)
	return b
}

func TestALedgerIsAskedAfterTheOwnLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1}
		b := shared(2, s)
		fill(t, b, 2)
		assert.Equal(t, []int{2, 2}, s.limits)
		assert.Error(t, b.Admit(t.Context()))
		assert.Len(t, s.limits, 2, "what there is no place for here takes none there")
		b.Unshare(&scripted{})
		assert.NotNil(t, b.sharing, "another's end is none of ours")
		b.Unshare(s)
		time.Sleep(span)
		fill(t, b, 2)
		assert.Len(t, s.limits, 2, "alone again")
	})
}

func TestTheLedgerIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1, waits: []time.Duration{2 * time.Second, time.Second}}
		b, start := shared(1, s), time.Now()
		require.NoError(t, b.Admit(t.Context()))
		assert.Equal(t, 3*time.Second, time.Since(start))
		full, ok := errors.AsType[*BudgetError](b.Admit(t.Context()))
		require.True(t, ok)
		assert.Equal(t, span, full.Wait, "the minute begins when the request leaves")
	})
}

func TestALedgerThatIsFullForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1, waits: []time.Duration{3 * time.Second, 2*time.Second + 1}}
		b, start := shared(100, s), time.Now()
		err := b.Admit(t.Context())
		assert.Equal(t, &BudgetError{RequestsPerMinute: 100, Wait: 2*time.Second + 1}, err)
		assert.Equal(t, 3*time.Second, time.Since(start), "5 s in all")
		assert.Equal(t, 100, b.Left(), "the place here is given back")
		require.NoError(t, b.Admit(t.Context()))
	})
}

func TestWaitersAskTheLedgerInTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1, waits: []time.Duration{4 * time.Second, 0, 0}}
		b, start := shared(100, s), time.Now()
		var mu sync.Mutex
		var got []int
		for who := range 3 {
			go func() {
				assert.NoError(t, b.Admit(t.Context()))
				mu.Lock()
				defer mu.Unlock()
				got = append(got, who)
				assert.Equal(t, 4*time.Second, time.Since(start))
			}()
			synctest.Wait()
		}
		ended, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		assert.ErrorIs(t, b.Admit(ended), context.DeadlineExceeded, "behind the others")
		time.Sleep(time.Minute)
		mu.Lock()
		defer mu.Unlock()
		assert.ElementsMatch(t, []int{0, 1, 2}, got)
		assert.Equal(t, 0, got[0])
		assert.Len(t, s.limits, 4, "who gave up did not ask")
	})
}

func TestAWaiterThatGivesUpOnTheLedger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1, waits: []time.Duration{4 * time.Second}}
		b := shared(1, s)
		ended, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		assert.ErrorIs(t, b.Admit(ended), context.DeadlineExceeded)
		assert.Equal(t, 1, b.Left())
		assert.NoError(t, b.Admit(t.Context()))
	})
}

func TestAShareWhileTheLedgerIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1}
		b := shared(12, s)
		fill(t, b, 2)
		s.set(func() { s.away, s.share = errors.New("away"), 3 })
		fill(t, b, 2) // 4 of the 12
		full, ok := errors.AsType[*BudgetError](b.Admit(t.Context()))
		require.True(t, ok)
		assert.Equal(t, 4, full.RequestsPerMinute)
		assert.Equal(t, span, full.Wait)
		s.set(func() { s.share = 100 })
		time.Sleep(span)
		fill(t, b, 1) // at least one
		assert.Error(t, b.Admit(t.Context()))
		s.set(func() { s.away, s.share = nil, 1 })
		fill(t, b, 11)
		assert.Error(t, b.Admit(t.Context()))
	})
}

// TestThoseWhoHadAPlaceWhenTheLedgerWentAway: they have their places here by the undivided limit, and must not keep
// them.
func TestThoseWhoHadAPlaceWhenTheLedgerWentAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1, waits: []time.Duration{2 * time.Second}}
		b := shared(12, s)
		var admitted, refused int
		var mu sync.Mutex
		var done sync.WaitGroup
		for range 12 {
			done.Go(func() {
				err := b.Admit(t.Context())
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					admitted++
				} else {
					refused++
				}
			})
		}
		synctest.Wait()
		s.set(func() { s.away, s.share = errors.New("away"), 3 })
		done.Wait()
		assert.Equal(t, 4, admitted)
		assert.Equal(t, 8, refused)
	})
}

// TestAShareThatShrinksBeforeOnesTurn: the ledger answers, but does not know of everybody's requests any more.
func TestAShareThatShrinksBeforeOnesTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1, waits: []time.Duration{2 * time.Second}}
		b := shared(12, s)
		results := make(chan error, 12)
		for range 12 {
			go func() { results <- b.Admit(t.Context()) }()
		}
		synctest.Wait()
		s.set(func() { s.share = 3 })
		admitted := 0
		for range 12 {
			if <-results == nil {
				admitted++
			}
		}
		assert.Equal(t, 4, admitted)
		assert.Len(t, s.limits, 5, "one of them twice; the others take no place there")
	})
}

// TestTheLedgerLearnsWhatWasSentWithoutIt before it is asked for a place, but not what is a minute old by then.
func TestTheLedgerLearnsWhatWasSentWithoutIt(t *testing.T) {
	const recorded = math.MaxInt32
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1, away: errors.New("away")}
		b := shared(12, s)
		fill(t, b, 1)
		time.Sleep(30 * time.Second)
		fill(t, b, 2)
		b.record(t.Context()) // what net/http sent again
		s.set(func() { s.limits = nil })
		time.Sleep(31 * time.Second)
		fill(t, b, 1)
		assert.Equal(t, []int{recorded}, s.limits, "still away")
		s.set(func() { s.away, s.limits = nil, nil })
		fill(t, b, 2)
		assert.Equal(t, []int{recorded, recorded, recorded, recorded, 12, 12}, s.limits)
		b.record(t.Context())
		assert.Equal(t, recorded, s.limits[6])
	})
}

func TestAPauseIsTheOthersToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1}
		b := shared(10, s)
		until := time.Now().Add(30 * time.Second)
		b.Pause(until)
		assert.Equal(t, []time.Time{until}, s.pauses)
		assert.Equal(t, &PausedError{Until: until}, b.Admit(t.Context()))
		time.Sleep(30 * time.Second)

		until = time.Now().Add(3 * time.Second) // less than one would queue for
		s.set(func() { s.waits, s.paused = []time.Duration{3 * time.Second}, until })
		assert.Equal(t, &PausedError{Until: until}, b.Admit(t.Context()))
		assert.Equal(t, until, b.PausedUntil())
		assert.Len(t, s.pauses, 1, "it is not told back")
		assert.Equal(t, &PausedError{Until: until}, b.Admit(t.Context()))
		assert.Len(t, s.limits, 1, "nor asked for again")
	})
}

// TestWhatGenesysSaysWithALedger: the allowance is everybody's; others' use is counted against this replica alone,
// since what the replicas use of it is in the ledger.
func TestWhatGenesysSaysWithALedger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{share: 1}
		b := shared(100, s)
		b.Observe(limits("40", "30", "50"))
		fill(t, b, 10)
		assert.Equal(t, []int{40, 40, 40, 40, 40, 40, 40, 40, 40, 40}, s.limits)
		assert.Error(t, b.Admit(t.Context()))
		s.set(func() { s.share = 8 })
		time.Sleep(span)
		fill(t, b, 5)
		assert.Error(t, b.Admit(t.Context()), "an eighth of 40")
	})
}
