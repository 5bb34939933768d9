package quality

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// askTimeout ends an upstream request that nobody's context ends: the first viewer's cancel must not fail the others.
	askTimeout = 60 * time.Second
	// lookAgain is how often a replica that does not ask looks for the snapshot of the one that does.
	lookAgain = 100 * time.Millisecond
	// clockNoise is how far an answer moves the estimate of a clock that was right: less than the second which a Date
	// header names. Taken for a correction, it would put an answer into the window before, to be asked again.
	clockNoise = time.Second
)

// Rules are the settings that decide what a feed does.
type Rules struct {
	// Location is the business day's zone; nil is UTC.
	Location *time.Location
	// MaxLag is how late Genesys may deliver a batch.
	MaxLag time.Duration
	// StaleFor is how long panels may show the last known snapshots while Genesys fails.
	StaleFor time.Duration
	// RequestsPerMinute is the budget of everything that asks with these credentials.
	RequestsPerMinute int
	// LongestQuestion is the longest range that one question of the Analytics dialect asks for; zero is any.
	LongestQuestion time.Duration
}

func (r Rules) location() *time.Location {
	if r.Location == nil {
		return time.UTC
	}
	return r.Location
}

// Replicas is what several Grafana replicas share.
type Replicas struct {
	Store  Store
	Leases Leases
}

// Feed asks each question at most once a window, however many ask it. It outlives the instances of its data source.
type Feed struct {
	store    Store
	replicas *Replicas
	flights  singleflight.Group
	failures failures
	names    names
	searches searches
	lists    lists
	restore  sync.Once
}

// NewFeed is a feed that keeps its snapshots in the store, and shares them with other replicas unless those are nil.
func NewFeed(store Store, replicas *Replicas) *Feed { return &Feed{store: store, replicas: replicas} }

// Forgive forgets what failed: the settings have changed, and a right secret shall not wait out a wrong one's failure.
// What Genesys asked to wait for is the budget's business, and stays.
func (f *Feed) Forgive() { f.failures.forget() }

// Reader is one instance's view of a feed: the same snapshots, with this instance's way to Genesys and its rules.
type Reader struct {
	Feed   *Feed
	Source Source
	// Directory names what Genesys tells the id of only; nil where it always tells the name.
	Directory Directory
	Rules     Rules
	// Now is the time by a clock set right against Genesys'.
	Now func() time.Time
	// Skew is by how much Now was set right; nil is not at all. An answer may show that the clock was wrong when it was
	// asked for.
	Skew func() time.Duration
	// Observe is told how each question was answered, and from when the answer is where there is one; nil when nobody
	// counts.
	Observe func(outcome Outcome, asOf time.Time)
	// at is Request.At of the request that is being answered.
	at time.Time
	// since is from when on a snapshot must be to be current; see Dialect.
	since time.Time
}

// asked is when the request was made that is being answered, or now where it does not say. What was current then
// answers it: a request that began just before a window became askable wants the window before, which nobody asks again.
func (r Reader) asked() time.Time {
	if r.at.IsZero() {
		return r.Now()
	}
	return r.at
}

func (r Reader) skew() time.Duration {
	if r.Skew == nil {
		return 0
	}
	return r.Skew()
}

func (r Reader) observe(outcome Outcome, asOf time.Time) {
	if r.Observe != nil {
		r.Observe(outcome, asOf)
	}
}

// snapshot answers one question: from the store while the snapshot there is current, else from Genesys, with one
// upstream call for everybody who asks at once.
func (r Reader) snapshot(ctx context.Context, q Question) (Snapshot, error) {
	if err := ctx.Err(); err != nil {
		return Snapshot{}, err
	}
	r.Feed.restore.Do(func() { r.restoreNames(ctx) })
	key := q.Key()
	if kept, ok := r.current(ctx, r.Feed.store, key); ok {
		r.observe(OutcomeKept, kept.AsOf)
		return kept, nil
	}
	flight := r.fly(ctx, key, askTimeout, func(ctx context.Context) (any, error) { return r.find(ctx, q, key) })
	return await[Snapshot](ctx, flight)
}

// await is what the flight brings, or the end of the context of who waits for it.
func await[T any](ctx context.Context, flight <-chan singleflight.Result) (brought T, err error) {
	select {
	case <-ctx.Done():
		return brought, ctx.Err()
	case landed := <-flight:
		if landed.Err != nil {
			return brought, landed.Err
		}
		brought, ok := landed.Val.(T)
		if !ok {
			return brought, fmt.Errorf("a flight brought a %T instead of a %T", landed.Val, brought)
		}
		return brought, nil
	}
}

// fly asks once for everybody who asks for the key at once, in a context of its own that ends after the timeout. A
// flight has a goroutine of its own, in which a panic would end the plugin for all data sources.
func (r Reader) fly(ctx context.Context, key string, timeout time.Duration, ask func(context.Context) (any, error)) <-chan singleflight.Result {
	return r.Feed.flights.DoChan(key, func() (found any, err error) {
		defer func() {
			if cause := recover(); cause != nil {
				err = fmt.Errorf("a defect of the plugin kept the question from being asked: %v", cause)
			}
		}()
		asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
		defer cancel()
		return ask(asking)
	})
}

// find is the flight: one for each question at a time in this process.
func (r Reader) find(ctx context.Context, q Question, key string) (Snapshot, error) {
	// Whoever comes here after a flight has landed finds its snapshot.
	if kept, ok := r.current(ctx, r.Feed.store, key); ok {
		r.observe(OutcomeKept, kept.AsOf)
		return kept, nil
	}
	if err := r.Feed.failures.wait(key, r.Now()); err != nil {
		r.observe(OutcomeWaiting, time.Time{})
		return Snapshot{}, err
	}
	if r.Feed.replicas == nil {
		return r.ask(ctx, q, nil)
	}
	for {
		if shared, ok := r.shared(ctx, key); ok {
			return shared, nil
		}
		lease, err := r.Feed.replicas.Leases.Acquire(ctx, key)
		var held *HeldError
		var elsewhere *FailedElsewhereError
		switch {
		case err == nil:
			// The replica that held the lease until now may have found the answer since we looked.
			if shared, ok := r.shared(ctx, key); ok {
				lease.Release(ctx)
				return shared, nil
			}
			return r.ask(ctx, q, lease)
		case errors.As(err, &elsewhere):
			r.Feed.failures.add(key, r.Now(), err)
			r.observe(OutcomeWaiting, time.Time{})
			return Snapshot{}, err
		case !errors.As(err, &held):
			// Without the others each replica asks for itself, within its share of the budget.
			return r.ask(ctx, q, nil)
		}
		select {
		case <-ctx.Done():
			return Snapshot{}, ctx.Err()
		case <-time.After(lookAgain):
		}
	}
}

func (r Reader) current(ctx context.Context, from Store, key string) (Snapshot, bool) {
	kept, ok := from.Load(ctx, key)
	if !ok || !r.asked().Before(kept.CurrentUntil(r.Rules)) || kept.AsOf.Before(r.since) {
		return Snapshot{}, false
	}
	return kept, true
}

// shared is the current snapshot that another replica has asked for; it is kept here too, so that losing the others
// is no cold start.
func (r Reader) shared(ctx context.Context, key string) (Snapshot, bool) {
	found, ok := r.current(ctx, r.Feed.replicas.Store, key)
	if !ok {
		return Snapshot{}, false
	}
	r.keep(ctx, found, r.Feed.store)
	r.observe(OutcomeShared, found.AsOf)
	return found, true
}

// ask sends the question upstream. A lease, if there is one, is given back once the snapshot can be found.
func (r Reader) ask(ctx context.Context, q Question, lease Lease) (Snapshot, error) {
	asOf, skew := r.asked(), r.skew()
	rows, err := r.Source.Ask(ctx, q)
	if err != nil {
		wait := r.Feed.failures.add(q.Key(), r.Now(), err)
		switch {
		case lease == nil:
		case neverSent(err): // Another replica may have the place that this one lacks.
			lease.Release(context.WithoutCancel(ctx))
		default:
			lease.Fail(context.WithoutCancel(ctx), err, wait)
		}
		r.observe(OutcomeFailed, time.Time{})
		return Snapshot{}, err
	}
	r.Feed.failures.clear(q.Key())
	if learned := r.skew() - skew; learned.Abs() > clockNoise {
		asOf = asOf.Add(learned)
	}
	snapshot := NewSnapshot(q, asOf, rows)
	r.keep(ctx, snapshot, r.Feed.store)
	if r.Feed.replicas != nil {
		r.keep(ctx, snapshot, r.Feed.replicas.Store)
	}
	if lease != nil {
		lease.Release(context.WithoutCancel(ctx))
	}
	r.observe(OutcomeAsked, asOf)
	return snapshot, nil
}

func (r Reader) keep(ctx context.Context, snapshot Snapshot, store Store) {
	r.keepNames(ctx, r.Feed.names.learn(snapshot))
	// Stores go by the machine's clock.
	store.Save(ctx, snapshot, snapshot.keepUntil(r.Rules).Add(-r.skew()))
}

func (r Reader) keepNames(ctx context.Context, records []NameRecord) {
	if len(records) == 0 {
		return
	}
	r.Feed.store.SaveNames(ctx, records)
	if r.Feed.replicas != nil {
		r.Feed.replicas.Store.SaveNames(ctx, records)
	}
}

func (r Reader) restoreNames(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	r.Feed.names.restore(r.Feed.store.LoadNames(ctx))
	if r.Feed.replicas != nil {
		r.Feed.names.restore(r.Feed.replicas.Store.LoadNames(ctx))
	}
}
