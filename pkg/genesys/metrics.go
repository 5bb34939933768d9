package genesys

import (
	"context"
	"net/url"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// wireTime is how the API writes a time: ISO 8601, UTC.
const wireTime = "2006-01-02T15:04:05Z"

// wireMetrics are always asked for together, so that panels that show different ones share a request.
const wireMetrics = "averageScore,count,passRate"

// MetricsRequest is one question of GET /api/v2/quality/metrics.
type MetricsRequest struct {
	// StartTime and EndTime are half open, in whole seconds.
	StartTime, EndTime time.Time
	// GroupBy is agent, queue, skill, evaluationForm or evaluator.
	GroupBy string
	// EvaluationFormID limits it to one form; "" asks for all.
	EvaluationFormID string
}

// Metrics asks GET /api/v2/quality/metrics: all entities of the organization in one answer, in order of their ids, each
// once. Besides the errors of any request, an *AnswerError for a row that breaks the contract; there are no partial
// answers.
func (c *Client) Metrics(ctx context.Context, r MetricsRequest) ([]quality.Row, error) {
	query := url.Values{
		"startTime": {r.StartTime.UTC().Format(wireTime)},
		"endTime":   {r.EndTime.UTC().Format(wireTime)},
		"groupBy":   {r.GroupBy},
		"metrics":   {wireMetrics},
	}
	if r.EvaluationFormID != "" {
		query.Set("evaluationFormId", r.EvaluationFormID)
	}
	var rows []quality.Row
	err := c.get(ctx, metricsPath, query, func(answer *jsontext.Decoder) (err error) {
		rows, err = decodeMetrics(answer)
		return err
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}
