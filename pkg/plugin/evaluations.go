package plugin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// answerEvaluations lists single evaluations, for people.
func (d *Datasource) answerEvaluations(ctx context.Context, dialect quality.Dialect, a asked) (backend.DataResponse, error) {
	refuse := func(text string) (backend.DataResponse, error) {
		err := &requestError{errors.New(text)}
		return failed(err), err
	}
	entities := models.Filter(a.query.EntityIDs)
	question := quality.EvaluationsQuestion{
		Range: a.rng, Entities: entities, Forms: models.Filter(a.query.EvaluationFormIDs), Scope: a.query.Scope(),
	}
	switch {
	case a.from != fromPanel:
		return refuse("queryType is \"evaluations\": alert rules and expressions take numbers, choose \"metrics\"")
	case entities.All(): // Whatever they are, they are all of them.
	case len(a.query.GroupBy) == 0:
		return refuse("entityIds is set, but groupBy does not say what the ids are of")
	case a.query.GroupBy[0] == quality.GroupBySkill:
		return refuse("entityIds chooses skills: single evaluations know no skill; filter by agent, queue, evaluation form or evaluator")
	default:
		question.GroupBy = a.query.GroupBy[0]
	}
	for _, filter := range []quality.Filter{question.Entities, question.Forms, question.Scope.Queues} {
		if len(filter.IDs()) > quality.SearchValues {
			return refuse(fmt.Sprintf("a filter chooses %d ids: Genesys Cloud searches for %d at most", len(filter.IDs()), quality.SearchValues))
		}
	}
	found, err := d.reader.Evaluations(ctx, d.evaluations, question, int(a.query.Limit))
	if err != nil {
		return failed(err), err
	}
	answer := quality.Answer{Range: a.rng, AsOf: found.AsOf, Dialect: dialect}
	if len(found.Found) == 0 {
		return nothing(a.query, answer, missingText(a.query, answer, quality.MissingEvaluations)), nil
	}
	frame := d.evaluationsFrame(found.Found, answer)
	if found.More {
		warn(frame, leftOut(len(found.Found), found.Total))
	}
	var shown []quality.Entity
	for _, e := range found.Found {
		shown = append(shown, e.Agent, e.Evaluator, e.Queue, e.Form)
	}
	explainIDs(frame, found.NamesFault, shown)
	return backend.DataResponse{Frames: data.Frames{frame}}, nil
}

// leftOut says that the limit was reached.
func leftOut(shown int, total *int) string {
	const remedy = "Raise the limit, or choose a shorter time range or a narrower filter."
	if total == nil {
		return fmt.Sprintf("These are the newest %d evaluations; there are more, which the limit leaves out. %s", shown, remedy)
	}
	return fmt.Sprintf("These are the newest %d of %d evaluations; the limit leaves %d out. %s", shown, *total, *total-shown, remedy)
}

// evaluationsFrame is a table with a row for each evaluation.
func (d *Datasource) evaluationsFrame(found []quality.NamedEvaluation, answer quality.Answer) *data.Frame {
	frame := data.NewFrame("")
	frame.Meta = meta(data.FrameTypeTable, answer)
	frame.Meta.PreferredVisualization = data.VisTypeTable
	add := func(name, title string, values any) *data.Field {
		field := data.NewField(name, nil, values)
		field.Config = &data.FieldConfig{DisplayNameFromDS: title}
		frame.Fields = append(frame.Fields, field)
		return field
	}
	percent := func(field *data.Field) {
		field.Config.Unit = "percent"
		field.Config.SetMin(0).SetMax(100).SetDecimals(1)
	}
	text := func(name, title string, of func(*quality.NamedEvaluation) string) *data.Field {
		return add(name, title, column(found, of))
	}
	add("submitted", "Time", column(found, func(e *quality.NamedEvaluation) time.Time { return e.Submitted }))
	text("agentId", "Agent id", func(e *quality.NamedEvaluation) string { return e.Agent.ID })
	text("agentName", "Agent", func(e *quality.NamedEvaluation) string { return e.Agent.Name })
	text("evaluatorId", "Evaluator id", func(e *quality.NamedEvaluation) string { return e.Evaluator.ID })
	text("evaluatorName", "Evaluator", func(e *quality.NamedEvaluation) string { return e.Evaluator.Name })
	text(fieldFormID, "Evaluation form id", func(e *quality.NamedEvaluation) string { return e.Form.ID })
	text(fieldFormName, "Evaluation form", func(e *quality.NamedEvaluation) string { return e.Form.Name })
	percent(add("totalScore", "Score", column(found, func(e *quality.NamedEvaluation) *float64 { return e.Score })))
	percent(add("criticalScore", "Critical score", column(found, func(e *quality.NamedEvaluation) *float64 { return e.CriticalScore })))
	if answer.Dialect == quality.DialectAnalytics {
		// The Quality Metrics API has a passing mark of its own, which it does not tell.
		rule := d.settings.PassRule()
		add("passed", "Passed", column(found, func(e *quality.NamedEvaluation) *bool {
			if e.Score == nil {
				return nil
			}
			passed := rule.Passed(e.FormID, *e.Score, e.CriticalScore)
			return &passed
		}))
	}
	add("released", "Released", column(found, func(e *quality.NamedEvaluation) bool { return e.Released }))
	text("queueId", "Queue id", func(e *quality.NamedEvaluation) string { return e.Queue.ID })
	text("queueName", "Queue", func(e *quality.NamedEvaluation) string { return e.Queue.Name })
	text("mediaType", "Media", func(e *quality.NamedEvaluation) string { return e.MediaType })
	text("scoredBy", "Scored by", func(e *quality.NamedEvaluation) string {
		if e.AI {
			return string(quality.ScoredByAI)
		}
		return string(quality.ScoredByHuman)
	})
	text("evaluationId", "Evaluation id", func(e *quality.NamedEvaluation) string { return e.ID })
	conversation := text("conversationId", "Conversation id", func(e *quality.NamedEvaluation) string { return e.ConversationID })
	if url := d.settings.InteractionURL("${__value.raw}"); url != "" {
		conversation.Config.Links = []data.DataLink{{Title: "Show the interaction in Genesys Cloud", URL: url, TargetBlank: true}}
	}
	return frame
}

func column[T any](found []quality.NamedEvaluation, of func(*quality.NamedEvaluation) T) []T {
	values := make([]T, len(found))
	for i := range found {
		values[i] = of(&found[i])
	}
	return values
}
