package genesys

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bothMethods ask for a JSON value with a GET and with a POST.
var bothMethods = map[string]func(*testing.T, *Client) error{
	http.MethodGet: func(t *testing.T, c *Client) error { return c.get(t.Context(), metricsPath, nil, decodeAny) },
	http.MethodPost: func(t *testing.T, c *Client) error {
		return c.post(t.Context(), searchPath, map[string]string{"q": "a<b"}, decodeAny)
	},
}

func decodeAny(answer *jsontext.Decoder) error { return answer.SkipValue() }

func TestAPostSendsItsQuestionAndNothingElse(t *testing.T) {
	var got *http.Request
	var body string
	u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		got, body = r, string(raw)
		answer(http.StatusOK, `{}`)(w, r)
	})
	require.NoError(t, bothMethods[http.MethodPost](t, u.client))
	assert.Equal(t, "POST /api/v2/quality/evaluations/search", got.Method+" "+got.URL.String())
	assert.JSONEq(t, `{"q":"a<b"}`, body)
	assert.Equal(t, int64(len(body)), got.ContentLength)
	assert.Equal(t, http.Header{
		"Authorization": {"Bearer " + canaryToken}, "Accept": {"application/json"}, "User-Agent": {userAgent}, "Content-Type": {"application/json"},
		"Accept-Encoding": {"gzip"}, "Content-Length": {strconv.Itoa(len(body))}, // net/http's own
	}, got.Header)
}

func TestAPostIsSentAgainAsItWasWhenItsTokenWasRefused(t *testing.T) {
	var bodies []string
	u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		if bodies = append(bodies, string(raw)); len(bodies) == 1 {
			answer(http.StatusUnauthorized, `{"message":"expired"}`)(w, r)
			return
		}
		answer(http.StatusOK, `{}`)(w, r)
	})
	require.NoError(t, bothMethods[http.MethodPost](t, u.client))
	require.Len(t, bodies, 2)
	assert.NotEmpty(t, bodies[0])
	assert.Equal(t, bodies[0], bodies[1])
	assert.Equal(t, 100-4, u.budget.Left(), "each with its token")
}

func TestAPostsFaultsReadLikeAGets(t *testing.T) {
	const on = "POST /api/v2/quality/evaluations/search"
	tests := map[string]struct {
		api  http.HandlerFunc
		want string
	}{
		"permission": {answer(403, `{"message":"Missing quality:evaluation:searchAny for `+canaryToken+`","code":"missing.permission","contextId":"c-1"}`),
			"Genesys Cloud answered 403 Forbidden to " + on + ": Missing quality:evaluation:searchAny for [redacted] [missing.permission] (Genesys contextId c-1)"},
		"rate limit": {answer(429, `{}`, "Retry-After", "9"), "Genesys Cloud answered 429 Too Many Requests to " + on + "; asking again in 9s"},
		"redirect": {answer(307, ``, "Location", "https://evil.example/x?token=1"),
			"Genesys Cloud answered 307 Temporary Redirect to " + on + ", a redirect to https://evil.example/x: redirects are not followed; check the address in the data source settings"},
		"truncated": {func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{")
		}, "Genesys Cloud's answer to " + on + " broke off before its end"},
		"too large": {answer(200, `"`+strings.Repeat("x", 200)+`"`), "Genesys Cloud's answer to " + on + " is larger than 100 bytes, the most this data source reads"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			u := newUpstream(t, nil, tt.api)
			if name == "too large" {
				u.client.maxBody = 100
			}
			err := bothMethods[http.MethodPost](t, u.client)
			require.EqualError(t, err, tt.want)
			denied, says := err.(interface{ Denied() bool })
			assert.Equal(t, name == "permission", says && denied.Denied())
			assert.Len(t, u.asked(), 2, "not repeated")
			assert.Equal(t, name == "rate limit", !u.budget.PausedUntil().IsZero())
		})
	}
}

func TestARateLimitHeaderOnAPostLowersTheBudget(t *testing.T) {
	u := newUpstream(t, nil, answer(http.StatusOK, `{}`, "inin-ratelimit-allowed", "30", "inin-ratelimit-count", "12"))
	require.NoError(t, bothMethods[http.MethodPost](t, u.client))
	assert.Equal(t, 30-12, u.budget.Left(), "10 of the 12 are somebody else's")
}
