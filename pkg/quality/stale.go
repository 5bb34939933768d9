package quality

import (
	"context"
	"errors"
	"time"
)

var errNotKept = errors.New("no snapshot is kept")

// before answers the request as it was answered in an earlier window, from what is kept and without an upstream call.
// The whole request goes back in time, never one of its questions alone: numbers of different windows do not mix. A
// range that starts at a fixed time keeps its start, a moving one its length.
func (r Reader) before(ctx context.Context, request Request) (Found, bool) {
	if request.StaleFor <= 0 {
		return Found{}, false
	}
	r.Directory = nil
	kept := func(ctx context.Context, q Question) (Snapshot, error) { return r.kept(ctx, q, request.StaleFor) }
	for back := time.Duration(0); back <= request.StaleFor+Window; back += Window {
		to := request.Range.To.Add(-back)
		// Snapshots of settled buckets stay current, what they add up to does not.
		if back > 0 && !r.Now().Before(to.Add(Window+AskableAfter+request.StaleFor)) {
			break
		}
		for _, from := range []time.Time{request.Range.From, request.Range.From.Add(-back)} {
			earlier := request
			earlier.Range = Range{From: from, To: to}
			if earlier.Range.Empty() {
				continue
			}
			if found, err := r.gather(ctx, earlier, kept); err == nil {
				r.observe(OutcomeStale, found.answer.AsOf)
				return found, true
			}
		}
	}
	return Found{}, false
}

// kept is the snapshot of a question that is current, or has not been for longer than staleFor.
func (r Reader) kept(ctx context.Context, q Question, staleFor time.Duration) (Snapshot, error) {
	key := q.Key()
	stores := []Store{r.Feed.store}
	if r.Feed.replicas != nil {
		stores = append(stores, r.Feed.replicas.Store)
	}
	for _, store := range stores {
		kept, ok := store.Load(ctx, key)
		if ok && r.Now().Before(kept.CurrentUntil(r.Rules).Add(staleFor)) {
			return kept, nil
		}
	}
	return Snapshot{}, errNotKept
}
