package quality

import (
	"context"
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
	// NamesFault is why entities have their id for a name, nil where Genesys knows no name for those; NamesLater says that a
	// later look may find them.
	NamesFault error
	NamesLater bool
	// Cells cover the whole range.
	Cells []Cell
	// Buckets are in ascending order of time; none unless the request had an interval.
	Buckets []Bucket
}

// Read answers a request from as few upstream calls as it takes: one a question, none for what is known already. While
// Genesys fails it answers with what was known before, where the request allows it.
func (r Reader) Read(ctx context.Context, request Request) (Answer, error) {
	found, err := r.Find(ctx, request)
	if err != nil {
		return Answer{}, err
	}
	return found.Answer(ctx), nil
}

// Find is Read without the merging, for those who may have the merged answer already.
func (r Reader) Find(ctx context.Context, request Request) (Found, error) {
	r.at = request.At
	look := r.snapshot
	if request.Interval > 0 && request.Dialect == DialectQualityMetrics {
		look = r.bucket
	}
	found, err := r.gather(ctx, request, look)
	if err == nil || ctx.Err() != nil {
		return found, err
	}
	if before, ok := r.before(ctx, request); ok {
		before.answer.Stale, before.answer.Fault = true, err
		return before, nil
	}
	return Found{}, err
}

// look finds the snapshot of a question.
type look func(context.Context, Question) (Snapshot, error)

func (r Reader) gather(ctx context.Context, request Request, look look) (Found, error) {
	plan, err := r.makePlan(ctx, request, look)
	if err != nil {
		return Found{}, err
	}
	snapshots, err := lookAll(ctx, plan.questions, look)
	if err != nil {
		return Found{}, err
	}
	return newFound(r, request, plan, snapshots), nil
}

func lookAll(ctx context.Context, questions []Question, look look) ([]Snapshot, error) {
	snapshots := make([]Snapshot, len(questions))
	if len(questions) == 1 { // As most requests are: nothing to do meanwhile for another goroutine.
		var err error
		snapshots[0], err = look(ctx, questions[0])
		return snapshots, err
	}
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
