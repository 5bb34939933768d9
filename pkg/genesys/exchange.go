package genesys

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

const (
	// unknownLife is taken for a token that does not say how long it lives (RFC 6749, 5.1 allows that).
	unknownLife = 300 * time.Second
	// maxLife bounds what is believed; Genesys' longest is two days.
	maxLife = 48 * time.Hour
)

// exchange is POST /oauth/token: the client's credentials for an access token.
type exchange struct {
	endpoint    Endpoint
	credentials Credentials
	http        *http.Client
	budget      *Budget
	timeout     time.Duration
}

type issued struct {
	value string
	// sent is when it was asked for: its life may have begun any time after that.
	sent time.Time
	life time.Duration
}

// fetch asks once. Its errors never hold the body: it may repeat the secret.
func (x *exchange) fetch(ctx context.Context) (issued, error) {
	if x.endpoint.TokenURL == nil {
		return issued{}, errNoEndpoint
	}
	if err := x.budget.Admit(ctx); err != nil {
		return issued{}, err
	}
	timed, cancel := context.WithTimeout(ctx, x.timeout)
	defer cancel()
	asked := call{
		method: http.MethodPost, path: x.endpoint.TokenURL.Path, host: x.endpoint.TokenURL.Host,
		secrets: []string{x.credentials.ClientSecret}, timeout: x.timeout,
	}
	seen := &exchangeTransport{next: x.http.Transport, call: asked, budget: x.budget, ctx: ctx}
	client := &http.Client{Transport: seen, CheckRedirect: x.http.CheckRedirect}
	config := clientcredentials.Config{
		ClientID:     x.credentials.ClientID,
		ClientSecret: x.credentials.ClientSecret,
		TokenURL:     x.endpoint.TokenURL.String(),
		AuthStyle:    oauth2.AuthStyleInParams, // the default would cost a request to find out
	}
	got, err := config.Token(context.WithValue(timed, oauth2.HTTPClient, client))
	if err != nil {
		return issued{}, x.failure(ctx, timed, asked, seen, err)
	}
	return x.check(asked, got, seen.sent)
}

// failure turns what x/oauth2 says into this package's errors.
func (x *exchange) failure(ctx, timed context.Context, asked call, seen *exchangeTransport, err error) error {
	switch {
	case seen.refused != nil:
		return seen.refused
	case seen.answer == nil:
		return asked.fault(ctx, timed, err)
	case seen.answer.err != nil:
		return asked.bodyFault(ctx, timed, seen.answer.err)
	}
	if said, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return &TokenError{
			Status: http.StatusOK,
			Code:   asked.clean(said.ErrorCode, maxText), Description: asked.clean(said.ErrorDescription, maxText),
		}
	}
	return &AnswerError{Method: asked.method, Path: asked.path, What: "it holds no usable access token"}
}

// check accepts a bearer token that can stand in a header and that has a life left.
func (x *exchange) check(asked call, got *oauth2.Token, sent time.Time) (issued, error) {
	what := ""
	life := lifeOf(got)
	switch {
	case !strings.EqualFold(got.Type(), "bearer"):
		what = "its token is not a bearer token"
	case strings.ContainsFunc(got.AccessToken, func(r rune) bool { return r <= ' ' || r > '~' }):
		what = "its token holds characters that no token has"
	case life <= 0:
		what = "its token has expired already"
	}
	if what != "" {
		return issued{}, &AnswerError{Method: asked.method, Path: asked.path, What: what}
	}
	return issued{value: got.AccessToken, sent: sent, life: life}, nil
}

// lifeOf is expires_in. The library's Expiry cannot be used: it counts from when the answer was read.
func lifeOf(got *oauth2.Token) time.Duration {
	var seconds float64
	switch said := got.Extra("expires_in").(type) {
	case float64:
		seconds = said
	case int64:
		seconds = float64(said)
	case string:
		parsed, err := strconv.ParseFloat(said, 64)
		if err != nil {
			return unknownLife
		}
		seconds = parsed
	default:
		return unknownLife
	}
	return time.Duration(min(seconds, maxLife.Seconds()) * float64(time.Second))
}

// exchangeTransport sees what x/oauth2 hides: when the request left, the answer's headers, and why its body ended.
// It carries one request.
type exchangeTransport struct {
	next   http.RoundTripper
	call   call
	budget *Budget
	ctx    context.Context

	sent    time.Time
	answer  *body
	refused error
}

func (t *exchangeTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", userAgent)
	t.sent = time.Now()
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	t.budget.Observe(resp.Header)
	t.answer = newBody(resp.Body, maxErrorBody)
	if t.refused = t.refusal(resp); t.refused != nil {
		drain(resp.Body)
		_ = resp.Body.Close()
		return nil, t.refused
	}
	resp.Body = readCloser{t.answer, resp.Body}
	return resp, nil
}

// refusal is the error of an answer that holds no token: 400, 401 and 403 in JSON are about the credentials.
func (t *exchangeTransport) refusal(resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusOK:
		return t.call.checkContent(resp.Header)
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		said, contentType := t.call.refusal(resp.Header, t.answer)
		if contentType != "" {
			return &APIError{Status: resp.StatusCode, Method: t.call.method, Path: t.call.path, ContentType: contentType}
		}
		return &TokenError{
			Status: resp.StatusCode, Code: firstOf(said.Error, said.Code),
			Description: firstOf(said.ErrorDescription, said.Description, said.Message), ContextID: said.ContextID,
		}
	}
	return t.call.status(t.ctx, resp, t.answer, t.budget)
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
