package plugin

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// observedSource is a source of which each question is observed.
type observedSource struct {
	quality.Source
	observer observer
}

// Ask asks the source that it wraps.
func (s observedSource) Ask(ctx context.Context, q quality.Question) (rows []quality.Row, err error) {
	what := []attribute.KeyValue{
		attribute.String("dialect", string(q.Dialect)), attribute.String("groupBy", string(q.GroupBy)),
		attribute.String("evaluationFormId", q.EvaluationFormID), attribute.String("range", q.Range.String()),
		attribute.String("granularity", q.Granularity.String()),
	}
	err = s.observer.ask(ctx, "question", what, func(ctx context.Context) (int, error) {
		rows, err = s.Source.Ask(ctx, q)
		return len(rows), err
	})
	return rows, err
}

// observedDirectory is a directory of which each look-up is observed.
type observedDirectory struct {
	quality.Directory
	observer observer
}

// Names asks the directory that it wraps.
func (d observedDirectory) Names(ctx context.Context, groupBy quality.GroupBy, ids []string) (found []quality.Entity, err error) {
	what := []attribute.KeyValue{attribute.String("groupBy", string(groupBy)), attribute.Int("ids", len(ids))}
	err = d.observer.ask(ctx, "look-up of names", what, func(ctx context.Context) (int, error) {
		found, err = d.Directory.Names(ctx, groupBy, ids)
		return len(found), err
	})
	return found, err
}

// Entities asks the directory that it wraps.
func (d observedDirectory) Entities(ctx context.Context, groupBy quality.GroupBy) (found []quality.Entity, err error) {
	what := []attribute.KeyValue{attribute.String("groupBy", string(groupBy))}
	err = d.observer.ask(ctx, "list of names", what, func(ctx context.Context) (int, error) {
		found, err = d.Directory.Entities(ctx, groupBy)
		return len(found), err
	})
	return found, err
}

// observedEvaluations is a search of which each page is observed.
type observedEvaluations struct {
	quality.EvaluationSource
	observer observer
}

// Page asks the search that it wraps.
func (e observedEvaluations) Page(
	ctx context.Context, q quality.EvaluationsQuestion, ai bool, until time.Time, number int,
) (page quality.EvaluationPage, err error) {
	what := []attribute.KeyValue{
		attribute.String("range", q.Range.String()), attribute.Bool("ai", ai), attribute.String("until", until.UTC().Format(time.RFC3339)), attribute.Int("page", number),
	}
	err = e.observer.ask(ctx, "page of evaluations", what, func(ctx context.Context) (int, error) {
		page, err = e.EvaluationSource.Page(ctx, q, ai, until, number)
		return len(page.Evaluations), err
	})
	return page, err
}
