package quality

import (
	"context"
	"errors"
	"time"
)

// ErrOrder says that evaluations came in another order than asked for: which are the newest would be a guess.
var ErrOrder = errors.New("Genesys Cloud listed evaluations in another order than newest first, so it cannot be told which are the newest") //nolint:staticcheck // A name.

// pages are the evaluations that people scored, or those that AI scored, as far as they were read. They are read by
// time, not by number: each request asks for what is not newer than the oldest evaluation that is known, so that one
// that comes or goes meanwhile moves none of the others.
type pages struct {
	ai bool
	// found are the evaluations that were read and are wanted, newest first.
	found []Evaluation
	seen  map[string]bool
	// until and number are the next page: of what was submitted until then.
	until  time.Time
	number int
	// left is how many of those that were read are left out: calibrations, which Genesys cannot leave out.
	left int
	// all says that the end has been reached.
	all bool
	// total is how many there are, left out or not; nil where Genesys does not say.
	total *int
}

// complete reports whether more than limit evaluations are there, or all of them.
func (p *pages) complete(limit int) bool { return p.all || len(p.found) > limit }

// readOn reads until limit evaluations and one more are there; may is asked before each page.
func (p *pages) readOn(ctx context.Context, source EvaluationSource, q EvaluationsQuestion, limit int, may func() error) error {
	if p.number == 0 {
		p.until, p.number = q.Range.To.Add(-time.Millisecond), 1
	}
	for !p.complete(limit) {
		if err := may(); err != nil {
			return err
		}
		page, err := source.Page(ctx, q, p.ai, p.until, p.number)
		if err != nil {
			return err
		}
		if err := p.take(page, q.Scope.IncludeCalibrations); err != nil {
			return err
		}
	}
	return nil
}

// take takes a page up. The end is a page that brings nothing new: a page may be short although more follow, as
// Genesys leaves out what the OAuth client may not see.
func (p *pages) take(page EvaluationPage, calibrations bool) error {
	for i, evaluation := range page.Evaluations {
		if i > 0 && evaluation.Submitted.After(page.Evaluations[i-1].Submitted) {
			return ErrOrder
		}
	}
	if p.seen == nil {
		p.seen, p.total = map[string]bool{}, page.Total
	}
	isNew := false
	for _, evaluation := range page.Evaluations {
		if p.seen[evaluation.ID] {
			continue
		}
		isNew, p.seen[evaluation.ID] = true, true
		if evaluation.Calibration && !calibrations {
			p.left++
			continue
		}
		p.found = append(p.found, evaluation)
	}
	oldest := p.until
	if isNew {
		oldest = page.Evaluations[len(page.Evaluations)-1].Submitted
	}
	switch {
	case isNew && oldest.Before(p.until):
		p.until, p.number = oldest, 1
	case isNew, len(page.Evaluations) == PageSize:
		p.number++ // More than a page of the same moment.
	default:
		p.all = true
	}
	return nil
}

// count is how many wanted evaluations there are; false where that is not known.
func (p *pages) count(calibrations bool) (int, bool) {
	switch {
	case p.all:
		return len(p.found), true
	case p.total != nil && calibrations:
		return *p.total, true
	default:
		return 0, false
	}
}
