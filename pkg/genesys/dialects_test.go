package genesys

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func TestEachDialectIsAskedItsWay(t *testing.T) {
	u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
		said := "[" + row("a") + "]"
		if r.Method == http.MethodPost {
			said = results(group(agentForm, wholeMorning(threeScores)))
		}
		answer(http.StatusOK, said)(w, r)
	})
	for dialect, want := range map[quality.Dialect]struct{ request, entity, form string }{
		quality.DialectQualityMetrics: {"GET /api/v2/quality/metrics", "a", ""},
		quality.DialectAnalytics:      {"POST /api/v2/analytics/evaluations/aggregates/query", "a1", "f1"},
	} {
		q := aggregateQuestion(quality.GroupByAgent)
		q.Dialect = dialect
		rows, err := NewDialects(u.client, testRule).Ask(t.Context(), q)
		require.NoError(t, err)
		require.Len(t, rows, 1)
		assert.Equal(t, want.entity+"/"+want.form, rows[0].Entity.ID+"/"+rows[0].FormID)
		calls := u.asked()
		assert.Equal(t, want.request, calls[len(calls)-1])
	}
	assert.Len(t, u.asked(), 3, "one request each, and the token")

	_, err := NewDialects(u.client, testRule).Ask(t.Context(), quality.Question{Dialect: "latin", GroupBy: quality.GroupByAgent, Range: morning})
	assert.EqualError(t, err, `the question cannot be asked: the dialect is "latin"`)
	assert.ErrorIs(t, err, ErrQuestion)
}

func TestTheDialectIsTheAPIThatAnswers(t *testing.T) {
	notFound := answer(404, `{"message":"Not found","code":"not.found","status":404}`)
	nothing := answer(200, `{"results":[]}`)
	const missing = "Genesys Cloud answered 404 Not Found to GET /api/v2/quality/metrics: Not found [not.found]"
	tests := map[string]struct {
		metrics, aggregates http.HandlerFunc
		want                quality.Dialect
		err                 string
		// both says that both were asked.
		both bool
	}{
		"forms":        {metrics: answer(200, "["+row("f1")+"]"), want: quality.DialectQualityMetrics},
		"nothing yet":  {metrics: answer(200, "[]"), want: quality.DialectQualityMetrics},
		"not there":    {metrics: notFound, aggregates: nothing, want: quality.DialectAnalytics, both: true},
		"neither":      {metrics: notFound, aggregates: notFound, both: true, err: missing + "\nGenesys Cloud answered 404 Not Found to POST /api/v2/analytics/evaluations/aggregates/query: Not found [not.found]"},
		"not allowed":  {metrics: notFound, aggregates: answer(403, `{"message":"Missing permission"}`), both: true, err: "Genesys Cloud answered 403 Forbidden to POST /api/v2/analytics/evaluations/aggregates/query: Missing permission"},
		"a gateway":    {metrics: answer(404, "<html>", "Content-Type", "text/html"), err: "Genesys Cloud answered 404 Not Found to GET /api/v2/quality/metrics: it is text/html, not JSON, and may come from a proxy or a login page instead of Genesys Cloud"},
		"denied":       {metrics: answer(403, `{"message":"Missing permission"}`), err: "Genesys Cloud answered 403 Forbidden to GET /api/v2/quality/metrics: Missing permission"},
		"limited":      {metrics: answer(429, `{}`, "Retry-After", "5"), err: "Genesys Cloud answered 429 Too Many Requests to GET /api/v2/quality/metrics; asking again in 5s"},
		"failing":      {metrics: answer(500, `{}`), err: "Genesys Cloud answered 500 Internal Server Error to GET /api/v2/quality/metrics"},
		"another JSON": {metrics: answer(200, `{}`), err: "Genesys Cloud's answer to GET /api/v2/quality/metrics cannot be used: it is not a JSON array"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost {
					tt.aggregates(w, r)
					return
				}
				query := r.URL.Query().Get("groupBy") + " " + r.URL.Query().Get("startTime") + " " + r.URL.Query().Get("endTime")
				assert.Equal(t, "evaluationForm 2026-11-02T08:30:00Z 2026-11-02T12:00:00Z", query)
				tt.metrics(w, r)
			})
			rows, err := NewDialects(u.client, testRule).Ask(t.Context(), quality.Question{Dialect: quality.DialectAuto, Range: morning})
			calls := []string{"POST /oauth/token", "GET /api/v2/quality/metrics"}
			if tt.both {
				calls = append(calls, "POST /api/v2/analytics/evaluations/aggregates/query")
			}
			assert.Equal(t, calls, u.asked())
			if tt.err != "" {
				require.EqualError(t, err, tt.err)
				assert.Nil(t, rows)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, []quality.Row{{Entity: quality.Entity{ID: string(tt.want), Name: string(tt.want)}}}, rows)
		})
	}
}
