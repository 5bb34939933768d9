package plugin

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// liveRequest is what a panel subscribes to over Grafana Live.
type liveRequest struct {
	// query is canonical, as JSON: equal for queries that have the same answer.
	query json.RawMessage
	// from and to are the dashboard's relative range, empty where the query has a range of its own.
	from, to string
	// location is the zone in which from and to count days.
	location *time.Location
	interval time.Duration
	// path is the channel's name: a hash of all above.
	path string
}

// liveRequestJSON is the body of the resource `live`, and what a subscription carries. The range is the dashboard's as
// it is written, "now-6h" and "now", with the IANA name of the zone in which it counts days.
type liveRequestJSON struct {
	Query json.RawMessage `json:"query"`
	Range struct {
		From     string `json:"from"`
		To       string `json:"to"`
		TimeZone string `json:"timeZone"`
	} `json:"range"`
	IntervalMs float64 `json:"intervalMs"`
}

// canonicalRequest is what a path is the hash of.
type canonicalRequest struct {
	Query      json.RawMessage
	From       string
	To         string
	TimeZone   string
	IntervalMs int64
}

// liveFrom are the starts that move with the clock: a length before now, or the start of a day.
var liveFrom = regexp.MustCompile(`^now(?:-(\d{1,5})([mhdw]))?(/d)?$`)

// parseLive reads a request to subscribe. Its error is a sentence about what cannot be live, and why.
func parseLive(raw []byte) (liveRequest, error) {
	var in liveRequestJSON
	if err := json.Unmarshal(raw, &in); err != nil {
		return liveRequest{}, &requestError{fmt.Errorf("the request to subscribe is not {query, range, intervalMs}: %w", err)}
	}
	if len(in.Query) == 0 {
		return liveRequest{}, &requestError{errors.New("the request to subscribe has no query")}
	}
	query, err := models.ParseQuery(in.Query)
	if err != nil {
		return liveRequest{}, &requestError{err}
	}
	request := liveRequest{location: time.UTC}
	if query.TimeRange == models.TimeRangeDashboard {
		request.from, request.to = in.Range.From, in.Range.To
		if !liveRange(request.from, request.to) {
			return liveRequest{}, &requestError{fmt.Errorf("the range from %q to %q cannot be live: live are the business day, "+
				"and dashboard ranges such as \"now-6h\" or \"now/d\" that end \"now\"", request.from, request.to)}
		}
		if strings.ContainsAny(request.from[len("now"):], "dw") { // Minutes and hours are the same in every zone.
			if request.location, err = time.LoadLocation(in.Range.TimeZone); err != nil {
				return liveRequest{}, &requestError{fmt.Errorf("the range's timeZone is %q, which is not the IANA name of a zone", in.Range.TimeZone)}
			}
		}
	}
	if query.Format == models.FormatTimeSeries {
		if request.interval, err = bucketInterval(in.IntervalMs); err != nil {
			return liveRequest{}, err
		}
	}
	return request.named(query)
}

// liveRange reports whether a range ends now: of a range until the end of today, what has passed by now is shown.
func liveRange(from, to string) bool {
	return liveFrom.MatchString(from) && from != "now" && (to == "now" || to == "now/d" && strings.HasSuffix(from, "/d"))
}

// bucketInterval is the narrowest bucket that an interval allows: panels of different widths share a channel as long as
// they show the same buckets.
func bucketInterval(ms float64) (time.Duration, error) {
	const longest = float64(24 * time.Hour / time.Millisecond)
	interval := time.Duration(max(0, min(ms, longest))) * time.Millisecond
	one := quality.Range{From: time.Unix(0, 0).UTC(), To: time.Unix(0, 0).UTC().Add(quality.Window)}
	return quality.BucketWidth(one, interval, 1, 2)
}

// named fills in the canonical query and the path.
func (l liveRequest) named(query models.Query) (liveRequest, error) {
	query.Live = true
	for _, ids := range [][]string{query.EvaluationFormIDs, query.EntityIDs, query.QueueIDs} {
		slices.Sort(ids)
	}
	canonical, err := json.Marshal(query)
	if err != nil {
		return liveRequest{}, err
	}
	l.query = canonical
	hashed, err := json.Marshal(canonicalRequest{
		Query: canonical, From: l.from, To: l.to, TimeZone: l.location.String(), IntervalMs: l.interval.Milliseconds(),
	})
	if err != nil {
		return liveRequest{}, err
	}
	sum := sha256.Sum256(hashed)
	l.path = hex.EncodeToString(sum[:])
	return l, nil
}

// liveSpread is the time over which the streams of a wallboard ask after a window became askable, so that they do not
// queue for the budget all at once.
const liveSpread = time.Minute

// jitter is when in the spread this stream asks.
func (l liveRequest) jitter() time.Duration {
	sum := sha256.Sum256([]byte(l.path))
	return time.Duration(binary.LittleEndian.Uint64(sum[:8]) % uint64(liveSpread))
}

// dataQuery is the query as a panel would send it at now.
func (l liveRequest) dataQuery(refID string, now time.Time) backend.DataQuery {
	query := backend.DataQuery{
		RefID: refID, JSON: l.query, Interval: l.interval, TimeRange: backend.TimeRange{From: now.Add(-quality.Window), To: now},
	}
	if l.from == "" {
		return query
	}
	query.TimeRange = backend.TimeRange{From: l.start(now), To: now}
	if l.to != "now" {
		query.TimeRange.To = quality.NextMidnight(now, l.location)
	}
	if !strings.HasSuffix(l.from, "/d") && quality.FloorWindow(query.TimeRange.From).Equal(query.TimeRange.From) {
		// A length whose start lies on the grid by chance would be taken for a start that somebody chose.
		query.TimeRange.From, query.TimeRange.To = query.TimeRange.From.Add(-time.Millisecond), now.Add(-time.Millisecond)
	}
	return query
}

// start is when the dashboard's range starts at now, as Grafana counts: days and weeks by the calendar of the zone.
func (l liveRequest) start(now time.Time) time.Time {
	parts := liveFrom.FindStringSubmatch(l.from)
	count, _ := strconv.Atoi(parts[1]) // Without a length it is none.
	start := now.In(l.location)
	switch parts[2] {
	case "m":
		start = start.Add(-time.Duration(count) * time.Minute)
	case "h":
		start = start.Add(-time.Duration(count) * time.Hour)
	case "d":
		start = start.AddDate(0, 0, -count)
	case "w":
		start = start.AddDate(0, 0, -7*count)
	}
	if parts[3] != "" {
		return quality.BusinessDay{Location: l.location}.StartOf(start)
	}
	return start.UTC()
}
