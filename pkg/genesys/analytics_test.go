package genesys

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// scored is one evaluation behind an aggregate answer.
type scored struct {
	id, agent, queue, evaluator, form string
	at                                time.Time
	score                             float64
	critical                          *float64
}

// dimension is what a dimension of the Analytics API says of it; missing ids are left out.
func (s scored) dimension(name string) string {
	return map[string]string{"userId": s.agent, "queueId": s.queue, "evaluatorId": s.evaluator, "contextId": s.form, "evaluationId": s.id}[name]
}

// someEvaluations are spread over the range, with scores in eighths so that every order of adding gives the same sum.
func someEvaluations(random *rand.Rand, n int, r quality.Range) []scored {
	list := make([]scored, n)
	for i := range list {
		pick := func(prefix string, n int) string { return fmt.Sprintf("%s%d", prefix, random.IntN(n)) }
		list[i] = scored{
			id: fmt.Sprintf("ev%d", i), agent: pick("a", 7), queue: pick("q", 3), evaluator: pick("e", 3),
			form: []string{"strict", "mild", "f"}[random.IntN(3)], at: r.From.Add(time.Duration(random.Int64N(int64(r.To.Sub(r.From))))),
			score: float64(random.IntN(801)) / 8,
		}
		if random.IntN(4) > 0 {
			critical := float64(random.IntN(801)) / 8
			list[i].critical = &critical
		}
		if random.IntN(10) == 0 {
			list[i].queue, list[i].evaluator = "", ""
		}
	}
	return list
}

// genesysAnswer is what Genesys says of the evaluations, in buckets of a width on the epoch grid, cut to the range.
func genesysAnswer(list []scored, dimensions []string, r quality.Range, width time.Duration) string {
	type part struct{ group, interval string }
	byGroup := map[string][]string{}
	parts := map[part][]scored{}
	for _, one := range list {
		var ids []string
		for _, name := range dimensions {
			if value := one.dimension(name); value != "" || name == "evaluatorId" {
				ids = append(ids, fmt.Sprintf("%q:%q", name, value))
			}
		}
		from := one.at.Truncate(width)
		bucket := quality.Range{From: from, To: from.Add(width)}
		if bucket.From.Before(r.From) {
			bucket.From = r.From
		}
		if bucket.To.After(r.To) {
			bucket.To = r.To
		}
		key := part{strings.Join(ids, ","), bucket.String()}
		if parts[key] == nil {
			byGroup[key.group] = append(byGroup[key.group], key.interval)
		}
		parts[key] = append(parts[key], one)
	}
	var groups []string
	for ids, intervals := range byGroup {
		var data []string
		for _, interval := range intervals {
			var totals, criticals []float64
			for _, one := range parts[part{ids, interval}] {
				totals = append(totals, one.score)
				if one.critical != nil {
					criticals = append(criticals, *one.critical)
				}
			}
			metrics := []string{scoresOf("oTotalScore", totals)}
			if criticals != nil {
				metrics = append(metrics, scoresOf("oTotalCriticalScore", criticals))
			}
			data = append(data, bucketOf(interval, metrics...))
		}
		groups = append(groups, group(ids, strings.Join(data, ",")))
	}
	return results(groups...)
}

func scoresOf(metric string, values []float64) string {
	return stats(metric, fmt.Sprint(len(values)), fmt.Sprint(total(values)), fmt.Sprint(slices.Min(values)), fmt.Sprint(slices.Max(values)))
}

func total(values []float64) (sum float64) {
	for _, value := range values {
		sum += value
	}
	return sum
}

// expectedRows are what the evaluations themselves add up to.
func expectedRows(list []scored, q quality.Question) []quality.Row {
	type key struct {
		entity, form string
		from         time.Time
	}
	of := map[key][]scored{}
	var buckets []quality.Range
	if q.Granularity > 0 {
		buckets = quality.Buckets(q.Range, q.Granularity)
	}
	for _, one := range list {
		entity := map[quality.GroupBy]string{
			quality.GroupByAgent: one.agent, quality.GroupByQueue: one.queue, quality.GroupByEvaluator: one.evaluator, quality.GroupByEvaluationForm: one.form,
		}[q.GroupBy]
		if entity == "" {
			entity = "none"
		}
		k := key{entity: entity, form: one.form}
		for _, bucket := range buckets {
			if !one.at.Before(bucket.From) {
				k.from = bucket.From
			}
		}
		of[k] = append(of[k], one)
	}
	var rows []quality.Row
	for k, evaluations := range of {
		var totals, criticals []float64
		passed := 0
		for _, one := range evaluations {
			totals = append(totals, one.score)
			passes := one.score >= map[string]float64{"strict": 80, "mild": 50, "f": 80}[k.form]
			if one.critical != nil {
				criticals = append(criticals, *one.critical)
				passes = passes && (k.form != "strict" || *one.critical >= 90)
			}
			if passes && q.Pass != "" {
				passed++
			}
		}
		row := quality.Row{Entity: quality.Entity{ID: k.entity}, FormID: k.form, From: k.from, Measures: quality.Measures{
			Count: int64(len(totals)), AverageScore: total(totals) / float64(len(totals)), PassRate: float64(passed) / float64(len(totals)) * 100,
			MinScore: slices.Min(totals), MaxScore: slices.Max(totals),
		}}
		if criticals != nil {
			row.CriticalCount, row.CriticalScore = int64(len(criticals)), total(criticals)/float64(len(criticals))
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, quality.Row.Compare)
	return rows
}

func TestRowsAreWhatTheEvaluationsAddUpTo(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	list := someEvaluations(random, 200, morning)
	for _, groupBy := range []quality.GroupBy{quality.GroupByAgent, quality.GroupByQueue, quality.GroupByEvaluator, quality.GroupByEvaluationForm} {
		for _, granularity := range []time.Duration{0, 15 * time.Minute, time.Hour, 3 * time.Hour, 24 * time.Hour} {
			for _, pass := range []string{"", testRule.Key()} {
				q := aggregateQuestion(groupBy)
				q.Granularity, q.Pass = granularity, pass
				// Genesys may also answer in narrower buckets than ours.
				for _, width := range []time.Duration{15 * time.Minute, granularity, 24 * time.Hour} {
					if width == 0 || (granularity > 0 && width > granularity) {
						continue
					}
					said := genesysAnswer(list, groupDimensions(q), q.Range, width)
					u := newUpstream(t, nil, answer(http.StatusOK, said))
					rows, err := NewAnalytics(u.client, testRule).Ask(t.Context(), q)
					require.NoError(t, err)
					slices.SortFunc(rows, quality.Row.Compare)
					require.Equal(t, expectedRows(list, q), rows, "by %s in %s of %s, pass %q", groupBy, granularity, width, pass)
				}
			}
		}
	}
}

// TestAnEvaluationIsJudgedByItsScoreInTheBucket: a rescored evaluation may come with a count of two.
func TestAnEvaluationIsJudgedByItsScoreInTheBucket(t *testing.T) {
	judge := func(form, evaluation string, metrics ...string) string {
		return group(`"userId":"a1","contextId":"`+form+`","evaluationId":"`+evaluation+`"`, wholeMorning(metrics...))
	}
	one := func(metric, score string) string { return stats(metric, "1", score, score, score) }
	tests := map[string]struct {
		groups   []string
		passRate float64
	}{
		"at the threshold":            {[]string{judge("f", "1", one("oTotalScore", "80"))}, 100},
		"just below":                  {[]string{judge("f", "1", one("oTotalScore", "79.99"))}, 0},
		"one of three":                {[]string{judge("f", "1", one("oTotalScore", "80")), judge("f", "2", one("oTotalScore", "0")), judge("f", "3", one("oTotalScore", "10"))}, 100. / 3},
		"the form's own":              {[]string{judge("mild", "1", one("oTotalScore", "50"))}, 100},
		"no critical question":        {[]string{judge("strict", "1", one("oTotalScore", "80"))}, 100},
		"critical, reached":           {[]string{judge("strict", "1", one("oTotalScore", "80"), one("oTotalCriticalScore", "90"))}, 100},
		"critical, missed":            {[]string{judge("strict", "1", one("oTotalScore", "100"), one("oTotalCriticalScore", "89.9"))}, 0},
		"two scores, average reached": {[]string{judge("f", "1", stats("oTotalScore", "2", "160", "60", "100")), judge("f", "2", one("oTotalScore", "70"))}, 200. / 3},
		"two scores, average missed":  {[]string{judge("f", "1", stats("oTotalScore", "2", "158", "60", "98")), judge("f", "2", one("oTotalScore", "90"))}, 100. / 3},
		"two parts of a bucket": {[]string{group(`"userId":"a1","contextId":"f","evaluationId":"1"`,
			bucketOf("2026-11-02T09:00:00Z/2026-11-02T10:00:00Z", one("oTotalScore", "70"))+","+bucketOf("2026-11-02T10:00:00Z/2026-11-02T11:00:00Z", one("oTotalScore", "90")))}, 100},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			q := aggregateQuestion(quality.GroupByAgent)
			q.Pass = testRule.Key()
			rows, err := aggregated(q, results(tt.groups...))
			require.NoError(t, err)
			require.Len(t, rows, 1, "evaluations of one agent and form are one row")
			assert.InDelta(t, tt.passRate, rows[0].PassRate, 1e-9)
		})
	}
}

func TestAnAnswerOfThirtyThousandEvaluations(t *testing.T) {
	const evaluations = 30_000
	var said strings.Builder
	said.WriteString(`{"results":[`)
	for i := range evaluations {
		if i > 0 {
			said.WriteByte(',')
		}
		ids := fmt.Sprintf(`"userId":"11111111-2222-3333-4444-%012d","contextId":"f","evaluationId":"55555555-6666-7777-8888-%012d"`, i%1000, i)
		said.WriteString(group(ids, wholeMorning(stats("oTotalScore", "1", "80.5", "80.5", "80.5"), stats("oTotalCriticalScore", "1", "100", "100", "100"))))
	}
	said.WriteString(`]}`)
	q := aggregateQuestion(quality.GroupByAgent)
	q.Pass = testRule.Key()
	u := newUpstream(t, nil, answer(http.StatusOK, said.String()))
	rows, err := NewAnalytics(u.client, testRule).Ask(t.Context(), q)
	require.NoError(t, err)
	require.Len(t, rows, 1000)
	for _, row := range rows {
		require.Equal(t, quality.Measures{Count: 30, AverageScore: 80.5, PassRate: 100, CriticalCount: 30, CriticalScore: 100, MinScore: 80.5, MaxScore: 80.5}, row.Measures)
	}
}

func TestAQuestionThatAnalyticsCannotAnswerIsNotSent(t *testing.T) {
	u := newUpstream(t, nil, answer(http.StatusOK, results()))
	tests := map[string]struct {
		change func(*quality.Question)
		want   string
	}{
		"skill": {func(q *quality.Question) { q.GroupBy = quality.GroupBySkill },
			"the Analytics API knows no skills: group by agent, queue, evaluator or evaluation form instead"},
		"dialect":             {func(q *quality.Question) { q.Dialect = quality.DialectQualityMetrics }, `the dialect is "qualityMetrics"`},
		"group by":            {func(q *quality.Question) { q.GroupBy = "team" }, `it cannot group by "team"`},
		"one form":            {func(q *quality.Question) { q.EvaluationFormID = "f1" }, "the Analytics API is asked for all evaluation forms at once"},
		"off the grid":        {func(q *quality.Question) { q.Range.To = q.Range.To.Add(time.Second) }, "the range 2026-11-02T08:30:00Z/2026-11-02T12:00:01Z is not on the quarter hour"},
		"granularity":         {func(q *quality.Question) { q.Granularity = 5 * time.Hour }, "buckets of 5h0m0s are not windows that divide a day"},
		"less than a window":  {func(q *quality.Question) { q.Granularity = 5 * time.Minute }, "buckets of 5m0s are not windows that divide a day"},
		"negative":            {func(q *quality.Question) { q.Granularity = -time.Hour }, "buckets of -1h0m0s are not windows that divide a day"},
		"another pass rule":   {func(q *quality.Question) { q.Pass = quality.PassRule{}.Key() }, "its pass rule is not the data source's"},
		"no queue is chosen":  {func(q *quality.Question) { q.Scope.Queues = quality.FilterNothing() }, "its filter chooses no queue"},
		"scored by who knows": {func(q *quality.Question) { q.Scope.ScoredBy = "cat" }, `nobody is known who scores as "cat"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			q := aggregateQuestion(quality.GroupByAgent)
			tt.change(&q)
			_, err := NewAnalytics(u.client, testRule).Ask(t.Context(), q)
			require.EqualError(t, err, "the question cannot be asked: "+tt.want)
			assert.ErrorIs(t, err, ErrQuestion)
		})
	}
	assert.Empty(t, u.asked())
}

func TestAnAnswerThatBreaksOffGivesNoRows(t *testing.T) {
	u := newUpstream(t, nil, func(w http.ResponseWriter, _ *http.Request) {
		raw(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n"+results(group(agentForm, wholeMorning(threeScores))))
	})
	rows, err := NewAnalytics(u.client, testRule).Ask(t.Context(), aggregateQuestion(quality.GroupByAgent))
	require.EqualError(t, err, "Genesys Cloud's answer to POST /api/v2/analytics/evaluations/aggregates/query broke off before its end")
	assert.Nil(t, rows)
}
