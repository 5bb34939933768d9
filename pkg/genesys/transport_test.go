package genesys

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recorder is a transport that dials nothing and remembers what reached it.
type recorder struct{ got []string }

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.got = append(r.got, req.Method+" "+req.URL.String())
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: req}, nil
}

func splitEndpoint(t *testing.T) Endpoint {
	t.Helper()
	e := endpointAt(t, "https://api.mypurecloud.ie")
	e.TokenURL.Host = "login.mypurecloud.ie"
	return e
}

var (
	verbs = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "get", "Post", "QUERY", "PROPFIND"}
	hosts = []string{"https://api.mypurecloud.ie", "https://login.mypurecloud.ie", "https://apps.mypurecloud.ie"}
	paths = strings.Fields(`/ /oauth /oauth/token /oauth/token/ /oauth/tokens /oauth/authorize /api /api/v2 /api/v2/
		/api/v2/quality /api/v2/quality/ /api/v2/quality/metrics /api/v2/quality/metrics/ /api/v2/quality/metrics/x
		/api/v2/quality/Metrics /api/v2/quality/metric /api/v3/quality/metrics /api/v1/quality/metrics
		/api/v2/quality/evaluations /api/v2/quality/evaluations/query /api/v2/quality/evaluations/search
		/api/v2/quality/evaluations/search/ /api/v2/quality/evaluations/search/x /api/v2/quality/evaluations/scoring
		/api/v2/quality/evaluations/aggregates/query/me /api/v2/quality/forms /api/v2/quality/forms/evaluations
		/api/v2/quality/publishedforms /api/v2/quality/publishedforms/evaluations /api/v2/quality/publishedforms/evaluations/
		/api/v2/quality/publishedforms/evaluations/f /api/v2/quality/publishedforms/surveys /api/v2/quality/calibrations
		/api/v2/quality/surveys /api/v2/quality/conversations/c/evaluations /api/v2/quality/conversations/c/evaluations/e
		/api/v2/tokens /api/v2/tokens/ /api/v2/tokens/me /api/v2/tokens/me/ /api/v2/tokens/me/x /api/v2/tokens/other /api/v2/tokens/head
		/api/v2/users /api/v2/users/ /api/v2/users/me /api/v2/users/search /api/v2/users/bulk /api/v2/users/u/roles
		/api/v2/routing/queues /api/v2/routing/queues/ /api/v2/routing/queues/me /api/v2/routing/queues/q/members
		/api/v2/authorization/roles /api/v2/authorization/divisions /api/v2/oauth/clients /api/v2/oauth/clients/c/secret
		/api/v2/organizations/me /api/v2/conversations /api/v2/conversations/c/recordings /api/v2/recording/jobs
		/api/v2/analytics/evaluations/aggregates /api/v2/analytics/evaluations/aggregates/query
		/api/v2/analytics/evaluations/aggregates/query/ /api/v2/analytics/evaluations/aggregates/query/me
		/api/v2/analytics/evaluations/aggregates/jobs /api/v2/analytics/conversations/aggregates/query
		/api/v2/analytics/conversations/details/query
		/api/v2/integrations /api/v2/flows /api/v2/gdpr/requests /api/v2/groups /gw/api/v2/quality/metrics`)
)

func TestGuardRefusesAllButTheAllowList(t *testing.T) {
	require.GreaterOrEqual(t, len(paths), 50)
	sent := &recorder{}
	guard := Guard(sent, splitEndpoint(t))
	refused := 0
	for _, host := range hosts {
		for _, path := range paths {
			for _, verb := range verbs {
				req, err := http.NewRequest(verb, host+path, nil)
				require.NoError(t, err)
				if resp, err := guard.RoundTrip(req); err == nil {
					require.NoError(t, resp.Body.Close())
					continue
				}
				refused++
			}
		}
	}
	api := "https://api.mypurecloud.ie/api/v2/"
	allowed := []string{
		"GET " + api + "quality/metrics",
		"GET " + api + "quality/publishedforms/evaluations",
		"GET " + api + "routing/queues",
		"GET " + api + "tokens/me",
		"GET " + api + "users",
		"POST " + api + "analytics/evaluations/aggregates/query",
		"POST " + api + "quality/evaluations/search",
		"POST https://login.mypurecloud.ie/oauth/token",
	}
	assert.ElementsMatch(t, allowed, sent.got)
	assert.Equal(t, len(hosts)*len(paths)*len(verbs)-len(allowed), refused)
}

// hostile are URLs that some parser on the way could take for an allowed one, or an allowed one for something else.
var hostile = []string{
	"http://api.mypurecloud.ie/api/v2/quality/metrics", "ftp://api.mypurecloud.ie/api/v2/quality/metrics",
	"HTTPS2://api.mypurecloud.ie/api/v2/quality/metrics", "ws://api.mypurecloud.ie/api/v2/quality/metrics",
	"https://api.mypurecloud.ie:8443/api/v2/quality/metrics", "https://api.mypurecloud.ie:80/api/v2/quality/metrics",
	"https://api.mypurecloud.ie:0443/api/v2/quality/metrics", "http://api.mypurecloud.ie:443/api/v2/quality/metrics",
	"https://user@api.mypurecloud.ie/api/v2/quality/metrics", "https://user:pw@api.mypurecloud.ie/api/v2/quality/metrics",
	"https://:@api.mypurecloud.ie/api/v2/quality/metrics", "https://api.mypurecloud.ie@evil.example/api/v2/quality/metrics",
	"https://api.mypurecloud.ie%40evil.example/api/v2/quality/metrics", "https://api.mypurecloud.ie.evil.example/api/v2/quality/metrics",
	"https://api.mypurecloud.ie./api/v2/quality/metrics", "https://evil-api.mypurecloud.ie/api/v2/quality/metrics",
	"https://mypurecloud.ie/api/v2/quality/metrics", "https://api.mypurecloud.com/api/v2/quality/metrics",
	"https://127.0.0.1/api/v2/quality/metrics", "https://[::1]/api/v2/quality/metrics", "https://localhost/api/v2/quality/metrics",
	"https://169.254.169.254/latest/meta-data", "http://169.254.169.254/api/v2/quality/metrics", "https://0/api/v2/quality/metrics",
	"https://2130706433/api/v2/quality/metrics", "https://0x7f000001/api/v2/quality/metrics", "https://api.mypurecloud.ie%2f/api/v2/quality/metrics",
	"https:///api/v2/quality/metrics", "https:api.mypurecloud.ie/api/v2/quality/metrics", "//api.mypurecloud.ie/api/v2/quality/metrics",
	"/api/v2/quality/metrics", "file:///etc/passwd", "gopher://api.mypurecloud.ie/api/v2/quality/metrics",
	"https://xn--pi-8ga.mypurecloud.ie/api/v2/quality/metrics", "https://аpi.mypurecloud.ie/api/v2/quality/metrics",
	"https://api.mypurecloud.ie/api/v2/quality%2Fmetrics", "https://api.mypurecloud.ie/api/v2/quality%2fmetrics",
	"https://api.mypurecloud.ie/api%2Fv2/quality/metrics", "https://api.mypurecloud.ie/api/v2/%71uality/metrics",
	"https://api.mypurecloud.ie//api/v2/quality/metrics", "https://api.mypurecloud.ie/api//v2/quality/metrics",
	"https://api.mypurecloud.ie/./api/v2/quality/metrics", "https://api.mypurecloud.ie/api/v2/quality/./metrics",
	"https://api.mypurecloud.ie/x/../api/v2/quality/metrics", "https://api.mypurecloud.ie/api/v2/quality/metrics/..",
	"https://api.mypurecloud.ie/api/v2/quality/metrics/../../users", "https://api.mypurecloud.ie/api/v2/quality/metrics/%2e%2e/users",
	"https://api.mypurecloud.ie/api/v2/quality/%2e/metrics", "https://api.mypurecloud.ie/api/v2/quality/metrics;x=1",
	"https://api.mypurecloud.ie/api/v2/quality/metrics%00", "https://api.mypurecloud.ie/api/v2/quality/metrics%20",
	"https://api.mypurecloud.ie/api/v2/quality/metrics%3Fx", "https://api.mypurecloud.ie/api/v2/quality/metrics%23",
	"https://api.mypurecloud.ie/api/v2/quality%5Cmetrics", "https://api.mypurecloud.ie/api/v2/quality\\metrics",
	"https://api.mypurecloud.ie/API/V2/quality/metrics", "https://api.mypurecloud.ie/api/v2/quality/metrics%0d%0a",
	"https://api.mypurecloud.ie/api/v2/qualitу/metrics", "https://login.mypurecloud.ie/api/v2/quality/metrics",
	"https://api.mypurecloud.ie", "https://api.mypurecloud.ie?/api/v2/quality/metrics", "https://api.mypurecloud.ie#/api/v2/quality/metrics",
	"https://evil.example#@api.mypurecloud.ie/api/v2/quality/metrics", "https://evil.example\\@api.mypurecloud.ie/api/v2/quality/metrics",
}

func TestGuardDialsNoHostileURL(t *testing.T) {
	require.GreaterOrEqual(t, len(hostile), 60)
	sent := &recorder{}
	guard := Guard(sent, splitEndpoint(t))
	for _, text := range hostile {
		u, err := url.Parse(text)
		if err != nil {
			continue // net/url refuses it before anybody could send it
		}
		_, err = guard.RoundTrip(&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}})
		refused, ok := errors.AsType[*GuardError](err)
		require.True(t, ok, text)
		assert.NotContains(t, refused.Error(), "pw@")
	}
	assert.Empty(t, sent.got)
}

func TestGuardSeesThroughTheRequest(t *testing.T) {
	allowed := "https://api.mypurecloud.ie/api/v2/quality/metrics"
	tests := map[string]struct {
		change func(*http.Request)
		passes bool
	}{
		"as it is":           {func(*http.Request) {}, true},
		"query":              {func(r *http.Request) { r.URL.RawQuery = "a=b" }, true},
		"no method is a GET": {func(r *http.Request) { r.Method = "" }, true},
		"upper-case host":    {func(r *http.Request) { r.URL.Host, r.Host = "API.mypurecloud.ie:443", "" }, true},
		"no URL":             {func(r *http.Request) { r.URL = nil }, false},
		"other Host header":  {func(r *http.Request) { r.Host = "internal.example" }, false},
		"opaque":             {func(r *http.Request) { r.URL.Opaque = "//evil.example/x" }, false},
		"body":               {func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("x")) }, false},
		"override":           {func(r *http.Request) { r.Header.Set("X-HTTP-Method-Override", "DELETE") }, false},
		"empty override":     {func(r *http.Request) { r.Header.Set("X-Http-Method", "") }, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			sent := &recorder{}
			req, err := http.NewRequest(http.MethodGet, allowed, nil)
			require.NoError(t, err)
			tt.change(req)
			_, err = Guard(sent, splitEndpoint(t)).RoundTrip(req)
			assert.Equal(t, tt.passes, err == nil)
			assert.Equal(t, tt.passes, len(sent.got) == 1)
		})
	}
}

// closing remembers that it was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

func TestARefusalIsClearAndClosesTheBody(t *testing.T) {
	body := &closing{Reader: strings.NewReader("x")}
	req, err := http.NewRequest(http.MethodDelete, "https://user:"+canarySecret[:6]+"@api.mypurecloud.ie/api/v2/users/u?access_token=t", body)
	require.NoError(t, err)
	_, err = Guard(&recorder{}, splitEndpoint(t)).RoundTrip(req)
	assert.EqualError(t, err, "refused to send DELETE https://api.mypurecloud.ie/api/v2/users/u: this data source only reads, and only from the configured addresses")
	assert.True(t, body.closed)
}

func TestGuardWithoutAnEndpointRefusesAll(t *testing.T) {
	dotted := endpointAt(t, "https://h/a/../b")
	for name, e := range map[string]Endpoint{"none": {}, "relative": endpointAt(t, ""), "token path with dots": {TokenURL: dotted.TokenURL}} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			sent := &recorder{}
			for _, target := range []string{"https://h/oauth/token", "https://h/a/../b/oauth/token", "/oauth/token", "/api/v2/quality/metrics"} {
				u, err := url.Parse(target)
				require.NoError(t, err)
				_, err = Guard(sent, e).RoundTrip(&http.Request{Method: method, URL: u})
				assert.Error(t, err)
			}
			assert.Empty(t, sent.got, name)
		}
	}
}

// TestTheClientIsGuardedByItself: whoever forgets Guard gets it all the same.
func TestTheClientIsGuardedByItself(t *testing.T) {
	sent := &recorder{}
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		req, err := http.NewRequest(method, "https://api.mypurecloud.ie/api/v2/quality/metrics", nil)
		require.NoError(t, err)
		_, err = New(splitEndpoint(t), nil, &http.Client{Transport: sent}, nil).http.Do(req)
		assert.Error(t, err)
	}
	assert.Empty(t, sent.got)
}
