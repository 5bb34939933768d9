package genesys

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

const (
	// renewBefore is how long before its end a token is renewed (Genesys' advice); one that lives no longer than that
	// is renewed at half its life.
	renewBefore = 300 * time.Second
	// serveBefore is how long before its end a token is handed out no more, so that a request is not overtaken by it.
	serveBefore = 30 * time.Second
	// maxBackoff bounds the wait after failed fetches: full jitter up to 2, 4, 8, 16, 20 s.
	maxBackoff = 20 * time.Second
)

// ErrClosed says that the tokens were asked after Close.
var ErrClosed = errors.New("genesys: the data source was closed")

// Tokens hands out the access token of one OAuth client. At most one fetch is in flight, whoever asks. It is safe for
// concurrent use.
type Tokens struct {
	exchange exchange
	// life is the parent of every fetch: a token is shared, so it must not end with the request that happened to
	// need it first, and its exchange must not be seen by what traces or captures that request.
	life    context.Context
	end     context.CancelCauseFunc
	backoff func(limit time.Duration) time.Duration

	mu       sync.Mutex
	current  *token
	flight   *flight
	failures int
	failure  error
	retryAt  time.Time
}

// token lives on the monotonic clock.
type token struct {
	value string
	// renewAt is from when on a new one is fetched, servesUntil how long this one is handed out.
	renewAt, servesUntil time.Time
}

type flight struct {
	done  chan struct{}
	value string
	err   error
}

// NewTokens fetches tokens from the endpoint through client's transport, wrapped in Guard, within the budget.
func NewTokens(e Endpoint, c Credentials, client *http.Client, budget *Budget) *Tokens {
	life, end := context.WithCancelCause(context.Background())
	return &Tokens{
		exchange: exchange{endpoint: e, credentials: c, http: sealed(e, client), budget: budget, timeout: requestTimeout},
		life:     life,
		end:      end,
		backoff:  rand.N[time.Duration],
	}
}

// Format prints no part of it: it holds the secret and the token.
func (t *Tokens) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, "genesys.Tokens(redacted)") }

// Close ends a fetch that is in flight. Tokens that are closed fetch no more.
func (t *Tokens) Close() { t.end(ErrClosed) }

// Token is a token that is good for at least 30 s (half its life, when it lives less than a minute). While it is being
// renewed the old one serves, and a renewal that fails harms nobody until then. Without one, everybody waits for the
// same fetch, each until its own context ends. After a failed fetch, its error is given without asking again until the
// back-off is over. Errors: *TokenError, those of any request, *BudgetError, *PausedError.
func (t *Tokens) Token(ctx context.Context) (string, error) {
	if ended := context.Cause(ctx); ended != nil {
		return "", waitEnded(ended)
	}
	value, waitFor, err := t.ask(time.Now())
	if waitFor == nil {
		return value, err
	}
	select {
	case <-waitFor.done:
		return waitFor.value, waitFor.err
	case <-ctx.Done():
		return "", waitEnded(context.Cause(ctx))
	}
}

func waitEnded(cause error) error {
	return fmt.Errorf("gave up waiting for an access token: %w", cause)
}

// ask is the current token, the flight to wait for, or the error of the fetch that has just failed.
func (t *Tokens) ask(now time.Time) (string, *flight, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	mayFetch := t.flight == nil && !now.Before(t.retryAt)
	if t.current != nil && now.Before(t.current.servesUntil) {
		if mayFetch && !now.Before(t.current.renewAt) {
			t.fetch()
		}
		return t.current.value, nil, nil
	}
	if mayFetch {
		t.fetch()
	}
	if t.flight == nil {
		return "", nil, t.failure
	}
	return "", t.flight, nil
}

// fetch starts the one flight; the mutex is held.
func (t *Tokens) fetch() {
	f := &flight{done: make(chan struct{})}
	t.flight = f
	go func() {
		issued, err := t.exchange.fetch(t.life)
		t.mu.Lock()
		defer t.mu.Unlock()
		t.flight = nil
		if err == nil {
			t.current = &token{issued.value, issued.sent.Add(renewAfter(issued.life)), issued.sent.Add(servesFor(issued.life))}
			t.failures, t.failure, t.retryAt = 0, nil, time.Time{}
			f.value = issued.value
		} else {
			t.backOff(err)
			f.err = err
		}
		close(f.done)
	}()
}

// backOff keeps the next fetch waiting. What the budget refused was no request: it needs no back-off.
func (t *Tokens) backOff(err error) {
	if _, full := errors.AsType[*BudgetError](err); full {
		return
	}
	if _, paused := errors.AsType[*PausedError](err); paused {
		return
	}
	t.failures++
	limit := maxBackoff
	if t.failures < 5 { // 2^5 s is past the limit
		limit = min(time.Second<<t.failures, maxBackoff)
	}
	t.failure, t.retryAt = err, time.Now().Add(t.backoff(limit))
}

// Refused says that the API answered 401 to a token: it is not handed out again. Those who report a token that has
// been replaced since change nothing, so that one revocation costs one fetch.
func (t *Tokens) Refused(value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current != nil && t.current.value == value {
		t.current = nil
	}
}

// renewAfter and servesFor are a token's two turning points, counted from when it was asked for.
func renewAfter(life time.Duration) time.Duration {
	if life <= renewBefore {
		return life / 2
	}
	return life - renewBefore
}

func servesFor(life time.Duration) time.Duration { return life - min(serveBefore, life/2) }
