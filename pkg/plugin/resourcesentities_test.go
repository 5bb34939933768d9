package plugin

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	justAda = `[{"entityId":"a-1","entityName":"Ada","metrics":{"averageScore":{"value":85.5,"unit":"percentage"},"count":{"value":10},"passRate":{"value":90,"unit":"percentage"}}}]`
	// scoresOfTwoForms is an answer without the pass rate: Ada on f-1 and f-2, someone on f-2.
	scoresOfTwoForms = `{"results":[
		{"group":{"userId":"a-1","contextId":"f-1"},"data":[{"interval":"2026-11-20T12:15:00.000Z/2026-11-27T12:15:00.000Z","metrics":[
			{"metric":"nEvaluations","stats":{"count":1}},{"metric":"oTotalScore","stats":{"count":1,"sum":90,"min":90,"max":90}}]}]},
		{"group":{"userId":"a-1","contextId":"f-2"},"data":[{"interval":"2026-11-20T12:15:00.000Z/2026-11-27T12:15:00.000Z","metrics":[
			{"metric":"nEvaluations","stats":{"count":1}},{"metric":"oTotalScore","stats":{"count":1,"sum":90,"min":90,"max":90}}]}]},
		{"group":{"userId":"b-2","contextId":"f-2"},"data":[{"interval":"2026-11-20T12:15:00.000Z/2026-11-27T12:15:00.000Z","metrics":[
			{"metric":"nEvaluations","stats":{"count":1}},{"metric":"oTotalScore","stats":{"count":1,"sum":70,"min":70,"max":70}}]}]}
	]}`
)

// listed is what a resource lists.
func listed(t *testing.T, d *Datasource, path string) []entityOption {
	t.Helper()
	status, body := call(t, d, http.MethodGet, path)
	require.Equal(t, http.StatusOK, status, body)
	var options []entityOption
	require.NoError(t, json.Unmarshal([]byte(body), &options))
	return options
}

func TestPickersListWhoHasEvaluationsOnTheChosenForms(t *testing.T) {
	ada, bob, ghost := entityOption{"a-1", "Ada"}, entityOption{"b-2", "Bob"}, entityOption{"c-3", "Ghost"}
	g := newGenesysCloud(t)
	g.metrics = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("evaluationFormId") == "f-1" {
			answering(justAda)(w, r)
			return
		}
		answering(threeAgents)(w, r)
	}
	d := g.datasourceAt(t, noon, nil)
	asked := 0
	for _, c := range []struct {
		path  string
		want  []entityOption
		asked int
	}{
		{"entities/agent?evaluationFormId=f-1", []entityOption{ada}, 1},
		{"entities/agent?evaluationFormId=f-1&evaluationFormId=f-2", []entityOption{ada, bob}, 1},
		{"entities/agent?evaluationFormId=f-2&evaluationFormId=&evaluationFormId=+f-1+", []entityOption{ada, bob}, 0},
		{"entities/agent?evaluationFormId=", []entityOption{}, 0},
		{"entities/agent?evaluationFormId=f-1&evaluationFormId=$__all", []entityOption{ada, bob, ghost}, 1},
		{"entities/agent", []entityOption{ada, bob, ghost}, 0},
	} {
		require.Equal(t, c.want, listed(t, d, c.path), c.path)
		asked += c.asked
		require.Len(t, g.questions(), asked, c.path)
	}
	first := g.questions()[0]
	require.Equal(t, "f-1", first.Get("evaluationFormId"))
	require.Equal(t, "2026-11-20T12:15:00Z", first.Get("startTime"), "the same week as without forms")
}

func TestPickersOfTheAnalyticsAPIChooseFormsWithoutAnotherCall(t *testing.T) {
	g := newAnalyticsCloud(t)
	g.aggregates = func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.Contains(string(body), "evaluationId") { // The pass rate is nothing that a list needs.
			notOffered(w, r)
			return
		}
		answering(scoresOfTwoForms)(w, r)
	}
	d := g.datasourceAt(t, noon, map[string]any{"api": "analytics"})
	ada, nameless := entityOption{"a-1", "Ada"}, entityOption{"b-2", "b-2"}
	require.Equal(t, []entityOption{ada}, listed(t, d, "entities/agent?evaluationFormId=f-1"))
	require.Equal(t, []entityOption{ada, nameless}, listed(t, d, "entities/agent?evaluationFormId=f-2"))
	require.Equal(t, []entityOption{ada, nameless}, listed(t, d, "entities/agent"))
	require.Empty(t, listed(t, d, "entities/agent?evaluationFormId=f-3"))
	require.Empty(t, listed(t, d, "entities/agent?evaluationFormId="))
	require.Equal(t, []entityOption{{"f-1", "Sales"}}, listed(t, d, "entities/evaluationForm?evaluationFormId=f-1"))
	require.Empty(t, listed(t, d, "entities/evaluationForm?evaluationFormId=f-2"), "which is not published")
	require.Equal(t, map[string]int{"query": 1, "users": 1, "evaluations": 1}, g.calls)
}

func TestFormsThatCannotBeReadAreRefusedBeforeAnythingIsAsked(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	for parameters, reason := range map[string]string{
		"evaluationFormId=$form":           "evaluationFormIds holds the variable $form, which was not filled in",
		"evaluationFormId=%24%7Bform%7D":   "evaluationFormIds holds the variable ${form}",
		"evaluationFormId=f-1%0Af-2":       `evaluationFormIds holds "f-1\nf-2": an id has no control characters`,
		"evaluationFormId=%zz":             "its parameters cannot be read",
		"evaluationFormId=f-1;other=thing": "its parameters cannot be read",
	} {
		for _, groupBy := range []string{"agent", "evaluationForm"} {
			status, body := call(t, d, http.MethodGet, "entities/"+groupBy+"?"+parameters)
			require.Equal(t, http.StatusBadRequest, status, parameters)
			var message struct{ Message string }
			require.NoError(t, json.Unmarshal([]byte(body), &message))
			require.Contains(t, message.Message, "This query cannot be answered: "+reason)
		}
	}
	require.Empty(t, g.questions())
	require.Zero(t, g.tokens)
}
