package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// upstream is a Genesys Cloud that answers at once with the same entities, whatever the range.
type upstream struct {
	*httptest.Server
	calls atomic.Int64
	// metrics is the payload of the Quality Metrics API.
	metrics []byte
}

func newUpstream(t *testing.T, entities int) *upstream {
	t.Helper()
	u := &upstream{metrics: metricsPayload(t, entities)}
	u.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header()["Date"] = nil // The plugin's clock is the machine's.
		switch {
		case strings.HasSuffix(r.URL.Path, "/oauth/token"):
			_, _ = w.Write([]byte(`{"access_token":"a-token-of-the-benchmark","token_type":"bearer","expires_in":3600}`))
		case strings.HasSuffix(r.URL.Path, "/quality/metrics"):
			u.calls.Add(1)
			_, _ = w.Write(u.metrics)
		case strings.HasSuffix(r.URL.Path, "/aggregates/query"):
			u.calls.Add(1)
			body, _ := io.ReadAll(r.Body)
			var query struct {
				Interval string
				GroupBy  []string
			}
			_ = json.Unmarshal(body, &query)
			_, _ = w.Write(aggregatesPayload(entities, query.Interval, slices.Contains(query.GroupBy, "evaluationId")))
		case strings.HasSuffix(r.URL.Path, "/users"):
			_, _ = w.Write(usersPayload(r.URL.Query()["id"]))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(u.Close)
	return u
}

func agentID(i int) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "agent %d", i)).String()
}

type metricValue struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit,omitempty"`
}

// metricsRow is a row of the Quality Metrics API; decoding all of a payload plainly is the limit that answers are held
// against.
type metricsRow struct {
	EntityID   string `json:"entityId"`
	EntityName string `json:"entityName"`
	Metrics    struct {
		AverageScore metricValue `json:"averageScore"`
		Count        metricValue `json:"count"`
		PassRate     metricValue `json:"passRate"`
	} `json:"metrics"`
}

func metricsPayload(t *testing.T, entities int) []byte {
	t.Helper()
	rows := make([]metricsRow, entities)
	for i := range rows {
		rows[i].EntityID, rows[i].EntityName = agentID(i), fmt.Sprintf("Agent %05d Surname-%03d", i, i%997)
		rows[i].Metrics.AverageScore = metricValue{60 + float64(i%400)/10, "percentage"}
		rows[i].Metrics.Count = metricValue{Value: float64(3 + i%9)}
		rows[i].Metrics.PassRate = metricValue{float64(i%1001) / 10, "percentage"}
	}
	encoded, err := json.Marshal(rows)
	require.NoError(t, err)
	return encoded
}

// aggregatesPayload has three evaluations of each agent, all in the first quarter hour of the interval; each by itself
// where they are asked for one by one, as for the pass rate.
func aggregatesPayload(entities int, interval string, oneByOne bool) []byte {
	start, _, _ := strings.Cut(interval, "/")
	if from, err := time.Parse(time.RFC3339, start); err == nil {
		interval = start + "/" + from.Add(15*time.Minute).Format(time.RFC3339)
	}
	var groups []string
	group := func(keys string, count int, score float64) {
		groups = append(groups, fmt.Sprintf(`{"group":{%s},"data":[{"interval":%q,"metrics":[`+
			`{"metric":"oTotalScore","stats":{"count":%d,"sum":%g,"min":%g,"max":%g}}]}]}`,
			keys, interval, count, float64(count)*score, score, score))
	}
	for i := range entities {
		keys, score := fmt.Sprintf(`"userId":%q,"contextId":"form-1"`, agentID(i)), 60+float64(i%400)/10
		if !oneByOne {
			group(keys, 3, score)
			continue
		}
		for number := range 3 {
			group(fmt.Sprintf(`%s,"evaluationId":"%s-%d"`, keys, agentID(i), number), 1, score)
		}
	}
	return []byte(`{"results":[` + strings.Join(groups, ",") + `]}`)
}

func usersPayload(ids []string) []byte {
	entities := make([]map[string]string, len(ids))
	for i, id := range ids {
		entities[i] = map[string]string{"id": id, "name": "Agent " + id[:8]}
	}
	encoded, _ := json.Marshal(map[string]any{"entities": entities, "pageCount": 1})
	return encoded
}
