package plugin

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// weather is how Genesys Cloud behaves for a while.
type weather struct {
	// kind is fine, hung up, unavailable, unauthorized, limited, slow, garbage or impossible.
	kind string
	// wait is how slow it is, or how long it asks to wait.
	wait time.Duration
}

// weatherKinds are all but fine weather twice, which two of nine steps have.
var weatherKinds = []string{"fine", "fine", "hung up", "unavailable", "unauthorized", "limited", "slow", "garbage", "impossible"}

// told is what a question was answered.
type told struct {
	at    time.Time
	score float64
}

// changeableUpstream is a Genesys Cloud with one agent, whose score is another one for each range and window of asking:
// late batches. It remembers what it told, and when anything was sent.
type changeableUpstream struct {
	mutex   sync.Mutex
	weather weather
	told    map[string][]told
	sent    []time.Time
}

func (u *changeableUpstream) become(w weather) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	u.weather = w
}

// tells is what the range was answered, and when.
func (u *changeableUpstream) tells(from, to time.Time) []told {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	return append([]told(nil), u.told[rangeKey(from, to)]...)
}

func (u *changeableUpstream) times() []time.Time {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	return append([]time.Time(nil), u.sent...)
}

func rangeKey(from, to time.Time) string {
	return from.UTC().Format(time.RFC3339) + "/" + to.UTC().Format(time.RFC3339)
}

func (u *changeableUpstream) RoundTrip(req *http.Request) (*http.Response, error) {
	u.mutex.Lock()
	now, w := time.Now(), u.weather
	u.sent = append(u.sent, now)
	u.mutex.Unlock()
	status, body, header := http.StatusOK, "", http.Header{"Content-Type": {"application/json"}}
	switch w.kind {
	case "hung up":
		return nil, errors.New("hung up")
	case "slow":
		select {
		case <-req.Context().Done():
			return nil, req.Context().Err()
		case <-time.After(w.wait):
		}
	case "unavailable":
		status, body = http.StatusServiceUnavailable, `{}`
	case "unauthorized":
		status, body = http.StatusUnauthorized, `{}`
	case "limited":
		status, body = http.StatusTooManyRequests, `{}`
		header.Set("Retry-After", fmt.Sprint(int(w.wait.Seconds())))
	}
	switch {
	case body != "":
	case req.Method == http.MethodPost:
		body = `{"access_token":"t","token_type":"bearer","expires_in":600}`
	case w.kind == "garbage":
		body = `[{"entityId":"a-1","metr`
	case w.kind == "impossible":
		body = agentAt(170)
	default:
		body = agentAt(u.tell(req, now))
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}

// tell answers a question, and remembers the answer.
func (u *changeableUpstream) tell(req *http.Request, now time.Time) float64 {
	key := req.URL.Query().Get("startTime") + "/" + req.URL.Query().Get("endTime")
	hash := fnv.New32a()
	_, _ = fmt.Fprint(hash, key, quality.FloorWindow(now.Add(-quality.AskableAfter)).Unix())
	score := float64(hash.Sum32()%1001) / 10
	u.mutex.Lock()
	defer u.mutex.Unlock()
	u.told[key] = append(u.told[key], told{now, score})
	return score
}

func agentAt(score float64) string {
	return fmt.Sprintf(`[{"entityId":"a-1","entityName":"Ada","metrics":{"averageScore":{"value":%g,"unit":"percentage"},`+
		`"count":{"value":10},"passRate":{"value":50,"unit":"percentage"}}}]`, score)
}
