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
// organization speaks, under its own name and without evaluations. Errors are those of the dialect.
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

// probe asks each API for the shortest answer there is, a list of forms, until one answers. Public organizations have no
// Quality Metrics API, and answer 404; that alone proves nothing, since a gateway that is being restarted does the same.
func (d *Dialects) probe(ctx context.Context, r quality.Range) ([]quality.Row, error) {
	question := quality.Question{Dialect: quality.DialectQualityMetrics, GroupBy: quality.GroupByEvaluationForm, Range: r}
	_, missing := d.qualityMetrics.Ask(ctx, question)
	if missing == nil {
		return spoken(quality.DialectQualityMetrics), nil
	}
	if !NotOffered(missing) {
		return nil, missing
	}
	question.Dialect = quality.DialectAnalytics
	_, err := d.analytics.Ask(ctx, question)
	switch {
	case err == nil:
		return spoken(quality.DialectAnalytics), nil
	case NotOffered(err):
		return nil, errors.Join(missing, err)
	default:
		return nil, err
	}
}

func spoken(dialect quality.Dialect) []quality.Row {
	return []quality.Row{{Entity: quality.Entity{ID: string(dialect), Name: string(dialect)}}}
}

// NotOffered reports whether an error says that the organization does not have the API that was asked: a 404 in Genesys'
// own words, not a proxy's page.
func NotOffered(err error) bool {
	refused, ok := errors.AsType[*APIError](err)
	return ok && refused.Status == http.StatusNotFound && refused.ContentType == ""
}
