package quality

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func answerOf(buckets ...[]Cell) Answer {
	answer := Answer{}
	whole := map[string]*Sum{}
	from := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	for i, cells := range buckets {
		start := from.Add(time.Duration(i) * Window)
		answer.Buckets = append(answer.Buckets, Bucket{Range: Range{start, start.Add(Window)}, Cells: cells})
		for _, c := range cells {
			if whole[c.Entity.ID] == nil {
				whole[c.Entity.ID] = &Sum{}
			}
			whole[c.Entity.ID].Add(c.Measures)
		}
	}
	for _, id := range []string{"a", "b", "c"} {
		if whole[id] != nil {
			answer.Cells = append(answer.Cells, Cell{Entity: Entity{ID: id}, Measures: whole[id].Measures()})
		}
	}
	return answer
}

func about(id string, count int64, average float64) Cell {
	return Cell{Entity: Entity{ID: id}, Measures: Measures{Count: count, AverageScore: average, PassRate: 100}}
}

func TestMinimumCountAndEntities(t *testing.T) {
	answer := answerOf([]Cell{about("a", 1, 100), about("b", 2, 100), about("c", 3, 100)})
	cases := []struct {
		name      string
		selection Selection
		want      []string
		missing   Missing
	}{
		{"three", Selection{MinimumCount: 3}, []string{"c"}, MissingNone},
		{"two", Selection{MinimumCount: 2}, []string{"b", "c"}, MissingNone},
		{"none asked for", Selection{}, []string{"a", "b", "c"}, MissingNone},
		{"chosen entities", Selection{Entities: FilterIDs("a", "b"), MinimumCount: 2}, []string{"b"}, MissingNone},
		{"too few", Selection{MinimumCount: 4}, nil, MissingCount},
		{"entities that are not there", Selection{Entities: FilterIDs("x")}, nil, MissingEntities},
		{"the chosen one has too few", Selection{Entities: FilterIDs("a", "x"), MinimumCount: 2}, nil, MissingCount},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cells, missing := c.selection.Cells(answer)
			require.Equal(t, c.missing, missing)
			var ids []string
			for _, found := range cells {
				ids = append(ids, found.Entity.ID)
			}
			require.Equal(t, c.want, ids)
		})
	}
	_, missing := Selection{}.Cells(Answer{})
	require.Equal(t, MissingEvaluations, missing)
}

func TestLines(t *testing.T) {
	answer := answerOf(
		[]Cell{about("a", 2, 60), about("b", 1, 90)},
		[]Cell{},
		[]Cell{about("a", 4, 90)},
	)
	type point struct {
		count   int64
		average float64
		scored  bool
	}
	cases := []struct {
		name      string
		selection Selection
		want      []point
	}{
		{"each bucket's own", Selection{MinimumCount: 3}, []point{{2, 60, false}, {0, 0, false}, {4, 90, true}}},
		{"running totals", Selection{MinimumCount: 3, Running: true}, []point{{2, 60, false}, {2, 60, false}, {6, 80, true}}},
		{"without a minimum an empty bucket has no score all the same", Selection{}, []point{{2, 60, true}, {0, 0, false}, {4, 90, true}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			lines, missing := c.selection.Lines(answer)
			require.Equal(t, MissingNone, missing)
			require.Equal(t, "a", lines[0].Entity.ID)
			if c.selection.MinimumCount == 3 {
				require.Len(t, lines, 1, "b's whole range has fewer than three")
			}
			var got []point
			for i, p := range lines[0].Points {
				got = append(got, point{p.Count, p.AverageScore, p.Scored})
				require.Equal(t, answer.Buckets[i].Range.From, p.Time)
			}
			require.Equal(t, c.want, got)
		})
	}
}
