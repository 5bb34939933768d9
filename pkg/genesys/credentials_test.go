package genesys

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNothingPrintsTheSecret(t *testing.T) {
	endpoint := endpointAt(t, "https://api.example")
	tokens := NewTokens(endpoint, testCredentials, &http.Client{}, NewBudget(1))
	defer tokens.Close()
	tokens.current = &token{value: canaryToken}
	type nested struct {
		Credentials Credentials
		Pointer     *Credentials
	}
	values := map[string]any{
		"credentials": testCredentials, "pointer": &testCredentials,
		"nested": nested{testCredentials, &testCredentials}, "tokens": tokens,
	}
	for name, value := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			assert.NotContains(t, fmt.Sprintf(verb, value), "CANARY", "%s with %s", name, verb)
		}
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", value)
		slog.New(slog.NewTextHandler(&log, nil)).Info("m", "v", value)
		assert.NotContains(t, log.String(), "CANARY", name)
		marshalled, err := json.Marshal(value)
		require.NoError(t, err)
		assert.NotContains(t, string(marshalled), "CANARY", name)
	}
	assert.Equal(t, "OAuth client client-1 (secret redacted)", fmt.Sprint(testCredentials))
}
