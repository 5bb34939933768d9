package genesys

import (
	"errors"
	"math"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// maxCount is the largest count that a JSON number holds exactly.
const maxCount = 1 << 53

// wireNumber keeps apart what float64 would merge or refuse without saying where: missing and 0, text and numbers,
// and numbers out of range.
type wireNumber struct {
	value float64
	given bool
	// fault says why the value is no number, "" when it is one or is missing.
	fault string
}

// UnmarshalJSONFrom reads any JSON value.
func (n *wireNumber) UnmarshalJSONFrom(answer *jsontext.Decoder) error {
	raw, err := answer.ReadValue()
	if err != nil {
		return err
	}
	*n = wireNumber{}
	switch raw.Kind() {
	case jsontext.KindNull:
		return nil
	case jsontext.KindNumber:
		n.value, err = strconv.ParseFloat(string(raw), 64)
	default:
		err = strconv.ErrSyntax
	}
	n.given = true
	if errors.Is(err, strconv.ErrRange) {
		n.fault = "is a number out of range"
	} else if err != nil {
		n.fault = "is not a number"
	}
	return nil
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
