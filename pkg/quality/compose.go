package quality

import (
	"context"
	"slices"
	"time"
)

// bucket answers one bucket of a series, which may be made of narrower ones. A question of its own is always asked:
// what Genesys says of the whole is more exact than what its parts add up to.
func (r Reader) bucket(ctx context.Context, q Question) (Snapshot, error) {
	if _, kept := r.current(ctx, r.Feed.store, q.Key()); !kept {
		if joined, ok := r.composed(ctx, q); ok {
			r.observe(OutcomeKept, joined.AsOf)
			return joined, nil
		}
	}
	return r.snapshot(ctx, q)
}

// composed makes a bucket's snapshot of kept snapshots of narrower buckets, all of them settled: when a series grows so
// long that its buckets get wider, nothing that is known for good is asked again. The whole is as old as its oldest
// part.
func (r Reader) composed(ctx context.Context, q Question) (Snapshot, bool) {
	for _, width := range slices.Backward(bucketWidths) {
		if width >= q.Range.To.Sub(q.Range.From) {
			continue
		}
		if parts, ok := r.settledParts(ctx, q, width); ok {
			return joined(q, parts), true
		}
	}
	return Snapshot{}, false
}

func (r Reader) settledParts(ctx context.Context, q Question, width time.Duration) ([]Snapshot, bool) {
	var parts []Snapshot
	for _, rng := range Buckets(q.Range, width) {
		part := q
		part.Range = rng
		kept, ok := r.current(ctx, r.Feed.store, part.Key())
		if !ok || !kept.Settled(r.Rules.MaxLag) {
			return nil, false
		}
		parts = append(parts, kept)
	}
	return parts, len(parts) > 1
}

// joined adds the parts of a question's range up.
func joined(q Question, parts []Snapshot) Snapshot {
	sums := map[string]*Sum{}
	var entities []Entity
	asOf := parts[0].AsOf
	for _, part := range parts {
		if part.AsOf.Before(asOf) {
			asOf = part.AsOf
		}
		for _, row := range part.Rows {
			if sums[row.Entity.ID] == nil {
				sums[row.Entity.ID] = &Sum{}
				entities = append(entities, row.Entity)
			}
			sums[row.Entity.ID].Add(row.Measures)
		}
	}
	rows := make([]Row, len(entities))
	for i, entity := range entities {
		rows[i] = Row{Entity: entity, Measures: sums[entity.ID].Measures()}
	}
	return NewSnapshot(q, asOf, rows)
}
