package quality

import (
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// whoIsOn are the agents of the forms and their counts, as both dialects would tell of one contact centre. Cy has none on f1, and
// nobody has any on f3.
var whoIsOn = map[string]map[string]int64{
	"f1": {"ada": 2, "bo": 1, "cy": 0},
	"f2": {"bo": 3, "cy": 1, "ada": 0},
	"f3": {"ada": 0},
}

// metricsOfForms answers as the Quality Metrics API: of one form, or of all without keeping them apart.
func metricsOfForms(q Question) ([]Row, error) {
	if q.GroupBy == GroupByEvaluationForm {
		return []Row{agent("f1", "Sales", 3, 80, 50), agent("f2", "Support", 4, 80, 50), agent("f3", "Unused", 0, 0, 0)}, nil
	}
	var rows []Row
	for form, agents := range whoIsOn {
		for id, count := range agents {
			known := slices.ContainsFunc(rows, func(row Row) bool { return row.Entity.ID == id })
			if (q.EvaluationFormID == form || q.EvaluationFormID == "") && !known {
				rows = append(rows, agent(id, id, count, 80, 50))
			}
		}
	}
	return rows, nil
}

// aggregatesOfForms answers as the Analytics API: all forms, each in rows of its own, and nobody without evaluations.
func aggregatesOfForms(Question) ([]Row, error) {
	var rows []Row
	for form, agents := range whoIsOn {
		for id, count := range agents {
			if count > 0 {
				rows = append(rows, Row{Entity: Entity{ID: id}, FormID: form, Measures: Measures{Count: count, AverageScore: 80}})
			}
		}
	}
	return rows, nil
}

// idsOf are the ids of the agents, or whatever else is listed, in ascending order.
func idsOf(t *testing.T, r Reader, dialect Dialect, groupBy GroupBy, forms Filter) []string {
	t.Helper()
	entities, err := r.Entities(t.Context(), dialect, groupBy, forms, today(r).Range)
	require.NoError(t, err)
	ids := []string{}
	for _, entity := range entities {
		ids = append(ids, entity.ID)
	}
	slices.Sort(ids)
	return ids
}

func TestAFilterByFormListsThoseWithEvaluationsOnIt(t *testing.T) {
	for dialect, rows := range map[Dialect]func(Question) ([]Row, error){
		DialectQualityMetrics: metricsOfForms, DialectAnalytics: aggregatesOfForms,
	} {
		for _, c := range []struct {
			forms Filter
			want  []string
			// metrics are the calls of the Quality Metrics dialect; the Analytics dialect takes one call for any forms.
			metrics int
		}{
			{FilterIDs(), []string{"ada", "bo", "cy"}, 1},
			{FilterIDs("f1"), []string{"ada", "bo"}, 1},
			{FilterIDs("f2"), []string{"bo", "cy"}, 1},
			{FilterIDs("f1", "f2"), []string{"ada", "bo", "cy"}, 2},
			{FilterIDs("f3"), []string{}, 1},
			{FilterIDs("gone"), []string{}, 1},
		} {
			synctest.Test(t, func(t *testing.T) {
				source := &fakeSource{rows: rows}
				r := reader(t, source, nil)
				for range 2 {
					require.Equal(t, c.want, idsOf(t, r, dialect, GroupByAgent, c.forms), "%s %v", dialect, c.forms)
				}
				want := c.metrics
				if dialect == DialectAnalytics {
					want = 1
				}
				require.Equal(t, want, source.calls(), "%s %v", dialect, c.forms)
			})
		}
	}
}

// A variable that resolved to nothing must not list everybody.
func TestAFilterOfNothingListsNothingAndAsksNothing(t *testing.T) {
	for _, dialect := range []Dialect{DialectQualityMetrics, DialectAnalytics} {
		for _, groupBy := range []GroupBy{GroupByAgent, GroupByEvaluationForm} {
			synctest.Test(t, func(t *testing.T) {
				r, source, directory := analyticsReader(t)
				require.Empty(t, idsOf(t, r, dialect, groupBy, FilterNothing()))
				require.Zero(t, source.calls())
				require.Empty(t, directory.asked)
			})
		}
	}
}

func TestAFilterByFormLimitsAListOfForms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: metricsOfForms}
		r := reader(t, source, nil)
		require.Equal(t, []string{"f2", "f3"}, idsOf(t, r, DialectQualityMetrics, GroupByEvaluationForm, FilterIDs("f3", "f2", "gone")))
		require.Equal(t, []string{"f1", "f2", "f3"}, idsOf(t, r, DialectQualityMetrics, GroupByEvaluationForm, FilterIDs()))
		require.Equal(t, 1, source.calls(), "the same question with and without forms")
	})
	synctest.Test(t, func(t *testing.T) {
		r, source, directory := analyticsReader(t)
		require.Equal(t, []string{"f2"}, idsOf(t, r, DialectAnalytics, GroupByEvaluationForm, FilterIDs("f2", "gone")))
		require.Equal(t, []string{"f1", "f2"}, idsOf(t, r, DialectAnalytics, GroupByEvaluationForm, FilterIDs()), "the kept list is whole")
		require.Len(t, directory.asked, 1)
		require.Zero(t, source.calls())
	})
}

// The list of a form is what panels of the same range ask of it, and the other way round.
func TestAListOfAFormSharesThePanelsQuestions(t *testing.T) {
	for dialect, rows := range map[Dialect]func(Question) ([]Row, error){
		DialectQualityMetrics: metricsOfForms, DialectAnalytics: aggregatesOfForms,
	} {
		synctest.Test(t, func(t *testing.T) {
			source := &fakeSource{rows: rows}
			r := reader(t, source, nil)
			request := today(r)
			request.Dialect, request.Forms = dialect, FilterIDs("f1")
			_, err := r.Read(t.Context(), request)
			require.NoError(t, err)
			require.Equal(t, []string{"ada", "bo"}, idsOf(t, r, dialect, GroupByAgent, FilterIDs("f1")))
			require.Equal(t, 1, source.calls())
		})
	}
}

func TestAFilteredListShowsTheNewestNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		name := "Ada"
		r := reader(t, &fakeSource{rows: func(Question) ([]Row, error) { return []Row{agent("a", name, 1, 80, 50)}, nil }}, nil)
		list := func(forms Filter) []Entity {
			entities, err := r.Entities(t.Context(), DialectQualityMetrics, GroupByAgent, forms, today(r).Range)
			require.NoError(t, err)
			return entities
		}
		require.Equal(t, []Entity{{"a", "Ada"}}, list(FilterIDs("f1")))
		name = "Ada Lovelace" // Renamed, and seen first in the answer of another form.
		require.Equal(t, []Entity{{"a", "Ada Lovelace"}}, list(FilterIDs("f2")))
		require.Equal(t, []Entity{{"a", "Ada Lovelace"}}, list(FilterIDs("f1")))
	})
}
