package genesys

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheTokenRequest(t *testing.T) {
	var header http.Header
	var form url.Values
	u := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		header = r.Header
		if r.ParseForm() == nil {
			form = r.PostForm
		}
		issueToken(w, r)
	}, nil)
	token, err := u.tokens.Token(t.Context())
	require.NoError(t, err)
	assert.Equal(t, canaryToken, token)
	assert.Equal(t, url.Values{"grant_type": {"client_credentials"}, "client_id": {"client-1"}, "client_secret": {canarySecret}}, form)
	assert.Equal(t, "application/x-www-form-urlencoded", header.Get("Content-Type"))
	for _, name := range []string{"Authorization", "Cookie"} {
		assert.Empty(t, header.Get(name), name)
	}
	assert.Equal(t, 99, u.budget.Left())
}

func TestTokenFaults(t *testing.T) {
	const (
		onToken = "POST /oauth/token"
		check   = "; check in the data source settings that the secret is the client's present one and the region is the client's own"
		unusual = "Genesys Cloud's answer to " + onToken + " cannot be used: "
	)
	good := func(field, value string) http.HandlerFunc {
		fields := map[string]string{"access_token": `"t"`, "token_type": `"bearer"`, "expires_in": "60"}
		fields[field] = value
		return answer(200, fmt.Sprintf(`{"access_token":%s,"token_type":%s,"expires_in":%s}`,
			fields["access_token"], fields["token_type"], fields["expires_in"]))
	}
	tests := []struct {
		name  string
		token http.HandlerFunc
		want  string
		is    error
	}{
		{"unknown client", answer(400, `{"error":"invalid_client","description":"client not found","error_description":"client not found: client-1"}`),
			"Genesys Cloud refused the client id or secret (400 Bad Request): invalid_client: client not found: client-1" + check, &TokenError{}},
		{"Genesys' own spelling", answer(401, `{"error":"invalid_client","description":"authentication failed"}`),
			"Genesys Cloud refused the client id or secret (401 Unauthorized): invalid_client: authentication failed" + check, &TokenError{}},
		{"an API error body", answer(403, `{"code":"forbidden","message":"not from here","contextId":"c7"}`),
			"Genesys Cloud refused the client id or secret (403 Forbidden): forbidden: not from here" + check + " (Genesys contextId c7)", &TokenError{}},
		{"no reason", answer(401, ``), "Genesys Cloud refused the client id or secret (401 Unauthorized)" + check, &TokenError{}},
		{"an error with a 200", answer(200, `{"error":"invalid_grant","error_description":"grant type not allowed"}`),
			"Genesys Cloud refused the client id or secret (an error): invalid_grant: grant type not allowed" + check, &TokenError{}},
		{"a body that repeats the secret", answer(400, `{"error":"invalid_client","error_description":"`+canarySecret+` or `+url.QueryEscape(canarySecret)+` is wrong\u0000"}`),
			"Genesys Cloud refused the client id or secret (400 Bad Request): invalid_client: [redacted] or [redacted] is wrong" + check, &TokenError{}},
		{"the same with a 200", answer(200, `{"error":"e","error_description":"`+canarySecret+`"}`),
			"Genesys Cloud refused the client id or secret (an error): e: [redacted]" + check, &TokenError{}},
		{"HTML with a 403", answer(403, "<html>", "Content-Type", "text/html"),
			"Genesys Cloud answered 403 Forbidden to " + onToken + ": it is text/html, not JSON, and may come from a proxy or a login page instead of Genesys Cloud", &APIError{}},
		{"HTML with a 200", answer(200, "<html>", "Content-Type", "text/html"),
			"the answer to " + onToken + " cannot be used: it is text/html, not JSON, and may come from a proxy or a login page instead of Genesys Cloud", &ContentTypeError{}},
		{"a fault of Genesys", answer(500, `{"message":"Oops","contextId":"c8"}`),
			"Genesys Cloud answered 500 Internal Server Error to " + onToken + ": Oops (Genesys contextId c8)", &APIError{}},
		{"rate limit", answer(429, ``), "Genesys Cloud answered 429 Too Many Requests to " + onToken + "; asking again in 15s", &APIError{}},
		{"redirect", answer(307, ``, "Location", "/login?secret="+url.QueryEscape(canarySecret)),
			"Genesys Cloud answered 307 Temporary Redirect to " + onToken + ", a redirect to /login: redirects are not followed; check the address in the data source settings", &RedirectError{}},
		{"no token", answer(200, `{"token_type":"bearer"}`), unusual + "it holds no usable access token", &AnswerError{}},
		{"no JSON", answer(200, canarySecret), unusual + "it holds no usable access token", &AnswerError{}},
		{"a life that is no number", good("expires_in", `"soon"`), unusual + "it holds no usable access token", &AnswerError{}},
		{"no life", good("expires_in", "0"), unusual + "its token has expired already", &AnswerError{}},
		{"a negative life", good("expires_in", "-5"), unusual + "its token has expired already", &AnswerError{}},
		{"another kind of token", good("token_type", `"mac"`), unusual + "its token is not a bearer token", &AnswerError{}},
		{"a token that splits the header", good("access_token", `"a\nb"`), unusual + "its token holds characters that no token has", &AnswerError{}},
		{"truncated", func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{\"access_token\":\"t\"")
		}, "Genesys Cloud's answer to " + onToken + " broke off before its end", &TruncatedError{}},
		{"endless", answer(200, `{"access_token":"`+strings.Repeat("x", 1<<20)), "Genesys Cloud's answer to " + onToken + " is larger than 65536 bytes, the most this data source reads", &TooLargeError{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := newUpstream(t, tt.token, answer(200, "[]"))
			_, err := u.ask(t)
			require.EqualError(t, err, tt.want)
			assert.IsType(t, tt.is, err)
			assert.NotContains(t, fmt.Sprintf("%+v %#v", err, err), "CANARY")
			assert.Equal(t, []string{onToken}, u.asked(), "neither repeated nor followed")
			assert.Equal(t, strings.Contains(tt.want, "429"), !u.budget.PausedUntil().IsZero(), "a pause")
		})
	}
}

func TestLifeOfATokenThatDoesNotSay(t *testing.T) {
	for _, body := range []string{`{"access_token":"t"}`, `{"access_token":"t","expires_in":null}`} {
		u := newUpstream(t, answer(200, body), nil)
		_, err := u.tokens.Token(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 120*time.Second, u.tokens.current.servesUntil.Sub(u.tokens.current.renewAt), "300 s: renewed at 150 s, served until 270 s")
	}
}

func TestTextualAndAbsurdLives(t *testing.T) {
	for said, want := range map[string]time.Duration{
		`"3600"`: 3600 * time.Second, `3600`: 3600 * time.Second, `9000000000`: 48 * time.Hour,
	} {
		u := newUpstream(t, answer(200, `{"access_token":"t","expires_in":`+said+`}`), nil)
		got, err := u.tokens.exchange.fetch(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, got.life, said)
	}
}
