package bench

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
)

// figure is what was measured several times.
type figure []time.Duration

func (f figure) median() time.Duration {
	sorted := slices.Sorted(slices.Values(f))
	return sorted[len(sorted)/2]
}

func (f figure) String() string {
	sorted := slices.Sorted(slices.Values(f))
	milliseconds := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return fmt.Sprintf("%.2f (%.2f to %.2f)", milliseconds(f.median()), milliseconds(sorted[0]), milliseconds(sorted[len(sorted)-1]))
}

func timed(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}

const (
	warmUps  = 2
	warmRuns = 25
	// full is how many answers fill the memory of snapshots and frames; refreshes is how many more are measured.
	full, refreshes = 120, 25
	// seriesBuckets is how many questions a series asks in the Quality Metrics dialect.
	seriesBuckets = 4
)

// TestSpeed measures the real binary over the real wire against what cannot be faster, in the same run: plain JSON
// decoding of the same payload, and a plugin that has the same frames in memory. It asserts nothing about the machine; with -write it
// writes RESULTS.md.
func TestSpeed(t *testing.T) {
	if testing.Short() || !*write {
		t.Skip("measures for some minutes: go test ./bench -run TestSpeed -v -write")
	}
	binary := buildPlugin(t)
	_ = exec.Command("sync").Run() // What was built shall not be written to the disk while commits are measured.
	var page strings.Builder
	fmt.Fprintf(&page, resultsHead, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), time.Now().UTC().Format(time.DateOnly))
	for _, entities := range []int{100, 1_000, 10_000} {
		for _, format := range []string{"table", "stat", "timeseries"} {
			fmt.Fprintln(&page, speedOf(t, binary, entities, format))
		}
	}
	page.WriteString(dayHead)
	for _, metrics := range []string{`"averageScore","count"`, `"averageScore","passRate","count"`} {
		for _, dialect := range []string{"qualityMetrics", "analytics"} {
			fmt.Fprintln(&page, dayOf(t, binary, dialect, metrics))
		}
	}
	fmt.Fprint(&page, restOf(t, binary))
	t.Log("\n" + page.String())
	require.NoError(t, os.WriteFile("RESULTS.md", []byte(page.String()), 0o644))
}

func settingsFor(t *testing.T, u *upstream, dialect string) map[string]any {
	t.Helper()
	return map[string]any{
		"baseUrl": u.URL, "clientId": "c", "api": dialect, "requestsPerMinute": 100_000,
		"storePath": filepath.Join(t.TempDir(), "store.db"),
	}
}

// past is a range of an hour, far enough back to be settled, another one for each index.
func past(index int) (from, to time.Time) {
	from = time.Now().Add(-20 * 24 * time.Hour).Truncate(time.Hour).Add(time.Duration(index) * time.Hour)
	return from, from.Add(seriesBuckets * 15 * time.Minute)
}

// coldRuns is how many cold answers are measured: the small ones take little time, and vary more.
func coldRuns(entities int) int {
	if entities > 1_000 {
		return 15
	}
	return 41
}

func speedOf(t *testing.T, binary string, entities int, format string) string {
	t.Helper()
	u := newUpstream(t, entities)
	p := startPlugin(t, exec.Command(binary), settingsFor(t, u, "qualityMetrics"))
	query := fmt.Sprintf(`{"format":%q,"minimumCount":1}`, format)
	payloads := 1
	if format == "timeseries" {
		payloads = seriesBuckets
	}
	var cold, decode, afterwards, warm, encode, unbeaten figure
	var encoded [][]byte
	for run := range warmUps {
		from, to := past(run)
		encoded = p.query(t, query, from, to, 15*time.Minute)
	}
	frames, ideal := framesOf(t, encoded), startIdeal(t, encoded)
	from, to := past(0)
	ideal.query(t, query, from, to, 15*time.Minute)
	for run := range coldRuns(entities) {
		from, to := past(warmUps + run)
		cold = append(cold, timed(func() { p.query(t, query, from, to, 15*time.Minute) }))
		decode = append(decode, timed(func() {
			for range payloads {
				var rows []metricsRow
				require.NoError(t, json.Unmarshal(u.metrics, &rows))
			}
		}))
		// What waited meanwhile finds the processor busy with other things, as the plugin does.
		afterwards = append(afterwards, timed(func() { ideal.query(t, query, from, to, 15*time.Minute) }))
	}
	from, to = past(warmUps + coldRuns(entities) - 1)
	for range warmRuns {
		warm = append(warm, timed(func() { p.query(t, query, from, to, 15*time.Minute) }))
		unbeaten = append(unbeaten, timed(func() { ideal.query(t, query, from, to, 15*time.Minute) }))
		encode = append(encode, timed(func() { encodeArrow(t, frames) }))
	}
	ideal.client.Kill()
	p.client.Kill()
	bytes := 0
	for _, frame := range encoded {
		bytes += len(frame)
	}
	ratio := func(took, limit time.Duration) float64 { return float64(took) / float64(limit) }
	c, d, a, w, e, i := cold.median(), decode.median(), afterwards.median(), warm.median(), encode.median(), unbeaten.median()
	return fmt.Sprintf("| %d | %s | %s | %s | %s | **%.2f** | %.2f | %s | %s | %s | **%.2f** | %.2f | %.2f | %d |", entities, format,
		cold, decode, afterwards, ratio(c, d+a), ratio(c, d+e), warm, unbeaten, encode, ratio(w, i), ratio(w, e), ratio(i, e), bytes>>10)
}

func encodeArrow(t *testing.T, frames data.Frames) {
	t.Helper()
	_, err := frames.MarshalArrow()
	require.NoError(t, err)
}

// dayOf measures a day by agent as a series of 15 minutes.
func dayOf(t *testing.T, binary, dialect, metrics string) string {
	t.Helper()
	query := fmt.Sprintf(`{"format":"timeseries","minimumCount":1,"metrics":[%s]}`, metrics)
	u := newUpstream(t, 1_000)
	p := startPlugin(t, exec.Command(binary), settingsFor(t, u, dialect))
	var first, again figure
	calls := int64(0)
	for run := range 5 {
		from := time.Now().Add(-time.Duration(10+run) * 24 * time.Hour).Truncate(24 * time.Hour).Add(8 * time.Hour)
		to := from.Add(9 * time.Hour)
		before := u.calls.Load()
		first = append(first, timed(func() { p.query(t, query, from, to, 15*time.Minute) }))
		calls = u.calls.Load() - before
		again = append(again, timed(func() { p.query(t, query, from, to, 15*time.Minute) }))
	}
	p.client.Kill()
	return fmt.Sprintf("| %s | %s | %d | %s | %s |", dialect, strings.ReplaceAll(strings.ReplaceAll(metrics, `"`, ""), ",", ", "), calls, first, again)
}

// restOf measures a start with a warm store, and the memory of a refresh.
func restOf(t *testing.T, binary string) string {
	t.Helper()
	const entities = 10_000
	u := newUpstream(t, entities)
	settings := settingsFor(t, u, "qualityMetrics")
	from, to := past(0)
	p := startPlugin(t, exec.Command(binary), settings)
	p.query(t, `{}`, from, to, time.Minute)
	p.client.Kill()
	asked := u.calls.Load()
	var start figure
	for range 7 {
		var restarted *pluginProcess
		start = append(start, timed(func() {
			restarted = startPlugin(t, exec.Command(binary), settings)
			restarted.query(t, `{}`, from, to, time.Minute)
		}))
		restarted.client.Kill()
	}
	require.Equal(t, asked, u.calls.Load(), "a start with a warm store asks nothing")

	p = startPlugin(t, exec.Command(binary), settings)
	var wire figure
	for range warmRuns {
		wire = append(wire, timed(func() { p.query(t, matchesNothing, from, to, time.Minute) }))
	}
	for run := range full {
		from, to := past(run)
		p.query(t, `{}`, from, to, time.Minute)
	}
	var added []int64
	for run := range refreshes {
		from, to := past(full + run)
		before := p.memory(t, "VmRSS")
		require.True(t, p.resetPeak(), "measured where the kernel forgets peaks: on Linux")
		p.query(t, `{}`, from, to, time.Minute)
		added = append(added, (p.memory(t, "VmHWM")-before)>>10)
	}
	slices.Sort(added)
	p.client.Kill()
	return fmt.Sprintf(restPage, wire, start, entities, added[len(added)/2], added[0], added[len(added)-1], len(u.metrics)>>10, firstOf(t, binary))
}

// firstOf measures the memory that the first answer takes, of an organization as large as any.
func firstOf(t *testing.T, binary string) string {
	t.Helper()
	const entities = 50_000
	u := newUpstream(t, entities)
	p := startPlugin(t, exec.Command(binary), settingsFor(t, u, "qualityMetrics"))
	p.query(t, matchesNothing, time.Now().Add(-time.Hour), time.Now(), time.Minute) // Makes the instance.
	idle := p.memory(t, "VmRSS")
	from, to := past(0)
	took := timed(func() { p.query(t, `{"minimumCount":1}`, from, to, time.Minute) })
	return fmt.Sprintf("%d agents takes %d MB more than the idle plugin at its peak, and %d ms; the payload is %d MB",
		entities, (p.memory(t, "VmHWM")-idle)>>20, took.Milliseconds(), len(u.metrics)>>20)
}

const resultsHead = `# Speed

Measured by ` + "`npm run bench`" + ` on %s/%s with %d cores on %s: the real binary over its gRPC wire, an upstream on the same
machine, medians with their spread in milliseconds. The machine is shared: trust the ratios.

**Cold** is a question that was never asked: an upstream call, its checks, the commit to the store, the frames and the wire.
**Warm** is the same query again. **The ideal plugin** is one that has these frames in memory and does nothing else: what it
takes is the SDK's Arrow encoding and the wire, and no plugin can be quicker. So a warm answer is held against the ideal
plugin's, and a cold one against plain JSON decoding of its payload and that. The ratios to decoding and encoding alone, as
if there were no wire, stand beside them; for a small table not even the ideal plugin comes near that. A series has 4
buckets, each a payload.

| entities | format | cold | JSON decode | ideal plugin | cold : decode + ideal | : decode + encode | warm | ideal plugin | Arrow encode | warm : ideal | : encode | ideal : encode | answer, KB |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
`

const dayHead = `
A day from 08:00 to 17:00 by agent in 15-minute buckets, 1,000 agents (with the Analytics API each has three evaluations, in the first bucket):

| dialect | metrics | upstream calls | first look | again |
| --- | --- | ---: | ---: | ---: |
`

// matchesNothing is a query that is answered without a look at anything.
const matchesNothing = `{"evaluationFormIds":[""]}`

const restPage = `
- **The wire alone**: a query that matches nothing takes %s ms. An answer cannot be quicker, and for small ones that is more than their encoding.
- **Start to first answer** from a warm store, 10,000 agents: %s ms, and no upstream call.
- **A refresh** of a wallboard of %d agents, once the memory of snapshots is full, adds %d KB (%d to %d) at its peak; the payload is %d KB.
- **The first answer** of %s.
`
