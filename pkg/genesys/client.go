// Package genesys is the client of the Genesys Cloud API: it reads, and only what the allow-list of Guard names.
// It knows HTTP, OAuth and Genesys' wire format; what the numbers mean is package quality's business.
package genesys

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	// requestTimeout is how long one request may take, from dialling to the last byte of the answer.
	requestTimeout = 30 * time.Second
	// userAgent tells Genesys' support who asks.
	userAgent = "intraday-genesysquality-datasource"
)

// Client asks one organization's API. It is safe for concurrent use.
type Client struct {
	endpoint Endpoint
	tokens   *Tokens
	budget   *Budget
	http     *http.Client
	skew     skew
	timeout  time.Duration
	maxBody  int64
}

// New is a client that authorizes with tokens and asks through client's transport, wrapped in Guard. Only the
// transport of client is used: redirects are refused, cookies are not kept, and the time-out is 30 s a request.
func New(e Endpoint, tokens *Tokens, client *http.Client, budget *Budget) *Client {
	return &Client{
		endpoint: e,
		tokens:   tokens,
		budget:   budget,
		http:     sealed(e, client),
		timeout:  requestTimeout,
		maxBody:  maxBody,
	}
}

// Skew is Genesys Cloud's clock minus ours: 0 before the first answer and while the two agree as closely as a Date
// header can tell (its resolution is one second). From which size on it matters is the caller's decision.
func (c *Client) Skew() time.Duration { return c.skew.estimate() }

// request is what one endpoint is asked.
type request struct {
	method, path string
	query        url.Values
	// body is JSON, nil for none.
	body []byte
}

// get sends GET for an API path and hands the JSON of a 200 to decode, which must consume it and return an
// *AnswerError for what it does not accept. A refused token is replaced and the request sent once more; nothing else
// is repeated here (net/http itself sends a request again whose kept connection turns out to be closed). Errors are the
// types of this package, or the caller's own context error, wrapped.
func (c *Client) get(ctx context.Context, path string, query url.Values, decode func(*jsontext.Decoder) error) error {
	return c.send(ctx, request{method: http.MethodGet, path: path, query: query}, decode)
}

// post is get for what Genesys reads with a POST: question is sent as JSON.
func (c *Client) post(ctx context.Context, path string, question any, decode func(*jsontext.Decoder) error) error {
	body, err := json.Marshal(question)
	if err != nil {
		return fmt.Errorf("genesys: cannot write the question for %s: %w", path, err)
	}
	return c.send(ctx, request{method: http.MethodPost, path: path, body: body}, decode)
}

func (c *Client) send(ctx context.Context, r request, decode func(*jsontext.Decoder) error) error {
	target, err := c.endpoint.at(r.path, r.query)
	if err != nil {
		return err
	}
	err = c.attempt(ctx, target, r, decode)
	if unauthorized(err) {
		err = c.attempt(ctx, target, r, decode)
	}
	return err
}

// attempt sends the request with the current token, and reports a 401 to the tokens.
func (c *Client) attempt(ctx context.Context, target *url.URL, r request, decode func(*jsontext.Decoder) error) error {
	token, err := c.tokens.Token(ctx)
	if err != nil {
		return err
	}
	asked := call{method: r.method, path: r.path, host: target.Host, secrets: []string{token}, timeout: c.timeout}
	err = c.do(ctx, target, token, asked, r.body, decode)
	if unauthorized(err) {
		c.tokens.Refused(token)
	}
	return err
}

func unauthorized(err error) bool {
	refused, ok := errors.AsType[*APIError](err)
	return ok && refused.Status == http.StatusUnauthorized
}

// do is the one place that sends a request to the API.
func (c *Client) do(ctx context.Context, target *url.URL, token string, asked call, body []byte, decode func(*jsontext.Decoder) error) error {
	if err := c.budget.Admit(ctx); err != nil {
		return err
	}
	timed, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	var content io.Reader
	if body != nil {
		content = bytes.NewReader(body) // net/http can read it again
	}
	req, err := http.NewRequestWithContext(c.budget.countReplays(timed), asked.method, target.String(), content)
	if err != nil {
		return fmt.Errorf("genesys: cannot build the request for %s: %w", asked.path, err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
		// Tells net/http, and nobody else since it has no value, that this POST reads and may be sent again like a GET.
		req.Header["Idempotency-Key"] = nil
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", userAgent)

	sent := time.Now()
	resp, err := c.http.Do(req)
	if err != nil {
		return asked.fault(ctx, timed, err)
	}
	defer func() {
		drain(resp.Body)
		_ = resp.Body.Close()
	}()
	c.skew.observe(resp.Header, sent, time.Now())
	c.budget.Observe(resp.Header)

	answer := newBody(resp.Body, c.maxBody)
	if resp.StatusCode != http.StatusOK {
		return asked.status(ctx, resp, answer, c.budget)
	}
	if err := asked.checkContent(resp.Header); err != nil {
		return err
	}
	if err := decode(newDecoder(answer)); err != nil {
		if answer.err != nil {
			return asked.bodyFault(ctx, timed, answer.err)
		}
		return asked.decodeFault(err)
	}
	return nil
}
