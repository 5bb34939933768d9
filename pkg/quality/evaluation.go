package quality

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// Evaluation is one evaluation.
type Evaluation struct {
	ID string
	// Submitted is when it was submitted.
	Submitted                                             time.Time
	AgentID, EvaluatorID, QueueID, FormID, ConversationID string
	// Score is the total score, 0 to 100; nil where Genesys does not say it, as from clients that may not see it.
	Score *float64
	// CriticalScore is nil where the form has no critical question.
	CriticalScore *float64
	Released      bool
	// MediaType is Genesys' word, such as "CALL", several joined by commas; "" where it does not say.
	MediaType string
	// AI says that Genesys' AI scored it.
	AI bool
	// Calibration says that it belongs to a calibration.
	Calibration bool
}

// EvaluationsQuestion is which single evaluations are searched.
type EvaluationsQuestion struct {
	Range Range
	// Of filters by entity: the groupBy says which. GroupBySkill is not possible.
	GroupBy  GroupBy
	Entities Filter
	Forms    Filter
	// Scope.Queues, ScoredBy and IncludeCalibrations are as in a Question.
	Scope Scope
}

// Key identifies the question: equal questions have equal keys.
func (q EvaluationsQuestion) Key() string {
	parts := []string{"evaluations", q.Range.String(), string(q.GroupBy), string(q.Scope.ScoredBy), strconv.FormatBool(q.Scope.IncludeCalibrations)}
	for _, filter := range []Filter{q.Entities, q.Forms, q.Scope.Queues} {
		parts = append(parts, strconv.Itoa(len(filter.IDs())))
		parts = append(parts, filter.IDs()...)
	}
	return strings.Join(parts, "\n")
}

// EvaluationPage is one page of a search.
type EvaluationPage struct {
	// Evaluations are the newest first.
	Evaluations []Evaluation
	// Total is how many evaluations match, over all pages; nil where Genesys does not say, which its SDKs do not promise.
	Total *int
}

// EvaluationSource searches single evaluations, newest first.
type EvaluationSource interface {
	// Page asks for one page, from 1 on, of the evaluations that either people (ai false) or Genesys' AI scored, and that
	// were submitted within the question's range and at until or before: Genesys never answers both at once. One upstream
	// request.
	Page(ctx context.Context, q EvaluationsQuestion, ai bool, until time.Time, number int) (EvaluationPage, error)
}

const (
	// PageSize is how many evaluations a page has at most, as Genesys limits it.
	PageSize = 100
	// SearchValues is how many ids one filter of a search may have, as Genesys limits it.
	SearchValues = 50
)
