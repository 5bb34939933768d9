package plugin

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
)

// While Genesys fails a panel sees what was known, with its time and the fault; an alert rule gets the error after five
// minutes, and everybody after staleForMinutes.
func TestLateNumbersSaySo(t *testing.T) {
	g := newGenesysCloud(t)
	now := noon
	d := newDatasource(t.Context(), newRegistry(func() time.Time { return now }, places{tempDir: t.TempDir()}), g.settings(t, map[string]any{"timeZone": "Europe/Dublin"}))
	t.Cleanup(d.Dispose)
	const query = `{"timeRange":"businessDay","format":"stat","metrics":["passRate"],"minimumCount":2}`
	alert := map[string]string{"FromAlert": "true"}
	before := ask(t.Context(), t, d, nil, query)["A"]
	require.NoError(t, before.Error)
	require.Empty(t, before.Frames[0].Meta.Notices, "a notice appears only when something is unusual")

	g.metrics = genesysError(503, nil, "Try later")
	for _, step := range []struct {
		minute       string
		panel, alert bool
	}{
		{"12:30:59", false, false}, {"12:31:00", true, false}, {"12:35:59", true, false},
		{"12:36:00", true, true}, {"13:30:59", true, true}, {"13:31:00", true, true},
	} {
		clock, err := time.Parse(time.TimeOnly, step.minute)
		require.NoError(t, err)
		now = time.Date(2026, 11, 27, clock.Hour(), clock.Minute(), clock.Second(), 0, time.UTC)

		panel := ask(t.Context(), t, d, nil, query)["A"]
		if step.minute == "13:31:00" {
			requireDown(t, panel)
		} else {
			require.NoError(t, panel.Error)
			require.Equal(t, cellsOf(before.Frames[0]), cellsOf(panel.Frames[0]))
			requireLate(t, panel.Frames[0], step.panel)
		}
		rule := ask(t.Context(), t, d, alert, query)["A"]
		if step.alert {
			requireDown(t, rule)
		} else {
			require.NoError(t, rule.Error, step.minute)
			require.Equal(t, cellsOf(before.Frames[0]), cellsOf(rule.Frames[0]))
		}
	}
	g.metrics = answering(threeAgents)
	now = now.Add(time.Minute)
	requireLate(t, ask(t.Context(), t, d, nil, query)["A"].Frames[0], false)
}

func requireDown(t *testing.T, answer backend.DataResponse) {
	t.Helper()
	require.ErrorContains(t, answer.Error, "Try later")
	require.Equal(t, backend.StatusBadGateway, answer.Status)
	require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
}

func requireLate(t *testing.T, frame *data.Frame, late bool) {
	t.Helper()
	said, ok := frame.Meta.Custom.(custom)
	require.True(t, ok)
	require.Equal(t, late, said.Stale)
	if !late {
		require.Empty(t, frame.Meta.Notices)
		return
	}
	require.Len(t, frame.Meta.Notices, 1)
	require.Equal(t, data.NoticeSeverityWarning, frame.Meta.Notices[0].Severity)
	require.Contains(t, frame.Meta.Notices[0].Text, "those of 12:20 on 27 November (Europe/Dublin)")
	require.Contains(t, frame.Meta.Notices[0].Text, "Try later")
	require.Equal(t, "2026-11-27T12:15:00Z", said.To.Format(time.RFC3339))
}
