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
	for _, dialect := range []string{"qualityMetrics", "analytics"} {
		fmt.Fprintln(&page, dayOf(t, binary, dialect))
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
	bytes := 0
	for _, frame := range encoded {
		bytes += len(frame)
	}
	limit := decode.median() + encode.median()
	p.client.Kill()
	return fmt.Sprintf("| %d | %s | %s | %s | **%.2f** | %s | %s | **%.2f** | %d |", entities, format, cold, decode,
		float64(cold.median())/float64(limit), warm, encode, float64(warm.median())/float64(encode.median()), bytes>>10)
}

func encodeArrow(t *testing.T, frames data.Frames) {
	t.Helper()
	_, err := frames.MarshalArrow()
	require.NoError(t, err)
}

// dayOf measures a day by agent, as a table and as a series of 15 minutes.
func dayOf(t *testing.T, binary, dialect string) string {
	t.Helper()
	const query = `{"format":"timeseries","minimumCount":1,"metrics":["averageScore","count"]}`
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
	return fmt.Sprintf("| %s | %d | %s | %s |", dialect, calls, first, again)
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
	for run := range 6 {
		from, to := past(run)
		p.query(t, `{}`, from, to, time.Minute)
	}
	before := p.memory(t, "VmRSS")
	peak := int64(-1)
	if p.resetPeak() {
		from, to := past(100)
		p.query(t, `{}`, from, to, time.Minute)
		peak = p.memory(t, "VmHWM") - before
	}
	module := "not built"
	if info, err := os.Stat("../dist/module.js"); err == nil {
		module = fmt.Sprintf("%d KB", info.Size()>>10)
	}
	return fmt.Sprintf(restPage, start, entities, peak>>10, len(u.metrics)>>10, module)
}

const resultsHead = `# Speed

Measured by ` + "`npm run bench`" + ` on %s/%s with %d cores on %s: the real binary over its gRPC wire, an upstream on the same
machine, medians with their spread in milliseconds. The machine is shared: trust the ratios.

**Cold** is a question that was never asked: an upstream call, its checks, the commit to the store, the frames and the wire.
Its limit is plain JSON decoding of the same payload and Arrow encoding of the same frames. **Warm** is the same query
again; its limit is the Arrow encoding. A series has 4 buckets, each a payload.

| entities | format | cold | JSON decode | cold : limit | warm | Arrow encode | warm : limit | answer, KB |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
`

const dayHead = `
A day from 08:00 to 17:00 by agent in 15-minute buckets, 1,000 agents:

| dialect | upstream calls | first look | again |
| --- | ---: | ---: | ---: |
`

const restPage = `
- **Start to first answer** from a warm store, 10,000 agents: %s ms, and no upstream call.
- **A refresh** of a wallboard of %d agents adds %d KB at its peak; the payload is %d KB.
- ` + "`module.js`" + `: %s.
`
