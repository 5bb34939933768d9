package quality

import (
	"cmp"
	"context"
	"errors"
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
	// restarts is how often a search starts over because the evaluations changed while it read them.
	restarts = 3
)

// ErrChanging says that a search cannot be read to its end.
var ErrChanging = errors.New("the evaluations change faster than they can be read, page by page: try a shorter time range")

// searches keeps what was searched in this window, and searches that a fault or the budget has interrupted: they go on
// where they stopped. Single evaluations are about people, so they are kept in memory only. The zero value is ready.
type searches struct {
	mutex sync.Mutex
	byKey map[string]*search
}

// search is one question's evaluations, as far as they were read.
type search struct {
	// reading is held by who reads pages.
	reading sync.Mutex
	asOf    time.Time
	until   time.Time
	lists   []pages
}

// pages are the evaluations that people scored, or those that AI scored: Genesys never lists both at once.
type pages struct {
	ai   bool
	read int
	// found are the evaluations that were read and are wanted.
	found []Evaluation
	seen  map[string]bool
	// calibrations is how many of those that were read are left out.
	calibrations int
	// all says that the last page has been read.
	all bool
	// total is how many there are; nil where Genesys does not say.
	total *int
}

// complete reports whether more than limit evaluations are there, or all of them.
func (p *pages) complete(limit int) bool { return p.all || len(p.found) > limit }

// Evaluations searches single evaluations. Genesys is asked for each page once a window, however many ask; the next try
// after a failure goes on with the page that failed.
func (r Reader) Evaluations(ctx context.Context, source EvaluationSource, q EvaluationsQuestion, limit int) (Evaluations, error) {
	key := q.Key()
	flight := r.Feed.flights.DoChan(key+"\n"+strconv.Itoa(limit), func() (any, error) {
		reading, cancel := context.WithTimeout(context.WithoutCancel(ctx), searchTimeout)
		defer cancel()
		return r.search(reading, source, q, limit)
	})
	var found Evaluations
	select {
	case <-ctx.Done():
		return Evaluations{}, ctx.Err()
	case landed := <-flight:
		if landed.Err != nil {
			return Evaluations{}, landed.Err
		}
		found, _ = landed.Val.(Evaluations)
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
			if err := list.readOn(ctx, source, q, limit); err != nil {
				r.Feed.failures.add(key, r.Now(), err)
				return Evaluations{}, err
			}
		}
		found = append(found, list.found...)
		switch {
		case list.all:
			total += len(list.found)
		case list.total != nil && list.calibrations == 0:
			total += *list.total
		default:
			told = false
		}
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

// readOn reads the pages that are missing. Pages are places in a list: when an evaluation comes or goes while they are
// read, one could be missed or read twice, so the list is read anew.
func (p *pages) readOn(ctx context.Context, source EvaluationSource, q EvaluationsQuestion, limit int) error {
	for tries := 0; !p.complete(limit); {
		page, err := source.Page(ctx, q, p.ai, p.read+1)
		if err != nil {
			return err
		}
		if p.fits(page, q.Scope.IncludeCalibrations) {
			continue
		}
		*p = pages{ai: p.ai}
		if tries++; tries > restarts {
			return ErrChanging
		}
	}
	return nil
}

// fits takes a page up, or reports that it does not go with the pages before it.
func (p *pages) fits(page EvaluationPage, calibrations bool) bool {
	if p.read > 0 && p.total != nil && (page.Total == nil || *page.Total != *p.total) {
		return false
	}
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	for _, evaluation := range page.Evaluations {
		if p.seen[evaluation.ID] {
			return false
		}
		p.seen[evaluation.ID] = true
		if evaluation.Calibration && !calibrations {
			p.calibrations++ // Genesys cannot leave them out.
			continue
		}
		p.found = append(p.found, evaluation)
	}
	p.total, p.read = page.Total, p.read+1
	p.all = len(page.Evaluations) < PageSize
	return true
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
