// Package quality is the domain: windows, questions, snapshots and what they add up to. It knows nothing of Grafana,
// HTTP or SQL.
package quality

import (
	"context"
	"strings"
)

// Dialect names the Genesys Cloud API that answers.
type Dialect string

// The dialects. Only DialectQualityMetrics has a Source so far.
const (
	DialectQualityMetrics Dialect = "qualityMetrics"
	DialectAnalytics      Dialect = "analytics"
)

// GroupBy is what a row is about.
type GroupBy string

// The entities that evaluations are grouped by, in Genesys' spelling.
const (
	GroupByAgent          GroupBy = "agent"
	GroupByQueue          GroupBy = "queue"
	GroupBySkill          GroupBy = "skill"
	GroupByEvaluationForm GroupBy = "evaluationForm"
	GroupByEvaluator      GroupBy = "evaluator"
)

// GroupBys lists every GroupBy in the order in which editors offer them.
var GroupBys = []GroupBy{GroupByAgent, GroupByQueue, GroupBySkill, GroupByEvaluationForm, GroupByEvaluator}

// Metric is a number about an entity.
type Metric string

// The metrics. AverageScore and PassRate are percentages on a scale of 0 to 100, Count is a whole number.
const (
	MetricAverageScore  Metric = "averageScore"
	MetricPassRate      Metric = "passRate"
	MetricCount         Metric = "count"
	MetricCriticalScore Metric = "criticalScore"
	MetricMinScore      Metric = "minScore"
	MetricMaxScore      Metric = "maxScore"
)

// Question is one upstream request: everything that changes what Genesys is asked, and nothing else. Metrics,
// minimum count, entity filter and format are no part of it, so panels that differ only in them share a call.
type Question struct {
	Dialect Dialect
	GroupBy GroupBy
	// EvaluationFormID limits the question to one form; "" asks for all.
	EvaluationFormID string
	Range            Range
}

// Key identifies the question: equal questions have equal keys. Ids never hold a newline, see models.
func (q Question) Key() string {
	return strings.Join([]string{string(q.Dialect), string(q.GroupBy), q.EvaluationFormID, q.Range.String()}, "\n")
}

// Entity is an agent, a queue, a skill, a form or an evaluator. Its ID is its identity; the name is for display only.
type Entity struct {
	ID   string
	Name string
}

// Measures is what Genesys said about an entity. AverageScore and PassRate are percentages, 0 to 100, and mean
// something only where Count is above zero.
type Measures struct {
	Count        int64
	AverageScore float64
	PassRate     float64
}

// Row is one entity of an answer. An entity without evaluations is a row with a Count of zero.
type Row struct {
	Entity Entity
	Measures
}

// Source asks Genesys Cloud. Implementations send one upstream request for one question (and a token request where
// there is no token), never retry a failure other than one refused token, and check what they are told:
// every row of the answer has an id of its own, and scores within 0 to 100 where its count is above zero.
type Source interface {
	Ask(ctx context.Context, q Question) ([]Row, error)
}
