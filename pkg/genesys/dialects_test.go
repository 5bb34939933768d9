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

func TestTheDialectIsFoundOutWithOneRequest(t *testing.T) {
	const notFound = `{"message":"Not found","code":"not.found","status":404}`
	tests := map[string]struct {
		api  http.HandlerFunc
		want quality.Dialect
		err  string
	}{
		"forms":        {api: answer(200, "["+row("f1")+"]"), want: quality.DialectQualityMetrics},
		"nothing yet":  {api: answer(200, "[]"), want: quality.DialectQualityMetrics},
		"not there":    {api: answer(404, notFound), want: quality.DialectAnalytics},
		"no body":      {api: answer(404, ""), want: quality.DialectAnalytics},
		"denied":       {api: answer(403, `{"message":"Missing permission"}`), err: "Genesys Cloud answered 403 Forbidden to GET /api/v2/quality/metrics: Missing permission"},
		"limited":      {api: answer(429, `{}`, "Retry-After", "5"), err: "Genesys Cloud answered 429 Too Many Requests to GET /api/v2/quality/metrics; asking again in 5s"},
		"failing":      {api: answer(500, `{}`), err: "Genesys Cloud answered 500 Internal Server Error to GET /api/v2/quality/metrics"},
		"another JSON": {api: answer(200, `{}`), err: "Genesys Cloud's answer to GET /api/v2/quality/metrics cannot be used: it is not a JSON array"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var query string
			u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
				query = r.URL.Query().Get("groupBy") + " " + r.URL.Query().Get("startTime") + " " + r.URL.Query().Get("endTime")
				tt.api(w, r)
			})
			rows, err := NewDialects(u.client, testRule).Ask(t.Context(), quality.Question{Dialect: quality.DialectAuto, Range: morning})
			assert.Equal(t, "evaluationForm 2026-11-02T08:30:00Z 2026-11-02T12:00:00Z", query)
			assert.Equal(t, []string{"POST /oauth/token", "GET /api/v2/quality/metrics"}, u.asked())
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
