package genesys

import (
	"context"
	"fmt"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// QualityMetrics is the Quality Metrics dialect: one question is one request of GET /api/v2/quality/metrics.
type QualityMetrics struct {
	client *Client
}

var _ quality.Source = (*QualityMetrics)(nil)

// NewQualityMetrics is the dialect on a client.
func NewQualityMetrics(c *Client) *QualityMetrics { return &QualityMetrics{client: c} }

// Ask sends the question. Errors are those of Client.Metrics, and ErrQuestion, wrapped, before anything is sent.
func (m *QualityMetrics) Ask(ctx context.Context, q quality.Question) ([]quality.Row, error) {
	if err := askable(q, quality.DialectQualityMetrics); err != nil {
		return nil, err
	}
	if q.Granularity != 0 || q.Pass != "" || !q.Scope.All() {
		return nil, fmt.Errorf("%w: the Quality Metrics API has neither granularity nor pass rule nor filters by queue, scorer or calibration", ErrQuestion)
	}
	return m.client.Metrics(ctx, MetricsRequest{
		StartTime: q.Range.From, EndTime: q.Range.To, GroupBy: string(q.GroupBy), EvaluationFormID: q.EvaluationFormID,
	})
}
