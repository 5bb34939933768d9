package quality

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// Found is what answers a request, before it is merged. Merging takes longer than anything else about a request that
// costs no upstream call, and every viewer of a wallboard has the same.
type Found struct {
	reader    Reader
	request   Request
	plan      plan
	snapshots []Snapshot
	// answer lacks its cells and buckets.
	answer Answer
}

func newFound(r Reader, request Request, p plan, snapshots []Snapshot) Found {
	f := Found{reader: r, request: request, plan: p, snapshots: snapshots}
	f.answer = Answer{Range: request.Range, SettledUntil: request.Range.To, Dialect: request.Dialect}
	revisions := sha256.New()
	for _, snapshot := range f.all() {
		revisions.Write([]byte(snapshot.Revision))
		until := snapshot.SettledUntil(r.Rules.MaxLag)
		if until.Before(snapshot.Question.Range.To) && until.Before(f.answer.SettledUntil) {
			f.answer.SettledUntil = until
		}
		newest := snapshot.Question.Range.To.Equal(request.Range.To)
		if newest && (f.answer.AsOf.IsZero() || snapshot.AsOf.Before(f.answer.AsOf)) {
			f.answer.AsOf = snapshot.AsOf
		}
	}
	f.answer.Revision = hex.EncodeToString(revisions.Sum(nil)[:12])
	return f
}

// Stale says that Genesys fails and this is what was known before.
func (f Found) Stale() bool { return f.answer.Stale }

// Fingerprint is equal for what merges to an equal answer. It changes with the window too, so that nobody who keeps
// answers by it keeps a name for longer than that.
func (f Found) Fingerprint() string {
	r, hash := f.request, sha256.New()
	_, _ = fmt.Fprintf(hash, "%q %q %+v %q %+v %v %v %v\n", r.Dialect, r.GroupBy, r.Forms, r.Pass, r.Scope, r.Range, r.Interval, f.Stale())
	_, _ = fmt.Fprintln(hash, f.reader.Feed.names.changes(), FloorWindow(f.reader.Now()).Unix())
	for _, snapshot := range f.all() {
		_, _ = fmt.Fprintf(hash, "%q %s %d\n", snapshot.Question.Key(), snapshot.Revision, snapshot.AsOf.UnixNano())
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// all are the snapshots that the answer rests on.
func (f Found) all() []Snapshot { return slices.Concat(f.plan.used, f.snapshots) }

// Answer merges what was found, under names that the directory is asked for where they are not known.
func (f Found) Answer(ctx context.Context) Answer {
	answer := f.answer
	answer.NamesLater, answer.NamesFault = f.reader.nameRows(ctx, f.plan, f.snapshots)
	p := f.plan
	whole := newCells(p, &f.reader.Feed.names, f.snapshots)
	buckets := make([]cells, len(p.buckets))
	for i := range buckets {
		buckets[i] = newCells(p, &f.reader.Feed.names, nil)
	}
	for _, snapshot := range f.snapshots {
		for i := range snapshot.Rows {
			row := &snapshot.Rows[i]
			form := cmp.Or(row.FormID, snapshot.Question.EvaluationFormID)
			whole.add(form, row)
			if len(buckets) > 0 {
				from := row.From
				if from.IsZero() {
					from = snapshot.Question.Range.From
				}
				buckets[bucketAt(p.buckets, from)].add(form, row)
			}
		}
	}
	for i, rng := range p.buckets {
		answer.Buckets = append(answer.Buckets, Bucket{Range: rng, Cells: buckets[i].list()})
	}
	answer.Cells = whole.list()
	return answer
}
