package genesys

import (
	"context"
	"fmt"
	"net/http/httptrace"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// MaxQueue is how long Admit waits for a place at most.
	MaxQueue = 5 * time.Second
	// transit is how much later than admitted a request may arrive, compared with others: the first ones wait for a
	// connection, later ones reuse it. Without it, 60 s counted here could be 59.8 s at Genesys.
	transit = time.Second
	// span is how long an admitted request holds its place.
	span = 60*time.Second + transit
)

// Budget is a sliding log of the last minute's requests, shared by everything that asks one host with one client id.
// No rolling 60 s holds more requests than its limit. It is safe for concurrent use.
type Budget struct {
	mu      sync.Mutex
	setting int
	// allowed and others lower the setting by what Genesys' headers say, see Observe.
	allowed, others ceiling
	paused          time.Time
	// log holds when each request was admitted, oldest first.
	log     []time.Time
	waiting []*waiter
	wake    *time.Timer
	// sharing is nil for a replica that is alone. The places of unconfirmed are in the log, and not yet in the ledger; the
	// limit is divided by divisor, see Ledger.Share.
	sharing     *sharing
	unconfirmed []*waiter
	divisor     int
	// unrecorded are requests of the last minute that the ledger, being away, does not know of.
	unrecorded []time.Time
}

type waiter struct {
	done chan struct{}
	// settled, at and err are guarded by the budget's mutex until done is closed.
	settled bool
	at      time.Time
	err     error
	// shared is nil unless the place needs a ledger's confirmation; alone is whether it was away.
	shared *sharing
	alone  bool
}

// NewBudget is a budget of so many requests a minute, at least one.
func NewBudget(requestsPerMinute int) *Budget { return &Budget{setting: max(requestsPerMinute, 1)} }

// SetRequestsPerMinute changes the setting, for those who wait as well.
func (b *Budget) SetRequestsPerMinute(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.setting = max(n, 1)
	b.settle(time.Now())
}

// Admit takes a place for one request, first come, first served. It waits for one up to MaxQueue; when it would take
// longer, it returns a *BudgetError at once, and a *PausedError while Genesys wants to be left alone. A caller whose
// context ends before it has its place leaves none behind.
func (b *Budget) Admit(ctx context.Context) error {
	if ended := context.Cause(ctx); ended != nil {
		return queueEnded(ended)
	}
	b.divide()
	deadline := time.Now().Add(MaxQueue)
	w, err := b.join()
	if err != nil || w == nil {
		return err
	}
	patience := time.NewTimer(MaxQueue)
	defer patience.Stop()
	select {
	case <-w.done:
		err = w.err
	case <-ctx.Done():
		return b.leave(w, queueEnded(context.Cause(ctx)))
	case <-patience.C:
		err = b.leave(w, nil)
	}
	if err != nil || w.shared == nil {
		return err
	}
	return b.confirm(ctx, w, deadline)
}

func queueEnded(cause error) error {
	return fmt.Errorf("gave up waiting for the request budget: %w", cause)
}

// join admits at once (no waiter, unless the ledger has to confirm its place), queues a waiter, or refuses.
func (b *Budget) join() (*waiter, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	w := &waiter{done: make(chan struct{})}
	b.waiting = append(b.waiting, w)
	b.settle(now)
	if w.shared != nil {
		return w, nil
	}
	if w.settled {
		return nil, w.err
	}
	if wait := b.placeIn(now, len(b.waiting)-1); wait > MaxQueue {
		b.remove(w, now)
		return nil, &BudgetError{RequestsPerMinute: b.mine(now), Wait: wait}
	}
	return w, nil
}

// leave takes a waiter out of the queue, with the error to give it, or a *BudgetError for nil. Somebody who was
// admitted in the same moment keeps the place, unless the caller is gone: then the place is given back.
func (b *Budget) leave(w *waiter, gone error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.settle(now)
	if w.settled && (gone == nil || w.err != nil) {
		return w.err
	}
	if w.settled {
		b.drop(w)
		b.settle(now)
		return gone
	}
	if gone == nil {
		gone = &BudgetError{RequestsPerMinute: b.mine(now), Wait: b.placeIn(now, slices.Index(b.waiting, w))}
	}
	b.remove(w, now)
	return gone
}

func (b *Budget) remove(w *waiter, now time.Time) {
	if i := slices.Index(b.waiting, w); i >= 0 {
		b.waiting = slices.Delete(b.waiting, i, i+1)
	}
	b.settle(now)
}

// settle gives places to those who wait, in order, as far as there are any, and sets the timer for the next.
func (b *Budget) settle(now time.Time) {
	b.forget(now)
	for len(b.waiting) > 0 {
		w := b.waiting[0]
		paused := now.Before(b.paused)
		if !paused && len(b.log) >= b.mine(now) {
			break
		}
		if paused {
			w.err = &PausedError{Until: b.paused}
		} else {
			w.at = now
			b.log = append(b.log, now)
			if w.shared = b.sharing; w.shared != nil {
				b.unconfirmed = append(b.unconfirmed, w)
			}
		}
		w.settled = true
		close(w.done)
		b.waiting = b.waiting[1:]
	}
	if b.wake != nil {
		b.wake.Stop()
		b.wake = nil
	}
	if len(b.waiting) > 0 {
		b.wake = time.AfterFunc(b.placeIn(now, 0), func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.settle(time.Now())
		})
	}
}

// forget drops the requests whose minute is over.
func (b *Budget) forget(now time.Time) {
	old := 0
	for old < len(b.log) && now.Sub(b.log[old]) >= span {
		old++
	}
	b.log = slices.Delete(b.log, 0, old)
}

// placeIn is how long until the waiter at a position of the queue (0 is the next) has a place, should nothing
// change. It is at least a minute for those beyond what one minute frees.
func (b *Budget) placeIn(now time.Time, position int) time.Duration {
	starts := []time.Time{now}
	for _, c := range []ceiling{b.allowed, b.others} {
		if c.until.After(now) {
			starts = append(starts, c.until)
		}
	}
	slices.SortFunc(starts, time.Time.Compare)
	for i, start := range starts {
		limit := b.mine(start)
		if limit == 0 { // until the ceiling's end; the setting itself is at least 1
			continue
		}
		at := now.Add(span)
		if index := len(b.log) + position - limit; index < 0 {
			at = start
		} else if index < len(b.log) {
			at = b.log[index].Add(span)
		}
		if at.Before(start) {
			at = start
		}
		if i == len(starts)-1 || at.Before(starts[i+1]) {
			return at.Sub(now)
		}
	}
	return span
}

// Pause keeps everybody from asking until then; a shorter pause does not end a longer one.
func (b *Budget) Pause(until time.Time) {
	b.pauseHere(until)
	b.pauseElsewhere(until)
}

// countReplays takes places for what net/http sends again on its own: a read whose kept connection turned out to be
// closed. It cannot be asked to queue, but must not be missing from the log.
func (b *Budget) countReplays(ctx context.Context) context.Context {
	var written atomic.Int32
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() {
		if written.Add(1) == 1 {
			return // admitted
		}
		b.mu.Lock()
		now := time.Now()
		b.log = append(b.log, now)
		b.settle(now)
		b.mu.Unlock()
		b.record(ctx)
	}})
}

// PausedUntil is the end of the pause that is in force, or zero.
func (b *Budget) PausedUntil() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !time.Now().Before(b.paused) {
		return time.Time{}
	}
	return b.paused
}

// Left is how many requests would be admitted right now.
func (b *Budget) Left() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.forget(now)
	if now.Before(b.paused) {
		return 0
	}
	return max(b.mine(now)-len(b.log)-len(b.waiting), 0)
}
