package plugin

import (
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// The names of table columns and of labels: they are part of the wire contract.
const (
	fieldEntityID   = "entityId"
	fieldEntityName = "entityName"
	fieldFormID     = "evaluationFormId"
	fieldFormName   = "evaluationFormName"
	labelMetric     = "metric"
)

// metricTitles are what people read instead of a metric's name.
var metricTitles = map[quality.Metric]string{
	quality.MetricAverageScore:  "Average score",
	quality.MetricPassRate:      "Pass rate",
	quality.MetricCount:         "Count",
	quality.MetricCriticalScore: "Critical score",
	quality.MetricMinScore:      "Lowest score",
	quality.MetricMaxScore:      "Highest score",
}

// groupByTitles are what people read instead of a dimension's name.
var groupByTitles = map[quality.GroupBy]string{
	quality.GroupByAgent:          "Agent",
	quality.GroupByQueue:          "Queue",
	quality.GroupBySkill:          "Skill",
	quality.GroupByEvaluationForm: "Evaluation form",
	quality.GroupByEvaluator:      "Evaluator",
}

// split reports whether the query keeps the forms of each entity apart.
func split(q models.Query) bool { return len(q.GroupBy) == 2 }

// labels identify a series or a wide field: an alert instance's identity, so ids and names only.
func labels(q models.Query, entity, form quality.Entity, metric quality.Metric) data.Labels {
	found := data.Labels{}
	if len(q.GroupBy) > 0 {
		found[fieldEntityID] = entity.ID
		if q.NameLabel {
			found[fieldEntityName] = entity.Name
		}
	}
	if split(q) {
		found[fieldFormID] = form.ID
		if q.NameLabel {
			found[fieldFormName] = form.Name
		}
	}
	if len(q.Metrics) > 1 {
		found[labelMetric] = string(metric)
	}
	if len(found) == 0 {
		return nil
	}
	return found
}

// displayNames names series for people: the entity, with the form when split and the metric when there are several.
type displayNames struct {
	query           models.Query
	entities, forms namesakes
}

func newDisplayNames(q models.Query) displayNames {
	return displayNames{query: q, entities: namesakes{}, forms: namesakes{}}
}

// learn takes what is to be named; everything must be known before the first is named.
func (d displayNames) learn(entity, form quality.Entity) {
	d.entities.learn(entity)
	d.forms.learn(form)
}

func (d displayNames) of(entity, form quality.Entity, metric quality.Metric) string {
	var parts []string
	if len(d.query.GroupBy) > 0 {
		parts = append(parts, d.entities.distinct(entity))
	}
	if split(d.query) {
		parts = append(parts, d.forms.distinct(form))
	}
	if len(d.query.Metrics) > 1 || len(parts) == 0 {
		parts = append(parts, metricTitles[metric])
	}
	return strings.Join(parts, " · ")
}

// namesakes are the ids that share a name, by name.
type namesakes map[string][]string

func (n namesakes) learn(e quality.Entity) {
	if !slices.Contains(n[e.Name], e.ID) {
		n[e.Name] = append(n[e.Name], e.ID)
	}
}

// distinct is the entity's name, with as much of the id as it takes to tell it from its namesakes: eight characters,
// or all of it where those are the same too.
func (n namesakes) distinct(e quality.Entity) string {
	const short = 8
	if len(n[e.Name]) < 2 {
		return e.Name
	}
	suffix := e.ID[:min(short, len(e.ID))]
	for _, id := range n[e.Name] {
		if id != e.ID && strings.HasPrefix(id, suffix) {
			suffix = e.ID
		}
	}
	return e.Name + " (" + suffix + ")"
}
