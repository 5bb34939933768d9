package genesys

import (
	"fmt"
	"slices"
	"time"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

const (
	// maxSearchMonths is the longest range that Genesys takes.
	maxSearchMonths = 3
	// searchTime is how a search writes a time, in UTC.
	searchTime = "2006-01-02T15:04:05.000Z"
)

// The search's words.
const (
	searchSubmitted = "submittedDate"
	searchQueue     = "queueId"
	searchForm      = "contextId" // the form; formId is one version of it
	searchEvaluator = "evaluatorId"
)

// searchFields are what an entity is there.
var searchFields = map[quality.GroupBy]string{
	quality.GroupByAgent:          "agentId",
	quality.GroupByQueue:          searchQueue,
	quality.GroupByEvaluator:      searchEvaluator,
	quality.GroupByEvaluationForm: searchForm,
}

// searchQuery is EvaluationSearchRequestDTO of Genesys' SDKs.
type searchQuery struct {
	Query      []searchCriterion `json:"query"`
	PageNumber int               `json:"pageNumber"`
	PageSize   int               `json:"pageSize"`
	SortBy     string            `json:"sortBy"`
	SortOrder  string            `json:"sortOrder"`
	// SystemSubmitted chooses what AI has scored, or what people have.
	SystemSubmitted bool `json:"systemSubmitted"`
}

type searchCriterion struct {
	Type       string   `json:"type"`
	Field      string   `json:"field"`
	StartValue string   `json:"startValue,omitempty"`
	EndValue   string   `json:"endValue,omitempty"`
	Values     []string `json:"values,omitempty"`
}

// newSearchQuery is the question without its page number, nil where it chooses what cannot exist.
func newSearchQuery(q quality.EvaluationsQuestion, ai bool, until time.Time) (*searchQuery, error) {
	if err := searchable(q, ai); err != nil {
		return nil, err
	}
	if until.Before(q.Range.From) || !until.Before(q.Range.To) {
		return nil, fmt.Errorf("%w: a page until %s is not within %s", ErrQuestion, until.UTC().Format(time.RFC3339Nano), q.Range)
	}
	query := &searchQuery{
		Query: []searchCriterion{{
			Type: "DATE_RANGE", Field: searchSubmitted,
			StartValue: q.Range.From.UTC().Format(searchTime),
			// Both ends belong to a search. Rounded up to what it can name: what is found twice is told by its id.
			EndValue: until.Add(time.Millisecond - 1).UTC().Format(searchTime),
		}},
		PageSize: quality.PageSize, SortBy: searchSubmitted, SortOrder: "DESC", SystemSubmitted: ai,
	}
	filters := []struct {
		field string
		quality.Filter
	}{{searchFields[q.GroupBy], q.Entities}, {searchForm, q.Forms}, {searchQueue, q.Scope.Queues}}
	for _, filter := range filters {
		if filter.All() {
			continue
		}
		ids := filter.IDs()
		if filter.field == searchEvaluator && slices.Contains(ids, quality.NoEntity) {
			if ai {
				continue // none of them has an evaluator
			}
			ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == quality.NoEntity })
		}
		switch {
		case len(ids) == 0:
			return nil, nil
		case len(ids) > quality.SearchValues:
			return nil, fmt.Errorf("%w: a search takes %d ids as its %s at most, got %d: choose fewer or all", ErrQuestion, quality.SearchValues, filter.field, len(ids))
		case slices.Contains(ids, quality.NoEntity):
			return nil, fmt.Errorf("%w: evaluations without a %s cannot be searched for", ErrQuestion, filter.field)
		}
		query.Query = append(query.Query, searchCriterion{Type: "EXACT", Field: filter.field, Values: ids})
	}
	return query, nil
}

// searchable refuses what the search cannot be asked.
func searchable(q quality.EvaluationsQuestion, ai bool) error {
	if err := onGrid(q.Range); err != nil {
		return err
	}
	by := q.Scope.ScoredBy
	switch {
	case q.Range.To.After(q.Range.From.UTC().AddDate(0, maxSearchMonths, 0)):
		return fmt.Errorf("%w: single evaluations can be searched for in %d months at most: choose a shorter time range", ErrQuestion, maxSearchMonths)
	case q.GroupBy == quality.GroupBySkill:
		return fmt.Errorf("%w: evaluations know no skills: choose them by agent, queue, evaluator or evaluation form instead", ErrQuestion)
	case searchFields[q.GroupBy] == "" && (q.GroupBy != "" || !q.Entities.All()):
		return fmt.Errorf("%w: evaluations cannot be searched for by %q", ErrQuestion, q.GroupBy)
	case (by == quality.ScoredByAI && !ai) || (by == quality.ScoredByHuman && ai):
		return fmt.Errorf("%w: it asks for what was scored by %q, and for the page of the others", ErrQuestion, by)
	}
	return scopeAskable(q.Scope)
}
