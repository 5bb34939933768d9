package genesys

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

var update = flag.Bool("update", false, "rewrite the golden bodies in testdata/contract/genesys")

// contractDir holds bodies that the TypeScript tests hold against the types of Genesys' SDK.
var contractDir = filepath.Join("..", "..", "testdata", "contract", "genesys")

// morning is a range that is whole in no bucket wider than half an hour.
var morning = quality.Range{
	From: time.Date(2026, 11, 2, 8, 30, 0, 0, time.UTC),
	To:   time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC),
}

var testRule = quality.PassRule{
	Default: quality.Threshold{Score: 80},
	Forms:   map[string]quality.Threshold{"strict": {Score: 80, CriticalScore: 90}, "mild": {Score: 50}},
}

func aggregateQuestion(groupBy quality.GroupBy) quality.Question {
	return quality.Question{Dialect: quality.DialectAnalytics, GroupBy: groupBy, Range: morning}
}

func everyQueue(ids ...string) quality.Scope { return quality.Scope{Queues: quality.FilterIDs(ids...)} }

func TestBodiesOfAggregateQueries(t *testing.T) {
	series := aggregateQuestion(quality.GroupByAgent)
	series.Granularity = 2 * time.Hour
	passed := aggregateQuestion(quality.GroupByEvaluator)
	passed.Pass = testRule.Key()
	everything := aggregateQuestion(quality.GroupByQueue)
	everything.Granularity, everything.Pass = 15*time.Minute, testRule.Key()
	everything.Scope = quality.Scope{Queues: quality.FilterIDs("q2", "q1", quality.NoEntity), ScoredBy: quality.ScoredByHuman}
	unfiltered := aggregateQuestion(quality.GroupByEvaluationForm)
	unfiltered.Scope.IncludeCalibrations = true
	ai := aggregateQuestion(quality.GroupByEvaluationForm)
	ai.Granularity, ai.Scope.ScoredBy = 24*time.Hour, quality.ScoredByAI
	for name, q := range map[string]quality.Question{
		"agents-series": series, "evaluators-passed": passed, "queues-everything": everything, "forms-unfiltered": unfiltered, "forms-by-ai": ai,
	} {
		body := sentBody(t, aggregatesPath, func(c *Client) error {
			_, err := NewAnalytics(c, testRule).Ask(t.Context(), q)
			return err
		})
		matchesGolden(t, "aggregates-"+name, body)
	}
}

func TestBodiesOfSearches(t *testing.T) {
	tests := map[string]struct {
		question quality.EvaluationsQuestion
		ai       bool
		page     int
	}{
		"all": {quality.EvaluationsQuestion{Range: morning}, false, 1},
		"ai":  {quality.EvaluationsQuestion{Range: morning, GroupBy: quality.GroupByQueue, Scope: quality.Scope{ScoredBy: quality.ScoredByAI}}, true, 3},
		"everything": {quality.EvaluationsQuestion{
			Range: morning, GroupBy: quality.GroupByEvaluator, Entities: quality.FilterIDs("e2", "e1", quality.NoEntity),
			Forms: quality.FilterIDs("f1"), Scope: everyQueue("q1", "q2"),
		}, false, 2},
		"agent": {quality.EvaluationsQuestion{Range: morning, GroupBy: quality.GroupByAgent, Entities: quality.FilterIDs("a1")}, false, 1},
		// What AI has scored has no evaluator, so that there is nothing to choose by.
		"no-evaluator": {quality.EvaluationsQuestion{Range: morning, GroupBy: quality.GroupByEvaluator, Entities: quality.FilterIDs(quality.NoEntity)}, true, 1},
	}
	for name, tt := range tests {
		body := sentBody(t, searchPath, func(c *Client) error {
			_, err := NewEvaluationSearch(c).Page(t.Context(), tt.question, tt.ai, tt.question.Range.To.Add(-time.Millisecond), tt.page)
			return err
		})
		matchesGolden(t, "search-"+name, body)
	}
}

// sentBody is what was posted to the path.
func sentBody(t *testing.T, path string, ask func(*Client) error) []byte {
	t.Helper()
	var body []byte
	u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		answer(http.StatusOK, `{"results":[]}`)(w, r)
	})
	require.NoError(t, ask(u.client))
	require.Equal(t, []string{"POST /oauth/token", "POST " + path}, u.asked(), "one request for one question")
	return body
}

func matchesGolden(t *testing.T, name string, body []byte) {
	t.Helper()
	var indented bytes.Buffer
	require.NoError(t, json.Indent(&indented, body, "", "  "))
	indented.WriteByte('\n')
	path := filepath.Join(contractDir, name+".json")
	if *update {
		require.NoError(t, os.MkdirAll(contractDir, 0o755))
		require.NoError(t, os.WriteFile(path, indented.Bytes(), 0o644))
	}
	golden, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.JSONEq(t, string(golden), indented.String(), "%s: run the test with -update, and read the difference", name)
}
