package store

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// FuzzRedisValues hands the shared store what somebody else wrote to Redis: values as they are, and payloads that are
// sealed first for the place that is read, as if by a replica that went wrong. What is accepted is about its own place and seals to the same bytes.
func FuzzRedisValues(f *testing.F) {
	scope := redisScope{scope: "scope"}
	at := time.Date(2026, 5, 4, 9, 0, 0, 5, time.UTC)
	kept := answered("form", at, "Ann")
	key := kept.Question.Key()
	field := nameField(quality.GroupByAgent, "1")
	name, err := json.Marshal(sealedName{GroupBy: quality.GroupByAgent, ID: "1", Name: "Ann", AsOf: at})
	require.NoError(f, err)
	f.Add(seal(at, encodeSnapshot(kept), "snapshot", "scope", key), false, false)
	f.Add(seal(at, name, "name", "scope", field), true, false)
	f.Add(encodeSnapshot(kept), false, true)
	f.Add(name, true, true)
	f.Add(encodeSnapshot(answered("other", at, "Ann")), false, true)
	f.Add(bytes.Replace(name, []byte(`"1"`), []byte(`"2"`), 1), true, true)
	f.Add([]byte(sealMagic), false, false)
	f.Fuzz(func(t *testing.T, value []byte, isName, sealed bool) {
		if isName {
			if sealed {
				var said sealedName
				_ = json.Unmarshal(value, &said) // What is none is refused below.
				value = seal(said.AsOf, value, "name", "scope", field)
			}
			found, err := scope.openName(field, string(value))
			if err != nil {
				require.Zero(t, found)
				return
			}
			require.Equal(t, field, nameField(found.GroupBy, found.Entity.ID))
			require.Equal(t, value, seal(found.AsOf, value[sealHeader:], "name", "scope", field))
			return
		}
		if sealed {
			said, _ := decodeSnapshot(value)
			value = seal(said.AsOf, value, "snapshot", "scope", key)
		}
		found, err := scope.open(value, key)
		if err != nil {
			require.Zero(t, found)
			return
		}
		require.Equal(t, key, found.Question.Key())
		require.NoError(t, checkSnapshot(found))
		require.Equal(t, value, seal(found.AsOf, value[sealHeader:], "snapshot", "scope", key))
	})
}
