package genesys

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// maxCount is the largest count that a JSON number holds exactly.
const maxCount = 1 << 53

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

// wireNumber keeps apart what float64 would merge or refuse without saying where: missing and 0, text and numbers,
// and numbers out of range.
type wireNumber struct {
	value float64
	given bool
	// fault says why the value is no number, "" when it is one or is missing.
	fault string
}

func (n *wireNumber) UnmarshalJSON(raw []byte) error {
	*n = wireNumber{}
	text := string(raw)
	if text == "null" {
		return nil
	}
	n.given = true
	value, err := strconv.ParseFloat(text, 64)
	switch {
	case raw[0] != '-' && (raw[0] < '0' || raw[0] > '9'):
		n.fault = "is not a number"
	case errors.Is(err, strconv.ErrRange):
		n.fault = "is a number out of range"
	case err != nil:
		n.fault = "is not a number"
	}
	n.value = value
	return nil
}

// decodeMetrics reads the whole answer, row by row so that a fault can name its row. A second row with the same id is
// refused: a number counted twice is the worst answer.
func decodeMetrics(answer *json.Decoder) ([]EntityMetrics, error) {
	if start, err := answer.Token(); err != nil {
		return nil, err
	} else if start != json.Delim('[') {
		return nil, &AnswerError{What: "it is not a JSON array"}
	}
	rows := []EntityMetrics{}
	seen := map[string]int{}
	for answer.More() {
		number := len(rows) + 1
		var wire wireRow
		if err := answer.Decode(&wire); err != nil {
			return nil, rowFault(err, number)
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
	if _, err := answer.Token(); err != nil { // the closing bracket
		return nil, rowFault(err, 0)
	}
	if err := nothingFollows(answer); err != nil {
		return nil, err
	}
	return rows, nil
}

// rowFault names the row of a decoder's error. Inside the array, io.EOF is an early end.
func rowFault(err error, number int) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return &AnswerError{Row: number, What: wrongType(mismatch)}
	}
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		return &AnswerError{Row: number, What: notValid}
	}
	return err
}

// nothingFollows refuses what follows the answer.
func nothingFollows(answer *json.Decoder) error {
	_, err := answer.Token()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if _, syntax := errors.AsType[*json.SyntaxError](err); err == nil || syntax {
		return &AnswerError{What: "there is more after its end"}
	}
	return err
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

// number is the value, or why there is none.
func (n wireNumber) number() (float64, string) {
	if !n.given {
		return 0, "is missing"
	}
	return n.value, n.fault
}

// whole is a count, 0 to 2^53.
func (n wireNumber) whole() (int64, string) {
	value, what := n.number()
	switch {
	case what != "":
		return 0, what
	case value < 0:
		return 0, "is negative"
	case value > maxCount:
		return 0, "is a number out of range"
	case value != math.Trunc(value):
		return 0, "is not a whole number"
	}
	return int64(value), ""
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
