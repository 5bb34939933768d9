package quality

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// fakeSearch lists evaluations as Genesys does; before may change it before a page is answered.
type fakeSearch struct {
	people, ai []Evaluation
	pages      int
	tells      bool
	// hides is how many of each page the client may not see.
	hides  int
	before func(page int) error
}

func (s *fakeSearch) Page(_ context.Context, _ EvaluationsQuestion, ai bool, until time.Time, number int) (EvaluationPage, error) {
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
	list = slices.DeleteFunc(slices.Clone(list), func(e Evaluation) bool { return e.Submitted.After(until) })
	total := len(list)
	from := min((number-1)*PageSize, total)
	page := EvaluationPage{Evaluations: list[from:max(from, min(from+PageSize, total)-s.hides)]}
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
		r.Rules.RequestsPerMinute = 1000
		search := &fakeSearch{people: evaluations("p", 4900, newest(r)), ai: evaluations("a", 100, newest(r).Add(-30*time.Second))}
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
		// Of each page but the first one evaluation is known: 50 pages of 99 and one hold 4,900, of 19 pages it knew already.
		require.Equal(t, 20+31+1+2, search.pages, "it went on with page 20; a page without anything new is the last one")
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
		require.Equal(t, 54, search.pages, "once a window")
	})
}

func TestTheLimitOfASearch(t *testing.T) {
	for _, tells := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			r, _, _ := analyticsReader(t)
			search := &fakeSearch{people: evaluations("p", 5000, newest(r)), tells: tells}
			question := EvaluationsQuestion{Range: today(r).Range, Scope: Scope{ScoredBy: ScoredByHuman, IncludeCalibrations: true}}
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

// newest is a time within the range that is asked for.
func newest(r Reader) time.Time { return today(r).Range.To.Add(-time.Second) }

// Evaluations that come or go while pages are read move others from page to page; none may be lost or listed twice.
func TestASearchOfAMovingList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := analyticsReader(t)
		search := &fakeSearch{people: evaluations("p", 350, newest(r))}
		search.before = func(page int) error {
			switch page {
			case 2:
				search.people = append([]Evaluation{{ID: "late", Submitted: newest(r)}}, search.people...)
			case 3:
				search.people = slices.Delete(search.people, 10, 20)
			}
			return nil
		}
		found, err := r.Evaluations(t.Context(), search, peoples(r), 1000)
		require.NoError(t, err)
		require.Len(t, found.Found, 350, "those that were there when the search began")
		require.Equal(t, "p00349", found.Found[349].ID)
	})
}

func peoples(r Reader) EvaluationsQuestion {
	return EvaluationsQuestion{Range: today(r).Range, Scope: Scope{ScoredBy: ScoredByHuman}}
}

func TestPagesThatAreShortAndMomentsThatAreLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := analyticsReader(t)
		short := &fakeSearch{people: evaluations("p", 350, newest(r)), hides: 1}
		found, err := r.Evaluations(t.Context(), short, peoples(r), 1000)
		require.NoError(t, err)
		require.Len(t, found.Found, 349, "a short page is not the last one; the last evaluation itself is hidden")

		time.Sleep(time.Hour)
		moment := &fakeSearch{people: evaluations("m", 350, newest(r))}
		for i := range moment.people {
			moment.people[i].Submitted = newest(r)
		}
		found, err = r.Evaluations(t.Context(), moment, peoples(r), 1000)
		require.NoError(t, err)
		require.Len(t, found.Found, 350)

		time.Sleep(time.Hour)
		oldestFirst := &fakeSearch{people: evaluations("o", 10, newest(r))}
		slices.Reverse(oldestFirst.people)
		_, err = r.Evaluations(t.Context(), oldestFirst, peoples(r), 1000)
		require.ErrorIs(t, err, ErrOrder)
	})
}

func TestASearchLeavesOthersHalfTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := analyticsReader(t)
		r.Rules.RequestsPerMinute = 20
		search := &fakeSearch{people: evaluations("p", 1500, newest(r))}
		_, err := r.Evaluations(t.Context(), search, peoples(r), 1000)
		require.ErrorContains(t, err, "991 evaluations have been read so far; the next are read in 1m0s")
		require.Equal(t, 10, search.pages)
		time.Sleep(time.Minute)
		found, err := r.Evaluations(t.Context(), search, peoples(r), 1000)
		require.NoError(t, err)
		require.Len(t, found.Found, 1000)
		require.Equal(t, 11, search.pages)
	})
}

func TestCalibrationsAreLeftOutOfASearch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := analyticsReader(t)
		search := &fakeSearch{people: evaluations("p", 350, newest(r)), tells: true}
		for i := range search.people {
			search.people[i].Calibration = i%2 == 0
		}
		for calibrations, want := range map[bool]int{false: 175, true: 350} {
			question := peoples(r)
			question.Scope.IncludeCalibrations = calibrations
			limited, err := r.Evaluations(t.Context(), search, question, 50)
			require.NoError(t, err)
			require.Len(t, limited.Found, 50)
			require.True(t, limited.More)
			require.Equal(t, calibrations, limited.Total != nil, "how many of those that Genesys counts are calibrations is not known yet")
			found, err := r.Evaluations(t.Context(), search, question, 1000)
			require.NoError(t, err)
			require.Len(t, found.Found, want)
			require.Equal(t, want, *found.Total)
		}
	})
}
