package quality

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"
)

const (
	// searchTimeout ends a search that nobody's context ends. What it has read until then is kept.
	searchTimeout = 2 * time.Minute
	// keptEvaluations bounds what searches keep in memory, together.
	keptEvaluations = 200_000
)

// PacedError says that a search has used the share of the budget that searches have. It goes on where it stopped.
type PacedError struct {
	// Read is how many evaluations have been read so far.
	Read int
	Wait time.Duration
}

func (e *PacedError) Error() string {
	return fmt.Sprintf("%d evaluations have been read so far; the next are read in %s, since searches use half of requestsPerMinute at most",
		e.Read, e.Wait.Round(time.Second))
}

// NeverSent is true: the request was held back here.
func (e *PacedError) NeverSent() bool { return true }

// RetryAfterDuration is Wait.
func (e *PacedError) RetryAfterDuration() time.Duration { return e.Wait }

// searches keeps what was searched in this window, and searches that a fault or the budget has interrupted: they go on
// where they stopped. Single evaluations are about people, so they are kept in memory only. The zero value is ready.
type searches struct {
	mutex sync.Mutex
	byKey map[string]*search
	// asked is when the pages of the last minute were asked for.
	asked []time.Time
}

// search is one question's evaluations, as far as they were read.
type search struct {
	// reading is held by who reads pages.
	reading sync.Mutex
	asOf    time.Time
	until   time.Time
	lists   []pages
}

// Evaluations searches single evaluations. Genesys is asked for each page once a window, however many ask; the next try
// after a failure goes on with the page that failed.
func (r Reader) Evaluations(ctx context.Context, source EvaluationSource, q EvaluationsQuestion, limit int) (Evaluations, error) {
	key := q.Key()
	flight := r.fly(ctx, key+"\n"+strconv.Itoa(limit), searchTimeout, func(ctx context.Context) (any, error) {
		return r.search(ctx, source, q, limit)
	})
	found, err := await[Evaluations](ctx, flight)
	if err != nil {
		return Evaluations{}, err
	}
	return r.named(ctx, found), nil
}

func (r Reader) search(ctx context.Context, source EvaluationSource, q EvaluationsQuestion, limit int) (Evaluations, error) {
	key := q.Key()
	s := r.Feed.searches.of(key, r, q)
	s.reading.Lock()
	defer s.reading.Unlock()
	result := Evaluations{AsOf: s.asOf}
	total, told := 0, true
	var found []Evaluation
	for i := range s.lists {
		list := &s.lists[i]
		if !list.complete(limit) {
			if err := r.Feed.failures.wait(key, r.Now()); err != nil {
				return Evaluations{}, err
			}
			may := func() error {
				return r.Feed.searches.pace(r.Now(), max(1, r.Rules.RequestsPerMinute/2), len(list.found))
			}
			if err := list.readOn(ctx, source, q, limit, may); err != nil {
				r.Feed.failures.add(key, r.Now(), err)
				return Evaluations{}, err
			}
		}
		found = append(found, list.found...)
		count, known := list.count(q.Scope.IncludeCalibrations)
		total, told = total+count, told && known
	}
	r.Feed.failures.clear(key)
	slices.SortFunc(found, func(a, b Evaluation) int {
		return cmp.Or(b.Submitted.Compare(a.Submitted), cmp.Compare(a.ID, b.ID))
	})
	result.More = len(found) > limit
	found = found[:min(limit, len(found))]
	if told {
		result.Total = &total
	}
	result.Found = make([]NamedEvaluation, len(found))
	for i, evaluation := range found {
		result.Found[i] = unnamed(evaluation)
	}
	return result, nil
}

// pace takes a place for one more page within the last minute, or says how long to wait for one.
func (s *searches) pace(now time.Time, limit, read int) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.asked = slices.DeleteFunc(s.asked, func(at time.Time) bool { return now.Sub(at) >= time.Minute })
	if len(s.asked) >= limit {
		return &PacedError{Read: read, Wait: s.asked[0].Add(time.Minute).Sub(now)}
	}
	s.asked = append(s.asked, now)
	return nil
}

// of is the question's search, a new one where what was found is not current any more.
func (s *searches) of(key string, r Reader, q EvaluationsQuestion) *search {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.byKey == nil {
		s.byKey = map[string]*search{}
	}
	now := r.Now()
	if found, ok := s.byKey[key]; ok && now.Before(found.until) {
		return found
	}
	s.evict(now)
	made := &search{asOf: now, until: AskableEnd(now).Add(Window + AskableAfter)}
	if q.Scope.ScoredBy != ScoredByAI {
		made.lists = append(made.lists, pages{})
	}
	if q.Scope.ScoredBy != ScoredByHuman {
		made.lists = append(made.lists, pages{ai: true})
	}
	s.byKey[key] = made
	return made
}

// evict forgets what is not current any more, and the oldest searches while there are too many evaluations.
func (s *searches) evict(now time.Time) {
	kept := 0
	keys := make([]string, 0, len(s.byKey))
	for key, found := range s.byKey {
		if !now.Before(found.until) {
			delete(s.byKey, key)
			continue
		}
		keys = append(keys, key)
		kept += found.size()
	}
	slices.SortFunc(keys, func(a, b string) int { return s.byKey[a].asOf.Compare(s.byKey[b].asOf) })
	for _, key := range keys {
		if kept <= keptEvaluations {
			return
		}
		kept -= s.byKey[key].size()
		delete(s.byKey, key)
	}
}

// size is how many evaluations were found; 0 while they are being read.
func (s *search) size() int {
	if !s.reading.TryLock() {
		return 0
	}
	defer s.reading.Unlock()
	size := 0
	for _, list := range s.lists {
		size += len(list.found)
	}
	return size
}
