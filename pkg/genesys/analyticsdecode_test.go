package genesys

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func aggregated(q quality.Question, text string) ([]quality.Row, error) {
	sums := newAggregateSums(q, testRule)
	if err := decodeAggregates(newDecoder(strings.NewReader(text)), sums); err != nil {
		return nil, err
	}
	return sums.rows(), nil
}

// stats is a metric of an answer; wholeMorning the data of a group that has it.
func stats(metric, count, sum, lowest, highest string) string {
	return fmt.Sprintf(`{"metric":%q,"stats":{"count":%s,"sum":%s,"min":%s,"max":%s}}`, metric, count, sum, lowest, highest)
}

func wholeMorning(metrics ...string) string {
	return bucketOf("2026-11-02T08:30:00.000Z/2026-11-02T12:00:00.000Z", metrics...)
}

func bucketOf(interval string, metrics ...string) string {
	return `{"interval":"` + interval + `","metrics":[` + strings.Join(metrics, ",") + `]}`
}

func group(ids, data string) string { return `{"group":{` + ids + `},"data":[` + data + `]}` }

func results(groups ...string) string { return `{"results":[` + strings.Join(groups, ",") + `]}` }

const agentForm = `"userId":"a1","contextId":"f1"`

var threeScores = stats("oTotalScore", "3", "240.5", "60.5", "100")

func TestAcceptedAggregates(t *testing.T) {
	three := quality.Measures{Count: 3, AverageScore: 240.5 / 3, MinScore: 60.5, MaxScore: 100}
	of := func(entity, form string, m quality.Measures) quality.Row {
		return quality.Row{Entity: quality.Entity{ID: entity}, FormID: form, Measures: m}
	}
	with := func(change func(*quality.Measures)) quality.Measures {
		changed := three
		change(&changed)
		return changed
	}
	tests := map[string]struct {
		json string
		want []quality.Row
	}{
		"no results":           {results(), []quality.Row{}},
		"an object of nothing": {` {} `, []quality.Row{}},
		"fields nobody knows": {`{"took":{"ms":[1]},` + results(`{"x":1,"group":{` + agentForm + `,"mediaType":"voice"},"data":[` + wholeMorning(
			`{"metric":"nEvaluations","qualifier":"q","stats":{"count":9}}`, threeScores) + `]}`)[1:], []quality.Row{of("a1", "f1", three)}},
		"critical scores of some": {results(group(agentForm, wholeMorning(stats("oTotalCriticalScore", "2", "150", "50", "100"), threeScores))),
			[]quality.Row{of("a1", "f1", with(func(m *quality.Measures) { m.CriticalCount, m.CriticalScore = 2, 75 }))}},
		"a group without data":    {results(`{"group":{`+agentForm+`}}`, group(`"userId":"a2","contextId":"f1"`, wholeMorning(threeScores))), []quality.Row{of("a2", "f1", three)}},
		"no score":                {results(group(agentForm, wholeMorning(stats("oTotalCriticalScore", "2", "150", "50", "100")))), []quality.Row{}},
		"a count of zero":         {results(group(agentForm, wholeMorning(`{"metric":"oTotalScore","stats":{"count":0}}`))), []quality.Row{}},
		"nobody and no form":      {results(group(``, wholeMorning(threeScores))), []quality.Row{of("none", "none", three)}},
		"blank is the same":       {results(group(`"userId":" ","contextId":null`, wholeMorning(threeScores))), []quality.Row{of("none", "none", three)}},
		"blank and missing merge": {results(group(`"contextId":"f1"`, wholeMorning(threeScores)), group(`"userId":"","contextId":"f1"`, wholeMorning(stats("oTotalScore", "1", "20", "20", "20")))), []quality.Row{of("none", "f1", quality.Measures{Count: 4, AverageScore: 260.5 / 4, MinScore: 20, MaxScore: 100})}},
		"forms stay apart":        {results(group(agentForm, wholeMorning(threeScores)), group(`"userId":"a1","contextId":"f2"`, wholeMorning(threeScores))), []quality.Row{of("a1", "f1", three), of("a1", "f2", three)}},
		"parts of the range": {results(group(agentForm, bucketOf("2026-11-02T10:00:00Z/2026-11-02T11:00:00Z", threeScores)+","+bucketOf("2026-11-02T10:00:00+01:00/2026-11-02T10:00:00Z", stats("oTotalScore", "1", "9.5", "9.5", "9.5")))),
			[]quality.Row{of("a1", "f1", quality.Measures{Count: 4, AverageScore: 62.5, MinScore: 9.5, MaxScore: 100})}},
		"floats that were added": {results(group(agentForm, wholeMorning(stats("oTotalScore", "3", "300.0000000001", "-0.0000000001", "100.0000000001")))),
			[]quality.Row{of("a1", "f1", quality.Measures{Count: 3, AverageScore: 100, MinScore: 0, MaxScore: 100})}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			rows, err := aggregated(aggregateQuestion(quality.GroupByAgent), tt.json)
			require.NoError(t, err)
			assert.Equal(t, tt.want, rows)
		})
	}
}

func TestRefusedAggregates(t *testing.T) {
	scored := func(count, sum, lowest, highest string) string {
		return results(group(agentForm, wholeMorning(stats("oTotalScore", count, sum, lowest, highest))))
	}
	series, judged := aggregateQuestion(quality.GroupByAgent), aggregateQuestion(quality.GroupByAgent)
	series.Granularity, judged.Pass = time.Hour, testRule.Key()
	const a1 = `row 1: `
	tests := map[string]struct {
		json, want string
		question   quality.Question
	}{
		"null":                 {json: `null`, want: "it is not a JSON object"},
		"array":                {json: `[]`, want: "it is not a JSON object"},
		"empty":                {json: ``, want: "it is empty"},
		"no JSON":              {json: `{results}`, want: notValid},
		"an error with a 200":  {json: `{"message":"x"}`, want: "results is missing"},
		"results null":         {json: `{"results":null}`, want: "results is not a JSON array"},
		"results an object":    {json: `{"results":{}}`, want: "results is not a JSON array"},
		"results twice":        {json: `{"results":[],"results":[]}`, want: "a field is there twice"},
		"two answers":          {json: results() + results(), want: "there is more after its end"},
		"trailing comma":       {json: `{"results":[` + group(agentForm, "") + `,]}`, want: "row 2: it is not valid JSON"},
		"no group":             {json: results(`{"data":[` + wholeMorning(threeScores) + `]}`), want: "row 1: group is missing"},
		"null for a group":     {json: results(`null`), want: "row 1: group is missing"},
		"a number as an id":    {json: results(group(`"userId":7`, ``)), want: "row 1: group.userId is a JSON number"},
		"the same group":       {json: results(group(agentForm, ``), group(`"contextId":"f1","userId":"a1"`, ``)), want: `row 2: row 1 is the same group`},
		"an interval twice":    {json: results(group(agentForm, wholeMorning(threeScores)+","+wholeMorning(threeScores))), want: a1 + "the intervals 2026-11-02T08:30:00Z/2026-11-02T12:00:00Z and 2026-11-02T08:30:00Z/2026-11-02T12:00:00Z overlap"},
		"overlapping":          {json: results(group(agentForm, bucketOf("2026-11-02T10:00:00Z/2026-11-02T11:00:00Z", threeScores)+","+bucketOf("2026-11-02T09:00:00Z/2026-11-02T10:00:01Z", threeScores))), want: a1 + "the intervals 2026-11-02T09:00:00Z/2026-11-02T10:00:01Z and 2026-11-02T10:00:00Z/2026-11-02T11:00:00Z overlap"},
		"before the range":     {json: results(group(agentForm, bucketOf("2026-11-02T08:29:59Z/2026-11-02T12:00:00Z", threeScores))), want: a1 + "the interval 2026-11-02T08:29:59Z/2026-11-02T12:00:00Z is not within 2026-11-02T08:30:00Z/2026-11-02T12:00:00Z"},
		"past the range":       {json: results(group(agentForm, bucketOf("2026-11-02T08:30:00Z/2026-11-02T12:00:01Z", threeScores))), want: a1 + "the interval 2026-11-02T08:30:00Z/2026-11-02T12:00:01Z is not within 2026-11-02T08:30:00Z/2026-11-02T12:00:00Z"},
		"in two buckets":       {question: series, json: results(group(agentForm, bucketOf("2026-11-02T09:30:00Z/2026-11-02T10:30:00Z", threeScores))), want: a1 + "the interval 2026-11-02T09:30:00Z/2026-11-02T10:30:00Z is not within one bucket of PT1H of 2026-11-02T08:30:00Z/2026-11-02T12:00:00Z"},
		"no interval":          {json: results(group(agentForm, `{"metrics":[]}`)), want: a1 + `"" is not an interval`},
		"half an interval":     {json: results(group(agentForm, bucketOf("2026-11-02T09:00:00Z"))), want: a1 + `"2026-11-02T09:00:00Z" is not an interval`},
		"a backward interval":  {json: results(group(agentForm, bucketOf("2026-11-02T10:00:00Z/2026-11-02T10:00:00Z"))), want: a1 + `"2026-11-02T10:00:00Z/2026-11-02T10:00:00Z" is not an interval`},
		"a metric twice":       {json: results(group(agentForm, wholeMorning(threeScores, threeScores))), want: a1 + "oTotalScore is there twice"},
		"no stats":             {json: results(group(agentForm, wholeMorning(`{"metric":"oTotalScore"}`))), want: a1 + "oTotalScore's count is missing"},
		"count negative":       {json: scored("-1", "1", "1", "1"), want: a1 + "oTotalScore's count is negative"},
		"count a fraction":     {json: scored("1.5", "1", "1", "1"), want: a1 + "oTotalScore's count is not a whole number"},
		"count text":           {json: scored(`"3"`, "1", "1", "1"), want: a1 + "oTotalScore's count is not a number"},
		"sum missing":          {json: scored("3", "null", "1", "1"), want: a1 + "oTotalScore's sum is missing"},
		"sum out of range":     {json: scored("3", "1e999", "1", "1"), want: a1 + "oTotalScore's sum is a number out of range"},
		"average above":        {json: scored("3", "300.1", "1", "1"), want: a1 + "oTotalScore's average 100.03333333333335 is not within 0 to 100"},
		"average below":        {json: scored("1", "-1", "1", "1"), want: a1 + "oTotalScore's average -1 is not within 0 to 100"},
		"min missing":          {json: scored("3", "240", "null", "100"), want: a1 + "oTotalScore's min is missing"},
		"min below":            {json: scored("3", "240", "-2", "100"), want: a1 + "oTotalScore's min -2 is not within 0 to 100"},
		"max missing":          {json: scored("3", "240", "60", "null"), want: a1 + "oTotalScore's max is missing"},
		"max above":            {json: scored("3", "240", "60", "101"), want: a1 + "oTotalScore's max 101 is not within 0 to 100"},
		"min above max":        {json: scored("3", "240", "90", "80"), want: a1 + "oTotalScore's min is above its max"},
		"critical above":       {json: results(group(agentForm, wholeMorning(threeScores, stats("oTotalCriticalScore", "1", "101", "1", "1")))), want: a1 + "oTotalCriticalScore's average 101 is not within 0 to 100"},
		"more than a count":    {json: results(group(agentForm, bucketOf("2026-11-02T09:00:00Z/2026-11-02T10:00:00Z", stats("oTotalScore", "9007199254740992", "1", "0", "1"))+","+bucketOf("2026-11-02T10:00:00Z/2026-11-02T11:00:00Z", stats("oTotalScore", "9007199254740992", "1", "0", "1")))), want: a1 + "count is a number out of range"},
		"judged without an id": {question: judged, json: results(group(agentForm, wholeMorning(threeScores))), want: a1 + "evaluationId is missing"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if tt.question.Dialect == "" {
				tt.question = aggregateQuestion(quality.GroupByAgent)
			}
			rows, err := aggregated(tt.question, tt.json)
			require.Error(t, err)
			assert.Nil(t, rows, "no partial answers")
			named := call{method: "POST", path: "/m"}.decodeFault(err)
			assert.IsType(t, &AnswerError{}, named)
			assert.EqualError(t, named, "Genesys Cloud's answer to POST /m cannot be used: "+tt.want)
		})
	}
}

func TestATruncatedListIsNoticedAnywhere(t *testing.T) {
	whole := `{"took":5,` + results(group(agentForm, wholeMorning(threeScores)), group(``, wholeMorning(threeScores)))[1:]
	for end := 1; end < len(whole); end++ {
		_, err := aggregated(aggregateQuestion(quality.GroupByAgent), whole[:end])
		named := call{}.decodeFault(err)
		_, truncated := errors.AsType[*TruncatedError](named)
		assert.True(t, truncated, "after %d bytes: %v", end, named)
	}
}

// endless repeats groups for ever.
type endless struct {
	group string
	read  int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.group[e.read%len(e.group):])
	e.read += n
	return n, nil
}

// TestAggregatesAreReadGroupByGroup: a decoder that wanted the whole answer first would never end.
func TestAggregatesAreReadGroupByGroup(t *testing.T) {
	rest := &endless{group: group(agentForm, wholeMorning(threeScores)) + ","}
	answer := io.MultiReader(strings.NewReader(`{"results":[`), rest)
	err := decodeAggregates(newDecoder(answer), newAggregateSums(aggregateQuestion(quality.GroupByAgent), testRule))
	require.ErrorContains(t, call{}.decodeFault(err), `row 2: row 1 is the same group`)
	assert.Less(t, rest.read, 1<<16)
}

// FuzzDecodeAggregates holds whatever is accepted against a second reading of the same bytes.
func FuzzDecodeAggregates(f *testing.F) {
	judged := group(agentForm+`,"evaluationId":"e1"`, wholeMorning(stats("oTotalScore", "1", "85", "85", "85"), stats("oTotalCriticalScore", "1", "100", "100", "100")))
	for _, seed := range []string{`{}`, `null`, results(), results(group(agentForm, wholeMorning(threeScores)), group(``, bucketOf("2026-11-02T09:00:00Z/2026-11-02T09:15:00Z", threeScores))), results(judged), `{"results":[{"group":`} {
		f.Add(seed, false, false)
		f.Add(seed, true, true)
	}
	f.Fuzz(func(t *testing.T, text string, inBuckets, judged bool) {
		q := aggregateQuestion(quality.GroupByAgent)
		if inBuckets {
			q.Granularity = time.Hour
		}
		if judged {
			q.Pass = testRule.Key()
		}
		rows, err := aggregated(q, text)
		if err != nil {
			assert.NotEmpty(t, call{}.decodeFault(err).Error())
			return
		}
		again := readAgain(t, text)
		var count, want int64
		seen := map[string]bool{}
		for _, row := range rows {
			key := fmt.Sprintf("%q %q %s", row.Entity.ID, row.FormID, row.From)
			require.False(t, seen[key], "a row twice")
			seen[key] = true
			require.Equal(t, inBuckets, !row.From.IsZero())
			require.Positive(t, row.Count)
			count += row.Count
			for _, v := range []float64{row.AverageScore, row.PassRate, row.CriticalScore, row.MinScore, row.MaxScore} {
				require.False(t, math.IsNaN(v) || v < 0 || v > 100)
			}
		}
		for _, group := range elements(again, "results") {
			for _, data := range elements(group, "data") {
				for _, metric := range elements(data, "metrics") {
					if field(metric, "metric") == "oTotalScore" {
						want += int64(numberIn(field(metric, "stats"), "count"))
					}
				}
			}
		}
		require.Equal(t, want, count, "no evaluation is lost or added")
	})
}
