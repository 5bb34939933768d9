package quality

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// analyticsWorld answers with two forms of an agent: f1 in every bucket, f2 in the first.
func analyticsWorld(q Question) ([]Row, error) {
	buckets := []Range{q.Range}
	if q.Granularity > 0 {
		buckets = Buckets(q.Range, q.Granularity)
	}
	var rows []Row
	for i, bucket := range buckets {
		from := bucket.From
		if q.Granularity == 0 {
			from = time.Time{}
		}
		rows = append(rows, Row{Entity: Entity{ID: "ada"}, FormID: "f1", From: from, Measures: Measures{
			Count: 2, AverageScore: 80, PassRate: 50, CriticalCount: 1, CriticalScore: 40, MinScore: 70, MaxScore: 90,
		}})
		if i == 0 {
			rows = append(rows, Row{Entity: Entity{ID: "ada"}, FormID: "f2", From: from, Measures: Measures{
				Count: 1, AverageScore: 50, PassRate: 0, MinScore: 50, MaxScore: 50,
			}})
		}
	}
	return rows, nil
}

// fakeDirectory knows names and counts how often it is asked.
type fakeDirectory struct {
	names map[string]string
	fault error
	asked [][]string
}

func (d *fakeDirectory) Names(_ context.Context, _ GroupBy, ids []string) ([]Entity, error) {
	d.asked = append(d.asked, ids)
	var found []Entity
	for _, id := range ids {
		if name, ok := d.names[id]; ok {
			found = append(found, Entity{ID: id, Name: name})
		}
	}
	return found, d.fault
}

func (d *fakeDirectory) Entities(ctx context.Context, groupBy GroupBy) ([]Entity, error) {
	return d.Names(ctx, groupBy, []string{"f1", "f2"})
}

func analyticsReader(t *testing.T) (Reader, *fakeSource, *fakeDirectory) {
	source := &fakeSource{rows: analyticsWorld}
	r := reader(t, source, nil)
	directory := &fakeDirectory{names: map[string]string{"ada": "Ada", "f1": "Sales", "f2": "Support"}}
	r.Directory = directory
	return r, source, directory
}

func analyticsToday(r Reader) Request {
	request := today(r)
	request.Dialect = DialectAnalytics
	return request
}

// One question answers the table, the split, the filter by form and, of its own granularity, the series.
func TestTheAnalyticsDialectAnswersMuchWithOneQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, source, directory := analyticsReader(t)
		whole, err := r.Read(t.Context(), analyticsToday(r))
		require.NoError(t, err)
		require.Equal(t, []Cell{{Entity: Entity{"ada", "Ada"}, Measures: Measures{
			Count: 3, AverageScore: 70, PassRate: 100.0 / 3, CriticalCount: 1, CriticalScore: 40, MinScore: 50, MaxScore: 90,
		}}}, whole.Cells, "2 at 80 and 1 at 50, 1 of 3 passed")

		split := analyticsToday(r)
		split.GroupBy = []GroupBy{GroupByAgent, GroupByEvaluationForm}
		answer, err := r.Read(t.Context(), split)
		require.NoError(t, err)
		require.Len(t, answer.Cells, 2)
		require.Equal(t, Entity{"f1", "Sales"}, answer.Cells[0].Form)
		require.Equal(t, Entity{"f2", "Support"}, answer.Cells[1].Form)
		require.EqualValues(t, 1, answer.Cells[1].Count)

		one := analyticsToday(r)
		one.Forms = FilterIDs("f2")
		answer, err = r.Read(t.Context(), one)
		require.NoError(t, err)
		require.EqualValues(t, 1, answer.Cells[0].Count)
		require.Equal(t, 1, source.calls(), "the filter and the split are answered from the same question")

		series := analyticsToday(r)
		series.Interval = Window
		answer, err = r.Read(t.Context(), series)
		require.NoError(t, err)
		require.Equal(t, 2, source.calls(), "one call for the whole series")
		require.Len(t, answer.Buckets, 9, "from 8:00 to 10:15, see today")
		require.EqualValues(t, 3, answer.Buckets[0].Cells[0].Count)
		require.EqualValues(t, 2, answer.Buckets[8].Cells[0].Count)
		require.Equal(t, at(t, "2026-11-27T08:15:00Z"), answer.Buckets[1].Range.From)
		require.Equal(t, [][]string{{"ada"}, {"f1", "f2"}}, directory.asked, "names are asked for once")
	})
}

func TestTheAnalyticsDialectAsksLongRangesInPieces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, source, _ := analyticsReader(t)
		r.Rules.LongestQuestion = time.Hour
		request := analyticsToday(r)
		answer, err := r.Read(t.Context(), request)
		require.NoError(t, err)
		require.Equal(t, 3, source.calls(), "8:00, 9:00 and 10:00")
		require.EqualValues(t, 9, answer.Cells[0].Count)
		require.InDelta(t, 70, answer.Cells[0].AverageScore, 1e-9)
	})
}

func TestWhatChangesAnAnalyticsQuestion(t *testing.T) {
	base := Question{Dialect: DialectAnalytics, GroupBy: GroupByAgent}
	keys := map[string]bool{base.Key(): true}
	for _, change := range []func(*Question){
		func(q *Question) { q.Granularity = Window },
		func(q *Question) { q.Granularity = time.Hour },
		func(q *Question) { q.Pass = PassRule{Default: Threshold{Score: 80}}.Key() },
		func(q *Question) { q.Pass = PassRule{Default: Threshold{Score: 80, CriticalScore: 1}}.Key() },
		func(q *Question) {
			q.Pass = PassRule{Default: Threshold{Score: 80}, Forms: map[string]Threshold{"f": {Score: 80}}}.Key()
		},
		func(q *Question) { q.Scope.Queues = FilterIDs("a") },
		func(q *Question) { q.Scope.Queues = FilterIDs("a", "b") },
		func(q *Question) { q.Scope.ScoredBy = ScoredByAI },
		func(q *Question) { q.Scope.ScoredBy = ScoredByHuman },
		func(q *Question) { q.Scope.IncludeCalibrations = true },
	} {
		q := base
		change(&q)
		require.False(t, keys[q.Key()], "%+v", q)
		keys[q.Key()] = true
	}
	same := base
	same.Scope = Scope{Queues: FilterIDs(), ScoredBy: ScoredByAll}
	require.Equal(t, base.Key(), same.Key())
}

func TestNamesThatCannotBeFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, directory := analyticsReader(t)
		delete(directory.names, "ada")
		for range 3 {
			answer, err := r.Read(t.Context(), analyticsToday(r))
			require.NoError(t, err)
			require.Equal(t, Entity{"ada", "ada"}, answer.Cells[0].Entity)
			require.NoError(t, answer.NamesFault)
		}
		require.Len(t, directory.asked, 1, "a name that does not exist is not looked for again and again")

		directory.names["ada"] = "Ada"
		time.Sleep(namesAge + time.Minute)
		answer, err := r.Read(t.Context(), analyticsToday(r))
		require.NoError(t, err)
		require.Equal(t, "Ada", answer.Cells[0].Entity.Name)

		delete(directory.names, "ada") // Deleted: the last name stays.
		time.Sleep(namesAge + time.Minute)
		answer, err = r.Read(t.Context(), analyticsToday(r))
		require.NoError(t, err)
		require.Equal(t, "Ada", answer.Cells[0].Entity.Name)
		require.Len(t, directory.asked, 3)
	})
}

// deniedError is a missing permission.
type deniedError struct{}

func (deniedError) Error() string { return "missing permission" }
func (deniedError) Denied() bool  { return true }

func TestADirectoryThatFailsCostsNoNumbers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, directory := analyticsReader(t)
		directory.fault, directory.names = deniedError{}, nil
		for range 3 {
			answer, err := r.Read(t.Context(), analyticsToday(r))
			require.NoError(t, err)
			require.Equal(t, "ada", answer.Cells[0].Entity.Name)
			require.ErrorIs(t, answer.NamesFault, deniedError{})
			time.Sleep(time.Minute)
		}
		require.Len(t, directory.asked, 1, "a missing permission is not asked for every minute")

		directory.fault, directory.names = errDown, map[string]string{"ada": "Ada"}
		time.Sleep(namesDenied)
		answer, err := r.Read(t.Context(), analyticsToday(r))
		require.NoError(t, err)
		require.Equal(t, "Ada", answer.Cells[0].Entity.Name, "what was found before the fault is used")
		require.ErrorIs(t, answer.NamesFault, errDown)
	})
}

func TestTheDialectIsAskedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dialect, fault := DialectAnalytics, error(nil)
		source := &fakeSource{rows: func(Question) ([]Row, error) {
			return []Row{{Entity: Entity{string(dialect), string(dialect)}}}, fault
		}}
		r := reader(t, source, nil)
		saved := r.Now().Add(-time.Hour)
		expect := func(want Dialect, since time.Time, calls int) {
			t.Helper()
			found, err := r.Dialect(t.Context(), since)
			require.NoError(t, err)
			require.Equal(t, want, found)
			require.Equal(t, calls, source.calls())
		}
		expect(DialectAnalytics, saved, 1)
		time.Sleep(20 * 24 * time.Hour)
		expect(DialectAnalytics, saved, 1)
		dialect = DialectQualityMetrics
		expect(DialectQualityMetrics, r.Now(), 2) // The settings were saved.
		time.Sleep(time.Hour)
		fault = errors.New("down")
		expect(DialectQualityMetrics, r.Now(), 3) // Nothing says that it has changed.
	})
}

func TestARangeThatFitsIntoOneQuestionIsNotCut(t *testing.T) {
	for _, from := range []string{"2026-11-22T12:00:00Z", "2026-11-25T12:00:00Z"} { // Over Monday's and Thursday's midnight.
		rng := Range{at(t, from), at(t, from).Add(24 * time.Hour)}
		p, err := plan{}.analytics(Request{Range: rng}, Rules{LongestQuestion: 7 * 24 * time.Hour, RequestsPerMinute: 100})
		require.NoError(t, err)
		require.Equal(t, rng, p.questions[0].Range)
		require.Len(t, p.questions, 1)
	}
	year := Range{at(t, "2026-01-01T00:00:00Z"), at(t, "2027-01-01T00:00:00Z")}
	_, err := plan{}.analytics(Request{Range: year}, Rules{LongestQuestion: time.Hour, RequestsPerMinute: 100})
	var tooMany *TooManyQuestionsError
	require.ErrorAs(t, err, &tooMany)
	require.Equal(t, 365*24, tooMany.Questions)
}

func TestPickersAskOnceAWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, source, directory := analyticsReader(t)
		r.Rules.LongestQuestion = time.Hour
		for range 3 {
			forms, err := r.Entities(t.Context(), DialectAnalytics, GroupByEvaluationForm, Filter{}, today(r).Range)
			require.NoError(t, err)
			require.Equal(t, []Entity{{"f1", "Sales"}, {"f2", "Support"}}, forms)
			agents, err := r.Entities(t.Context(), DialectAnalytics, GroupByAgent, Filter{}, today(r).Range)
			require.NoError(t, err)
			require.Equal(t, []Entity{{"ada", "Ada"}}, agents)
		}
		require.Equal(t, 3, source.calls(), "a piece for each hour")
		require.Equal(t, [][]string{{"f1", "f2"}, {"ada"}}, directory.asked)
	})
}

func TestACriticalScoreRestsOnItsOwnEvaluations(t *testing.T) {
	measures := Measures{Count: 10, AverageScore: 80, CriticalCount: 1, CriticalScore: 40}
	answer := Answer{
		Cells:   []Cell{{Entity: Entity{ID: "a"}, Measures: measures}},
		Buckets: []Bucket{{Cells: []Cell{{Entity: Entity{ID: "a"}, Measures: measures}}}},
	}
	for minimum, want := range map[int64]int64{0: 1, 1: 1, 2: 0} {
		cells, _ := Selection{MinimumCount: minimum}.Cells(answer)
		require.Equal(t, want, cells[0].CriticalCount)
		lines, _ := Selection{MinimumCount: minimum}.Lines(answer)
		require.Equal(t, want, lines[0].Points[0].CriticalCount)
		require.EqualValues(t, 10, lines[0].Points[0].Count)
	}
}

func TestNamesAreRestoredBeforeTheyAreLookedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &mapStore{}
		kept.SaveNames(t.Context(), []NameRecord{{GroupByAgent, Entity{"ada", "Ada"}, time.Now().Add(-namesAge * 2)}})
		r := reader(t, &fakeSource{}, nil)
		r.Feed = NewFeed(kept, nil)
		r.Directory = &fakeDirectory{} // Ada was deleted.
		search := &fakeSearch{people: evaluations("p", 1, newest(r))}
		found, err := r.Evaluations(t.Context(), search, peoples(r), 10)
		require.NoError(t, err)
		require.Equal(t, "Ada", found.Found[0].Agent.Name)
	})
}
