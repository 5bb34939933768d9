package quality

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// fakeSearch lists evaluations by page; before may change it before a page is answered.
type fakeSearch struct {
	people, ai []Evaluation
	pages      int
	tells      bool
	before     func(page int) error
}

func (s *fakeSearch) Page(_ context.Context, _ EvaluationsQuestion, ai bool, number int) (EvaluationPage, error) {
	s.pages++
	if s.before != nil {
		if err := s.before(s.pages); err != nil {
			return EvaluationPage{}, err
		}
	}
	list := s.people
	if ai {
		list = s.ai
	}
	total := len(list)
	from := min((number-1)*PageSize, total)
	page := EvaluationPage{Evaluations: list[from:min(from+PageSize, total)]}
	if s.tells {
		page.Total = &total
	}
	return page, nil
}

// evaluations are n evaluations, newest first, a minute apart.
func evaluations(prefix string, n int, newest time.Time) []Evaluation {
	list := make([]Evaluation, n)
	for i := range list {
		list[i] = Evaluation{ID: fmt.Sprintf("%s%05d", prefix, i), Submitted: newest.Add(-time.Duration(i) * time.Minute), AgentID: "ada"}
	}
	return list
}

func TestASearchIsReadToItsEndOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := analyticsReader(t)
		search := &fakeSearch{people: evaluations("p", 4900, r.Now()), ai: evaluations("a", 100, r.Now().Add(-30*time.Second))}
		question := EvaluationsQuestion{Range: today(r).Range}
		search.before = func(page int) error {
			if page == 20 {
				return errDown
			}
			return nil
		}
		_, err := r.Evaluations(t.Context(), search, question, 10_000)
		require.ErrorIs(t, err, errDown)
		_, err = r.Evaluations(t.Context(), search, question, 10_000)
		require.ErrorIs(t, err, errDown, "the failure is waited out")
		require.Equal(t, 20, search.pages)

		time.Sleep(maxBackoff)
		found, err := r.Evaluations(t.Context(), search, question, 10_000)
		require.NoError(t, err)
		require.Equal(t, 20+31+2, search.pages, "it went on with page 20; a full page may be followed by another")
		require.Len(t, found.Found, 5000)
		require.False(t, found.More)
		require.Equal(t, 5000, *found.Total)
		seen := map[string]bool{}
		for i, evaluation := range found.Found {
			require.False(t, seen[evaluation.ID])
			seen[evaluation.ID] = true
			require.Equal(t, "Ada", evaluation.Agent.Name)
			require.Equal(t, "No queue", evaluation.Queue.Name)
			if i > 0 {
				require.False(t, evaluation.Submitted.After(found.Found[i-1].Submitted))
			}
		}
		_, err = r.Evaluations(t.Context(), search, question, 10_000)
		require.NoError(t, err)
		require.Equal(t, 53, search.pages, "once a window")
	})
}

func TestTheLimitOfASearch(t *testing.T) {
	for _, tells := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			r, _, _ := analyticsReader(t)
			search := &fakeSearch{people: evaluations("p", 5000, r.Now()), tells: tells}
			question := EvaluationsQuestion{Range: today(r).Range, Scope: Scope{ScoredBy: ScoredByHuman}}
			found, err := r.Evaluations(t.Context(), search, question, 1000)
			require.NoError(t, err)
			require.Len(t, found.Found, 1000)
			require.True(t, found.More)
			require.Equal(t, 11, search.pages, "the page after the limit shows that there is more")
			if tells {
				require.Equal(t, 5000, *found.Total)
			} else {
				require.Nil(t, found.Total)
			}
		})
	}
}

// An evaluation that comes while pages are read moves all that follow: nothing may be listed twice for that.
func TestASearchOfAMovingListStartsAnew(t *testing.T) {
	for _, tells := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			r, _, _ := analyticsReader(t)
			search := &fakeSearch{people: evaluations("p", 250, r.Now()), tells: tells}
			search.before = func(page int) error {
				if page == 2 {
					search.people = append([]Evaluation{{ID: "late", Submitted: r.Now()}}, search.people...)
				}
				return nil
			}
			question := EvaluationsQuestion{Range: today(r).Range, Scope: Scope{ScoredBy: ScoredByHuman}}
			found, err := r.Evaluations(t.Context(), search, question, 1000)
			require.NoError(t, err)
			require.Len(t, found.Found, 251)
			require.Equal(t, 2+3, search.pages)

			time.Sleep(time.Hour)
			search.before = func(int) error {
				search.people = append([]Evaluation{{ID: fmt.Sprint(len(search.people)), Submitted: r.Now()}}, search.people...)
				return nil
			}
			_, err = r.Evaluations(t.Context(), search, question, 1000)
			require.ErrorIs(t, err, ErrChanging)
		})
	}
}

func TestCalibrationsAreLeftOutOfASearch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := analyticsReader(t)
		search := &fakeSearch{people: evaluations("p", 350, r.Now()), tells: true}
		for i := range search.people {
			search.people[i].Calibration = i%2 == 0
		}
		for calibrations, want := range map[bool]int{false: 175, true: 350} {
			question := EvaluationsQuestion{Range: today(r).Range, Scope: Scope{ScoredBy: ScoredByHuman, IncludeCalibrations: calibrations}}
			found, err := r.Evaluations(t.Context(), search, question, 1000)
			require.NoError(t, err)
			require.Len(t, found.Found, want)
			require.Equal(t, want, *found.Total)
			found, err = r.Evaluations(t.Context(), search, question, 100)
			require.NoError(t, err)
			require.Len(t, found.Found, 100)
			require.True(t, found.More)
		}
	})
}
