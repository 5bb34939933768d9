package bench

import (
	"encoding/json"
	"fmt"
	"os"
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
	coldRuns = 9
	warmRuns = 25
	// full is how many answers fill the memory of snapshots and frames; refreshes is how many more the peak is taken over.
	full, refreshes = 60, 10
	// seriesBuckets is how many questions a series asks in the Quality Metrics dialect.
	seriesBuckets = 4
)

// TestSpeed measures the real binary over the real wire against what cannot be faster: plain JSON decoding of the same
// payload, and Arrow encoding of the same frames, in the same run. It asserts nothing about the machine; with -write it
// writes RESULTS.md.
func TestSpeed(t *testing.T) {
	if testing.Short() || !*write {
		t.Skip("measures for some minutes: go test ./bench -run TestSpeed -v -write")
	}
	binary := buildPlugin(t)
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

func speedOf(t *testing.T, binary string, entities int, format string) string {
	t.Helper()
	u := newUpstream(t, entities)
	p := startPlugin(t, binary, settingsFor(t, u, "qualityMetrics"))
	query := fmt.Sprintf(`{"format":%q,"minimumCount":1}`, format)
	payloads := 1
	if format == "timeseries" {
		payloads = seriesBuckets
	}
	var cold, warm, decode, encode figure
	var encoded [][]byte
	for run := range coldRuns + 2 {
		from, to := past(run)
		took := timed(func() { encoded = p.query(t, query, from, to, 15*time.Minute) })
		if run >= 2 { // The first two warm the process up.
			cold = append(cold, took)
			decode = append(decode, timed(func() {
				for range payloads {
					var rows []metricsRow
					require.NoError(t, json.Unmarshal(u.metrics, &rows))
				}
			}))
		}
	}
	frames := framesOf(t, encoded)
	from, to := past(coldRuns)
	for range warmRuns {
		warm = append(warm, timed(func() { encoded = p.query(t, query, from, to, 15*time.Minute) }))
		encode = append(encode, timed(func() { encodeArrow(t, frames) }))
	}
	p.client.Kill()
	bytes := 0
	for _, frame := range encoded {
		bytes += len(frame)
	}
	ratio := func(took figure, limit time.Duration) float64 { return float64(took.median()) / float64(limit) }
	coldInside, warmInside := insideOf(t, u, query)
	coldLimit, warmLimit := decode.median()+encode.median(), encode.median()
	return fmt.Sprintf("| %d | %s | %s | %s | **%.2f** | %.2f | %s | %s | **%.2f** | %.2f | %d |", entities, format,
		cold, decode, ratio(cold, coldLimit), ratio(coldInside, coldLimit),
		warm, encode, ratio(warm, warmLimit), ratio(warmInside, warmLimit), bytes>>10)
}

// insideOf measures the same without the wire.
func insideOf(t *testing.T, u *upstream, query string) (cold, warm figure) {
	t.Helper()
	p := newInProcess(t, settingsFor(t, u, "qualityMetrics"))
	for run := range coldRuns + 2 {
		from, to := past(run)
		took := timed(func() { p.query(t, query, from, to, 15*time.Minute) })
		if run >= 2 {
			cold = append(cold, took)
		}
	}
	from, to := past(coldRuns)
	for range warmRuns {
		warm = append(warm, timed(func() { p.query(t, query, from, to, 15*time.Minute) }))
	}
	return cold, warm
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
	p := startPlugin(t, binary, settingsFor(t, u, dialect))
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
	p := startPlugin(t, binary, settings)
	p.query(t, `{}`, from, to, time.Minute)
	p.client.Kill()
	asked := u.calls.Load()
	var start figure
	for range 7 {
		var restarted *pluginProcess
		start = append(start, timed(func() {
			restarted = startPlugin(t, binary, settings)
			restarted.query(t, `{}`, from, to, time.Minute)
		}))
		restarted.client.Kill()
	}
	require.Equal(t, asked, u.calls.Load(), "a start with a warm store asks nothing")

	p = startPlugin(t, binary, settings)
	var wire figure
	for range warmRuns {
		wire = append(wire, timed(func() { p.query(t, matchesNothing, from, to, time.Minute) }))
	}
	for run := range full {
		from, to := past(run)
		p.query(t, `{}`, from, to, time.Minute)
	}
	before := p.memory(t, "VmRSS")
	peak := int64(-1)
	if p.resetPeak() {
		for run := range refreshes {
			from, to := past(full + run)
			p.query(t, `{}`, from, to, time.Minute)
		}
		peak = p.memory(t, "VmHWM") - before
	}
	p.client.Kill()
	module := "not built"
	if info, err := os.Stat("../dist/module.js"); err == nil {
		module = fmt.Sprintf("%d KB", info.Size()>>10)
	}
	return fmt.Sprintf(restPage, wire, start, refreshes, entities, peak>>10, len(u.metrics)>>10, firstOf(t, binary), module)
}

// firstOf measures the memory that the first answer takes, of an organization as large as any.
func firstOf(t *testing.T, binary string) string {
	t.Helper()
	const entities = 50_000
	u := newUpstream(t, entities)
	p := startPlugin(t, binary, settingsFor(t, u, "qualityMetrics"))
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
Its limit is plain JSON decoding of the same payload and Arrow encoding of the same frames. **Warm** is the same query
again; its limit is the Arrow encoding. **Without the wire** is the same ratio of the plugin's own part, from the query to encoded frames,
without gRPC. A series has 4 buckets, each a payload.

| entities | format | cold | JSON decode | cold : limit | without the wire | warm | Arrow encode | warm : limit | without the wire | answer, KB |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
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
- **A refresh**, the most of %d once the memory of snapshots is full: of a wallboard of %d agents it adds %d KB at its peak; the payload is %d KB.
- **The first answer** of %s.
- ` + "`module.js`" + `: %s.
`
