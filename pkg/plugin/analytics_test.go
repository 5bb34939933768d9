package plugin

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// twoAgents is Ada with 2 evaluations of f1, one of them at 90, and someone with one of f2.
const twoAgents = `{"results":[
	{"group":{"userId":"a-1","contextId":"f-1","evaluationId":"e-1"},"data":[{"interval":"2026-11-27T11:15:00.000Z/2026-11-27T12:15:00.000Z","metrics":[
		{"metric":"nEvaluations","stats":{"count":1}},{"metric":"oTotalScore","stats":{"count":1,"sum":90,"min":90,"max":90}}]}]},
	{"group":{"userId":"a-1","contextId":"f-1","evaluationId":"e-2"},"data":[{"interval":"2026-11-27T11:15:00.000Z/2026-11-27T12:15:00.000Z","metrics":[
		{"metric":"nEvaluations","stats":{"count":1}},{"metric":"oTotalScore","stats":{"count":1,"sum":60,"min":60,"max":60}}]}]},
	{"group":{"userId":"b-2","contextId":"f-2","evaluationId":"e-3"},"data":[{"interval":"2026-11-27T11:15:00.000Z/2026-11-27T12:15:00.000Z","metrics":[
		{"metric":"nEvaluations","stats":{"count":1}},{"metric":"oTotalScore","stats":{"count":1,"sum":70,"min":70,"max":70}}]}]}
]}`

// notOffered is Genesys' own 404, of an API that the organization does not have.
func notOffered(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write([]byte(`{"message":"HTTP 404 Not Found","code":"not found","status":404,"contextId":"5b2f-ctx"}`))
}

// newAnalyticsCloud answers 404 to the Quality Metrics API.
func newAnalyticsCloud(t *testing.T) *genesysCloud {
	t.Helper()
	g := newGenesysCloud(t)
	g.metrics = notOffered
	g.aggregates = func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.Contains(string(body), "evaluationId") { // What is asked for the pass rate, of the last hour.
			answering(twoAgents)(w, r)
			return
		}
		answering(`{"results":[]}`)(w, r)
	}
	g.users = answering(`{"entities":[{"id":"a-1","name":"Ada"}],"pageSize":100,"pageNumber":1,"pageCount":1,"total":1}`)
	g.queues = answering(`{"entities":[],"pageSize":100,"pageNumber":1,"pageCount":0,"total":0}`)
	g.forms = answering(`{"entities":[{"id":"v-1","contextId":"f-1","name":"Sales"}],"pageSize":100,"pageNumber":1,"pageCount":1,"total":1}`)
	g.search = answering(`{"results":[]}`)
	return g
}

// texts are a field's texts, and numbers a field's numbers.
func texts(t *testing.T, frame *data.Frame, name string) []string {
	t.Helper()
	field, _ := frame.FieldByName(name)
	require.NotNil(t, field, name)
	found := make([]string, field.Len())
	for i := range found {
		found[i], _ = field.At(i).(string)
	}
	return found
}

func numbers(t *testing.T, frame *data.Frame, name string) []float64 {
	t.Helper()
	field, _ := frame.FieldByName(name)
	require.NotNil(t, field, name)
	found := make([]float64, field.Len())
	for i := range found {
		value, err := field.NullableFloatAt(i)
		require.NoError(t, err)
		require.NotNil(t, value)
		found[i] = *value
	}
	return found
}

func TestAutoFindsTheAnalyticsAPIOnceAndNamesWhoIsInIt(t *testing.T) {
	g := newAnalyticsCloud(t)
	d := g.datasourceAt(t, noon, map[string]any{"api": "auto", "passThresholds": []any{map[string]any{"formId": "f-2", "passScore": 70}}})
	const query = `{"minimumCount":0,"metrics":["averageScore","passRate","count","minScore","maxScore"]}`
	for range 3 {
		answer := ask(t.Context(), t, d, nil, query)["A"]
		require.NoError(t, answer.Error)
		frame := answer.Frames[0]
		require.Equal(t, []string{"Ada", "b-2"}, texts(t, frame, "entityName"))
		require.Equal(t, []float64{75, 70}, numbers(t, frame, "averageScore"))
		require.Equal(t, []float64{50, 100}, numbers(t, frame, "passRate"), "90 of 80, 60 of 80; 70 of f-2's 70")
		require.Equal(t, []float64{60, 70}, numbers(t, frame, "minScore"))
		require.Len(t, frame.Meta.Notices, 1)
		require.Contains(t, frame.Meta.Notices[0].Text, "One of the entities is shown by id. Genesys Cloud knows no name")
	}
	require.Len(t, g.questions(), 1, "the Quality Metrics API was tried once")
	require.Equal(t, map[string]int{"query": 2, "users": 1}, g.calls, "whether it is there, and the question")

	skills := ask(t.Context(), t, d, nil, `{"groupBy":["skill"]}`)["A"]
	require.ErrorContains(t, skills.Error, "the Analytics API knows no skills")
	require.Equal(t, backend.StatusBadRequest, skills.Status)
}

// An alert whose name is an id for once would be another alert; one whose name can never be found has no other.
func TestRulesWaitForNamesThatCanBeFound(t *testing.T) {
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(code)
			_, _ = w.Write([]byte(`{"message":"no","code":"no","contextId":"7c-ctx"}`))
		}
	}
	for code, waits := range map[int]bool{http.StatusInternalServerError: true, http.StatusForbidden: false} {
		g := newAnalyticsCloud(t)
		g.users = status(code)
		d := g.datasourceAt(t, noon, map[string]any{"api": "analytics"})
		const query, nameless = `{"minimumCount":0,"metrics":["passRate"]}`, `{"minimumCount":0,"metrics":["passRate"],"nameLabel":false}`
		panel := ask(t.Context(), t, d, nil, query)["A"]
		require.NoError(t, panel.Error)
		require.Equal(t, []string{"a-1", "b-2"}, texts(t, panel.Frames[0], "entityName"))
		message, err := newLiveMessage(panel)
		require.NoError(t, err)
		require.Equal(t, waits, message.unsure, "a live panel looks again before the next window")
		rule := ask(t.Context(), t, d, map[string]string{"FromAlert": "true"}, query, nameless)
		require.Equal(t, waits, rule["A"].Error != nil, code)
		require.NoError(t, rule["B"].Error)
	}
}

// An organization may get the other API: a 404 is looked into once a window, with api auto alone.
func TestAutoLooksAgainAfterA404(t *testing.T) {
	g := newAnalyticsCloud(t)
	g.metrics = answering(threeAgents)
	now := noon
	d := newDatasource(t.Context(), newRegistry(func() time.Time { return now }, places{tempDir: t.TempDir()}), g.settings(t, map[string]any{"api": "auto"}))
	t.Cleanup(d.Dispose)
	fixed := g.datasourceAt(t, noon, nil)
	require.NoError(t, ask(t.Context(), t, d, nil, `{}`)["A"].Error)
	require.Len(t, g.questions(), 2, "which API, and the question")

	g.metrics = notOffered
	now = now.Add(quality.Window)
	const query = `{"minimumCount":0}`
	answer := ask(t.Context(), t, d, nil, query)["A"]
	require.NoError(t, answer.Error)
	require.Equal(t, []string{"Ada", "Bob"}, texts(t, answer.Frames[0], "entityName"))
	require.Len(t, g.questions(), 4, "a 404, and which API")
	require.NoError(t, ask(t.Context(), t, d, nil, query)["A"].Error)
	require.Len(t, g.questions(), 4)

	require.ErrorContains(t, ask(t.Context(), t, fixed, nil, query)["A"].Error, "404")
}

func TestASaveOfTheSettingsAsksForTheAPIAgain(t *testing.T) {
	g := newAnalyticsCloud(t)
	registry := newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
	open := func(saved time.Time) {
		settings := g.settings(t, map[string]any{"api": "auto"})
		settings.Updated = saved
		d := newDatasource(t.Context(), registry, settings)
		t.Cleanup(d.Dispose)
		require.NoError(t, ask(t.Context(), t, d, nil, `{}`)["A"].Error)
	}
	open(noon.Add(-time.Hour))
	open(noon.Add(-time.Hour)) // Grafana's own configuration changed.
	require.Len(t, g.questions(), 1)
	open(noon.Add(time.Second))
	require.Len(t, g.questions(), 1, "asked at noon is not before a save at noon")
}

func TestHealthOfTheAnalyticsAPI(t *testing.T) {
	g := newAnalyticsCloud(t)
	d := g.datasourceAt(t, noon, map[string]any{"api": "auto"})
	denied := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"message":"You need routing:queue:view","code":"missing.any.permissions","status":403,"contextId":"5b2f-ctx"}`))
	}
	g.queues = denied
	health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusOk, health.Status, health.Message)
	require.Contains(t, health.Message, "(Analytics API)")
	require.Contains(t, health.Message, "Warning, missing: the permission to read the names of queues (Genesys Cloud answered 403")
	require.Contains(t, health.Message, "You need routing:queue:view")
	require.Contains(t, health.Message, "divisions")

	g.aggregates = denied
	health, err = d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusError, health.Status)
	require.Contains(t, health.Message, "missing.any.permissions")
	require.Contains(t, health.Message, "5b2f-ctx")
}

func TestSingleEvaluations(t *testing.T) {
	g := newAnalyticsCloud(t)
	g.search = answering(`{"total":2,"results":[` + evaluationJSON("e-1", "2026-11-27T12:10:00.000Z", 90) + `,` + evaluationJSON("e-2", "2026-11-27T12:00:00.000Z", 60) + `]}`)
	for api, passed := range map[string]bool{"analytics": true, "qualityMetrics": false} {
		d := g.datasourceAt(t, noon, map[string]any{"api": api})
		answer := ask(t.Context(), t, d, nil, `{"queryType":"evaluations","scoredBy":"human","entityIds":["a-1"]}`)["A"]
		require.NoError(t, answer.Error)
		frame := answer.Frames[0]
		require.Equal(t, []string{"e-1", "e-2"}, texts(t, frame, "evaluationId"))
		require.Equal(t, []string{"Ada", "Ada"}, texts(t, frame, "agentName"))
		require.Equal(t, []string{"Sales", "Sales"}, texts(t, frame, "evaluationFormName"))
		require.Equal(t, []float64{90, 60}, numbers(t, frame, "totalScore"))
		field, _ := frame.FieldByName("passed")
		require.Equal(t, passed, field != nil, "the Quality Metrics API's mark is not known")
		if passed {
			require.Equal(t, []string{"true", "false"}, []string{fmt.Sprint(*field.At(0).(*bool)), fmt.Sprint(*field.At(1).(*bool))})
		}
		limited := ask(t.Context(), t, d, nil, `{"queryType":"evaluations","scoredBy":"human","entityIds":["a-1"],"limit":1}`)["A"].Frames[0]
		require.Equal(t, 1, limited.Rows())
		require.Equal(t, data.NoticeSeverityWarning, limited.Meta.Notices[0].Severity)
		require.Contains(t, limited.Meta.Notices[0].Text, "These are the newest 1 of 2 evaluations; the limit leaves 1 out.")

		alert := ask(t.Context(), t, d, map[string]string{"FromAlert": "true"}, `{"queryType":"evaluations"}`)["A"]
		require.ErrorContains(t, alert.Error, "alert rules and expressions take numbers")
	}
	require.Equal(t, 2*2, g.calls["search"], "the second page brings nothing new")
}

func evaluationJSON(id, submitted string, score float64) string {
	return fmt.Sprintf(`{"id":%q,"submittedDate":%q,"releaseDate":%q,"answers":{"totalScore":%g},"agent":{"id":"a-1"},"evaluator":{"id":"x-1"},`+
		`"evaluationForm":{"contextId":"f-1"},"conversation":{"id":"c-1"},"mediaType":["call"]}`, id, submitted, submitted, score)
}

// A client of another region is refused as one with a wrong secret is: the check names both.
func TestHealthOfAWrongRegionOrSecret(t *testing.T) {
	g := newGenesysCloud(t)
	g.token = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"error":"invalid_client","description":"client not found: invalid client"}`))
	}
	health, err := g.datasourceAt(t, noon, nil).CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusError, health.Status)
	require.Contains(t, health.Message, "refused the client id or secret (401 Unauthorized): invalid_client")
	require.Contains(t, health.Message, "that the secret is the client's present one and the region is the client's own")
}

// A page of a gateway that is being restarted says nothing about which API there is.
func TestA404OfAGatewayChangesNothing(t *testing.T) {
	g := newAnalyticsCloud(t)
	g.metrics = answering(threeAgents)
	now := noon
	d := newDatasource(t.Context(), newRegistry(func() time.Time { return now }, places{tempDir: t.TempDir()}), g.settings(t, map[string]any{"api": "auto"}))
	t.Cleanup(d.Dispose)
	require.NoError(t, ask(t.Context(), t, d, nil, `{}`)["A"].Error)
	g.metrics = http.NotFound
	now = now.Add(quality.Window)
	response := ask(t.Context(), t, d, nil, `{"timeRange":"businessDay"}`)["A"]
	require.ErrorContains(t, response.Error, "404")
	require.Zero(t, g.calls["query"], "the Analytics API was not asked")
}

func TestARightSecretDoesNotWaitOutAWrongOnesFailure(t *testing.T) {
	g := newGenesysCloud(t)
	registry := newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
	wrong := newDatasource(t.Context(), registry, g.settings(t, map[string]any{"api": "auto"}))
	t.Cleanup(wrong.Dispose)
	token := g.token
	g.token = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }
	require.ErrorContains(t, ask(t.Context(), t, wrong, nil, `{}`)["A"].Error, "refused the client id or secret")

	g.token = token
	settings := g.settings(t, map[string]any{"api": "auto"})
	settings.DecryptedSecureJSONData["clientSecret"] = "the right one"
	right := newDatasource(t.Context(), registry, settings)
	t.Cleanup(right.Dispose)
	require.NoError(t, ask(t.Context(), t, right, nil, `{}`)["A"].Error)
}
