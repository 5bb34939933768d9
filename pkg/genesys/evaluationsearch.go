package genesys

import (
	"context"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// EvaluationSearch finds single evaluations: POST /api/v2/quality/evaluations/search, which is a read.
type EvaluationSearch struct {
	client *Client
}

var _ quality.EvaluationSource = (*EvaluationSearch)(nil)

// NewEvaluationSearch is the search on a client.
func NewEvaluationSearch(c *Client) *EvaluationSearch { return &EvaluationSearch{client: c} }

// Page asks for one page of what was submitted until then, newest first. What has no agent, evaluator, queue or form has the id NoEntity there. Total is
// nil where Genesys does not say it: its SDKs know of none.
//
// Genesys cannot leave calibrations out of a search, so that a page holds them, marked, whatever the question's scope
// says.
//
// Errors are those of any request, an *AnswerError for an answer that breaks the contract, which gives no evaluations at
// all, and ErrQuestion, wrapped, before anything is sent.
func (s *EvaluationSearch) Page(ctx context.Context, q quality.EvaluationsQuestion, ai bool, until time.Time, number int) (quality.EvaluationPage, error) {
	if number < 1 {
		return quality.EvaluationPage{}, fmt.Errorf("%w: pages count from 1, got %d", ErrQuestion, number)
	}
	query, err := newSearchQuery(q, ai, until)
	if err != nil {
		return quality.EvaluationPage{}, err
	}
	if query == nil { // what is asked for cannot exist
		return quality.EvaluationPage{Evaluations: []quality.Evaluation{}}, nil
	}
	query.PageNumber = number
	var page quality.EvaluationPage
	err = s.client.post(ctx, searchPath, query, func(answer *jsontext.Decoder) (err error) {
		page, err = decodeEvaluations(answer, q.Range, ai, number)
		return err
	})
	if err != nil {
		return quality.EvaluationPage{}, err
	}
	return page, nil
}
