package genesys

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// The API paths that this package reads.
const (
	metricsPath    = "/api/v2/quality/metrics"
	tokensMePath   = "/api/v2/tokens/me" //nolint:gosec // a path about tokens, not a token
	usersPath      = "/api/v2/users"
	queuesPath     = "/api/v2/routing/queues"
	formsPath      = "/api/v2/quality/publishedforms/evaluations"
	aggregatesPath = "/api/v2/analytics/evaluations/aggregates/query"
	searchPath     = "/api/v2/quality/evaluations/search"
)

// reads are the API's methods and paths that change nothing, two of them although they are POSTs.
var reads = map[string][]string{
	http.MethodGet:  {metricsPath, tokensMePath, usersPath, queuesPath, formsPath},
	http.MethodPost: {aggregatesPath, searchPath},
}

// GuardError says that a request is not on the allow-list and was never sent.
type GuardError struct {
	Method string
	// Target is scheme, host and path, without user info and query.
	Target string
}

func (e *GuardError) Error() string {
	return fmt.Sprintf("refused to send %s %s: this data source only reads, and only from the configured addresses", e.Method, e.Target)
}

// overrides are the headers with which some gateways turn a GET into another method.
var overrides = []string{"X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override"}

type route struct{ method, scheme, host, path string }

type guard struct {
	next  http.RoundTripper
	allow []route
}

// Guard lets through what reads, and nothing else: POST of the token URL, and the methods and paths of reads, each at
// exactly the endpoint's scheme, host, port and path. Anything else is a *GuardError, and next never sees it. A nil next
// is http.DefaultTransport, as net/http has it.
func Guard(next http.RoundTripper, e Endpoint) http.RoundTripper {
	if next == nil {
		next = http.DefaultTransport
	}
	g := &guard{next: next}
	g.permit(http.MethodPost, e.TokenURL)
	for method, paths := range reads {
		for _, p := range paths {
			if target, err := e.at(p, nil); err == nil {
				g.permit(method, target)
			}
		}
	}
	return g
}

// permit allows a method at a URL. A path with dot segments or doubled slashes means something else to some server
// on the way: it is not allowed even where it is configured.
func (g *guard) permit(method string, u *url.URL) {
	if u == nil || u.Host == "" || path.Clean(u.Path) != u.Path {
		return
	}
	g.allow = append(g.allow, route{method, u.Scheme, hostPort(u), u.EscapedPath()})
}

func (g *guard) RoundTrip(req *http.Request) (*http.Response, error) {
	if !g.allows(req) {
		if req.Body != nil {
			_ = req.Body.Close() // the contract of RoundTripper: the body is closed, also on errors
		}
		return nil, refusal(req)
	}
	return g.next.RoundTrip(req)
}

func (g *guard) allows(req *http.Request) bool {
	u := req.URL
	if u == nil || u.User != nil || u.Opaque != "" || (req.Host != "" && req.Host != u.Host) {
		return false
	}
	for _, name := range overrides {
		if len(req.Header.Values(name)) > 0 {
			return false
		}
	}
	method := req.Method
	if method == "" {
		method = http.MethodGet // as net/http reads it
	}
	if method == http.MethodGet && req.Body != nil && req.Body != http.NoBody {
		return false
	}
	asked := route{method, u.Scheme, hostPort(u), u.EscapedPath()}
	for _, allowed := range g.allow {
		if asked == allowed {
			return true
		}
	}
	return false
}

// hostPort is host:port in lower case, with the scheme's port where none is given.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" && u.Scheme == "https" {
		port = "443"
	}
	if port == "" && u.Scheme == "http" {
		port = "80"
	}
	return net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

func refusal(req *http.Request) error {
	target := ""
	if req.URL != nil {
		target = location(req.URL)
	}
	return &GuardError{Method: call{}.clean(req.Method, 20), Target: target}
}

// location is what may be told of a URL: neither user info nor query nor fragment, either can hold a secret.
func location(u *url.URL) string {
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	return call{}.clean(shown.String(), maxText)
}
