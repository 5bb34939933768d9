package genesys

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// ErrQuestion marks a question that this dialect cannot send: the caller's mistake, not Genesys'.
var ErrQuestion = errors.New("genesys: not a question of the Quality Metrics API")

// QualityMetrics is the Quality Metrics dialect: one question is one request of GET /api/v2/quality/metrics.
type QualityMetrics struct {
	client *Client
}

var _ quality.Source = (*QualityMetrics)(nil)

// NewQualityMetrics is the dialect on a client.
func NewQualityMetrics(c *Client) *QualityMetrics { return &QualityMetrics{client: c} }

// Ask sends the question. Errors are those of Client.Metrics, and ErrQuestion, wrapped, before anything is sent.
func (m *QualityMetrics) Ask(ctx context.Context, q quality.Question) ([]quality.Row, error) {
	if err := askable(q); err != nil {
		return nil, err
	}
	answer, err := m.client.Metrics(ctx, MetricsRequest{
		StartTime: q.Range.From, EndTime: q.Range.To, GroupBy: string(q.GroupBy), EvaluationFormID: q.EvaluationFormID,
	})
	if err != nil {
		return nil, err
	}
	rows := make([]quality.Row, 0, len(answer))
	for _, e := range answer {
		rows = append(rows, quality.Row{
			Entity:   quality.Entity{ID: e.EntityID, Name: e.EntityName},
			Measures: quality.Measures{Count: e.Count, AverageScore: e.AverageScore, PassRate: e.PassRate},
		})
	}
	return rows, nil
}

func askable(q quality.Question) error {
	switch {
	case q.Dialect != quality.DialectQualityMetrics:
		return fmt.Errorf("%w: the dialect is %q", ErrQuestion, q.Dialect)
	case !slices.Contains(quality.GroupBys, q.GroupBy):
		return fmt.Errorf("%w: it cannot group by %q", ErrQuestion, q.GroupBy)
	case q.Range.Empty():
		return fmt.Errorf("%w: the range %s is empty", ErrQuestion, q.Range)
	case !quality.FloorWindow(q.Range.From).Equal(q.Range.From), !quality.FloorWindow(q.Range.To).Equal(q.Range.To):
		return fmt.Errorf("%w: the range %s is not on the quarter hour", ErrQuestion, q.Range)
	}
	return nil
}
