package genesys

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// defaultPause follows a 429 that does not say for how long: Genesys counts by the minute.
	defaultPause = 15 * time.Second
	minPause     = time.Second
	maxPause     = 15 * time.Minute
)

// retryAfter is how long an answer asks to be left alone: always something after a 429, after a 503 only when it says
// so, else 0. Retry-After is whole seconds or an HTTP date (RFC 9110, 10.2.3); a date is held against the answer's own
// Date, since our clock may differ. The result lies within 1 s and 15 min.
func retryAfter(resp *http.Response, now time.Time) time.Duration {
	limited := resp.StatusCode == http.StatusTooManyRequests
	if !limited && resp.StatusCode != http.StatusServiceUnavailable {
		return 0
	}
	said := strings.TrimSpace(resp.Header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(said, 10, 32); err == nil {
		return min(max(time.Duration(seconds)*time.Second, minPause), maxPause)
	}
	if date, err := http.ParseTime(said); err == nil {
		if theirs, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
			now = theirs
		}
		return min(max(date.Sub(now), minPause), maxPause)
	}
	if limited {
		return defaultPause
	}
	return 0
}
