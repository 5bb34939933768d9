package genesys

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// allowedFor is how long a lower allowance than the setting is kept: longer than a board is quiet for, since its
	// next burst must know it.
	allowedFor = time.Hour
	// maxReset bounds what is believed of a reset; Genesys counts by the minute.
	maxReset = 5 * time.Minute
)

// ceiling is an upper bound that holds for a while.
type ceiling struct {
	limit int
	until time.Time
}

// lower takes a bound unless a lower one is still in force: endpoints differ, and answers overtake each other.
func (c *ceiling) lower(limit int, now, until time.Time) {
	if limit <= c.limit || !now.Before(c.until) {
		*c = ceiling{limit, until}
	}
}

// Observe reads Genesys' rate limit headers: inin-ratelimit-allowed (requests a minute), inin-ratelimit-count (how many
// of them are used) and inin-ratelimit-reset (seconds until the count starts anew). They lower the limit, never raise it
// above the setting: an allowance below the setting for an hour, and what others have used of it until the reset.
func (b *Budget) Observe(h http.Header) {
	allowed, ok := headerNumber(h, "inin-ratelimit-allowed")
	if !ok || allowed == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.allowed.lower(allowed, now, now.Add(allowedFor))
	if count, ok := headerNumber(h, "inin-ratelimit-count"); ok {
		reset := 60 * time.Second
		if seconds, ok := headerNumber(h, "inin-ratelimit-reset"); ok {
			reset = min(max(time.Duration(seconds)*time.Second, time.Second), maxReset)
		}
		b.forget(now)
		foreign := max(count-len(b.log), 0)
		b.others.lower(max(allowed-foreign, 0), now, now.Add(reset))
	}
	b.settle(now)
}

// limit is how many requests a rolling minute may hold at a time.
func (b *Budget) limit(at time.Time) int {
	limit := b.setting
	for _, c := range []ceiling{b.allowed, b.others} {
		if at.Before(c.until) {
			limit = min(limit, c.limit)
		}
	}
	return limit
}

// headerNumber is a header's whole number of up to nine digits; others are as good as missing.
func headerNumber(h http.Header, name string) (int, bool) {
	n, err := strconv.ParseUint(strings.TrimSpace(h.Get(name)), 10, 32)
	if err != nil || n > 999_999_999 {
		return 0, false
	}
	return int(n), true
}
