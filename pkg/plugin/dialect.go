package plugin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/intraday/genesys-cloud-quality/pkg/genesys"
	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// dialectTitles are what people read instead of a dialect's name.
var dialectTitles = map[quality.Dialect]string{
	quality.DialectQualityMetrics: "Quality Metrics API",
	quality.DialectAnalytics:      "Analytics API",
}

// dialect is the API that answers. With api auto Genesys Cloud is asked once, and again after the settings were saved.
func (d *Datasource) dialect(ctx context.Context) (quality.Dialect, error) {
	if d.settings.API != models.APIAuto {
		return quality.Dialect(d.settings.API), nil
	}
	return d.reader.Dialect(ctx, d.saved)
}

// otherDialect is the API that answers instead of one that answered 404; false where none does. It is asked for at most
// once a window.
func (d *Datasource) otherDialect(ctx context.Context, dialect quality.Dialect, fault error) (quality.Dialect, bool) {
	if d.settings.API != models.APIAuto || !genesys.NotOffered(fault) {
		return "", false
	}
	other, err := d.reader.Dialect(ctx, quality.AskableEnd(d.reader.Now()))
	return other, err == nil && other != dialect
}

// request is the query as its dialect is asked; the error names what the dialect cannot answer: left out silently, it
// would make a wrong number.
func (d *Datasource) request(q models.Query, dialect quality.Dialect) (quality.Request, error) {
	request := quality.Request{Dialect: dialect, GroupBy: q.GroupBy, Forms: models.Filter(q.EvaluationFormIDs), Scope: q.Scope()}
	if dialect == quality.DialectAnalytics {
		if slices.Contains(q.GroupBy, quality.GroupBySkill) {
			return request, &requestError{errors.New("groupBy names skill: the Analytics API knows no skills; " +
				"group by agent, queue, evaluation form or evaluator")}
		}
		if slices.Contains(q.Metrics, quality.MetricPassRate) {
			request.Pass = d.settings.PassRule().Key()
		}
		return request, nil
	}
	if err := errors.Join(onlyAnalytics(q)...); err != nil {
		return request, &requestError{err}
	}
	return request, nil
}

// onlyAnalytics is what of the query the Quality Metrics API cannot answer.
func onlyAnalytics(q models.Query) []error {
	const only = "only the Analytics API has it, and this data source reads the Quality Metrics API"
	var problems []error
	for _, metric := range q.Metrics {
		switch metric {
		case quality.MetricAverageScore, quality.MetricPassRate, quality.MetricCount:
		default:
			problems = append(problems, fmt.Errorf("metrics names %q: %s", metric, only))
		}
	}
	if len(q.QueueIDs) > 0 {
		problems = append(problems, fmt.Errorf("queueIds is set: %s", only))
	}
	if cmp.Or(q.ScoredBy, quality.ScoredByAll) != quality.ScoredByAll {
		problems = append(problems, fmt.Errorf("scoredBy is %q: %s", q.ScoredBy, only))
	}
	if q.IncludeCalibrations {
		problems = append(problems, fmt.Errorf("includeCalibrations is set: %s", only))
	}
	return problems
}
