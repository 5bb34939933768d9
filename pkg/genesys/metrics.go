package genesys

import (
	"context"
	"net/url"
	"time"

	"github.com/go-json-experiment/json/jsontext"
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

// EntityMetrics is one checked row of the answer.
type EntityMetrics struct {
	EntityID string
	// EntityName is the id where Genesys gives no name.
	EntityName string
	// Count is how many evaluations there are.
	Count int64
	// AverageScore and PassRate are percentages, 0 to 100; both are 0 where Count is 0, whatever Genesys sent.
	AverageScore, PassRate float64
}

// Metrics asks GET /api/v2/quality/metrics: all entities of the organization in one answer, in Genesys' order, each id
// once. Besides the errors of any request, an *AnswerError for a row that breaks the contract; there are no partial
// answers.
func (c *Client) Metrics(ctx context.Context, r MetricsRequest) ([]EntityMetrics, error) {
	query := url.Values{
		"startTime": {r.StartTime.UTC().Format(wireTime)},
		"endTime":   {r.EndTime.UTC().Format(wireTime)},
		"groupBy":   {r.GroupBy},
		"metrics":   {wireMetrics},
	}
	if r.EvaluationFormID != "" {
		query.Set("evaluationFormId", r.EvaluationFormID)
	}
	var rows []EntityMetrics
	err := c.get(ctx, metricsPath, query, func(answer *jsontext.Decoder) (err error) {
		rows, err = decodeMetrics(answer)
		return err
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}
