package genesys

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// wireRow is a row as Genesys writes it.
type wireRow struct {
	entityID, entityName          string
	averageScore, count, passRate wireMetric
}

type wireMetric struct {
	value wireNumber
	// unit is "percentage" for scores and rates.
	unit string
}

// decode reads a row, where each metric is an object within "metrics".
func (w *wireRow) decode(answer *jsontext.Decoder) error {
	return decodeFields(answer, func(name []byte) error {
		switch string(name) {
		case "entityId":
			return decodeText(answer, &w.entityID)
		case "entityName":
			return decodeText(answer, &w.entityName)
		case "metrics":
			return decodeFields(answer, func(name []byte) error {
				switch string(name) {
				case "averageScore":
					return w.averageScore.decode(answer)
				case "count":
					return w.count.decode(answer)
				case "passRate":
					return w.passRate.decode(answer)
				}
				return answer.SkipValue()
			})
		}
		return answer.SkipValue()
	})
}

func (m *wireMetric) decode(answer *jsontext.Decoder) error {
	return decodeFields(answer, func(name []byte) error {
		switch string(name) {
		case "value":
			return m.value.UnmarshalJSONFrom(answer)
		case "unit":
			return decodeText(answer, &m.unit)
		}
		return answer.SkipValue()
	})
}

// entityMetrics is a row that has been checked, with its number in the answer.
type entityMetrics struct {
	number                 int
	id, name               string
	count                  int64
	averageScore, passRate float64
}

// decodeMetrics reads the whole answer, row by row so that a fault can name its row, into rows in order of their ids.
// A second row with the same id is refused: a number counted twice is the worst answer.
func decodeMetrics(answer *jsontext.Decoder) ([]quality.Row, error) {
	if err := opens(answer, '[', "it is not a JSON array"); err != nil {
		return nil, err
	}
	var found []entityMetrics
	for more(answer, ']') {
		number := len(found) + 1
		var wire wireRow
		if err := wire.decode(answer); err != nil {
			return nil, rowFault(err, number)
		}
		entity, what := wire.check()
		if what != "" {
			return nil, &AnswerError{Row: number, What: what}
		}
		entity.number = number
		found = append(found, entity)
	}
	if _, err := answer.ReadToken(); err != nil { // the closing bracket
		return nil, rowFault(err, 0)
	}
	if err := nothingFollows(answer); err != nil {
		return nil, err
	}
	return inOrder(found)
}

// inOrder makes rows in order of their ids, or refuses two with the same. What is in order needs no map of what was seen.
func inOrder(found []entityMetrics) ([]quality.Row, error) {
	slices.SortFunc(found, func(a, b entityMetrics) int {
		if byID := strings.Compare(a.id, b.id); byID != 0 {
			return byID
		}
		return cmp.Compare(a.number, b.number)
	})
	rows := make([]quality.Row, len(found))
	for i := range found {
		entity := &found[i]
		if i > 0 && entity.id == found[i-1].id {
			return nil, &AnswerError{Row: entity.number, What: fmt.Sprintf("row %d has the same entityId", found[i-1].number)}
		}
		rows[i] = quality.Row{
			Entity:   quality.Entity{ID: entity.id, Name: entity.name},
			Measures: quality.Measures{Count: entity.count, AverageScore: entity.averageScore, PassRate: entity.passRate},
		}
	}
	return rows, nil
}

// check is the entity, or what is wrong with it. It is named by its id where Genesys gives no name, and has no scores
// where it has no evaluations, whatever Genesys sent.
func (w *wireRow) check() (found entityMetrics, what string) {
	if strings.TrimSpace(w.entityID) == "" {
		return found, "entityId is missing"
	}
	found.id, found.name = w.entityID, w.entityName
	if strings.TrimSpace(w.entityName) == "" {
		found.name = w.entityID
	}
	if found.count, what = w.count.value.whole(); what != "" {
		return found, "count " + what
	}
	if found.count == 0 {
		return found, "" // scores without evaluations mean nothing
	}
	if found.averageScore, what = w.averageScore.percentage(); what != "" {
		return found, "averageScore " + what
	}
	if found.passRate, what = w.passRate.percentage(); what != "" {
		return found, "passRate " + what
	}
	return found, ""
}

// percentage is a score or a rate, 0 to 100.
func (m wireMetric) percentage() (float64, string) {
	value, what := m.value.number()
	switch {
	case what != "":
		return 0, what
	case m.unit != "" && m.unit != "percentage":
		return 0, fmt.Sprintf("has the unit %q instead of \"percentage\"", m.unit)
	case value < 0 || value > 100:
		return 0, fmt.Sprintf("%s is not within 0 to 100", strconv.FormatFloat(value, 'g', -1, 64))
	}
	return value, ""
}
