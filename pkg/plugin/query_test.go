package plugin

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
)

func cellsOf(frame *data.Frame) map[string][]any {
	columns := map[string][]any{}
	for _, field := range frame.Fields {
		values := []any{}
		for i := range field.Len() {
			value, _ := field.ConcreteAt(i)
			values = append(values, value)
		}
		columns[field.Name] = values
	}
	return columns
}

// numbersOf is every number of a table or a stat, by entity and metric.
func numbersOf(frame *data.Frame) map[string]float64 {
	numbers := map[string]float64{}
	columns := cellsOf(frame)
	for _, field := range frame.Fields {
		if field.Type() != data.FieldTypeNullableFloat64 {
			continue
		}
		for row := range field.Len() {
			id := field.Labels["entityId"]
			if ids, ok := columns["entityId"]; ok {
				id = fmt.Sprint(ids[row])
			}
			if number, ok := field.At(row).(*float64); ok && number != nil {
				numbers[id+" "+field.Name] = *number
			}
		}
	}
	return numbers
}

func TestTheTableShowsWhatRestsOnEnough(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	answers := ask(t.Context(), t, d, nil, `{}`, `{"minimumCount":2}`, `{"minimumCount":0}`, `{"minimumCount":2,"entityIds":["b-2"],"metrics":["count"]}`)
	for _, refID := range []string{"A", "B", "C", "D"} {
		require.NoError(t, answers[refID].Error)
		require.Len(t, answers[refID].Frames, 1)
	}
	require.Equal(t, map[string][]any{
		"entityId": {"a-1"}, "entityName": {"Ada"}, "averageScore": {85.5}, "passRate": {90.0}, "count": {10.0},
	}, cellsOf(answers["A"].Frames[0]), "two evaluations are too few at the default minimum of three")
	require.Equal(t, []any{"a-1", "b-2"}, cellsOf(answers["B"].Frames[0])["entityId"])
	require.Equal(t, []any{"a-1", "b-2"}, cellsOf(answers["C"].Frames[0])["entityId"], "a ghost never shows")
	require.Equal(t, map[string][]any{"entityId": {"b-2"}, "entityName": {"Bob"}, "count": {2.0}}, cellsOf(answers["D"].Frames[0]))
	require.Len(t, g.questions(), 1)
}

func TestWhatIsAskedUpstream(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	_, err = d.QueryData(t.Context(), &backend.QueryDataRequest{
		Headers: map[string]string{"Cookie": "session", "http_X-Id-Token": "viewer", "Authorization": "Bearer viewer"},
		Queries: []backend.DataQuery{{
			RefID: "A", JSON: json.RawMessage(`{"groupBy":["queue"],"metrics":["count"],"evaluationFormIds":["f-1"]}`),
			TimeRange: backend.TimeRange{
				From: time.Date(2026, 11, 27, 5, 7, 0, 0, newYork), To: time.Date(2026, 11, 27, 6, 52, 0, 0, newYork),
			},
		}},
	})
	require.NoError(t, err)
	require.Equal(t, []url.Values{{
		"startTime": {"2026-11-27T10:00:00Z"}, "endTime": {"2026-11-27T12:00:00Z"}, "groupBy": {"queue"},
		"metrics": {"averageScore,count,passRate"}, "evaluationFormId": {"f-1"},
	}}, g.questions())
	require.Equal(t, "Bearer canary-token-91b2", g.headers[0].Get("Authorization"))
	require.Empty(t, g.headers[0].Get("Cookie"))
	require.Empty(t, g.headers[0].Get("X-Id-Token"))
}

func TestTheBusinessDayOverBothClockChanges(t *testing.T) {
	for _, c := range []struct{ now, start string }{
		{"2026-03-07T20:20:00Z", "2026-03-07T13:00:00Z"},
		{"2026-03-08T20:20:00Z", "2026-03-08T12:00:00Z"},
		{"2026-10-31T20:20:00Z", "2026-10-31T12:00:00Z"},
		{"2026-11-01T20:20:00Z", "2026-11-01T13:00:00Z"},
	} {
		g := newGenesysCloud(t)
		now, err := time.Parse(time.RFC3339, c.now)
		require.NoError(t, err)
		d := g.datasourceAt(t, now, map[string]any{"timeZone": "America/New_York"})
		answers := ask(t.Context(), t, d, nil, `{"timeRange":"businessDay"}`)
		require.NoError(t, answers["A"].Error)
		require.Equal(t, c.start, g.questions()[0].Get("startTime"))
		require.Equal(t, c.now[:11]+"20:15:00Z", g.questions()[0].Get("endTime"))
	}
}

// 200 queries that differ only in metrics, minimum count, entities and table or stat, 50 at a time.
func TestTwoHundredQueriesCostOneCall(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	metrics := []string{`["averageScore"]`, `["passRate"]`, `["count"]`, `["count","passRate"]`, `["averageScore","passRate","count"]`}
	entities := []string{`[]`, `["a-1"]`, `["b-2"]`, `["a-1","b-2"]`, `["zz"]`}
	var group sync.WaitGroup
	atOnce := make(chan struct{}, 50)
	for i := range 200 {
		group.Go(func() {
			atOnce <- struct{}{}
			defer func() { <-atOnce }()
			format, minimum := []string{"table", "stat"}[i%2], i/2%4
			chosen := i / 8 % len(entities)
			query := fmt.Sprintf(`{"format":%q,"minimumCount":%d,"entityIds":%s,"metrics":%s}`,
				format, minimum, entities[chosen], metrics[i/40])
			answer := ask(t.Context(), t, d, nil, query)["A"]
			if answer.Error != nil {
				t.Errorf("%s: %v", query, answer.Error)
				return
			}
			// By hand: a-1 has ten evaluations and always shows where it is chosen; b-2 has two.
			numbers := map[string]map[string]float64{
				"a-1": {"averageScore": 85.5, "passRate": 90, "count": 10}, "b-2": {"averageScore": 60, "passRate": 50, "count": 2},
			}
			want := map[string]float64{}
			for _, id := range []string{"a-1", "b-2"} {
				if !strings.Contains(entities[chosen], id) && chosen != 0 || id == "b-2" && minimum > 2 {
					continue
				}
				for metric, number := range numbers[id] {
					if strings.Contains(metrics[i/40], metric) {
						want[id+" "+metric] = number
					}
				}
			}
			if got := numbersOf(answer.Frames[0]); !maps.Equal(got, want) {
				t.Errorf("%s: %v, want %v", query, got, want)
			}
		})
	}
	group.Wait()
	require.Len(t, g.questions(), 1)
	require.Equal(t, 1, g.tokens)
}

func TestNothingIsSaidWithItsReason(t *testing.T) {
	cases := []struct{ name, query, body, want string }{
		{"an empty array", `{}`, `[]`, "There are no evaluations between 2026-11-27 11:15:00 and 2026-11-27 12:15:00 UTC."},
		{"only ghosts", `{"entityIds":["c-3"],"minimumCount":0}`, threeAgents, "None of the chosen entities has an evaluation"},
		{"the minimum count", `{"minimumCount":100,"format":"timeseries"}`, threeAgents, "at least 100 evaluations (the minimum count)"},
		{"forms", `{"evaluationFormIds":["f"]}`, `[]`, "with the chosen evaluation forms"},
		{"a variable that resolved to nothing", `{"evaluationFormIds":[""],"format":"stat"}`, threeAgents, "a variable that resolved to nothing"},
	}
	kinds := map[string]data.FrameType{"": data.FrameTypeNumericLong, "stat": data.FrameTypeNumericWide, "timeseries": data.FrameTypeTimeSeriesMulti}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g := newGenesysCloud(t)
			g.metrics = answering(c.body)
			answer := ask(t.Context(), t, g.datasourceAt(t, noon, nil), nil, c.query)["A"]
			require.NoError(t, answer.Error)
			require.Len(t, answer.Frames, 1)
			require.Empty(t, answer.Frames[0].Fields)
			var q struct{ Format string }
			require.NoError(t, json.Unmarshal([]byte(c.query), &q))
			require.Equal(t, kinds[q.Format], answer.Frames[0].Meta.Type)
			require.Equal(t, "A", answer.Frames[0].RefID)
			require.Len(t, answer.Frames[0].Meta.Notices, 1)
			require.Contains(t, answer.Frames[0].Meta.Notices[0].Text, c.want)
		})
	}
}

func TestRangesWithoutAnAskableWindow(t *testing.T) {
	g := newGenesysCloud(t)
	early := time.Date(2026, 11, 27, 8, 15, 59, 0, time.UTC)
	d := g.datasourceAt(t, early, nil)
	answer := ask(t.Context(), t, d, nil, `{"timeRange":"businessDay"}`)["A"]
	require.NoError(t, answer.Error)
	require.Equal(t, "The business day starts at 08:00 (UTC); its first numbers come at 08:16.", answer.Frames[0].Meta.Notices[0].Text)

	future, err := d.QueryData(t.Context(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{
		RefID: "A", JSON: json.RawMessage(`{}`), TimeRange: backend.TimeRange{From: early.Add(time.Hour), To: early.Add(2 * time.Hour)},
	}}})
	require.NoError(t, err)
	require.Equal(t, "The time range lies in the future.", future.Responses["A"].Frames[0].Meta.Notices[0].Text)
	require.Empty(t, g.questions())
}

func TestAnAlertsIdentitySurvivesARenameWithoutNames(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	frame := ask(t.Context(), t, d, map[string]string{"FromAlert": "true"}, `{"metrics":["passRate"],"nameLabel":false}`)["A"].Frames[0]
	require.Equal(t, data.FrameTypeNumericWide, frame.Meta.Type, "of a table's texts each would be a label")
	require.Equal(t, data.Labels{"entityId": "a-1"}, frame.Fields[0].Labels)
}

func TestAnExpressionGetsATableOfSeveralMetricsAsItsWideEqual(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	for header, wide := range map[string]bool{"FromAlert": true, "http_X-Grafana-From-Expr": true, "http_X-Other": false} {
		answer := ask(t.Context(), t, d, map[string]string{header: "true"}, `{"metrics":["passRate","count"]}`, `{"metrics":["passRate"]}`)
		require.Equal(t, wide, answer["A"].Frames[0].Meta.Type == data.FrameTypeNumericWide, header)
		require.Equal(t, data.FrameTypeNumericLong, answer["B"].Frames[0].Meta.Type)
	}
}
