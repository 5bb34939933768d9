package genesys

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const onMetrics = "GET /api/v2/quality/metrics"

// hangUp closes the connection under an answer that was not given.
func hangUp(w http.ResponseWriter) { raw(w, "") }

// raw writes bytes to the connection and closes it.
func raw(w http.ResponseWriter, text string) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	_, _ = buffered.WriteString(text)
	_ = buffered.Flush()
	_ = conn.Close()
}

func TestFaultyAnswers(t *testing.T) {
	echo := "Bearer " + canaryToken + " of " + canarySecret
	tests := []struct {
		name string
		api  http.HandlerFunc
		want string
		is   error // a value of the error's type
	}{
		{"permission", answer(403, `{"message":"Missing permission\u0007 quality:metric:read","code":"missing.permission","contextId":"c-1"}`),
			"Genesys Cloud answered 403 Forbidden to " + onMetrics + ": Missing permission quality:metric:read [missing.permission] (Genesys contextId c-1)", &APIError{}},
		{"message alone", answer(400, `{"message":"Bad interval"}`), "Genesys Cloud answered 400 Bad Request to " + onMetrics + ": Bad interval", &APIError{}},
		{"code alone", answer(404, `{"code":"not.found"}`), "Genesys Cloud answered 404 Not Found to " + onMetrics + ": not.found", &APIError{}},
		{"error body that is not JSON", answer(500, `{"message":`), "Genesys Cloud answered 500 Internal Server Error to " + onMetrics, &APIError{}},
		{"endless error body", answer(500, `{"message":"`+strings.Repeat("x", 1<<20)+`"}`), "Genesys Cloud answered 500 Internal Server Error to " + onMetrics, &APIError{}},
		{"unknown status", answer(599, ``), "Genesys Cloud answered 599 to " + onMetrics, &APIError{}},
		{"long message", answer(500, `{"message":"`+strings.Repeat("ä", 300)+`"}`),
			"Genesys Cloud answered 500 Internal Server Error to " + onMetrics + ": " + strings.Repeat("ä", 200) + "…", &APIError{}},
		{"message that repeats the token", answer(500, `{"message":"`+echo+`"}`),
			"Genesys Cloud answered 500 Internal Server Error to " + onMetrics + ": Bearer [redacted] of CANARY-secret/&+x", &APIError{}},
		{"HTML with an error status", answer(502, `<html>`, "Content-Type", "text/html; charset=utf-8"),
			"Genesys Cloud answered 502 Bad Gateway to " + onMetrics + ": it is text/html, not JSON, and may come from a proxy or a login page instead of Genesys Cloud", &APIError{}},
		{"HTML with a 200", answer(200, `<html>`, "Content-Type", "text/html"),
			"the answer to " + onMetrics + " cannot be used: it is text/html, not JSON, and may come from a proxy or a login page instead of Genesys Cloud", &ContentTypeError{}},
		{"an encoding nobody asked for", answer(200, `x`, "Content-Encoding", "br"),
			"the answer to " + onMetrics + " cannot be used: it is br-encoded, not JSON, and may come from a proxy or a login page instead of Genesys Cloud", &ContentTypeError{}},
		{"gzip that is none", answer(200, `[]  not gzip at all`, "Content-Encoding", "gzip"),
			"Genesys Cloud's answer to " + onMetrics + " cannot be used: its compression is damaged", &AnswerError{}},
		{"redirect", answer(302, ``, "Location", "https://user:pw@login.example/sso?token="+canaryToken),
			"Genesys Cloud answered 302 Found to " + onMetrics + ", a redirect to https://login.example/sso: redirects are not followed; check the address in the data source settings", &RedirectError{}},
		{"redirect to nowhere", answer(308, ``),
			"Genesys Cloud answered 308 Permanent Redirect to " + onMetrics + ", a redirect to nowhere: redirects are not followed; check the address in the data source settings", &RedirectError{}},
		{"no content", answer(204, ``), "Genesys Cloud's answer to " + onMetrics + " cannot be used: it is 204 No Content instead of 200 OK", &AnswerError{}},
		{"truncated by length", func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n["+row("a")+"]")
		}, "Genesys Cloud's answer to " + onMetrics + " broke off before its end", &TruncatedError{}},
		{"truncated in a chunk", func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{\"en")
		}, "Genesys Cloud's answer to " + onMetrics + " broke off before its end", &TruncatedError{}},
		{"truncated and closed", func(w http.ResponseWriter, _ *http.Request) {
			raw(w, "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n["+row("a")+",")
		}, "Genesys Cloud's answer to " + onMetrics + " broke off before its end", &TruncatedError{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := newUpstream(t, nil, tt.api)
			_, err := u.ask(t)
			require.EqualError(t, err, tt.want)
			assert.IsType(t, tt.is, err)
			assert.NotContains(t, fmt.Sprintf("%+v", err), canaryToken)
			assert.Len(t, u.asked(), 2, "not repeated")
		})
	}
}

// connectThrough asks over a transport whose dialling is the test's.
func connectThrough(t *testing.T, dial func(ctx context.Context, network, addr string) (net.Conn, error)) error {
	t.Helper()
	u := &upstream{budget: NewBudget(100), endpoint: endpointAt(t, "http://api.example:8080")}
	u.connect(t, &http.Transport{DialContext: dial})
	_, err := u.ask(t)
	return err
}

func TestUnreachableHosts(t *testing.T) {
	dnsError := func(notFound bool) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "api.example", Server: "10.0.0.53", IsNotFound: notFound}}
	}
	tests := map[string]struct {
		fault error
		want  string
	}{
		"unknown host":  {dnsError(true), "cannot reach api.example:8080: unknown host; check the address in the data source settings and the DNS of the Grafana server"},
		"DNS down":      {dnsError(false), "cannot reach api.example:8080: its name could not be resolved; check the DNS of the Grafana server"},
		"refused":       {&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, "cannot reach api.example:8080: connection refused"},
		"reset":         {&net.OpError{Op: "dial", Err: syscall.ECONNRESET}, "cannot reach api.example:8080: the connection was reset"},
		"anything else": {errors.New("no route for\nclient_secret " + canarySecret), "cannot reach api.example:8080: no route for client_secret [redacted]"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := connectThrough(t, func(context.Context, string, string) (net.Conn, error) { return nil, tt.fault })
			require.EqualError(t, err, tt.want)
			assert.IsType(t, &ConnectionError{}, err)
			assert.ErrorIs(t, err, tt.fault, "the cause stays reachable")
		})
	}
}

func TestDialTimeout(t *testing.T) {
	err := connectThrough(t, func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "i/o timeout", IsTimeout: true}}
	})
	require.EqualError(t, err, "Genesys Cloud did not answer POST /oauth/token in time: the network gave up")
	timeout, ok := errors.AsType[net.Error](err)
	require.True(t, ok)
	assert.True(t, timeout.Timeout())
}

func TestConnectionClosedWithoutAnAnswer(t *testing.T) {
	u := newUpstream(t, nil, func(w http.ResponseWriter, _ *http.Request) { hangUp(w) })
	u.connect(t, &http.Transport{DisableKeepAlives: true})
	_, err := u.ask(t)
	require.EqualError(t, err, "cannot reach "+u.endpoint.APIURL.Host+": the connection was closed without an answer")
	assert.Len(t, u.asked(), 2)
}

func TestUntrustedCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(answer(200, "[]"))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	u := &upstream{budget: NewBudget(100), endpoint: endpointAt(t, server.URL)}
	u.connect(t, &http.Transport{})
	_, err := u.ask(t)
	assert.EqualError(t, err, "cannot reach "+u.endpoint.APIURL.Host+
		": its TLS certificate is not accepted: x509: certificate signed by unknown authority")
}

func TestPlainHTTPWhereTLSIsConfigured(t *testing.T) {
	server := httptest.NewServer(answer(200, "[]"))
	defer server.Close()
	u := &upstream{budget: NewBudget(100), endpoint: endpointAt(t, strings.Replace(server.URL, "http:", "https:", 1))}
	u.connect(t, &http.Transport{})
	_, err := u.ask(t)
	assert.EqualError(t, err, "cannot reach "+u.endpoint.APIURL.Host+": http: server gave HTTP response to HTTPS client")
}

func TestAGzipBombEndsAtTheLimit(t *testing.T) {
	var bomb bytes.Buffer
	packed := gzip.NewWriter(&bomb)
	_, _ = packed.Write([]byte(`[{"entityId":"`))
	letters := bytes.Repeat([]byte("x"), 1<<20)
	for range 64 {
		_, _ = packed.Write(letters)
	}
	require.NoError(t, packed.Close())
	u := newUpstream(t, nil, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb.Bytes())
	})
	u.client.timeout = time.Hour // However slow this machine is: the limit ends it, and nothing else.
	_, err := u.ask(t)
	require.EqualError(t, err, "Genesys Cloud's answer to "+onMetrics+" is larger than 32 MiB, the most this data source reads")
	assert.IsType(t, &TooLargeError{}, err)
}

func TestTheLimitIsExact(t *testing.T) {
	text := "[" + row("a") + "]"
	u := newUpstream(t, nil, answer(200, text))
	u.client.maxBody = int64(len(text))
	_, err := u.ask(t)
	require.NoError(t, err)
	u.client.maxBody--
	_, err = u.ask(t)
	assert.EqualError(t, err, fmt.Sprintf("Genesys Cloud's answer to %s is larger than %d bytes, the most this data source reads", onMetrics, len(text)-1))
}

// drip is a transport whose answer is a byte a second, without end.
type drip struct{ ctx context.Context }

func (d *drip) RoundTrip(req *http.Request) (*http.Response, error) {
	h := http.Header{"Content-Type": {"application/json"}}
	return &http.Response{StatusCode: http.StatusOK, Header: h, Body: io.NopCloser(&drip{req.Context()}), Request: req}, nil
}

func (d *drip) Read(p []byte) (int, error) {
	select {
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	case <-time.After(time.Second):
		p[0] = ' '
		return 1, nil
	}
}

func TestASlowDripEndsAtTheTimeOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		u := &upstream{budget: NewBudget(100), endpoint: endpointAt(t, "https://genesys.example")}
		u.tokens = NewTokens(u.endpoint, testCredentials, &http.Client{Transport: &drip{}}, u.budget)
		defer u.tokens.Close()
		u.client = New(u.endpoint, u.tokens, &http.Client{Transport: &drip{}}, u.budget)
		_, err := u.ask(t)
		require.EqualError(t, err, "Genesys Cloud did not answer POST /oauth/token within 30s")
		assert.Equal(t, 30*time.Second, time.Since(start))

		u.tokens.current = &token{value: "t", renewAt: start.Add(time.Hour), servesUntil: start.Add(time.Hour)}
		_, err = u.ask(t)
		require.EqualError(t, err, "Genesys Cloud did not answer "+onMetrics+" within 30s")
		assert.Equal(t, time.Minute, time.Since(start))
		timeout, ok := errors.AsType[*TimeoutError](err)
		require.True(t, ok)
		assert.True(t, timeout.Timeout())
	})
}
