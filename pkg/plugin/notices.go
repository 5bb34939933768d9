package plugin

import (
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// nothing is "no data" with its reason.
func nothing(q models.Query, answer quality.Answer, reason string) backend.DataResponse {
	frame := emptyFrame(q, answer)
	frame.AppendNotices(data.Notice{Severity: data.NoticeSeverityInfo, Text: reason})
	return backend.DataResponse{Frames: data.Frames{frame}}
}

// warn adds a warning. A panel's header keeps the last notice of each severity, so a frame gets at most one.
func warn(frame *data.Frame, text string) {
	frame.AppendNotices(data.Notice{Severity: data.NoticeSeverityWarning, Text: text})
}

// staleText says that numbers are late, from when they are, and why.
func staleText(answer quality.Answer, location *time.Location) string {
	return fmt.Sprintf("These numbers are late: they are those of %s (%s), and Genesys Cloud gives no newer ones. %s",
		answer.AsOf.In(location).Format("15:04 on 2 January"), location, answer.Fault)
}

// missingText says why a selection shows nothing.
func missingText(q models.Query, answer quality.Answer, missing quality.Missing) string {
	between := fmt.Sprintf("between %s and %s UTC",
		answer.Range.From.UTC().Format(time.DateTime), answer.Range.To.UTC().Format(time.DateTime))
	switch missing {
	case quality.MissingEntities:
		return "None of the chosen entities has an evaluation " + between + "."
	case quality.MissingCount:
		return fmt.Sprintf("Nothing rests on at least %d evaluations (the minimum count) %s.", q.MinimumCount, between)
	default:
		if len(q.EvaluationFormIDs) > 0 {
			return "There are no evaluations with the chosen evaluation forms " + between + "."
		}
		return "There are no evaluations " + between + "."
	}
}

// explainIDs says why entities are shown by their id, where some are.
func explainIDs(frame *data.Frame, fault error, shown []quality.Entity) {
	count := nameless(shown)
	if count == 0 {
		return
	}
	reason := "Genesys Cloud knows no name for them: they were deleted, or lie outside the divisions of the OAuth client's role."
	if fault != nil {
		reason = fault.Error()
	}
	subject := fmt.Sprintf("%d of the entities are", count)
	if count == 1 {
		subject = "One of the entities is"
	}
	frame.AppendNotices(data.Notice{Severity: data.NoticeSeverityInfo, Text: subject + " shown by id. " + reason})
}

// nameless counts the entities, each once, that have their id for a name.
func nameless(entities []quality.Entity) int {
	ids := map[string]bool{}
	for _, entity := range entities {
		if entity.ID != "" && entity.Name == entity.ID {
			ids[entity.ID] = true
		}
	}
	return len(ids)
}

func ofCell(c quality.Cell) (entity, form quality.Entity) { return c.Entity, c.Form }

func ofLine(l quality.Line) (entity, form quality.Entity) { return l.Entity, l.Form }

// entitiesOf lists what cells or lines are about.
func entitiesOf[T any](shown []T, of func(T) (entity, form quality.Entity)) []quality.Entity {
	entities := make([]quality.Entity, 0, 2*len(shown))
	for _, one := range shown {
		entity, form := of(one)
		entities = append(entities, entity, form)
	}
	return entities
}
