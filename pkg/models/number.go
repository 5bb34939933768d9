package models

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// number is a JSON value that should be a number, kept as it was written until its key is known, so that the message
// can name both. Null and absent are unset.
type number struct{ raw json.RawMessage }

// UnmarshalJSON keeps what was written.
func (n *number) UnmarshalJSON(raw []byte) error {
	if !bytes.Equal(raw, []byte("null")) {
		n.raw = bytes.Clone(raw)
	}
	return nil
}

// whole is the number, which must be whole and within least and most; unset is the default.
func (n number) whole(key string, unset, least, most int64) (int64, error) {
	if n.raw == nil {
		return unset, nil
	}
	if err := leftover(key, string(n.raw)); err != nil {
		return 0, err
	}
	value, err := strconv.ParseFloat(string(n.raw), 64)
	if err != nil || value != math.Trunc(value) || value < float64(least) || value > float64(most) {
		return 0, fmt.Errorf("%s is %s: it must be a whole number from %d to %d", key, n.raw, least, most)
	}
	return int64(value), nil
}

// percentage is the number, which must lie between 0 and 100; unset is the default.
func (n number) percentage(key string, unset float64) (float64, error) {
	if n.raw == nil {
		return unset, nil
	}
	value, err := strconv.ParseFloat(string(n.raw), 64)
	if err != nil || value < 0 || value > 100 {
		return 0, fmt.Errorf("%s is %s: it must be a number between 0 and 100", key, n.raw)
	}
	return value, nil
}
