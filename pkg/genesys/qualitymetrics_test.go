package genesys

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func validQuestion() quality.Question {
	return quality.Question{
		Dialect: quality.DialectQualityMetrics, GroupBy: quality.GroupByQueue, EvaluationFormID: "f1",
		Range: quality.Range{From: validRequest.StartTime, To: validRequest.EndTime},
	}
}

func TestAskSendsTheQuestionAndGivesItsRows(t *testing.T) {
	var query string
	u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.RawQuery
		answer(http.StatusOK, `[`+row("q1")+`,{"entityId":"q2","metrics":{"count":{"value":0}}}]`)(w, r)
	})
	rows, err := NewQualityMetrics(u.client).Ask(t.Context(), validQuestion())
	require.NoError(t, err)
	assert.Equal(t, "endTime=2026-11-02T09%3A15%3A00Z&evaluationFormId=f1&groupBy=queue&metrics=averageScore%2Ccount%2CpassRate&startTime=2026-11-02T08%3A00%3A00Z", query)
	assert.Equal(t, []quality.Row{
		{Entity: quality.Entity{ID: "q1", Name: "Name"}, Measures: quality.Measures{Count: 12, AverageScore: 87.5, PassRate: 75}},
		{Entity: quality.Entity{ID: "q2", Name: "q2"}},
	}, rows)
}

func TestAQuestionThatCannotBeSentIsNot(t *testing.T) {
	const unfit = "the Quality Metrics API has neither granularity nor pass rule nor filters by queue, scorer or calibration"
	u := newUpstream(t, nil, answer(http.StatusOK, "[]"))
	tests := map[string]struct {
		change func(*quality.Question)
		want   string
	}{
		"granularity": {func(q *quality.Question) { q.Granularity = time.Hour }, unfit},
		"pass rule":   {func(q *quality.Question) { q.Pass = "0a1b" }, unfit},
		"scope":       {func(q *quality.Question) { q.Scope.ScoredBy = quality.ScoredByAI }, unfit},
		"dialect":     {func(q *quality.Question) { q.Dialect = quality.DialectAnalytics }, `the dialect is "analytics"`},
		"group by":    {func(q *quality.Question) { q.GroupBy = "team" }, `it cannot group by "team"`},
		"empty":       {func(q *quality.Question) { q.Range.To = q.Range.From }, "the range 2026-11-02T08:00:00Z/2026-11-02T08:00:00Z is empty"},
		"start":       {func(q *quality.Question) { q.Range.From = q.Range.From.Add(time.Second) }, "the range 2026-11-02T08:00:01Z/2026-11-02T09:15:00Z is not on the quarter hour"},
		"end":         {func(q *quality.Question) { q.Range.To = q.Range.To.Add(-time.Minute) }, "the range 2026-11-02T08:00:00Z/2026-11-02T09:14:00Z is not on the quarter hour"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			q := validQuestion()
			tt.change(&q)
			_, err := NewQualityMetrics(u.client).Ask(t.Context(), q)
			require.EqualError(t, err, "the question cannot be asked: "+tt.want)
			assert.ErrorIs(t, err, ErrQuestion)
		})
	}
	assert.Empty(t, u.asked())
}
