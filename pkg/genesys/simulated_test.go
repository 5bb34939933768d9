package genesys

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// simulated is a Genesys Cloud inside a synctest bubble: a transport that takes its time, issues tokens that end, and
// notes every request that came with a token that had.
type simulated struct {
	life    time.Duration
	latency time.Duration

	mu       sync.Mutex
	start    time.Time
	ends     map[string]time.Time
	fetches  []time.Duration // when token requests arrived, since start
	calls    int
	refused  int
	down     bool // the token endpoint answers 503
	lifeless bool // every token is refused
}

func simulate(t *testing.T, life, latency time.Duration) (*simulated, *Tokens, *Client) {
	t.Helper()
	s := &simulated{life: life, latency: latency, start: time.Now(), ends: map[string]time.Time{}}
	endpoint, budget := endpointAt(t, "https://genesys.example"), NewBudget(10_000)
	tokens := NewTokens(endpoint, testCredentials, &http.Client{Transport: s}, budget)
	tokens.backoff = func(limit time.Duration) time.Duration { return limit }
	return s, tokens, New(endpoint, tokens, &http.Client{Transport: s}, budget)
}

func (s *simulated) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := s.travel(req); err != nil {
		return nil, err
	}
	status, body := s.answer(req)
	if err := s.travel(req); err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: status, Request: req, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

// travel is half a round trip, cut short by the request's context.
func (s *simulated) travel(req *http.Request) error {
	select {
	case <-time.After(s.latency / 2):
		return nil
	case <-req.Context().Done():
		return req.Context().Err()
	}
}

func (s *simulated) answer(req *http.Request) (int, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if req.URL.Path != "/oauth/token" {
		s.calls++
		end, issued := s.ends[strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")]
		if !issued || !time.Now().Before(end) || s.lifeless {
			s.refused++
			return http.StatusUnauthorized, `{"message":"token expired"}`
		}
		return http.StatusOK, "[]"
	}
	s.fetches = append(s.fetches, time.Since(s.start)-s.latency/2)
	if s.down {
		return http.StatusServiceUnavailable, `{"message":"down"}`
	}
	token := fmt.Sprintf("token-%d", len(s.fetches))
	// The strictest reading: the token's life began when the request was sent.
	s.ends[token] = time.Now().Add(s.life - s.latency/2)
	return http.StatusOK, fmt.Sprintf(`{"access_token":%q,"token_type":"bearer","expires_in":%d}`, token, int(s.life.Seconds()))
}

func (s *simulated) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// contextRecorder is a transport that keeps the context it was asked with and fails.
type contextRecorder struct{ ctx context.Context }

func (r *contextRecorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.ctx = req.Context()
	return nil, io.EOF
}
