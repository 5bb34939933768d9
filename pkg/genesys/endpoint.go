package genesys

import (
	"errors"
	"net/http"
	"net/url"
)

// Endpoint is where an organization of Genesys Cloud is reached.
type Endpoint struct {
	// TokenURL is the whole URL of POST /oauth/token.
	TokenURL *url.URL
	// APIURL is what "/api/v2/…" is appended to; a gateway may have a path of its own there.
	APIURL *url.URL
}

var errNoEndpoint = errors.New("genesys: no address of Genesys Cloud is configured")

// at is the URL of an API path such as "/api/v2/quality/metrics", behind the gateway's own path.
func (e Endpoint) at(path string, query url.Values) (*url.URL, error) {
	if e.APIURL == nil {
		return nil, errNoEndpoint
	}
	base := *e.APIURL
	if base.Path == "" {
		base.Path = "/" // else JoinPath makes a relative path
	}
	target := base.JoinPath(path)
	target.User, target.RawQuery, target.Fragment, target.RawFragment = nil, query.Encode(), "", ""
	return target, nil
}

// sealed is an HTTP client of its own on client's transport: guarded, without cookies, following no redirect.
func sealed(e Endpoint, client *http.Client) *http.Client {
	return &http.Client{
		Transport:     Guard(client.Transport, e),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
