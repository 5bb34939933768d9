package genesys

import (
	"fmt"
	"time"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// The dimensions of the Analytics API that questions need.
const (
	dimensionForm            = "contextId" // the form; formId is one version of it
	dimensionEvaluation      = "evaluationId"
	dimensionQueue           = "queueId"
	dimensionCalibration     = "calibrationId"
	dimensionSystemSubmitted = "systemSubmitted"
)

// dimensions are what an entity is there. Rows always keep the forms apart.
var dimensions = map[quality.GroupBy]string{
	quality.GroupByAgent:          "userId",
	quality.GroupByQueue:          dimensionQueue,
	quality.GroupByEvaluator:      "evaluatorId",
	quality.GroupByEvaluationForm: dimensionForm,
}

// The metrics of the Analytics API that questions need: each has a count, a sum, the lowest and the highest.
const (
	metricTotalScore    = "oTotalScore"
	metricCriticalScore = "oTotalCriticalScore"
)

// aggregateQuery is EvaluationAggregationQuery of Genesys' SDKs.
type aggregateQuery struct {
	Interval    string           `json:"interval"`
	Granularity string           `json:"granularity,omitempty"`
	TimeZone    string           `json:"timeZone"`
	GroupBy     []string         `json:"groupBy"`
	Metrics     []string         `json:"metrics"`
	Filter      *aggregateFilter `json:"filter,omitempty"`
	// AlternateTimeDimension would be the day an evaluation was created: what is scored today belongs to today.
	AlternateTimeDimension string `json:"alternateTimeDimension"`
}

type aggregateFilter struct {
	Type       string               `json:"type"`
	Clauses    []aggregateClause    `json:"clauses,omitempty"`
	Predicates []aggregatePredicate `json:"predicates,omitempty"`
}

type aggregateClause struct {
	Type       string               `json:"type"`
	Predicates []aggregatePredicate `json:"predicates"`
}

type aggregatePredicate struct {
	Dimension string `json:"dimension"`
	Operator  string `json:"operator"`
	Value     string `json:"value,omitempty"`
}

func newAggregateQuery(q quality.Question) aggregateQuery {
	query := aggregateQuery{
		Interval:               q.Range.String(),
		TimeZone:               "UTC",
		GroupBy:                groupDimensions(q),
		Metrics:                []string{metricTotalScore, metricCriticalScore},
		Filter:                 newAggregateFilter(q.Scope),
		AlternateTimeDimension: "eventTime",
	}
	if q.Granularity != 0 {
		query.Granularity = isoDuration(granularityOf(q))
	}
	return query
}

// granularityOf is the widest granularity of which several fill each of the question's buckets and that begins and ends
// where the range does: whether Genesys' buckets lie on the clock or from the range's start on, and whether it cuts the
// last one, is not documented.
func granularityOf(q quality.Question) time.Duration {
	for _, width := range []time.Duration{24 * time.Hour, 12 * time.Hour, 6 * time.Hour, 3 * time.Hour, 2 * time.Hour, time.Hour, 30 * time.Minute} {
		if q.Granularity%width == 0 && onBoundary(q.Range.From, width) && onBoundary(q.Range.To, width) {
			return width
		}
	}
	return quality.Window
}

func onBoundary(t time.Time, width time.Duration) bool { return t.Truncate(width).Equal(t) }

// groupDimensions are the dimensions that a group of the answer has: entity, form, and evaluation where each is judged.
func groupDimensions(q quality.Question) []string {
	by := []string{dimensions[q.GroupBy]}
	if q.GroupBy != quality.GroupByEvaluationForm {
		by = append(by, dimensionForm)
	}
	if q.Pass != "" {
		by = append(by, dimensionEvaluation)
	}
	return by
}

// newAggregateFilter is nil where all evaluations are meant.
func newAggregateFilter(s quality.Scope) *aggregateFilter {
	filter := aggregateFilter{Type: "and"}
	if !s.IncludeCalibrations {
		filter.Predicates = append(filter.Predicates, without(dimensionCalibration))
	}
	switch s.ScoredBy {
	case quality.ScoredByHuman:
		filter.Predicates = append(filter.Predicates, matches(dimensionSystemSubmitted, "false"))
	case quality.ScoredByAI:
		filter.Predicates = append(filter.Predicates, matches(dimensionSystemSubmitted, "true"))
	}
	if !s.Queues.All() {
		queues := aggregateClause{Type: "or"}
		for _, id := range s.Queues.IDs() {
			predicate := matches(dimensionQueue, id)
			if id == quality.NoEntity {
				predicate = without(dimensionQueue)
			}
			queues.Predicates = append(queues.Predicates, predicate)
		}
		filter.Clauses = append(filter.Clauses, queues)
	}
	if filter.Clauses == nil && filter.Predicates == nil {
		return nil
	}
	return &filter
}

func matches(dimension, value string) aggregatePredicate {
	return aggregatePredicate{Dimension: dimension, Operator: "matches", Value: value}
}

func without(dimension string) aggregatePredicate {
	return aggregatePredicate{Dimension: dimension, Operator: "notExists"}
}

// isoDuration is a width that divides a day, in ISO 8601.
func isoDuration(width time.Duration) string {
	switch {
	case width%(24*time.Hour) == 0:
		return fmt.Sprintf("P%dD", width/(24*time.Hour))
	case width%time.Hour == 0:
		return fmt.Sprintf("PT%dH", width/time.Hour)
	}
	return fmt.Sprintf("PT%dM", width/time.Minute)
}
