package plugin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/concurrent"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// staleForExpressions is how long an alert rule or an expression may use the previous window's numbers after a new
// window can be asked for, while Genesys fails. Then it gets the error.
const staleForExpressions = 5 * time.Minute

// queriesAtOnce bounds how many queries of one request are answered at once, as Grafana's own data sources do.
const queriesAtOnce = 10

// QueryData answers every query of a request on its own: one that fails takes no other with it.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	from := askerOf(req)
	now := d.reader.Now()
	return concurrent.QueryData(ctx, req, func(ctx context.Context, query concurrent.Query) backend.DataResponse {
		response := d.answer(ctx, query.DataQuery, from, now)
		for _, frame := range response.Frames {
			frame.RefID = query.DataQuery.RefID
		}
		return response
	}, queriesAtOnce)
}

// asker is who gets the answer.
type asker int

const (
	fromPanel asker = iota
	// fromExpression and fromAlertRule read frames more strictly than panels do, and drop notices.
	fromExpression
	fromAlertRule
)

func askerOf(req *backend.QueryDataRequest) asker {
	switch {
	case req.Headers["FromAlert"] == "true" || req.GetHTTPHeader("FromAlert") == "true":
		return fromAlertRule
	case req.GetHTTPHeader("X-Grafana-From-Expr") != "":
		return fromExpression
	default:
		return fromPanel
	}
}

func (d *Datasource) answer(ctx context.Context, query backend.DataQuery, from asker, now time.Time) backend.DataResponse {
	if d.broken != nil {
		return failed(d.broken)
	}
	q, err := models.ParseQuery(query.JSON)
	if err != nil {
		return failed(&requestError{err})
	}
	if err := checkDialect(q); err != nil {
		return failed(&requestError{err})
	}
	if from != fromPanel && q.Format == models.FormatTable && (len(q.Metrics) > 1 || !q.NameLabel) {
		// An expression takes one number a row, and every text of a row for a label: several metrics, or one without names,
		// arrive as their numeric-wide equal.
		q.Format = models.FormatStat
	}
	forms, entities := models.Filter(q.EvaluationFormIDs), models.Filter(q.EntityIDs)
	if forms.Nothing() || entities.Nothing() {
		return nothing(q, quality.Answer{}, "A filter holds a variable that resolved to nothing, so nothing can match. "+
			"Choose a value for the variable, or All.")
	}
	rng, reason, err := d.timeRange(q, query.TimeRange, now, from == fromAlertRule)
	if err != nil {
		return failed(&requestError{err})
	}
	if reason != "" {
		return nothing(q, quality.Answer{Range: rng}, reason)
	}
	request := quality.Request{GroupBy: q.GroupBy, Forms: forms, Range: rng, At: now, StaleFor: d.settings.StaleFor()}
	if from != fromPanel {
		// An alert's value is as good as its time: notices do not reach it.
		request.StaleFor = min(staleForExpressions, request.StaleFor)
	}
	if q.Format == models.FormatTimeSeries {
		request.Interval = max(query.Interval, quality.Window)
	}
	answer, err := d.reader.Read(ctx, request)
	if err != nil {
		return failed(err)
	}
	selection := quality.Selection{Entities: entities, MinimumCount: q.MinimumCount, Running: q.Running}
	response := present(q, answer, selection)
	if answer.Stale {
		warn(response.Frames[0], staleText(answer, d.settings.BusinessDay().Location))
	}
	return response
}

// present shows what the selection leaves of the answer, or says why there is nothing.
func present(q models.Query, answer quality.Answer, selection quality.Selection) backend.DataResponse {
	if q.Format == models.FormatTimeSeries {
		lines, missing := selection.Lines(answer)
		if missing != quality.MissingNone {
			return nothing(q, answer, missingText(q, answer, missing))
		}
		return backend.DataResponse{Frames: seriesFrames(q, lines, answer)}
	}
	cells, missing := selection.Cells(answer)
	if missing != quality.MissingNone {
		return nothing(q, answer, missingText(q, answer, missing))
	}
	if q.Format == models.FormatStat {
		return backend.DataResponse{Frames: data.Frames{statFrame(q, cells, answer)}}
	}
	return backend.DataResponse{Frames: data.Frames{tableFrame(q, cells, answer)}}
}

// checkDialect refuses what the Quality Metrics API cannot answer: a filter left out silently would be a wrong number.
func checkDialect(q models.Query) error {
	const only = "only the Analytics API has it, and this data source reads the Quality Metrics API"
	var problems []error
	if q.QueryType == models.QueryTypeEvaluations {
		problems = append(problems, fmt.Errorf("queryType is %q: %s", q.QueryType, only))
	}
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
	if q.ScoredBy != models.ScoredByAll {
		problems = append(problems, fmt.Errorf("scoredBy is %q: %s", q.ScoredBy, only))
	}
	if q.IncludeCalibrations {
		problems = append(problems, fmt.Errorf("includeCalibrations is set: %s", only))
	}
	return errors.Join(problems...)
}

// timeRange is the aligned range of the query, or the reason why it has none.
func (d *Datasource) timeRange(q models.Query, dashboard backend.TimeRange, now time.Time, fromAlert bool) (quality.Range, string, error) {
	if q.TimeRange == models.TimeRangeBusinessDay {
		day := d.settings.BusinessDay()
		rng := quality.Range{From: day.StartOf(now), To: quality.AskableEnd(now)}
		if rng.Empty() {
			first := rng.From.Add(quality.Window + quality.AskableAfter).In(day.Location)
			return quality.Range{From: rng.From, To: rng.From}, fmt.Sprintf(
				"The business day starts at %s (%s); its first numbers come at %s.",
				d.settings.BusinessDayStart, d.settings.TimeZone, first.Format("15:04")), nil
		}
		return rng, "", nil
	}
	rng, err := quality.AlignRange(quality.Range{From: dashboard.From, To: dashboard.To}, now, fromAlert)
	if errors.Is(err, quality.ErrFuture) {
		return quality.Range{From: dashboard.From, To: dashboard.To}, "The time range lies in the future.", nil
	}
	return rng, "", err
}
