package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// countingSource answers every question with one entity, and counts the askings of each.
type countingSource struct {
	mutex sync.Mutex
	asked map[string]int
}

func (s *countingSource) Ask(_ context.Context, q quality.Question) ([]quality.Row, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.asked[q.Key()]++
	return []quality.Row{{
		Entity: quality.Entity{ID: "e", Name: "Entity"}, Measures: quality.Measures{Count: 5, AverageScore: 80, PassRate: 60},
	}}, nil
}

func (s *countingSource) total() (calls, most int) {
	for _, times := range s.asked {
		calls += times
		most = max(most, times)
	}
	return calls, most
}

// wallboard is 50 panels over 12 distinct questions, and 30 alert rules over the same.
func wallboard() (panels, rules []json.RawMessage) {
	var questions []string
	for _, timeRange := range []string{"businessDay", "dashboard"} {
		for _, rest := range []string{
			`"groupBy":["agent"]`, `"groupBy":["queue"]`, `"groupBy":["skill"]`, `"groupBy":["evaluationForm"]`,
			`"groupBy":["evaluator"]`, `"groupBy":["agent"],"evaluationFormIds":["form-1"]`,
		} {
			questions = append(questions, fmt.Sprintf(`"timeRange":%q,%s`, timeRange, rest))
		}
	}
	shows := []string{`"format":"table"`, `"format":"stat","metrics":["passRate"]`, `"minimumCount":1`, `"format":"stat","entityIds":["e"]`, `"metrics":["count"]`}
	for i := range 50 {
		panels = append(panels, json.RawMessage("{"+questions[i%12]+","+shows[i/12]+"}"))
	}
	for i := range 30 {
		rules = append(rules, json.RawMessage("{"+questions[i%12]+`,"format":"stat","metrics":["passRate"]}`))
	}
	return panels, rules
}

// everybodyLooks sends what 20 viewers with 50 panels and 30 alert rules ask at an instant, to the data source of a
// replica each in turn.
func everybodyLooks(t *testing.T, replicas []*Datasource, panels, rules []json.RawMessage) {
	t.Helper()
	now := replicas[0].clock()
	dashboard := backend.TimeRange{From: now.Add(-6 * time.Hour), To: now}
	evaluation := now.Truncate(time.Minute)
	rule := backend.TimeRange{From: evaluation.Add(-6 * time.Hour), To: evaluation}
	var group sync.WaitGroup
	for viewer := range 20 {
		group.Go(func() {
			request(t, replicas[viewer%len(replicas)], panels, dashboard, nil)
		})
	}
	group.Go(func() { request(t, replicas[0], rules, rule, map[string]string{"FromAlert": "true"}) })
	group.Wait()
}

func request(t *testing.T, d *Datasource, queries []json.RawMessage, rng backend.TimeRange, headers map[string]string) {
	req := &backend.QueryDataRequest{Headers: headers}
	for i, query := range queries {
		req.Queries = append(req.Queries, backend.DataQuery{RefID: fmt.Sprint(i), JSON: query, TimeRange: rng, Interval: time.Second})
	}
	response, err := d.QueryData(t.Context(), req)
	if err != nil {
		t.Error(err)
		return
	}
	for i := range queries {
		answer := response.Responses[fmt.Sprint(i)]
		if answer.Error != nil || len(answer.Frames) != 1 {
			t.Errorf("%s: %v", queries[i], answer.Error)
		}
	}
}

// callsOfADay is by hand: the six questions of the business day (from 00:00) have the 95 windows that end from 00:15 to
// 23:45, the six of the moving range two more, which end at 23:45 of the day before and at 00:00; and at 06:00 the last
// six hours are the business day, so six are shared.
const callsOfADay = 6*95 + 6*97 - 6

// A day of a wallboard that everybody has open and that refreshes every 30 seconds costs one call for each question
// and window. That is three million queries; with the race detector or -short a refresh every ten minutes, which looks
// at each window too, has to do.
func TestADayCostsOneCallForEachQuestionAndWindow(t *testing.T) {
	require.Equal(t, callsOfADay, simulateDay(t, 1, nil))
}

// The same with three replicas on one shared store is the same number, not three times it.
func TestADayOfThreeReplicasCostsTheSame(t *testing.T) {
	redis := miniredis.RunT(t)
	require.Equal(t, callsOfADay, simulateDay(t, 3, map[string]any{"sharedStoreUrl": "redis://" + redis.Addr()}))
}

// simulateDay is a day by a clock that only the test moves.
func simulateDay(t *testing.T, replicas int, more map[string]any) int {
	t.Helper()
	source := &countingSource{asked: map[string]int{}}
	refresh := 30 * time.Second
	if testing.Short() || raceDetector {
		refresh = 10 * time.Minute
	}
	// A browser's clock has milliseconds; an alert rule's evaluation lies on the second.
	midnight := time.Date(2026, 11, 27, 0, 0, 0, 250_000_000, time.UTC)
	var clock atomic.Pointer[time.Time]
	clock.Store(&midnight)
	var sources []*Datasource
	for range replicas {
		registry := newRegistry(func() time.Time { return *clock.Load() }, places{tempDir: t.TempDir()})
		registry.sharedTimeout = time.Minute // However busy this machine is: what happens without the others is tested elsewhere.
		settings := map[string]any{"region": "mypurecloud.ie", "clientId": "c", "businessDayStart": "00:00", "api": "qualityMetrics"}
		maps.Copy(settings, more)
		encoded, err := json.Marshal(settings)
		require.NoError(t, err)
		d := newDatasource(t.Context(), registry, backend.DataSourceInstanceSettings{
			UID: "uid-1", JSONData: encoded, DecryptedSecureJSONData: map[string]string{"clientSecret": clientSecret},
		})
		t.Cleanup(d.Dispose)
		require.NoError(t, d.broken)
		d.reader.Source = source
		sources = append(sources, d)
	}
	panels, rules := wallboard()
	looks := 0
	for now := midnight; now.Before(midnight.Add(24 * time.Hour)); now = now.Add(refresh) {
		clock.Store(&now)
		everybodyLooks(t, sources, panels, rules)
		looks++
	}
	calls, most := source.total()
	require.Equal(t, 1, most, "no question of a window was asked twice")
	t.Logf("%d replicas, %d looks of 20 viewers × 50 panels + 30 alert rules (%d queries): %d upstream calls",
		replicas, looks, looks*(20*50+30), calls)
	return calls
}

func TestTheWallboardIsWhatItSays(t *testing.T) {
	panels, rules := wallboard()
	require.Len(t, panels, 50)
	require.Len(t, rules, 30)
	distinct := map[string]bool{}
	for _, panel := range panels {
		require.False(t, distinct[string(panel)], "%s stands twice", panel)
		distinct[string(panel)] = true
		require.Equal(t, 1, strings.Count(string(panel), "timeRange"))
	}
}
