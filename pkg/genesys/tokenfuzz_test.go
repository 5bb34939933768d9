package genesys

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// answers is a transport that dials nothing and answers all the same.
type answers struct {
	status int
	header http.Header
	body   string
}

func (a answers) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: a.status, Header: a.header.Clone(), Body: io.NopCloser(strings.NewReader(a.body)), Request: req,
	}, nil
}

// FuzzTokenAnswers reads any answer, its headers included, as that to POST /oauth/token and as that to GET
// /api/v2/tokens/me. A token that is taken can stand in a header and has a life; no error repeats the request's secret; and no header
// lifts the budget or pauses it for longer than it may.
func FuzzTokenAnswers(f *testing.F) {
	good := `{"access_token":"` + canaryToken + `","token_type":"bearer","expires_in":3600}`
	for _, seed := range []struct {
		status       int
		kind, number string
		body         string
	}{
		{200, "application/json", "", good},
		{200, "application/json; charset=utf-8", "60", `{"access_token":"a b","token_type":"Bearer","expires_in":"1e400"}`},
		{200, "application/json", "-1", `{"access_token":"a","token_type":"bearer","expires_in":-5}`},
		{200, "application/json", "1", `{"access_token":"a","token_type":"mac","expires_in":5}`},
		{200, "application/x-www-form-urlencoded", "9999999999", `access_token=a&token_type=bearer&expires_in=NaN`},
		{200, "application/json", "0", `{"organization":{"id":"o","name":"Acme"},"OAuthClient":{"id":"c"},"authorizedScope":["quality:readonly"]}`},
		{400, "application/json", "", `{"error":"invalid_client","error_description":"` + canarySecret + `"}`},
		{429, "application/json", "Fri, 31 Dec 9999 23:59:59 GMT", `{"message":"` + canaryToken + `","contextId":"x"}`},
		{503, "text/html", "Thu, 01 Jan 1970 00:00:00 GMT", "<html>" + canarySecret},
		{302, "", "5", ""},
	} {
		f.Add(seed.status, seed.kind, seed.number, seed.body)
	}
	f.Fuzz(func(t *testing.T, status int, kind, number, body string) {
		reply := answers{status, http.Header{}, body}
		for name, value := range map[string]string{
			"Content-Type": kind, "Retry-After": number, "Date": "Fri, 27 Nov 2026 12:00:00 GMT", "Location": number,
			"Inin-Ratelimit-Allowed": number, "Inin-Ratelimit-Count": number, "Inin-Ratelimit-Reset": number,
		} {
			reply.header.Set(name, value)
		}
		endpoint := endpointAt(t, "https://api.example")
		budget := NewBudget(100)
		exchange := exchange{endpoint: endpoint, credentials: testCredentials, http: sealed(endpoint, &http.Client{Transport: reply}), budget: budget, timeout: time.Minute}
		got, err := exchange.fetch(t.Context())
		requireNoSecret(t, err, canarySecret)
		if err == nil {
			require.NotEmpty(t, got.value)
			require.False(t, strings.ContainsFunc(got.value, func(r rune) bool { return r <= ' ' || r > '~' }))
			require.True(t, got.life > 0 && got.life <= maxLife)
		}
		requireWithin(t, budget)

		budget = NewBudget(100)
		tokens := &Tokens{current: &token{value: canaryToken, renewAt: time.Now().Add(time.Hour), servesUntil: time.Now().Add(time.Hour)}}
		if status == http.StatusUnauthorized { // A client would go and fetch another token.
			return
		}
		_, err = New(endpoint, tokens, &http.Client{Transport: reply}, budget).TokensMe(t.Context())
		requireNoSecret(t, err, canaryToken)
		requireWithin(t, budget)
	})
}

// requireNoSecret is about the secret that the request carried.
func requireNoSecret(t *testing.T, err error, secret string) {
	t.Helper()
	if err != nil {
		require.NotContains(t, err.Error(), secret)
	}
}

// requireWithin asserts that one answer has neither lifted the budget of 100 nor paused it for more than 15 minutes.
func requireWithin(t *testing.T, b *Budget) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	require.LessOrEqual(t, b.limit(now), 100)
	require.False(t, b.paused.After(now.Add(maxPause)))
	require.LessOrEqual(t, b.limit(now.Add(allowedFor+maxReset)), 100)
}
