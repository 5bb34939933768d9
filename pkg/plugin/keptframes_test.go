package plugin

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// movingDatasource is a data source whose clock the test moves.
func movingDatasource(t *testing.T, g *genesysCloud, more map[string]any) (*Datasource, func(windows int)) {
	t.Helper()
	now := noon
	d := newDatasource(t.Context(), newRegistry(func() time.Time { return now }, places{tempDir: t.TempDir()}), g.settings(t, more))
	t.Cleanup(d.Dispose)
	return d, func(windows int) { now = now.Add(time.Duration(windows) * quality.Window) }
}

func shownBy(t *testing.T, answers backend.Responses, refID string) *data.Frame {
	t.Helper()
	require.NoError(t, answers[refID].Error)
	require.Len(t, answers[refID].Frames, 1)
	require.Equal(t, refID, answers[refID].Frames[0].RefID)
	return answers[refID].Frames[0]
}

func TestEveryoneGetsTheKeptFramesAsTheirOwn(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	answers := ask(t.Context(), t, d, nil, `{}`, `{}`, `{"format":"stat"}`)
	first, second := shownBy(t, answers, "A"), shownBy(t, ask(t.Context(), t, d, nil, `{}`), "A")
	require.Same(t, first.Fields[0], second.Fields[0], "nothing is merged twice")
	require.Equal(t, cellsOf(first), cellsOf(shownBy(t, answers, "B")))

	warn(second, "of the second alone")
	require.Empty(t, first.Meta.Notices)
	require.Empty(t, shownBy(t, ask(t.Context(), t, d, nil, `{}`), "A").Meta.Notices)
	require.NotEqual(t, first.Meta.Type, shownBy(t, answers, "C").Meta.Type)
}

// Frames are kept only as long as nothing that they show has changed.
func TestKeptFramesAreNeverOld(t *testing.T) {
	g := newGenesysCloud(t)
	d, move := movingDatasource(t, g, nil)
	const today = `{"timeRange":"businessDay"}`
	shown := func() map[string][]any { return cellsOf(shownBy(t, ask(t.Context(), t, d, nil, today), "A")) }
	require.Equal(t, []any{"Ada"}, shown()["entityName"])

	// Another question tells the new name.
	g.metrics = answering(strings.ReplaceAll(threeAgents, `"Ada"`, `"Ada King"`))
	require.NoError(t, ask(t.Context(), t, d, nil, `{"evaluationFormIds":["f-1"]}`)["A"].Error)
	require.Equal(t, []any{"Ada King"}, shown()["entityName"], "in the window that was shown before")

	g.metrics = answering(strings.ReplaceAll(threeAgents, "85.5", "70.5"))
	require.Equal(t, []any{85.5}, shown()["averageScore"])
	move(1)
	require.Equal(t, []any{70.5}, shown()["averageScore"])
}

func TestNumbersThatAreLateAreNotKept(t *testing.T) {
	g := newGenesysCloud(t)
	d, move := movingDatasource(t, g, nil)
	const today = `{"timeRange":"businessDay"}`
	require.Empty(t, shownBy(t, ask(t.Context(), t, d, nil, today), "A").Meta.Notices)
	g.metrics = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	move(1)
	require.Len(t, shownBy(t, ask(t.Context(), t, d, nil, today), "A").Meta.Notices, 1)
	g.metrics = answering(threeAgents)
	move(1)
	require.Empty(t, shownBy(t, ask(t.Context(), t, d, nil, today), "A").Meta.Notices)
}

// Two data sources of one organization's Genesys Cloud may judge by different marks.
func TestKeptFramesAreTheInstancesOwn(t *testing.T) {
	g := newAnalyticsCloud(t)
	registry := newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
	rates := func(passThreshold int) []float64 {
		d := newDatasource(t.Context(), registry, g.settings(t, map[string]any{"api": "analytics", "passThreshold": passThreshold}))
		t.Cleanup(d.Dispose)
		return numbers(t, shownBy(t, ask(t.Context(), t, d, nil, `{"minimumCount":0,"metrics":["passRate"]}`), "A"), "passRate")
	}
	require.Equal(t, []float64{50, 0}, rates(80))
	require.Equal(t, []float64{100, 100}, rates(50))
	require.Equal(t, []float64{50, 0}, rates(80))
}

func TestAFrameThatIsTooLargeIsNotKept(t *testing.T) {
	kept := newKeptFrames().forInstance()
	large := make([]*float64, keptFramesBytes/24)
	frame := data.NewFrame("", data.NewField("count", nil, large))
	frame.Meta = &data.FrameMeta{}
	key := framesKey{instance: kept.instance}
	require.Len(t, kept.keep(key, data.Frames{frame, frame}), 2)
	kept.kept.frames.CleanUp()
	_, found := kept.load(key)
	require.False(t, found)
}
