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
	if from != fromPanel && q.Format == models.FormatTable && (len(q.Metrics) > 1 || !q.NameLabel) {
		// An expression takes one number a row, and every text of a row for a label: several metrics, or one without names,
		// arrive as their numeric-wide equal.
		q.Format = models.FormatStat
	}
	if models.Filter(q.EvaluationFormIDs).Nothing() || models.Filter(q.EntityIDs).Nothing() || models.Filter(q.QueueIDs).Nothing() {
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
	dialect, err := d.dialect(ctx)
	if err != nil {
		return failed(err)
	}
	ask := asked{query: q, rng: rng, interval: query.Interval, from: from, at: now}
	response, fault := d.answerIn(ctx, dialect, ask)
	if other, found := d.otherDialect(ctx, dialect, fault); found {
		backend.Logger.FromContext(ctx).Warn("The organization's API has changed", "from", dialect, "to", other)
		// What was known before is better than an error of the API that is there now.
		if now, _ := d.answerIn(ctx, other, ask); now.Error == nil || response.Error != nil {
			return now
		}
	}
	return response
}

// asked is a query with all that its answer depends on, but for the dialect.
type asked struct {
	query    models.Query
	rng      quality.Range
	interval time.Duration
	from     asker
	at       time.Time
}

// answerIn answers in a dialect. The error is how Genesys fails, also where the response shows what was known before.
func (d *Datasource) answerIn(ctx context.Context, dialect quality.Dialect, a asked) (backend.DataResponse, error) {
	if a.query.QueryType == models.QueryTypeEvaluations {
		return d.answerEvaluations(ctx, dialect, a)
	}
	request, err := d.request(a.query, dialect)
	if err != nil {
		return failed(err), err
	}
	request.Range, request.At, request.StaleFor = a.rng, a.at, d.settings.StaleFor()
	if a.from != fromPanel {
		// An alert's value is as good as its time: notices do not reach it.
		request.StaleFor = min(staleForExpressions, request.StaleFor)
	}
	if a.query.Format == models.FormatTimeSeries {
		request.Interval = max(a.interval, quality.Window)
	}
	found, err := d.reader.Find(ctx, request)
	if err != nil {
		return failed(err), err
	}
	key, err := d.frames.key(a.query, found)
	if err != nil {
		return failed(err), err
	}
	if kept, ok := d.frames.load(key); ok {
		return backend.DataResponse{Frames: kept}, nil
	}
	answer := found.Answer(ctx)
	if a.from != fromPanel && a.query.NameLabel && answer.NamesLater && nameless(entitiesOf(answer.Cells, ofCell)) > 0 {
		// An alert whose name is an id for once would be another alert.
		return failed(answer.NamesFault), answer.NamesFault
	}
	response := present(a.query, answer, quality.Selection{
		Entities: models.Filter(a.query.EntityIDs), MinimumCount: a.query.MinimumCount, Running: a.query.Running,
	})
	switch {
	case answer.Stale:
		warn(response.Frames[0], staleText(answer, d.settings.BusinessDay().Location))
	case answer.NamesFault == nil:
		response.Frames = d.frames.keep(key, response.Frames)
	}
	return response, answer.Fault
}

// present shows what the selection leaves of the answer, or says why there is nothing.
func present(q models.Query, answer quality.Answer, selection quality.Selection) backend.DataResponse {
	if q.Format == models.FormatTimeSeries {
		lines, missing := selection.Lines(answer)
		if missing != quality.MissingNone {
			return nothing(q, answer, missingText(q, answer, missing))
		}
		frames := seriesFrames(q, lines, answer)
		explainIDs(frames[0], answer.NamesFault, entitiesOf(lines, ofLine))
		return backend.DataResponse{Frames: frames}
	}
	cells, missing := selection.Cells(answer)
	if missing != quality.MissingNone {
		return nothing(q, answer, missingText(q, answer, missing))
	}
	frame := tableFrame
	if q.Format == models.FormatStat {
		frame = statFrame
	}
	shown := frame(q, cells, answer)
	explainIDs(shown, answer.NamesFault, entitiesOf(cells, ofCell))
	return backend.DataResponse{Frames: data.Frames{shown}}
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
