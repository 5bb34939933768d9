// Package bench measures; its figures are in RESULTS.md.
package bench

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
	"github.com/intraday/genesys-cloud-quality/pkg/store"
)

var (
	write  = flag.Bool("write", false, "write GROWTH.md")
	agents = flag.Int("agents", 10_000, "agents of the organization")
)

// largeOrganization answers for agents who are evaluated about every other hour. A whole day names everybody; a bucket
// of 15 minutes those who have evaluations in it.
type largeOrganization struct{ rows []quality.Row }

func newLargeOrganization(size int) *largeOrganization {
	o := &largeOrganization{rows: make([]quality.Row, size)}
	for i := range o.rows {
		id := uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "agent %d", i)).String()
		o.rows[i] = quality.Row{Entity: quality.Entity{ID: id, Name: fmt.Sprintf("Agent %05d Surname-%03d", i, i%997)}}
	}
	return o
}

func (o *largeOrganization) Ask(_ context.Context, q quality.Question) ([]quality.Row, error) {
	windows := int64(q.Range.Windows())
	var rows []quality.Row
	for i, row := range o.rows {
		// Every eighth window has an evaluation of this agent.
		phase := (q.Range.From.Unix()/900 + int64(i)) % 8
		row.Count = (windows + phase) / 8
		if row.Count == 0 && windows == 1 {
			continue
		}
		if row.Count > 0 {
			row.AverageScore = 60 + float64((int64(i)*7+windows)%400)/10
			row.PassRate = float64((int64(i)+windows)%1001) / 10
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// A day of a large organization on a wallboard with a table by agent and a series by agent, in 15-minute windows from
// 08:00 to 18:00: how the store's file and the memory grow. Nothing is asserted about the machine, only that the day
// was a day and that what grows is bounded.
func TestGrowthOverADay(t *testing.T) {
	now := time.Date(2026, 11, 27, 8, 16, 1, 0, time.UTC)
	start := now.Truncate(time.Hour)
	path := filepath.Join(t.TempDir(), "day.db")
	sqlite, err := store.Open(t.Context(), path, store.Options{Now: func() time.Time { return now }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sqlite.Close()) })
	reader := quality.Reader{
		Feed:   quality.NewFeed(store.NewMemory().Over("scope", sqlite.For("scope")), nil),
		Source: newLargeOrganization(*agents),
		Rules:  quality.Rules{MaxLag: 30 * time.Minute, StaleFor: time.Hour, RequestsPerMinute: 100},
		Now:    func() time.Time { return now },
	}
	var table strings.Builder
	fmt.Fprintf(&table, "| time | snapshots | store, MB | heap in use, MB | resident, MB |\n| --- | ---: | ---: | ---: | ---: |\n")
	for ; now.Before(start.Add(10 * time.Hour)); now = now.Add(quality.Window) {
		rng := quality.Range{From: start, To: quality.AskableEnd(now)}
		for _, interval := range []time.Duration{0, quality.Window} {
			answer, err := reader.Read(t.Context(), quality.Request{GroupBy: []quality.GroupBy{quality.GroupByAgent}, Range: rng, Interval: interval})
			require.NoError(t, err)
			require.Equal(t, now, answer.AsOf)
		}
		if now.Minute() == 16 {
			fmt.Fprintln(&table, measured(t, sqlite, now))
		}
	}
	require.Less(t, sqlite.Stats(t.Context()).Bytes, int64(1<<30))
	t.Logf("%d agents:\n%s", *agents, table.String())
	if *write {
		require.NoError(t, os.WriteFile("GROWTH.md", fmt.Appendf(nil, growthPage, *agents, table.String()), 0o644))
	}
}

const growthPage = `# How store and memory grow over a day

%d agents on a wallboard with a table and a series by agent, in 15-minute windows, an evaluation of each agent every two
hours. Run again with ` + "`go test ./bench -run TestGrowth -v -write`" + `.

%s
The store grows by a snapshot of the whole day and one of a bucket each window. Snapshots of the whole day are kept for
` + "`staleForMinutes`" + ` and two hours, then they go; settled buckets stay for 35 days. The memory is bounded to 64 MiB of
snapshots, and to what a single answer takes while it is made.
`

func measured(t *testing.T, sqlite *store.SQLite, now time.Time) string {
	t.Helper()
	require.NoError(t, sqlite.Purge(t.Context()))
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	stats := sqlite.Stats(t.Context())
	megabytes := func(bytes uint64) float64 { return float64(bytes) / (1 << 20) }
	return fmt.Sprintf("| %s | %d | %.1f | %.0f | %.0f |", now.Format("15:04"), stats.Snapshots,
		megabytes(uint64(stats.Bytes)), megabytes(memory.HeapInuse), resident())
}

// resident is the process' resident set in MB, 0 where /proc does not tell.
func resident() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if kilobytes, found := strings.CutPrefix(line, "VmRSS:"); found {
			var n float64
			if _, err := fmt.Sscanf(kilobytes, "%f", &n); err == nil {
				return n / 1024
			}
		}
	}
	return 0
}
