package genesys

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTokensOverFourHours: five panels ask every ten seconds. No request may carry a token that has ended, and the
// fetches are those that the rules give: a token sent for at t is renewed at the first ask from t + renewal on.
func TestTokensOverFourHours(t *testing.T) {
	const asks = 4 * 3600 / 10
	tests := []struct {
		life, latency time.Duration
		fetches       int
	}{
		{3600 * time.Second, 2 * time.Second, 5},   // every 3,300 s: 0, 3300, 6600, 9900, 13200
		{400 * time.Second, 2 * time.Second, 144},  // every 100 s: 0, 100, …, 14300
		{305 * time.Second, 2 * time.Second, 1440}, // after 5 s, so with every ask
		{300 * time.Second, 2 * time.Second, 96},   // at half its life, every 150 s: 0, 150, …, 14250
		{100 * time.Second, 2 * time.Second, 288},  // every 50 s: 0, 50, …, 14350
		{40 * time.Second, 2 * time.Second, 720},   // every 20 s, and served no longer: 0, 20, …, 14380
		{400 * time.Second, 0, 144},
	}
	for _, tt := range tests {
		t.Run(tt.life.String()+" "+tt.latency.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, tokens, client := simulate(t, tt.life, tt.latency)
				defer tokens.Close()
				var panels sync.WaitGroup
				for range 5 {
					panels.Go(func() {
						for ask := range asks {
							time.Sleep(time.Until(s.start.Add(time.Duration(ask) * 10 * time.Second)))
							_, err := client.Metrics(t.Context(), validRequest)
							assert.NoError(t, err)
						}
					})
				}
				panels.Wait()
				time.Sleep(tt.latency)
				synctest.Wait()
				assert.Len(t, s.fetches, tt.fetches)
				assert.Zero(t, s.refused, "requests with a token that had ended")
				assert.Equal(t, 5*asks, s.calls)
			})
		})
	}
}

func TestTheFirstFiftyShareOneFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, tokens, client := simulate(t, time.Hour, 2*time.Second)
		defer tokens.Close()
		var callers sync.WaitGroup
		for range 50 {
			callers.Go(func() {
				_, err := client.Metrics(t.Context(), validRequest)
				assert.NoError(t, err)
			})
		}
		callers.Wait()
		assert.Len(t, s.fetches, 1)
		assert.Equal(t, 50, s.calls)
	})
}

func TestAFailingRenewalHarmsNobodyWhileTheOldTokenServes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, tokens, _ := simulate(t, 400*time.Second, 0)
		defer tokens.Close()
		askUntil := func(end time.Duration) (failed []time.Duration) {
			for ; time.Since(s.start) < end; time.Sleep(time.Second) {
				if _, err := tokens.Token(t.Context()); err != nil {
					assert.EqualError(t, err, "Genesys Cloud answered 503 Service Unavailable to POST /oauth/token: down")
					failed = append(failed, time.Since(s.start))
				}
				synctest.Wait()
			}
			return failed
		}
		require.Empty(t, askUntil(90*time.Second))
		s.set(func() { s.down = true })
		require.Empty(t, askUntil(340*time.Second), "the token of second 0 serves until second 370")
		want := []time.Duration{0}
		// Renewed from 100 s on, with waits of 2, 4, 8, 16, and then 20 s.
		for _, second := range []int{100, 102, 106, 114, 130, 150, 170, 190, 210, 230, 250, 270, 290, 310, 330} {
			want = append(want, time.Duration(second)*time.Second)
		}
		assert.Equal(t, want, s.fetches)

		failed := askUntil(380 * time.Second)
		require.Len(t, failed, 10, "from second 370 on, everybody learns of it")
		assert.Equal(t, 370*time.Second, failed[0])
		assert.Equal(t, append(want, 350*time.Second, 370*time.Second), s.fetches, "and the back-off holds")

		s.set(func() { s.down = false })
		failed = askUntil(400 * time.Second)
		assert.Len(t, failed, 10, "until the back-off ends at second 390")
		assert.Equal(t, 390*time.Second, s.fetches[len(s.fetches)-1])
	})
}

func TestTheBackOffStartsAnewAfterASuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, tokens, _ := simulate(t, 400*time.Second, 0)
		defer tokens.Close()
		s.set(func() { s.down = true })
		for range 2 {
			_, err := tokens.Token(t.Context())
			require.Error(t, err)
			time.Sleep(2 * time.Second)
		}
		time.Sleep(2 * time.Second)
		s.set(func() { s.down = false })
		token, err := tokens.Token(t.Context())
		require.NoError(t, err)
		s.set(func() { s.down = true })
		tokens.Refused(token)
		_, err = tokens.Token(t.Context())
		require.Error(t, err)
		assert.Equal(t, 2*time.Second, time.Until(tokens.retryAt))
	})
}

func TestARevocationCostsOneFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, tokens, client := simulate(t, time.Hour, 2*time.Second)
		defer tokens.Close()
		first, err := tokens.Token(t.Context())
		require.NoError(t, err)
		s.set(func() { delete(s.ends, first) })
		var callers sync.WaitGroup
		for range 20 {
			callers.Go(func() {
				_, err := client.Metrics(t.Context(), validRequest)
				assert.NoError(t, err)
			})
		}
		callers.Wait()
		assert.Len(t, s.fetches, 2)
		assert.Equal(t, 40, s.calls)
		tokens.Refused(first) // late: it is not the current one any more
		_, err = tokens.Token(t.Context())
		require.NoError(t, err)
		assert.Len(t, s.fetches, 2)
	})
}

func TestTokensThatAreAlwaysRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, tokens, client := simulate(t, time.Hour, 0)
		defer tokens.Close()
		s.lifeless = true
		_, err := client.Metrics(t.Context(), validRequest)
		assert.EqualError(t, err, "Genesys Cloud answered 401 Unauthorized to GET /api/v2/quality/metrics: token expired")
		assert.Equal(t, 2, s.calls)
		assert.Len(t, s.fetches, 2)
	})
}

func TestAFetchOutlivesTheCallerThatNeededItFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, tokens, _ := simulate(t, time.Hour, 10*time.Second)
		defer tokens.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := tokens.Token(ctx)
		assert.EqualError(t, err, "gave up waiting for an access token: context deadline exceeded")
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Second, time.Since(s.start))
		_, err = tokens.Token(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 10*time.Second, time.Since(s.start))
		assert.Len(t, s.fetches, 1)

		_, err = tokens.Token(ctx)
		assert.Error(t, err, "an ended context gets nothing, even where there is a token")
	})
}

func TestAFetchEndsAtItsTimeOutOrWithClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, tokens, _ := simulate(t, time.Hour, time.Hour)
		_, err := tokens.Token(t.Context())
		assert.EqualError(t, err, "Genesys Cloud did not answer POST /oauth/token within 30s")
		assert.Equal(t, 30*time.Second, time.Since(s.start))

		time.Sleep(2 * time.Second) // the back-off
		time.AfterFunc(time.Second, tokens.Close)
		_, err = tokens.Token(t.Context())
		assert.EqualError(t, err, "POST /oauth/token was given up: genesys: the data source was closed")
		assert.ErrorIs(t, err, ErrClosed)
		assert.Equal(t, 33*time.Second, time.Since(s.start))
	})
}

func TestWhatTheBudgetRefusesNeedsNoBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, tokens, _ := simulate(t, time.Hour, 0)
		defer tokens.Close()
		tokens.exchange.budget.Pause(time.Now().Add(time.Second)) // the first back-off would be 2 s
		_, err := tokens.Token(t.Context())
		require.IsType(t, &PausedError{}, err)
		time.Sleep(time.Second)
		_, err = tokens.Token(t.Context())
		require.NoError(t, err)
		assert.Len(t, s.fetches, 1)
	})
}

// TestARequestsContextIsNotTheFetchs: what traces or captures a request must not see the secret go by.
func TestARequestsContextIsNotTheFetchs(t *testing.T) {
	type key struct{}
	u := newUpstream(t, nil, nil)
	saw := &contextRecorder{}
	u.tokens.exchange.http.Transport = saw
	_, err := u.tokens.Token(context.WithValue(t.Context(), key{}, "trace"))
	require.Error(t, err)
	assert.Nil(t, saw.ctx.Value(key{}))
}
