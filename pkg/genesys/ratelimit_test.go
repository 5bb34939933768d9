package genesys

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func limits(allowed, count, reset string) http.Header {
	h := http.Header{}
	for name, value := range map[string]string{"allowed": allowed, "count": count, "reset": reset} {
		if value != "" {
			h.Set("inin-ratelimit-"+name, value)
		}
	}
	return h
}

func TestObserve(t *testing.T) {
	tests := []struct {
		name string
		seen []http.Header
		// left of a budget of 100 with 10 requests just made: now, and in 90 s.
		now, later int
	}{
		{"no headers", []http.Header{{}}, 90, 100},
		{"more is allowed: the setting stays", []http.Header{limits("300", "10", "50")}, 90, 100},
		{"less is allowed", []http.Header{limits("40", "10", "50")}, 30, 40},
		{"less is allowed, on one endpoint", []http.Header{limits("40", "", ""), limits("300", "11", "50")}, 30, 40},
		{"others use it as well", []http.Header{limits("300", "260", "50")}, 40, 100}, // 250 by others, 50 for us, 10 used
		{"others have used it up", []http.Header{limits("300", "310", "50")}, 0, 100}, // even to those places that are ours
		{"a count that is behind ours", []http.Header{limits("300", "2", "50")}, 90, 100},
		{"an older answer arrives late", []http.Header{limits("300", "260", "50"), limits("300", "200", "55")}, 40, 100},
		{"no reset: a minute", []http.Header{limits("300", "260", "")}, 40, 100},
		{"a reset in a while", []http.Header{limits("300", "260", "120")}, 40, 50},
		{"an absurd reset is bounded", []http.Header{limits("300", "260", "86400")}, 40, 50},
		{"garbage", []http.Header{limits("many", "260", "50"), limits("-1", "5", "5"), limits("0", "5", "5"), limits("1e3", "5", "5"), limits("99999999999", "5", "5")}, 90, 100},
		{"garbage beside an allowance", []http.Header{limits("40", "x", "y")}, 30, 40},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := NewBudget(100)
				fill(t, b, 10)
				for _, h := range tt.seen {
					b.Observe(h)
				}
				assert.Equal(t, tt.now, b.Left(), "now")
				time.Sleep(90 * time.Second)
				assert.Equal(t, tt.later, b.Left(), "later")
				time.Sleep(time.Hour)
				assert.Equal(t, 100, b.Left(), "in an hour")
			})
		})
	}
}

func TestWaitingForTheReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, start := NewBudget(100), time.Now()
		b.Observe(limits("300", "300", "4"))
		require.NoError(t, b.Admit(t.Context()), "4 s can be waited for")
		assert.Equal(t, 4*time.Second, time.Since(start))

		b.Observe(limits("300", "300", "30"))
		assert.EqualError(t, b.Admit(t.Context()), "the request budget is used up (at present 1 a minute); the next request is possible in 30s")

		b = NewBudget(100)
		b.Observe(limits("300", "300", "120"))
		assert.EqualError(t, b.Admit(t.Context()), "the request budget is used up (at present 0 a minute); the next request is possible in 2m0s")
	})
}

func TestTheClientObservesEveryAnswer(t *testing.T) {
	u := newUpstream(t, nil, answer(http.StatusNotFound, `{}`, "inin-ratelimit-allowed", "20"))
	_, err := u.ask(t)
	assert.Error(t, err)
	assert.Equal(t, 18, u.budget.Left())

	u = newUpstream(t, answer(http.StatusUnauthorized, `{}`, "inin-ratelimit-allowed", "20"), nil)
	_, err = u.ask(t)
	assert.Error(t, err)
	assert.Equal(t, 19, u.budget.Left(), "the token endpoint's as well")
}
