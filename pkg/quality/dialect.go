package quality

import (
	"context"
	"fmt"
	"time"
)

// Dialect finds out which API the organization speaks. It is asked once and kept for all who share the feed; an answer
// from before since is asked for again.
func (r Reader) Dialect(ctx context.Context, since time.Time) (Dialect, error) {
	r.at, r.since = time.Time{}, since
	if now := r.Now(); now.Before(since) {
		r.since = now
	}
	end := AskableEnd(r.Now())
	question := Question{Dialect: DialectAuto, Range: Range{From: end.Add(-Window), To: end}}
	found, err := r.snapshot(ctx, question)
	if err != nil {
		r.since = time.Time{}
		kept, ok := r.current(ctx, r.Feed.store, question.Key())
		if !ok {
			return "", err
		}
		found = kept // Nothing says that it has changed.
	}
	if len(found.Rows) != 1 {
		return "", fmt.Errorf("asked for its API, Genesys Cloud was found to have %d", len(found.Rows))
	}
	return Dialect(found.Rows[0].Entity.ID), nil
}
