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
	EntityID   string `json:"entityId"`
	EntityName string `json:"entityName"`
	Metrics    struct {
		AverageScore wireMetric `json:"averageScore"`
		Count        wireMetric `json:"count"`
		PassRate     wireMetric `json:"passRate"`
	} `json:"metrics"`
}

type wireMetric struct {
	Value wireNumber `json:"value"`
	// Unit is "percentage" for scores and rates.
	Unit string `json:"unit"`
}

// decodeMetrics reads the whole answer, row by row so that a fault can name its row, into rows in order of their ids.
// A second row with the same id is refused: a number counted twice is the worst answer.
func decodeMetrics(answer *jsontext.Decoder) ([]quality.Row, error) {
	if err := opens(answer, '[', "it is not a JSON array"); err != nil {
		return nil, err
	}
	found := []quality.Row{}
	for more(answer, ']') {
		number := len(found) + 1
		var wire wireRow
		if err := decodeRow(answer, &wire, number); err != nil {
			return nil, err
		}
		row, what := wire.check()
		if what != "" {
			return nil, &AnswerError{Row: number, What: what}
		}
		found = append(found, row)
	}
	if _, err := answer.ReadToken(); err != nil { // the closing bracket
		return nil, rowFault(err, 0)
	}
	if err := nothingFollows(answer); err != nil {
		return nil, err
	}
	return inOrder(found)
}

// inOrder puts rows in order of their ids, or refuses two with the same. Where rows lie is sorted, because they are
// large to move about; what is in order needs no map of what was seen.
func inOrder(found []quality.Row) ([]quality.Row, error) {
	type place struct {
		id string
		at int
	}
	places := make([]place, len(found))
	for i := range found {
		places[i] = place{found[i].Entity.ID, i}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(strings.Compare(a.id, b.id), cmp.Compare(a.at, b.at))
	})
	rows := make([]quality.Row, len(found))
	for i, p := range places {
		if i > 0 && p.id == places[i-1].id {
			return nil, &AnswerError{Row: p.at + 1, What: fmt.Sprintf("row %d has the same entityId", places[i-1].at+1)}
		}
		rows[i] = found[p.at]
	}
	return rows, nil
}

// check is the row, or what is wrong with it. It is named by its id where Genesys gives no name, and has no scores where
// it has no evaluations, whatever Genesys sent.
func (w *wireRow) check() (quality.Row, string) {
	if strings.TrimSpace(w.EntityID) == "" {
		return quality.Row{}, "entityId is missing"
	}
	row := quality.Row{Entity: quality.Entity{ID: w.EntityID, Name: w.EntityName}}
	if strings.TrimSpace(w.EntityName) == "" {
		row.Entity.Name = w.EntityID
	}
	count, what := w.Metrics.Count.Value.whole()
	if what != "" {
		return quality.Row{}, "count " + what
	}
	row.Count = count
	if count == 0 {
		return row, "" // scores without evaluations mean nothing
	}
	if row.AverageScore, what = w.Metrics.AverageScore.percentage(); what != "" {
		return quality.Row{}, "averageScore " + what
	}
	if row.PassRate, what = w.Metrics.PassRate.percentage(); what != "" {
		return quality.Row{}, "passRate " + what
	}
	return row, ""
}

// percentage is a score or a rate, 0 to 100.
func (m wireMetric) percentage() (float64, string) {
	value, what := m.Value.number()
	switch {
	case what != "":
		return 0, what
	case m.Unit != "" && m.Unit != "percentage":
		return 0, fmt.Sprintf("has the unit %q instead of \"percentage\"", m.Unit)
	case value < 0 || value > 100:
		return 0, fmt.Sprintf("%s is not within 0 to 100", strconv.FormatFloat(value, 'g', -1, 64))
	}
	return value, ""
}
