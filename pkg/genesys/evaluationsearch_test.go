package genesys

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// evaluation is one of a search's results with a member of its own, within the morning.
func evaluation(id, members string) string {
	return `{"id":"` + id + `","submittedDate":"2026-11-02T09:15:00.250Z","answers":{"totalScore":87.5}` + members + `}`
}

// answered is evaluation e1 with its answers, and what follows them.
func answered(answers string) string {
	return `{"id":"e1","submittedDate":"2026-11-02T09:15:00Z","answers":` + answers + `}`
}

func page(evaluations ...string) string {
	return `{"results":[` + strings.Join(evaluations, ",") + `],"pageSize":100,"pageNumber":1}`
}

func found(text string) (quality.EvaluationPage, error) {
	return decodeEvaluations(newDecoder(strings.NewReader(text)), morning, false, 1)
}

func TestAPageOfEvaluations(t *testing.T) {
	u := newUpstream(t, nil, answer(http.StatusOK, `{"total":137,"pageNumber":2,"results":[
		{"id":"e1","conversation":{"id":"c1"},"agent":{"id":"a1","name":"Ann"},"evaluator":{"id":"b1"},"queue":{"id":"q1"},
		 "evaluationForm":{"id":"v3","contextId":"f1"},"status":"FINISHED","answers":{"totalScore":87.5,"totalCriticalScore":0,"questionGroupScores":[{}]},
		 "mediaType":["CALL","MESSAGE"],"submittedDate":"2026-11-02T10:15:00.250+01:00","releaseDate":"2026-11-02T10:00:00Z"},
		{"id":"e2","submittedDate":"2026-11-02T08:30:00Z","answers":{"totalScore":100,"totalCriticalScore":null},
		 "releaseDate":"2026-11-02T10:00:00Z","neverRelease":true,"calibration":{"id":"k1"}}]}`))
	got, err := NewEvaluationSearch(u.client).Page(t.Context(), quality.EvaluationsQuestion{Range: morning}, true, morning.To.Add(-time.Millisecond), 2)
	require.NoError(t, err)
	score, hundred, critical, total := 87.5, 100., 0., 137
	assert.Equal(t, quality.EvaluationPage{Total: &total, Evaluations: []quality.Evaluation{
		{
			ID: "e1", Submitted: time.Date(2026, 11, 2, 9, 15, 0, 250e6, time.UTC), AgentID: "a1", EvaluatorID: "b1", QueueID: "q1", FormID: "f1",
			ConversationID: "c1", Score: &score, CriticalScore: &critical, Released: true, MediaType: "CALL, MESSAGE", AI: true,
		},
		{
			ID: "e2", Submitted: morning.From, AgentID: "none", EvaluatorID: "none", QueueID: "none", FormID: "none", Score: &hundred, AI: true, Calibration: true,
		},
	}}, got, "calibrations stay, whatever the scope: the page would look like the last one")
	assert.Equal(t, []string{"POST /oauth/token", "POST /api/v2/quality/evaluations/search"}, u.asked())
}

func TestATotalIsGivenOnlyWhereGenesysSaysIt(t *testing.T) {
	got, err := found(page(evaluation("e1", "")))
	require.NoError(t, err)
	assert.Nil(t, got.Total)
	assert.False(t, got.Evaluations[0].AI)
	redacted, err := found(page(answered(`{}`)))
	require.NoError(t, err)
	assert.Nil(t, redacted.Evaluations[0].Score, "a score that the client may not see is no reason to lose the evaluation")
	for _, nothing := range []string{`{}`, `{"results":[]}`} {
		got, err = found(nothing)
		require.NoError(t, err)
		assert.Equal(t, quality.EvaluationPage{Evaluations: []quality.Evaluation{}}, got)
	}
}

func TestRefusedPages(t *testing.T) {
	many := make([]string, 101)
	for i := range many {
		many[i] = evaluation(fmt.Sprint(i), "")
	}
	const e1 = `row 1: `
	tests := map[string]struct{ json, want string }{
		"array":              {`[]`, "it is not a JSON object"},
		"no results":         {`{"pageNumber":1}`, "results is missing"},
		"null":               {page(`null`), "row 1: id is missing"},
		"blank id":           {page(evaluation(" ", "")), "row 1: id is missing"},
		"twice the same":     {page(evaluation("e1", ""), evaluation("e1", "")), `row 2: row 1 is the same evaluation`},
		"more than a page":   {page(many...), `row 101: a page has 100 evaluations at most`},
		"another page":       {`{"results":[],"pageNumber":2}`, "it is not page 1"},
		"no page":            {`{"results":[],"pageNumber":"1"}`, "it is not page 1"},
		"total too small":    {`{"total":1,` + page(evaluation("e1", ""), evaluation("e2", ""))[1:], "total is 1, less than the evaluations up to here"},
		"total a text":       {`{"total":"1","results":[]}`, "total is not a number"},
		"no date":            {page(`{"id":"e1"}`), e1 + "submittedDate is missing"},
		"no such date":       {page(`{"id":"e1","submittedDate":"2026-11-31T09:00:00Z"}`), e1 + `submittedDate "2026-11-31T09:00:00Z" is not a date`},
		"before the range":   {page(`{"id":"e1","submittedDate":"2026-11-02T08:29:59.999Z"}`), e1 + "submittedDate 2026-11-02T08:29:59.999Z is not within 2026-11-02T08:30:00Z/2026-11-02T12:00:00Z"},
		"at the range's end": {page(`{"id":"e1","submittedDate":"2026-11-02T12:00:00Z"}`), e1 + "submittedDate 2026-11-02T12:00:00Z is not within 2026-11-02T08:30:00Z/2026-11-02T12:00:00Z"},
		"hidden beyond 100":  {page(answered(`{"totalScore":101},"redacted":true`)), e1 + "totalScore 101 is not within 0 to 100"},
		"score above":        {page(answered(`{"totalScore":100.5}`)), e1 + "totalScore 100.5 is not within 0 to 100"},
		"critical below":     {page(answered(`{"totalScore":1,"totalCriticalScore":-1}`)), e1 + "totalCriticalScore -1 is not within 0 to 100"},
		"agent's name":       {page(`{"id":"e1","agent":"Ann"}`), "row 1: agent is a JSON string"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := found(tt.json)
			require.Error(t, err)
			assert.Empty(t, got, "no partial pages")
			named := call{method: "POST", path: "/s"}.decodeFault(err)
			assert.EqualError(t, named, "Genesys Cloud's answer to POST /s cannot be used: "+tt.want)
		})
	}
}

func TestASearchThatCannotBeSentIsNot(t *testing.T) {
	ids := make([]string, 51)
	for i := range ids {
		ids[i] = fmt.Sprintf("a%02d", i)
	}
	by := func(groupBy quality.GroupBy, ids ...string) func(*quality.EvaluationsQuestion) {
		return func(q *quality.EvaluationsQuestion) { q.GroupBy, q.Entities = groupBy, quality.FilterIDs(ids...) }
	}
	tests := map[string]struct {
		change func(*quality.EvaluationsQuestion)
		ai     bool
		page   int
		want   string // "" is an empty page
	}{
		"page":             {func(*quality.EvaluationsQuestion) {}, false, 0, "pages count from 1, got 0"},
		"skill":            {by(quality.GroupBySkill), false, 1, "evaluations know no skills: choose them by agent, queue, evaluator or evaluation form instead"},
		"ids of nothing":   {by("", "x"), false, 1, `evaluations cannot be searched for by ""`},
		"group by":         {by("team"), false, 1, `evaluations cannot be searched for by "team"`},
		"empty range":      {func(q *quality.EvaluationsQuestion) { q.Range.To = q.Range.From }, false, 1, "the range 2026-11-02T08:30:00Z/2026-11-02T08:30:00Z is empty"},
		"more than months": {func(q *quality.EvaluationsQuestion) { q.Range.From = q.Range.To.AddDate(0, -3, 0).Add(-quality.Window) }, false, 1, "single evaluations can be searched for in 3 months at most: choose a shorter time range"},
		"too many ids":     {by(quality.GroupByAgent, ids...), false, 1, "a search takes 50 ids as its agentId at most, got 51: choose fewer or all"},
		"no queue":         {by(quality.GroupByQueue, "q1", quality.NoEntity), false, 1, "evaluations without a queueId cannot be searched for"},
		"people's, not AI": {func(q *quality.EvaluationsQuestion) { q.Scope.ScoredBy = quality.ScoredByHuman }, true, 1, `it asks for what was scored by "human", and for the page of the others`},
		"AI, not people's": {func(q *quality.EvaluationsQuestion) { q.Scope.ScoredBy = quality.ScoredByAI }, false, 1, `it asks for what was scored by "ai", and for the page of the others`},
		"chooses no queue": {func(q *quality.EvaluationsQuestion) { q.Scope.Queues = quality.FilterNothing() }, false, 1, "its filter chooses no queue"},
		"no such form":     {func(q *quality.EvaluationsQuestion) { q.Forms = quality.FilterNothing() }, false, 1, ""},
		"nobody's, people": {by(quality.GroupByEvaluator, quality.NoEntity), false, 1, ""},
	}
	u := newUpstream(t, nil, answer(http.StatusOK, page()))
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			q := quality.EvaluationsQuestion{Range: morning}
			tt.change(&q)
			got, err := NewEvaluationSearch(u.client).Page(t.Context(), q, tt.ai, q.Range.To.Add(-time.Millisecond), tt.page)
			assert.Empty(t, got.Evaluations)
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, "the question cannot be asked: "+tt.want)
			assert.ErrorIs(t, err, ErrQuestion)
		})
	}
	assert.Empty(t, u.asked())

	q := quality.EvaluationsQuestion{Range: quality.Range{From: morning.To.AddDate(0, -3, 0), To: morning.To}}
	_, err := NewEvaluationSearch(u.client).Page(t.Context(), q, false, q.Range.To.Add(-time.Millisecond), 1)
	assert.NoError(t, err, "three months to the millisecond")
}

func TestATruncatedPageIsNoticedAnywhere(t *testing.T) {
	whole := page(evaluation("e1", ""), evaluation("e2", ""))
	for end := 1; end < len(whole); end++ {
		_, err := found(whole[:end])
		_, truncated := errors.AsType[*TruncatedError](call{}.decodeFault(err))
		assert.True(t, truncated, "after %d bytes: %v", end, err)
	}
}

func FuzzDecodeEvaluations(f *testing.F) {
	for _, seed := range []string{`{}`, `null`, page(), page(evaluation("e1", `,"agent":{"id":"a"},"mediaType":["CALL"]`), evaluation("e2", "")), `{"total":1,"results":[`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := found(text)
		if err != nil {
			assert.NotEmpty(t, call{}.decodeFault(err).Error())
			return
		}
		var again map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(text), &again), "only whole JSON is accepted")
		var evaluations []json.RawMessage
		if raw, given := again["results"]; given {
			require.NoError(t, json.Unmarshal(raw, &evaluations))
		}
		require.Len(t, got.Evaluations, len(evaluations), "no evaluation is lost or added")
		ids := map[string]bool{}
		for _, e := range got.Evaluations {
			require.False(t, ids[e.ID], "an id twice")
			ids[e.ID] = true
			require.False(t, e.Submitted.Before(morning.From) || !e.Submitted.Before(morning.To))
			require.True(t, e.Score == nil || *e.Score >= 0 && *e.Score <= 100)
			require.NotEmpty(t, strings.TrimSpace(e.AgentID))
		}
		require.True(t, got.Total == nil || *got.Total >= len(evaluations))
	})
}
