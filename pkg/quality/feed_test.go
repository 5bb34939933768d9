package quality

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// fakeSource counts what it is asked and answers with the rows of a function.
type fakeSource struct {
	mutex sync.Mutex
	asked []Question
	rows  func(Question) ([]Row, error)
	takes time.Duration
}

func (s *fakeSource) Ask(ctx context.Context, q Question) ([]Row, error) {
	s.mutex.Lock()
	s.asked = append(s.asked, q)
	s.mutex.Unlock()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(s.takes):
	}
	return s.rows(q)
}

func (s *fakeSource) calls() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return len(s.asked)
}

// mapStore keeps everything.
type mapStore struct {
	kept  sync.Map
	mutex sync.Mutex
	names []NameRecord
}

func (m *mapStore) Load(_ context.Context, key string) (Snapshot, bool) {
	found, ok := m.kept.Load(key)
	if !ok {
		return Snapshot{}, false
	}
	snapshot, ok := found.(Snapshot)
	return snapshot, ok
}

func (m *mapStore) Save(_ context.Context, s Snapshot, _ time.Time) {
	m.kept.Store(s.Question.Key(), s)
}

func (m *mapStore) LoadNames(context.Context) []NameRecord {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return slices.Clone(m.names)
}

func (m *mapStore) SaveNames(_ context.Context, names []NameRecord) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.names = append(m.names, names...)
}

func agent(id, name string, count int64, average, rate float64) Row {
	return Row{Entity: Entity{ID: id, Name: name}, Measures: Measures{Count: count, AverageScore: average, PassRate: rate}}
}

// reader starts at 10:20 UTC, with the virtual clock of the bubble it is made in.
func reader(t *testing.T, source *fakeSource, location *time.Location) Reader {
	t.Helper()
	began := time.Now()
	start := at(t, "2026-11-27T10:20:00Z")
	return Reader{
		Feed: NewFeed(&mapStore{}, nil), Source: source,
		Rules: Rules{Location: location, MaxLag: 30 * time.Minute, RequestsPerMinute: 100},
		Now:   func() time.Time { return start.Add(time.Since(began)) },
	}
}

func today(r Reader) Request {
	end := AskableEnd(r.Now())
	return Request{Dialect: DialectQualityMetrics, GroupBy: []GroupBy{GroupByAgent}, Range: Range{From: end.Truncate(24 * time.Hour).Add(8 * time.Hour), To: end}}
}

func oneAgent(Question) ([]Row, error) { return []Row{agent("a", "Ada", 3, 80, 100)}, nil }

func TestAQuestionIsAskedOnceAWindowUntilItIsSettled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: oneAgent}
		r := reader(t, source, nil)
		fixed := Request{Dialect: DialectQualityMetrics, GroupBy: []GroupBy{GroupByAgent}, Range: Range{at(t, "2026-11-27T09:00:00Z"), at(t, "2026-11-27T10:00:00Z")}}
		read := func() {
			_, err := r.Read(t.Context(), fixed)
			require.NoError(t, err)
		}
		// Every 10 s from 10:20:00 to 13:20: asked at 10:20, and as each window becomes askable at 10:31. The answer of
		// 10:31 is settled (10:00 + 30 min lag + 1 min), so it is the last.
		for range 3 * 360 {
			read()
			time.Sleep(10 * time.Second)
		}
		require.Equal(t, 2, source.calls())
		// The day is looked at once more after midnight, and then never again.
		time.Sleep(at(t, "2026-11-28T00:00:59Z").Sub(r.Now()))
		read()
		require.Equal(t, 2, source.calls())
		for range 48 {
			time.Sleep(time.Hour)
			read()
		}
		require.Equal(t, 3, source.calls())
	})
}

func TestARequestIsAnsweredByTheTimeItWasMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: oneAgent}
		r := reader(t, source, nil)
		made := today(r)
		made.At = at(t, "2026-11-27T10:30:59.9Z")
		_, err := r.Read(t.Context(), today(r))
		require.NoError(t, err)
		// A window has become askable since the request was made: it wants the one before, which is known.
		time.Sleep(at(t, "2026-11-27T10:31:00.1Z").Sub(r.Now()))
		_, err = r.Read(t.Context(), made)
		require.NoError(t, err)
		require.Equal(t, 1, source.calls())

		// The clock is corrected backwards between a request and its question: its window is known all the same.
		next := today(r)
		next.At = r.Now()
		back := r
		back.Now = func() time.Time { return r.Now().Add(-200 * time.Millisecond) }
		answer, err := back.Read(t.Context(), next)
		require.NoError(t, err)
		require.Equal(t, next.At, answer.AsOf)
		_, err = r.Read(t.Context(), next)
		require.NoError(t, err)
		require.Equal(t, 2, source.calls())
	})
}

func TestAnAnswerIsDatedByTheClockThatItSetsRight(t *testing.T) {
	for _, c := range []struct{ learned, moves time.Duration }{
		{-7 * 24 * time.Hour, -7 * 24 * time.Hour},
		{3 * time.Second, 3 * time.Second},
		// What every answer moves the estimate by must not put one into the window before.
		{-400 * time.Millisecond, 0},
		{400 * time.Millisecond, 0},
	} {
		t.Run(c.learned.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				skew := time.Hour
				source := &fakeSource{rows: func(q Question) ([]Row, error) {
					skew += c.learned
					return oneAgent(q)
				}}
				r := reader(t, source, nil)
				r.Skew = func() time.Duration { return skew }
				made := r.Now()
				answer, err := r.Read(t.Context(), today(r))
				require.NoError(t, err)
				require.Equal(t, made.Add(c.moves), answer.AsOf)
			})
		})
	}
}

func TestMidnightIsTheBusinessDaysZones(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: oneAgent}
		r := reader(t, source, zone(t, "America/New_York"))
		fixed := Request{Dialect: DialectQualityMetrics, GroupBy: []GroupBy{GroupByAgent}, Range: Range{at(t, "2026-11-27T08:00:00Z"), at(t, "2026-11-27T09:00:00Z")}}
		for _, step := range []struct {
			now   string
			calls int
		}{{"2026-11-27T10:20:00Z", 1}, {"2026-11-28T05:00:30Z", 1}, {"2026-11-28T05:01:00Z", 2}, {"2026-11-29T12:00:00Z", 2}} {
			time.Sleep(at(t, step.now).Sub(r.Now()))
			_, err := r.Read(t.Context(), fixed)
			require.NoError(t, err)
			require.Equal(t, step.calls, source.calls(), step.now)
		}
	})
}

type slowDown struct{ after time.Duration }

func (e *slowDown) Error() string                     { return "slow down" }
func (e *slowDown) RetryAfterDuration() time.Duration { return e.after }

func TestAFailureIsWaitedOut(t *testing.T) {
	for _, c := range []struct {
		name           string
		err            error
		fewest, atMost int
	}{
		// Ten minutes of a panel that asks every second. Full jitter waits 10 s on average once the cap is reached: about
		// 60 tries, and never as many as one in two seconds.
		{"full jitter up to 20 s", errors.New("boom"), 31, 300},
		{"what Genesys asks for is kept", &slowDown{after: 2 * time.Minute}, 4, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := &fakeSource{rows: func(Question) ([]Row, error) { return nil, c.err }}
				r := reader(t, source, nil)
				fixed := Request{Dialect: DialectQualityMetrics, GroupBy: []GroupBy{GroupByAgent}, Range: Range{at(t, "2026-11-27T08:00:00Z"), at(t, "2026-11-27T09:00:00Z")}}
				for range 600 {
					_, err := r.Read(t.Context(), fixed)
					require.ErrorIs(t, err, c.err, "everybody is told what is wrong, whoever asked")
					time.Sleep(time.Second)
				}
				require.GreaterOrEqual(t, source.calls(), c.fewest)
				require.LessOrEqual(t, source.calls(), c.atMost)
				// It recovers with nobody's help, and a later failure starts from the shortest wait again.
				source.rows = oneAgent
				time.Sleep(2 * time.Minute)
				_, err := r.Read(t.Context(), fixed)
				require.NoError(t, err)
			})
		})
	}
}

func TestARenamedAgentHasTheNewNameInPastWindowsToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		called := "John Doe"
		source := &fakeSource{rows: func(Question) ([]Row, error) { return []Row{agent("a", called, 5, 90, 100)}, nil }}
		r := reader(t, source, nil)
		past := Request{Dialect: DialectQualityMetrics, GroupBy: []GroupBy{GroupByAgent}, Range: Range{at(t, "2026-11-27T08:00:00Z"), at(t, "2026-11-27T09:00:00Z")}}
		before, err := r.Read(t.Context(), past)
		require.NoError(t, err)
		require.Equal(t, "John Doe", before.Cells[0].Entity.Name)

		called = "J. Doe"
		_, err = r.Read(t.Context(), today(r))
		require.NoError(t, err)
		after, err := r.Read(t.Context(), past)
		require.NoError(t, err)
		require.Equal(t, 2, source.calls(), "the past window was not asked again")
		require.Equal(t, "J. Doe", after.Cells[0].Entity.Name)
	})
}
