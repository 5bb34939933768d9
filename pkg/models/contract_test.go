package models

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// fixture is a file of testdata/contract, which the TypeScript tests read too.
type fixture struct {
	Name     string          `json:"name"`
	Why      string          `json:"why"`
	Input    json.RawMessage `json:"input"`
	Secure   []string        `json:"secure"`
	Valid    bool            `json:"valid"`
	Expected json.RawMessage `json:"expected"`
	Error    string          `json:"error"`
}

func fixtures(t *testing.T, kind string) []fixture {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "testdata", "contract", kind, "*.json"))
	require.NoError(t, err)
	require.Greater(t, len(paths), 20, "the fixtures of %s are gone", kind)
	read := make([]fixture, len(paths))
	for i, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(raw, &read[i]), path)
	}
	return read
}

func TestContractQuery(t *testing.T) {
	for _, f := range fixtures(t, "query") {
		t.Run(f.Name, func(t *testing.T) {
			query, err := ParseQuery(f.Input)
			if !f.Valid {
				require.ErrorContains(t, err, f.Error, f.Why)
				return
			}
			require.NoError(t, err, f.Why)
			parsed, err := json.Marshal(query)
			require.NoError(t, err)
			require.JSONEq(t, string(f.Expected), string(parsed), f.Why)
		})
	}
}

func TestContractSettings(t *testing.T) {
	const canary = "canary-7f3a"
	for _, f := range fixtures(t, "settings") {
		t.Run(f.Name, func(t *testing.T) {
			secrets := map[string]string{}
			for _, name := range f.Secure {
				secrets[name] = canary
			}
			settings, err := ParseSettings(f.Input, secrets)
			if !f.Valid {
				require.ErrorContains(t, err, f.Error, f.Why)
				require.NotContains(t, err.Error(), canary)
				return
			}
			require.NoError(t, err, f.Why)
			parsed, err := json.Marshal(settings)
			require.NoError(t, err)
			require.JSONEq(t, string(f.Expected), string(parsed), f.Why)
			require.NotContains(t, string(parsed), canary)
		})
	}
}
