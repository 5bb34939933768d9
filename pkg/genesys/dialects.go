package genesys

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// Dialects asks each question in its dialect, and finds out which one an organization speaks.
type Dialects struct {
	qualityMetrics *QualityMetrics
	analytics      *Analytics
}

var _ quality.Source = (*Dialects)(nil)

// NewDialects is all dialects on a client; the pass rule is the Analytics dialect's.
func NewDialects(c *Client, pass quality.PassRule) *Dialects {
	return &Dialects{qualityMetrics: NewQualityMetrics(c), analytics: NewAnalytics(c, pass)}
}

// Ask sends the question as its dialect does. DialectAuto is answered with one row whose entity is the dialect that the
// organization speaks, under its own name and without evaluations: no public organization has the Quality Metrics API,
// and then answers 404. Errors are those of the dialect.
func (d *Dialects) Ask(ctx context.Context, q quality.Question) ([]quality.Row, error) {
	switch q.Dialect {
	case quality.DialectQualityMetrics:
		return d.qualityMetrics.Ask(ctx, q)
	case quality.DialectAnalytics:
		return d.analytics.Ask(ctx, q)
	case quality.DialectAuto:
		return d.probe(ctx, q.Range)
	}
	return nil, fmt.Errorf("%w: the dialect is %q", ErrQuestion, q.Dialect)
}

// probe asks for the list of forms, the shortest answer there is.
func (d *Dialects) probe(ctx context.Context, r quality.Range) ([]quality.Row, error) {
	spoken := quality.DialectQualityMetrics
	_, err := d.qualityMetrics.Ask(ctx, quality.Question{
		Dialect: quality.DialectQualityMetrics, GroupBy: quality.GroupByEvaluationForm, Range: r,
	})
	if refused, ok := errors.AsType[*APIError](err); ok && refused.Status == http.StatusNotFound {
		spoken, err = quality.DialectAnalytics, nil
	}
	if err != nil {
		return nil, err
	}
	return []quality.Row{{Entity: quality.Entity{ID: string(spoken), Name: string(spoken)}}}, nil
}
