package quality

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// askAtOnce bounds how many of one query's questions are under way at once.
const askAtOnce = 8

// Request is what a query wants to know, before minimum count, entity filter and format, which cost no call.
type Request struct {
	// Dialect is the API that answers, never DialectAuto.
	Dialect Dialect
	// GroupBy is empty for the organization's total, one dimension, or one and GroupByEvaluationForm for the split by form.
	GroupBy []GroupBy
	// Forms limits the answer to evaluation forms.
	Forms Filter
	// Scope and Pass are a Question's.
	Scope Scope
	Pass  string
	// Range is aligned, see AlignRange.
	Range Range
	// At is the time by which Range was aligned; the zero time is now.
	At time.Time
	// Interval is the panel's interval; zero asks for the whole range and no buckets.
	Interval time.Duration
	// StaleFor is how long what was known before may be shown after its time, while Genesys fails; zero is not at all.
	StaleFor time.Duration
}

// Cell is an entity of an answer (with the form when split by form). Its count is above zero.
type Cell struct {
	Entity Entity
	// Form is the evaluation form of a split, else the zero Entity.
	Form Entity
	Measures
}

// Bucket is one point of a series.
type Bucket struct {
	Range Range
	Cells []Cell
}

// Answer is what a request was answered, merged from the snapshots of its questions.
type Answer struct {
	Range Range
	// AsOf is when the range's newest window was asked for; the oldest such time where there were several questions.
	AsOf time.Time
	// SettledUntil is the end of the newest window up to which no late batch can change the answer.
	SettledUntil time.Time
	Dialect      Dialect
	// Revision is equal for equal data.
	Revision string
	// Stale says that Genesys fails and this is what was known before; Fault is how it fails.
	Stale bool
	Fault error
	// NamesFault is why entities have their id for a name, nil where Genesys knows no name for those.
	NamesFault error
	// Cells cover the whole range.
	Cells []Cell
	// Buckets are in ascending order of time; none unless the request had an interval.
	Buckets []Bucket
}

// Read answers a request from as few upstream calls as it takes: one a question, none for what is known already. While
// Genesys fails it answers with what was known before, where the request allows it.
func (r Reader) Read(ctx context.Context, request Request) (Answer, error) {
	r.at = request.At
	look := r.snapshot
	if request.Interval > 0 && request.Dialect == DialectQualityMetrics {
		look = r.bucket
	}
	answer, err := r.read(ctx, request, look)
	if err == nil || ctx.Err() != nil {
		return answer, err
	}
	if before, ok := r.before(ctx, request); ok {
		before.Stale, before.Fault = true, err
		return before, nil
	}
	return Answer{}, err
}

// look finds the snapshot of a question.
type look func(context.Context, Question) (Snapshot, error)

func (r Reader) read(ctx context.Context, request Request, look look) (Answer, error) {
	plan, err := r.makePlan(ctx, request, look)
	if err != nil {
		return Answer{}, err
	}
	snapshots, err := lookAll(ctx, plan.questions, look)
	if err != nil {
		return Answer{}, err
	}
	namesFault := r.nameRows(ctx, plan, snapshots)
	answer := r.merge(request, plan, snapshots)
	answer.NamesFault = namesFault
	return answer, nil
}

func lookAll(ctx context.Context, questions []Question, look look) ([]Snapshot, error) {
	snapshots := make([]Snapshot, len(questions))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(askAtOnce)
	for i, question := range questions {
		group.Go(func() (err error) {
			snapshots[i], err = look(ctx, question)
			return err
		})
	}
	return snapshots, group.Wait()
}

// merge makes the answer of the snapshots of the plan's questions.
func (r Reader) merge(request Request, p plan, snapshots []Snapshot) Answer {
	answer := Answer{Range: request.Range, SettledUntil: request.Range.To, Dialect: request.Dialect}
	whole := newCells(p, &r.Feed.names)
	buckets := make([]cells, len(p.buckets))
	for i := range buckets {
		buckets[i] = newCells(p, &r.Feed.names)
	}
	for _, snapshot := range snapshots {
		for _, row := range snapshot.Rows {
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
	revisions := sha256.New()
	for _, snapshot := range slices.Concat(p.used, snapshots) {
		revisions.Write([]byte(snapshot.Revision))
		until := snapshot.SettledUntil(r.Rules.MaxLag)
		if until.Before(snapshot.Question.Range.To) && until.Before(answer.SettledUntil) {
			answer.SettledUntil = until
		}
		newest := snapshot.Question.Range.To.Equal(request.Range.To)
		if newest && (answer.AsOf.IsZero() || snapshot.AsOf.Before(answer.AsOf)) {
			answer.AsOf = snapshot.AsOf
		}
	}
	answer.Revision = hex.EncodeToString(revisions.Sum(nil)[:12])
	return answer
}
