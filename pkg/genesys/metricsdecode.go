package genesys

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
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

// decodeMetrics reads the whole answer, row by row so that a fault can name its row. A second row with the same id is
// refused: a number counted twice is the worst answer.
func decodeMetrics(answer *jsontext.Decoder) ([]EntityMetrics, error) {
	if err := opens(answer, '[', "it is not a JSON array"); err != nil {
		return nil, err
	}
	rows := []EntityMetrics{}
	seen := map[string]int{}
	for more(answer, ']') {
		number := len(rows) + 1
		var wire wireRow
		if err := decodeRow(answer, &wire, number); err != nil {
			return nil, err
		}
		row, what := wire.check()
		if first, twice := seen[wire.EntityID]; what == "" && twice {
			what = fmt.Sprintf("row %d has the same entityId", first)
		}
		if what != "" {
			return nil, &AnswerError{Row: number, What: what}
		}
		seen[row.EntityID] = number
		rows = append(rows, row)
	}
	if _, err := answer.ReadToken(); err != nil { // the closing bracket
		return nil, rowFault(err, 0)
	}
	if err := nothingFollows(answer); err != nil {
		return nil, err
	}
	return rows, nil
}

// check is the row, or what is wrong with it.
func (w *wireRow) check() (EntityMetrics, string) {
	if strings.TrimSpace(w.EntityID) == "" {
		return EntityMetrics{}, "entityId is missing"
	}
	row := EntityMetrics{EntityID: w.EntityID, EntityName: w.EntityName}
	if strings.TrimSpace(w.EntityName) == "" {
		row.EntityName = w.EntityID
	}
	count, what := w.Metrics.Count.Value.whole()
	if what != "" {
		return EntityMetrics{}, "count " + what
	}
	row.Count = count
	if count == 0 {
		return row, "" // scores without evaluations mean nothing
	}
	if row.AverageScore, what = w.Metrics.AverageScore.percentage(); what != "" {
		return EntityMetrics{}, "averageScore " + what
	}
	if row.PassRate, what = w.Metrics.PassRate.percentage(); what != "" {
		return EntityMetrics{}, "passRate " + what
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
