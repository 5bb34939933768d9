package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// noon is when the embedded store's tests take place.
var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func atNoon() time.Time { return noon }

// atItsEase gives a busy machine time: how slow it is is not what the tests are about.
var atItsEase = Options{Now: atNoon, Patience: time.Minute}

func storePath(t testing.TB) string { return filepath.Join(t.TempDir(), "quality.db") }

// openStore opens a store, at noon unless the options say otherwise, and sees that it leaves nothing behind.
func openStore(t testing.TB, path string, options Options) *SQLite {
	t.Helper()
	before := goleak.IgnoreCurrent()
	if options.Now == nil {
		options.Now = atNoon
	}
	options.Patience = atItsEase.Patience
	s, err := Open(t.Context(), path, options)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, s.Close())
		goleak.VerifyNone(t, before)
	})
	return s
}

// scored is a snapshot about so many agents, whose numbers the seed decides.
func scored(form string, asOf time.Time, agents int, seed uint64) quality.Snapshot {
	random := rand.New(rand.NewPCG(seed, uint64(agents)))
	rows := make([]quality.Row, agents)
	for i := range rows {
		rows[i] = quality.Row{
			Entity: quality.Entity{
				ID: fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", random.Uint32(), random.Uint32N(1<<16), random.Uint32N(1<<12),
					random.Uint32N(1<<12), random.Uint64N(1<<48)),
				Name: fmt.Sprintf("Agent %d of Zürich 株式会社 %x", i, random.Uint32()),
			},
			Measures: quality.Measures{
				Count:        random.Int64N(500),
				AverageScore: float64(random.IntN(10_001)) / 100,
				PassRate:     100 * random.Float64(),
			},
		}
	}
	return quality.NewSnapshot(questionAbout(form), asOf, rows)
}

func questionAbout(form string) quality.Question {
	return quality.Question{
		Dialect: quality.DialectQualityMetrics, GroupBy: quality.GroupByAgent, EvaluationFormID: form,
		Range: quality.Range{From: noon.Add(-4 * time.Hour), To: noon},
	}
}

// tomorrow is an until that no test reaches by itself.
var tomorrow = noon.Add(24 * time.Hour)

// requireKept asserts that exactly this snapshot is found.
func requireKept(t testing.TB, store quality.Store, want quality.Snapshot) {
	t.Helper()
	got, ok := store.Load(t.Context(), want.Question.Key())
	require.True(t, ok, "the snapshot is missing")
	require.Equal(t, want, got)
}

func requireMissing(t testing.TB, store quality.Store, question quality.Question) {
	t.Helper()
	_, ok := store.Load(t.Context(), question.Key())
	require.False(t, ok, "a snapshot was found")
}
