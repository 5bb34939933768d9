package genesys

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// readAgain reads by another route what was accepted, which must be whole JSON.
func readAgain(t *testing.T, text string) (again any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&again), "only whole JSON is accepted")
	require.False(t, decoder.More(), "nothing follows")
	return again
}

// field, elements and numberIn read what readAgain has read; what is not there is nil, none or 0.
func field(object any, name string) any {
	fields, _ := object.(map[string]any)
	return fields[name]
}

func elements(object any, name string) []any {
	list, _ := field(object, name).([]any)
	return list
}

func numberIn(object any, name string) float64 {
	number, _ := field(object, name).(json.Number)
	value, _ := number.Float64()
	return value
}
