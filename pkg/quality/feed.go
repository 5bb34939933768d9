package quality

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/singleflight"
)

// askTimeout ends an upstream request that nobody's context ends: the first viewer's cancel must not fail the others.
const askTimeout = 60 * time.Second

// Store keeps snapshots. A snapshot that cannot be kept or read costs an upstream call and never an answer, so neither
// method has an error to return.
type Store interface {
	// Load finds the snapshot of the question with this key.
	Load(ctx context.Context, key string) (Snapshot, bool)
	// Save keeps the snapshot in place of an older one of the same question.
	Save(ctx context.Context, snapshot Snapshot)
}

// Rules are the settings that decide what a feed does.
type Rules struct {
	// Location is the business day's zone; nil is UTC.
	Location *time.Location
	// MaxLag is how late Genesys may deliver a batch.
	MaxLag time.Duration
	// RequestsPerMinute is the budget of everything that asks with these credentials.
	RequestsPerMinute int
}

func (r Rules) location() *time.Location {
	if r.Location == nil {
		return time.UTC
	}
	return r.Location
}

// Feed asks each question at most once a window, however many ask it. It outlives the instances of its data source.
type Feed struct {
	store    Store
	flights  singleflight.Group
	failures failures
	names    names
}

// NewFeed is a feed that keeps its snapshots in the store.
func NewFeed(store Store) *Feed { return &Feed{store: store} }

// Reader is one instance's view of a feed: the same snapshots, with this instance's way to Genesys and its rules.
type Reader struct {
	Feed   *Feed
	Source Source
	Rules  Rules
	// Now is the time by a clock set right against Genesys'.
	Now func() time.Time
}

// snapshot answers one question: from the store while the snapshot there is current, else from Genesys, with one
// upstream call for everybody who asks at once.
func (r Reader) snapshot(ctx context.Context, q Question) (Snapshot, error) {
	if err := ctx.Err(); err != nil {
		return Snapshot{}, err
	}
	key := q.Key()
	if kept, ok := r.current(ctx, key); ok {
		return kept, nil
	}
	flight := r.Feed.flights.DoChan(key, func() (any, error) {
		// Whoever comes here after a flight has landed finds its snapshot.
		if kept, ok := r.current(ctx, key); ok {
			return kept, nil
		}
		if err := r.Feed.failures.wait(key, r.Now()); err != nil {
			return nil, err
		}
		asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), askTimeout)
		defer cancel()
		return r.ask(asking, q)
	})
	select {
	case <-ctx.Done():
		return Snapshot{}, ctx.Err()
	case landed := <-flight:
		if landed.Err != nil {
			return Snapshot{}, landed.Err
		}
		snapshot, ok := landed.Val.(Snapshot)
		if !ok {
			return Snapshot{}, fmt.Errorf("the flight of a question brought a %T", landed.Val)
		}
		return snapshot, nil
	}
}

func (r Reader) current(ctx context.Context, key string) (Snapshot, bool) {
	kept, ok := r.Feed.store.Load(ctx, key)
	if !ok || !kept.Current(r.Now(), r.Rules) {
		return Snapshot{}, false
	}
	return kept, true
}

func (r Reader) ask(ctx context.Context, q Question) (Snapshot, error) {
	asOf := r.Now()
	rows, err := r.Source.Ask(ctx, q)
	if err != nil {
		r.Feed.failures.add(q.Key(), r.Now(), err)
		return Snapshot{}, err
	}
	r.Feed.failures.clear(q.Key())
	snapshot := NewSnapshot(q, asOf, rows)
	r.Feed.names.learn(snapshot)
	r.Feed.store.Save(ctx, snapshot)
	return snapshot, nil
}
