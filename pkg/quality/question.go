// Package quality is the domain: windows, questions, snapshots and what they add up to. It knows nothing of Grafana,
// HTTP or SQL.
package quality

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"
)

// Dialect names the Genesys Cloud API that answers.
type Dialect string

// The dialects. DialectAuto is the question which of the others an organization speaks.
const (
	DialectAuto           Dialect = "auto"
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

// ScoredBy chooses evaluations by who scored them.
type ScoredBy string

// Who may have scored an evaluation.
const (
	ScoredByAll   ScoredBy = "all"
	ScoredByHuman ScoredBy = "human"
	ScoredByAI    ScoredBy = "ai"
)

// Scope is which evaluations are looked at, of the Analytics dialect only. The zero Scope is all of them but
// calibrations.
type Scope struct {
	Queues Filter
	// ScoredBy is ScoredByAll where it is "".
	ScoredBy            ScoredBy
	IncludeCalibrations bool
}

// All reports whether the scope is what the Quality Metrics API looks at.
func (s Scope) All() bool {
	return s.Queues.All() && !s.IncludeCalibrations && (s.ScoredBy == "" || s.ScoredBy == ScoredByAll)
}

// Question is one upstream request: everything that changes what Genesys is asked, and nothing else. Metrics,
// minimum count, entity filter and format are no part of it, so panels that differ only in them share a call.
type Question struct {
	Dialect Dialect
	GroupBy GroupBy
	// EvaluationFormID limits the question to one form; "" asks for all. The Analytics dialect always asks for all, and
	// keeps them apart in its rows.
	EvaluationFormID string
	Range            Range

	// Granularity cuts the answer into buckets of this width; zero asks for the range as a whole. With the fields below
	// it belongs to the Analytics dialect.
	Granularity time.Duration
	// Pass is the PassRule's Key where the pass rate is asked for too, which makes Genesys list every evaluation; "" is without.
	Pass  string
	Scope Scope
}

// Key identifies the question: equal questions have equal keys. Ids never hold a newline, see models.
func (q Question) Key() string {
	if q.Dialect == DialectAuto {
		return string(DialectAuto) // Which window shows it does not matter.
	}
	parts := []string{string(q.Dialect), string(q.GroupBy), q.EvaluationFormID, q.Range.String()}
	if q.Granularity != 0 || q.Pass != "" || !q.Scope.All() {
		parts = append(parts, q.Granularity.String(), q.Pass, string(q.Scope.ScoredBy), strconv.FormatBool(q.Scope.IncludeCalibrations))
		parts = append(parts, q.Scope.Queues.IDs()...)
	}
	return strings.Join(parts, "\n")
}

// Entity is an agent, a queue, a skill, a form or an evaluator. Its ID is its identity; the name is for display only,
// and empty where Genesys says only the id.
type Entity struct {
	ID   string
	Name string
}

// Measures is what Genesys said about an entity. Scores and the rate are percentages, 0 to 100, and mean something only
// where Count is above zero.
type Measures struct {
	Count        int64
	AverageScore float64
	PassRate     float64

	// The Analytics dialect tells more. CriticalCount is how many of the evaluations have a critical score, and
	// CriticalScore their average.
	CriticalCount int64
	CriticalScore float64
	// MinScore and MaxScore are the lowest and the highest score.
	MinScore, MaxScore float64
}

// Hiding is the measures without the critical score where that rests on fewer than minimum evaluations: not every form
// has critical questions.
func (m Measures) Hiding(minimum int64) Measures {
	if m.CriticalCount < minimum {
		m.CriticalCount, m.CriticalScore = 0, 0
	}
	return m
}

// Row is one entity of an answer. An entity without evaluations is a row with a Count of zero.
type Row struct {
	Entity Entity
	// FormID is the evaluation form where the answer keeps forms apart, else "".
	FormID string
	// From is the start of the row's bucket where the question has a Granularity, else the zero time.
	From time.Time
	Measures
}

// Compare orders rows by entity, form and bucket, which together are a row's identity within an answer.
func (r Row) Compare(other Row) int {
	if byEntity := strings.Compare(r.Entity.ID, other.Entity.ID); byEntity != 0 {
		return byEntity
	}
	return cmp.Or(strings.Compare(r.FormID, other.FormID), r.From.Compare(other.From))
}

// Source asks Genesys Cloud. Implementations send one upstream request for one question (and a token request where
// there is no token), never retry a failure other than one refused token, and check what they are told: every row of
// the answer has an entity, form and bucket of its own, and scores within 0 to 100 where its count is above zero.
type Source interface {
	Ask(ctx context.Context, q Question) ([]Row, error)
}

// Directory finds the names of entities.
type Directory interface {
	// Names finds the names of entities by id, in as few requests as Genesys allows; an id that Genesys does not know is
	// missing from the answer. What was found before an error comes with it.
	Names(ctx context.Context, groupBy GroupBy, ids []string) ([]Entity, error)
	// Entities lists all entities that Genesys knows.
	Entities(ctx context.Context, groupBy GroupBy) ([]Entity, error)
}
