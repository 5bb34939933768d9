package quality

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// world is a contact centre of two forms, two agents and a ghost; each window says the same.
func world(q Question) ([]Row, error) {
	byForm := map[string][]Row{
		"easy": {agent("a", "Ada", 2, 90, 100), agent("b", "Bob", 4, 80, 50)},
		"hard": {agent("a", "Ada", 6, 50, 0), agent("g", "Ghost", 0, 0, 0)},
	}
	switch {
	case q.GroupBy == GroupByEvaluationForm:
		// easy: (2·90 + 4·80)/6 = 83.3, 4 of 6 pass; hard: 50, 0 of 6.
		return []Row{agent("easy", "Easy form", 6, 83.3, 66.7), agent("hard", "Hard form", 6, 50, 0), agent("unused", "Unused", 0, 0, 0)}, nil
	case q.EvaluationFormID != "":
		return slices.Clone(byForm[q.EvaluationFormID]), nil
	}
	return []Row{agent("a", "Ada", 8, 60, 25), agent("b", "Bob", 4, 80, 50), agent("g", "Ghost", 0, 0, 0)}, nil
}

func cell(entity, form string, count int64, average, rate float64) string {
	c := Cell{Entity: Entity{ID: entity}, Form: Entity{ID: form}, Measures: Measures{Count: count, AverageScore: average, PassRate: rate}}
	return describe(c)
}

func describe(c Cell) string {
	round := func(f float64) string {
		return time.Duration(f * float64(time.Second)).Round(time.Millisecond).String()
	}
	return strings.Join([]string{c.Entity.ID, c.Form.ID, round(float64(c.Count)), round(c.AverageScore), round(c.PassRate)}, " ")
}

func described(cells []Cell) []string {
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = describe(c)
	}
	return texts
}

func TestReadAsksAsLittleAsItTakes(t *testing.T) {
	cases := []struct {
		name    string
		groupBy []GroupBy
		forms   Filter
		calls   int
		want    []string
	}{
		{"by agent", []GroupBy{GroupByAgent}, Filter{}, 1, []string{cell("a", "", 8, 60, 25), cell("b", "", 4, 80, 50)}},
		{"one form", []GroupBy{GroupByAgent}, FilterIDs("hard"), 1, []string{cell("a", "", 6, 50, 0)}},
		{"two forms are merged as totals", []GroupBy{GroupByAgent}, FilterIDs("hard", "easy"), 2, []string{cell("a", "", 8, 60, 25), cell("b", "", 4, 80, 50)}},
		{"split by form", []GroupBy{GroupByAgent, GroupByEvaluationForm}, Filter{}, 3, []string{cell("a", "easy", 2, 90, 100), cell("a", "hard", 6, 50, 0), cell("b", "easy", 4, 80, 50)}},
		{"split by chosen forms", []GroupBy{GroupByAgent, GroupByEvaluationForm}, FilterIDs("easy"), 2, []string{cell("a", "easy", 2, 90, 100), cell("b", "easy", 4, 80, 50)}},
		{"by form", []GroupBy{GroupByEvaluationForm}, Filter{}, 1, []string{cell("easy", "", 6, 83.3, 66.7), cell("hard", "", 6, 50, 0)}},
		{"by chosen form", []GroupBy{GroupByEvaluationForm}, FilterIDs("hard"), 1, []string{cell("hard", "", 6, 50, 0)}},
		{"the organization", nil, Filter{}, 1, []string{cell("", "", 12, 66.65, 100.0/3)}},
		{"the organization's one form", nil, FilterIDs("easy"), 1, []string{cell("", "", 6, 83.3, 66.7)}},
		{"a form nobody used", []GroupBy{GroupByAgent, GroupByEvaluationForm}, FilterIDs("unused"), 1, []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := &fakeSource{rows: world}
				r := reader(t, source, nil)
				request := today(r)
				request.GroupBy, request.Forms = c.groupBy, c.forms
				for range 2 {
					answer, err := r.Read(t.Context(), request)
					require.NoError(t, err)
					require.Equal(t, c.want, described(answer.Cells))
					require.Equal(t, r.Now(), answer.AsOf)
					require.Equal(t, at(t, "2026-11-27T09:45:00Z"), answer.SettledUntil, "10:20 less 30 and 1 minutes")
				}
				require.Equal(t, c.calls, source.calls())
			})
		})
	}
}

func TestPanelsOfTheSameFormsInAnotherOrderShareTheirCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: world}
		r := reader(t, source, nil)
		request := today(r)
		for _, ids := range [][]string{{"easy", "hard"}, {"hard", "easy"}, {"hard", "easy", "hard"}} {
			request.Forms = FilterIDs(ids...)
			_, err := r.Read(t.Context(), request)
			require.NoError(t, err)
		}
		require.Equal(t, 2, source.calls())
	})
}

func TestSeries(t *testing.T) {
	cases := []struct {
		name           string
		groupBy        []GroupBy
		first, refresh int
		lines          int
	}{
		// 08:00 to 10:15 is nine buckets. At 10:31 there is a tenth, and what was not settled at 10:20 (from 09:45 on, two
		// buckets) is asked again.
		{"by agent", []GroupBy{GroupByAgent}, 9, 3, 2},
		{"the organization", nil, 9, 3, 1},
		{"split: the forms once over the whole range, then each form's buckets", []GroupBy{GroupByAgent, GroupByEvaluationForm}, 1 + 18, 1 + 6, 3},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := &fakeSource{rows: world}
				r := reader(t, source, nil)
				request := today(r)
				request.GroupBy, request.Interval = c.groupBy, Window
				answer, err := r.Read(t.Context(), request)
				require.NoError(t, err)
				require.Equal(t, c.first, source.calls())
				require.Len(t, answer.Buckets, 9)
				require.Equal(t, r.Now(), answer.AsOf)
				lines, missing := Selection{Running: true}.Lines(answer)
				require.Equal(t, MissingNone, missing)
				require.Len(t, lines, c.lines)
				last := lines[0].Points[8]
				require.Equal(t, at(t, "2026-11-27T10:00:00Z"), last.Time)
				require.Equal(t, answer.Cells[0].Measures, last.Measures, "the last running total is the whole range's")
				require.Equal(t, 9*lines[0].Points[0].Count, last.Count)

				time.Sleep(at(t, "2026-11-27T10:31:00Z").Sub(r.Now()))
				request.Range = today(r).Range
				again, err := r.Read(t.Context(), request)
				require.NoError(t, err)
				require.Len(t, again.Buckets, 10)
				require.Equal(t, c.first+c.refresh, source.calls())
			})
		})
	}
}

func TestEqualDataHasAnEqualRevision(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		score := 80.0
		source := &fakeSource{rows: func(Question) ([]Row, error) {
			return []Row{agent("b", "Bob", 4, 70, 50), agent("a", "Ada", 3, score, 100)}, nil
		}}
		r := reader(t, source, nil)
		read := func() Answer {
			answer, err := r.Read(t.Context(), today(r))
			require.NoError(t, err)
			return answer
		}
		first := read()
		time.Sleep(Window)
		second := read()
		require.NotEqual(t, first.AsOf, second.AsOf)
		require.Equal(t, first.Revision, second.Revision)
		score = 80.1
		time.Sleep(Window)
		require.NotEqual(t, first.Revision, read().Revision)
	})
}

// Each form is a question of its own, so that an agent's rows come from several snapshots in every bucket.
func TestASeriesOfTwoFormsHasEachAgentOnceABucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := reader(t, &fakeSource{rows: world}, nil)
		request := today(r)
		request.GroupBy, request.Forms, request.Interval = []GroupBy{GroupByAgent}, FilterIDs("hard", "easy"), Window
		answer, err := r.Read(t.Context(), request)
		require.NoError(t, err)
		require.Len(t, answer.Buckets, 9)
		for _, bucket := range answer.Buckets {
			require.Len(t, bucket.Cells, 2)
			require.Equal(t, "a", bucket.Cells[0].Entity.ID)
			require.Equal(t, int64(8), bucket.Cells[0].Count)
			require.Equal(t, "b", bucket.Cells[1].Entity.ID)
			require.Equal(t, int64(4), bucket.Cells[1].Count)
		}
	})
}
