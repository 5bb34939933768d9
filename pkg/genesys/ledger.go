package genesys

import (
	"context"
	"math"
	"slices"
	"time"
)

// Ledger is a sliding log of the last minute's requests that several replicas share. While it is away, each of them
// has its part of the budget: the setting divided by Share. Its calls return in a fraction of a second.
type Ledger interface {
	// Admit takes a place among the limit of a rolling minute, which is at least 1. It returns 0 when it has one, and else
	// how long there will be none, also because of a pause. An error means that the ledger is away.
	Admit(ctx context.Context, limit int) (time.Duration, error)
	// Pause keeps all replicas from asking until then; a shorter pause does not end a longer one.
	Pause(ctx context.Context, until time.Time)
	// PausedUntil is the end of the pause that is in force, or zero.
	PausedUntil(ctx context.Context) time.Time
	// Share is by what a replica's own limit is to be divided at the moment, at least 1. It is above 1 only while the ledger
	// does not know of everybody's requests.
	Share() int
}

// sharing is what a budget needs to ask a ledger.
type sharing struct {
	ledger Ledger
	// turn lets one waiter at a time ask, in the order in which they had their places here.
	turn chan struct{}
	// whenever is the context of what the others must be told also when whoever learned of it has given up.
	whenever context.Context
}

// Share makes the budget one of several replicas': a request needs a place in the ledger as well.
func (b *Budget) Share(l Ledger) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.sharing == nil:
		b.sharing = &sharing{ledger: l, turn: make(chan struct{}, 1), whenever: context.Background()}
	case b.sharing.ledger != l: // those who wait keep the ledger that they have begun with, and the turn
		b.sharing = &sharing{ledger: l, turn: b.sharing.turn, whenever: b.sharing.whenever}
	}
	b.settle(time.Now())
}

// Unshare makes the budget its own again, unless another ledger has come to share it.
func (b *Budget) Unshare(l Ledger) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sharing != nil && b.sharing.ledger == l {
		b.sharing, b.divisor = nil, 1
	}
	b.settle(time.Now())
}

// divide asks the ledger by what to divide, and returns it; nil is alone.
func (b *Budget) divide() *sharing {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.sharing == nil {
		return nil
	}
	if divisor := max(b.sharing.ledger.Share(), 1); divisor != b.divisor {
		b.divisor = divisor
		b.settle(time.Now())
	}
	return b.sharing
}

// whole is the limit of all replicas together: what Genesys says that others use counts here, where the others are
// not in the log, and not there, where they are.
func (b *Budget) whole(at time.Time) int {
	if at.Before(b.allowed.until) {
		return min(b.setting, b.allowed.limit)
	}
	return b.setting
}

// mine is the limit of this replica's own log.
func (b *Budget) mine(at time.Time) int {
	limit := b.limit(at)
	if b.divisor > 1 {
		limit = min(limit, max(b.whole(at)/b.divisor, 1))
	}
	return limit
}

// confirm takes a place in the ledger for a waiter that has its place here, which it keeps meanwhile, and waits for it
// until the deadline. While the ledger is away, what was sent from here must be within this replica's part.
func (b *Budget) confirm(ctx context.Context, w *waiter, deadline time.Time) error {
	patience := time.NewTimer(time.Until(deadline))
	defer patience.Stop()
	select {
	case w.shared.turn <- struct{}{}:
		defer func() { <-w.shared.turn }()
	case <-ctx.Done():
		return b.giveBack(w, queueEnded(context.Cause(ctx)))
	case <-patience.C:
		return b.giveBack(w, b.full(0))
	}
	for {
		wait := b.ask(ctx, w)
		if ended := context.Cause(ctx); ended != nil {
			return b.giveBack(w, queueEnded(ended))
		}
		if wait <= 0 {
			return b.stamp(w)
		}
		if paused := b.PausedUntil(); !paused.IsZero() {
			return b.giveBack(w, &PausedError{Until: paused})
		}
		if wait > time.Until(deadline) {
			return b.giveBack(w, b.full(wait))
		}
		again := time.NewTimer(wait)
		select {
		case <-again.C:
		case <-ctx.Done():
			again.Stop()
			return b.giveBack(w, queueEnded(context.Cause(ctx)))
		}
	}
}

// ask is how long there will be no place, in the ledger or, while it does not know everything, here; 0 is a place.
func (b *Budget) ask(ctx context.Context, w *waiter) time.Duration {
	if wait := b.sentIn(); wait > 0 {
		return wait
	}
	l, wait := w.shared.ledger, time.Duration(0)
	err := b.catchUp(ctx, l)
	if err == nil {
		wait, err = l.Admit(ctx, b.wholeNow())
	}
	b.divide()
	if w.alone = err != nil; w.alone {
		return b.sentIn()
	}
	if wait > 0 {
		b.pauseHere(l.PausedUntil(ctx))
	}
	return wait
}

// catchUp tells the ledger of what was sent without it. There it counts from now, which is longer than need be.
func (b *Budget) catchUp(ctx context.Context, l Ledger) error {
	for {
		sent, found := b.takeUnrecorded()
		if !found {
			return nil
		}
		if _, err := l.Admit(ctx, math.MaxInt32); err != nil {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.unrecorded = append(b.unrecorded, sent)
			return err
		}
	}
}

// takeUnrecorded takes one that still counts.
func (b *Budget) takeUnrecorded() (sent time.Time, found bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.unrecorded = slices.DeleteFunc(b.unrecorded, func(sent time.Time) bool { return now.Sub(sent) >= span })
	if len(b.unrecorded) == 0 {
		return time.Time{}, false
	}
	sent, b.unrecorded = b.unrecorded[0], b.unrecorded[1:]
	return sent, true
}

func (b *Budget) wholeNow() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.whole(time.Now())
}

// full is the refusal of a place that would be free in so long, or 0 when only this replica's own log can tell.
func (b *Budget) full(wait time.Duration) *BudgetError {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if wait <= 0 {
		wait = b.placeIn(now, len(b.waiting))
	}
	return &BudgetError{RequestsPerMinute: b.mine(now), Wait: wait}
}

// sentIn is how long until one more request is within this replica's limit, not counting those that are unconfirmed.
func (b *Budget) sentIn() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.forget(now)
	sent := slices.Clone(b.log)
	for _, w := range b.unconfirmed {
		if i := slices.IndexFunc(sent, w.at.Equal); i >= 0 {
			sent = slices.Delete(sent, i, i+1)
		}
	}
	limit := b.mine(now)
	switch {
	case len(sent) < limit:
		return 0
	case limit == 0:
		return span
	}
	return sent[len(sent)-limit].Add(span).Sub(now)
}

// stamp confirms a place: it counts from now, which may be later than when it was had here. A pause comes before it.
func (b *Budget) stamp(w *waiter) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.drop(w)
	if now.Before(b.paused) {
		b.settle(now)
		return &PausedError{Until: b.paused}
	}
	b.log = append(b.log, now)
	if w.alone {
		b.unrecorded = append(b.unrecorded, now)
	}
	b.settle(now)
	return nil
}

// giveBack returns a place that was had here, and the error it is given back for.
func (b *Budget) giveBack(w *waiter, err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.drop(w)
	b.settle(time.Now())
	return err
}

// drop takes a waiter's place out of the log.
func (b *Budget) drop(w *waiter) {
	if i := slices.Index(b.unconfirmed, w); i >= 0 {
		b.unconfirmed = slices.Delete(b.unconfirmed, i, i+1)
	}
	if i := slices.IndexFunc(b.log, w.at.Equal); i >= 0 {
		b.log = slices.Delete(b.log, i, i+1)
	}
}

// pauseHere keeps this replica from asking until then.
func (b *Budget) pauseHere(until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if until.After(b.paused) {
		b.paused = until
	}
	b.settle(time.Now())
}

// pauseElsewhere tells the other replicas.
func (b *Budget) pauseElsewhere(until time.Time) {
	if s := b.divide(); s != nil {
		s.ledger.Pause(s.whenever, until)
	}
}

// record enters a request into the ledger that has been sent already and cannot be refused any more.
func (b *Budget) record(ctx context.Context) {
	s := b.divide()
	if s == nil {
		return
	}
	if _, err := s.ledger.Admit(ctx, math.MaxInt32); err != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.unrecorded = append(b.unrecorded, time.Now())
	}
}
