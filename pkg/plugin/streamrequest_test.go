package plugin

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestEqualAnswersHaveOneChannel(t *testing.T) {
	body := func(query, rng, intervalMs string) string {
		return `{"query":` + query + `,"range":` + rng + `,"intervalMs":` + intervalMs + `}`
	}
	const sixHours, day = `{"from":"now-6h","to":"now","timeZone":"UTC"}`, `{"from":"now/d","to":"now/d","timeZone":"Europe/Dublin"}`
	const series = `{"format":"timeseries"}`
	for _, c := range []struct {
		name, a, b string
		same       bool
	}{
		{"defaults, refId and live say nothing", body(`{}`, sixHours, `1`), body(`{"refId":"B","live":true,"minimumCount":3}`, sixHours, `1`), true},
		{"the order of ids says nothing", body(`{"entityIds":["a","b"]}`, sixHours, `1`), body(`{"entityIds":["b","a"]}`, sixHours, `1`), true},
		{"the order of metrics does", body(`{"metrics":["count","passRate"]}`, sixHours, `1`), body(`{"metrics":["passRate","count"]}`, sixHours, `1`), false},
		{"the business day has its own range", body(`{"timeRange":"businessDay"}`, sixHours, `1`), body(`{"timeRange":"businessDay"}`, day, `1`), true},
		{"ranges differ", body(`{}`, sixHours, `1`), body(`{}`, `{"from":"now-3h","to":"now"}`, `1`), false},
		{"six hours are six hours everywhere", body(`{}`, sixHours, `1`), body(`{}`, `{"from":"now-6h","to":"now","timeZone":"Asia/Tokyo"}`, `1`), true},
		{"a day is not", body(`{}`, day, `1`), body(`{}`, `{"from":"now/d","to":"now/d","timeZone":"Asia/Tokyo"}`, `1`), false},
		{"a table has no interval", body(`{}`, sixHours, `1000`), body(`{}`, sixHours, `7200000`), true},
		{"a series' buckets are equal", body(series, sixHours, `1000`), body(series, sixHours, `900000`), true},
		{"or not", body(series, sixHours, `900000`), body(series, sixHours, `900001`), false},
	} {
		require.Equal(t, c.same, parsedLive(t, c.a).path == parsedLive(t, c.b).path, c.name)
	}
}

func TestTheRangeOfALiveQueryMovesAsTheDashboardsDoes(t *testing.T) {
	// On 29 March 2026 Dublin's clocks went from 01:00 to 02:00: its day has 23 hours.
	now := time.Date(2026, 3, 29, 12, 20, 0, 0, time.UTC)
	for _, c := range []struct{ from, to, zone, start, end string }{
		{"now-90m", "now", "", "2026-03-29T10:50:00Z", "2026-03-29T12:20:00Z"},
		{"now-24h", "now", "Europe/Dublin", "2026-03-28T12:20:00Z", "2026-03-29T12:20:00Z"},
		{"now-1d", "now", "Europe/Dublin", "2026-03-28T13:20:00Z", "2026-03-29T12:20:00Z"},
		{"now-1w", "now", "UTC", "2026-03-22T12:20:00Z", "2026-03-29T12:20:00Z"},
		{"now/d", "now", "Europe/Dublin", "2026-03-29T00:00:00Z", "2026-03-29T12:20:00Z"},
		{"now/d", "now/d", "Europe/Dublin", "2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z"},
		{"now-1d/d", "now", "America/New_York", "2026-03-28T04:00:00Z", "2026-03-29T12:20:00Z"},
		{"now-5m", "now", "", "2026-03-29T12:14:59.999Z", "2026-03-29T12:19:59.999Z"},
	} {
		request := parsedLive(t, `{"query":{},"range":{"from":"`+c.from+`","to":"`+c.to+`","timeZone":"`+c.zone+`"}}`)
		rng := request.dataQuery("A", now).TimeRange
		require.Equal(t, [2]string{c.start, c.end}, [2]string{rng.From.Format(time.RFC3339Nano), rng.To.Format(time.RFC3339Nano)}, c.from+" "+c.zone)
	}
}

func TestTheChannelOfALiveQueryOrWhyThereIsNone(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	post := func(d *Datasource, body string) (status int, answer map[string]string) {
		err := d.CallResource(t.Context(), &backend.CallResourceRequest{Method: http.MethodPost, Path: "live", URL: "live", Body: []byte(body)},
			backend.CallResourceResponseSenderFunc(func(response *backend.CallResourceResponse) error {
				status = response.Status
				return json.Unmarshal(response.Body, &answer)
			}))
		require.NoError(t, err)
		return status, answer
	}
	status, answer := post(d, liveBody(`{}`))
	require.Equal(t, http.StatusOK, status)
	require.Regexp(t, `^[0-9a-f]{64}$`, answer["path"])
	require.Equal(t, parsedLive(t, liveBody(`{}`)).path, answer["path"])
	require.Empty(t, g.questions())

	for _, c := range []struct{ body, want string }{
		{``, "is not {query, range, intervalMs}"},
		{`{}`, "has no query"},
		{liveBody(`{"metrics":["nps"]}`), `metrics names "nps"`},
		{liveBody(`{"entityIds":["$agent"]}`), "the variable $agent"},
		{`{"query":{},"range":{"from":"2026-11-27T00:00:00Z","to":"2026-11-27T10:00:00Z"}}`, "cannot be live"},
		{`{"query":{},"range":{"from":"now-2d","to":"now-1d"}}`, "cannot be live"},
		{`{"query":{},"range":{"from":"now-1d","to":"now/d"}}`, "cannot be live"},
		{`{"query":{},"range":{"from":"now/w","to":"now"}}`, "cannot be live"},
		{`{"query":{},"range":{"from":"now","to":"now"}}`, "cannot be live"},
		{`{"query":{},"range":{"from":"now-1d","to":"now","timeZone":"Middle/Earth"}}`, `timeZone is "Middle/Earth"`},
	} {
		status, answer := post(d, c.body)
		require.Equal(t, http.StatusBadRequest, status, c.body)
		require.Contains(t, answer["message"], c.want)
	}
	status, answer = post(g.datasourceAt(t, noon, map[string]any{"clientId": ""}), liveBody(`{}`))
	require.Equal(t, http.StatusBadRequest, status)
	require.Contains(t, answer["message"], "settings")
}
