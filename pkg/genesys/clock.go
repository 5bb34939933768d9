package genesys

import (
	"net/http"
	"sync"
	"time"
)

// dateResolution is how coarse a Date header is: it names the second that the answer was made in.
const dateResolution = time.Second

// skew estimates upstream's clock minus ours. Each answer bounds it: upstream stamped the Date after we sent and
// before we received, and somewhere within the second it names. The bounds of several answers are intersected.
type skew struct {
	mu        sync.Mutex
	known     bool
	low, high time.Duration
}

// observe takes an answer's Date; sent and received are our clock around the exchange.
func (s *skew) observe(h http.Header, sent, received time.Time) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil || h.Get("Age") != "" { // an aged answer carries the Date of whoever cached it
		return
	}
	// Round strips the monotonic reading: the wall clocks are compared.
	low, high := date.Sub(received.Round(0)), date.Add(dateResolution).Sub(sent.Round(0))
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known && low <= s.high && s.low <= high {
		low, high = max(low, s.low), min(high, s.high)
	}
	// Bounds that do not meet the older ones mean that one of the clocks was set: the newest answer counts.
	s.known, s.low, s.high = true, low, high
}

// estimate is 0 when equal clocks explain what was seen, else the middle of the bounds.
func (s *skew) estimate() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.known || (s.low <= 0 && s.high >= 0) {
		return 0
	}
	return s.low + (s.high-s.low)/2
}
