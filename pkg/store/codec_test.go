package store

import (
	"bytes"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// unusual snapshots, all of which must come back as they were.
func unusual() map[string]quality.Snapshot {
	row := func(id, name string, count int64, score, rate float64) quality.Row {
		return quality.Row{
			Entity:   quality.Entity{ID: id, Name: name},
			Measures: quality.Measures{Count: count, AverageScore: score, PassRate: rate},
		}
	}
	of := func(rows ...quality.Row) quality.Snapshot {
		return quality.NewSnapshot(questionAbout("form"), noon.Add(123456789*time.Nanosecond), rows)
	}
	return map[string]quality.Snapshot{
		"no rows":       of([]quality.Row{}...),
		"empty texts":   of(row("", "", 1, 2, 3)),
		"unicode":       of(row("ид-1", "Žofie Ångström 田中 👩‍💻\x00\n", 3, 87.65, 100), row("2", "\xff broken", 1, 0, 0)),
		"numbers":       of(row("1", "a", math.MaxInt64, 0.1+0.2, math.SmallestNonzeroFloat64), row("2", "b", 0, 100, math.Copysign(0, -1))),
		"zero time":     quality.NewSnapshot(quality.Question{}, time.Time{}, []quality.Row{row("1", "a", 1, 1, 1)}),
		"sorted by id":  of(row("b", "1", 1, 1, 1), row("a", "2", 2, 2, 2), row("B", "3", 3, 3, 3)),
		"many":          scored("f", noon, 3000, 1),
		"of everything": analytics(),
		"one long name": of(row("1", string(bytes.Repeat([]byte("x"), 1<<20)), 1, 1, 1)),
	}
}

// analytics is a snapshot in which every field has a value of its own.
func analytics() quality.Snapshot {
	q := questionAbout("")
	q.Dialect, q.Granularity, q.Pass = quality.DialectAnalytics, 2*quality.Window, "rule"
	q.Scope = quality.Scope{Queues: quality.FilterIDs("q2", "q1"), ScoredBy: quality.ScoredByAI, IncludeCalibrations: true}
	row := func(form string, from time.Time) quality.Row {
		return quality.Row{Entity: quality.Entity{ID: "a", Name: "n"}, FormID: form, From: from, Measures: quality.Measures{
			Count: 9, AverageScore: 1.5, PassRate: 2.5, CriticalCount: 7, CriticalScore: 3.5, MinScore: 0.5, MaxScore: 4.5,
		}}
	}
	return quality.NewSnapshot(q, noon, []quality.Row{
		row("f2", q.Range.From), row("f1", q.Range.From.Add(quality.Window)), row("f1", q.Range.From), row("", time.Time{}),
	})
}

func TestASnapshotComesBackAsItWas(t *testing.T) {
	for name, want := range unusual() {
		t.Run(name, func(t *testing.T) {
			got, err := decodeSnapshot(encodeSnapshot(want))
			require.NoError(t, err)
			if len(want.Rows) == 0 {
				require.Empty(t, got.Rows)
				want.Rows = got.Rows
			}
			require.Equal(t, want, got)
			for i := range want.Rows { // Equal takes -0 for 0.
				require.Equal(t, math.Float64bits(want.Rows[i].PassRate), math.Float64bits(got.Rows[i].PassRate))
			}
		})
	}
}

func TestTimesComeBackInUTC(t *testing.T) {
	want := scored("f", noon.In(time.FixedZone("", 5*3600)), 1, 1)
	got, err := decodeSnapshot(encodeSnapshot(want))
	require.NoError(t, err)
	require.Equal(t, noon, got.AsOf)
}

func TestWhatNoSnapshotIsIsRefused(t *testing.T) {
	good := scored("f", noon, 3, 1)
	change := func(f func(*quality.Snapshot)) []byte {
		s := scored("f", noon, 3, 1)
		f(&s)
		return encodeSnapshot(s)
	}
	whole := encodeSnapshot(good)
	recount := func(s *quality.Snapshot) { *s = quality.NewSnapshot(s.Question, s.AsOf, s.Rows) }
	for name, c := range map[string]struct {
		payload []byte
		message string
	}{
		"nothing":        {nil, "cut short"},
		"a version":      {[]byte{codecVersion}, "cut short"},
		"a newer one":    {append([]byte{4}, whole[1:]...), "of version 4, not 3"},
		"cut":            {whole[:len(whole)-1], "decompressing"},
		"no frame":       {append([]byte{codecVersion}, "hello, world"...), "decompressing"},
		"more":           {packed(append(unpacked(t, whole), 'x')), "more than its rows"},
		"less":           {packed(unpacked(t, whole)[:len(unpacked(t, whole))-1]), "cut short"},
		"rows promised":  {packed([]byte("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\x7f")), "cut short"},
		"text promised":  {packed([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")), "cut short"},
		"no number":      {change(func(s *quality.Snapshot) { s.Rows[1].PassRate = math.NaN(); recount(s) }), "row 2 of 3 has an impossible"},
		"endless":        {change(func(s *quality.Snapshot) { s.Rows[0].AverageScore = math.Inf(1); recount(s) }), "row 1 of 3 has an"},
		"a minus":        {change(func(s *quality.Snapshot) { s.Rows[2].Count = -1; recount(s) }), "row 3 of 3 has an"},
		"no score":       {change(func(s *quality.Snapshot) { s.Rows[0].MinScore = math.NaN(); recount(s) }), "row 1 of 3 has an"},
		"another time":   {change(func(s *quality.Snapshot) { s.Rows[0].From = s.Question.Range.To; recount(s) }), "row 1 of 3 lies outside"},
		"a twin":         {change(func(s *quality.Snapshot) { s.Rows[1].Entity.ID = s.Rows[0].Entity.ID; recount(s) }), "row 2 of 3 is out of order"},
		"disorder":       {change(func(s *quality.Snapshot) { s.Rows[0], s.Rows[1] = s.Rows[1], s.Rows[0] }), "row 2 of 3 is out of order"},
		"another number": {change(func(s *quality.Snapshot) { s.Rows[1].Count++ }), "the revision"},
		"a late time":    {change(func(s *quality.Snapshot) { s.AsOf = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC) }), "impossible time"},
	} {
		t.Run(name, func(t *testing.T) {
			snapshot, err := decodeSnapshot(c.payload)
			require.ErrorContains(t, err, c.message)
			require.Zero(t, snapshot)
		})
	}
}

func TestAFrameThatUnpacksToTooMuchIsRefused(t *testing.T) {
	_, err := decodeSnapshot(packed(make([]byte, maxDecoded+1)))
	require.ErrorContains(t, err, "decompressing")
}

func packed(content []byte) []byte { return compressor.EncodeAll(content, []byte{codecVersion}) }

func unpacked(t testing.TB, payload []byte) []byte {
	t.Helper()
	content, err := decompressor.DecodeAll(payload[1:], nil)
	require.NoError(t, err)
	return content
}

// FuzzDecode hands the decoder payloads, and contents that it packs first: what is decoded can be written and read again.
func FuzzDecode(f *testing.F) {
	for _, s := range []quality.Snapshot{scored("f", noon, 0, 1), scored("f", noon, 3, 1), unusual()["unicode"]} {
		f.Add(encodeSnapshot(s), false)
		f.Add(unpacked(f, encodeSnapshot(s)), true)
	}
	f.Fuzz(func(t *testing.T, payload []byte, pack bool) {
		if pack {
			payload = packed(payload)
		}
		snapshot, err := decodeSnapshot(payload)
		if err != nil {
			require.Zero(t, snapshot)
			return
		}
		require.NoError(t, checkSnapshot(snapshot))
		again, err := decodeSnapshot(encodeSnapshot(snapshot))
		require.NoError(t, err)
		require.Equal(t, snapshot, again)
	})
}
