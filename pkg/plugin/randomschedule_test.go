package plugin

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// step is a while of a schedule: the weather, a save of the settings perhaps, and who asks what at its end.
type step struct {
	weather weather
	saved   bool
	lasts   time.Duration
	asks    []question
}

type question struct {
	query     string
	fromAlert bool
}

func drawStep(t *rapid.T) step {
	s := step{
		weather: weather{kind: rapid.SampledFrom(weatherKinds).Draw(t, "weather"), wait: time.Duration(rapid.IntRange(1, 45).Draw(t, "seconds")) * time.Second},
		saved:   rapid.IntRange(0, 9).Draw(t, "saved") == 0,
		lasts:   time.Duration(rapid.IntRange(0, 1200).Draw(t, "lasts")) * time.Second,
	}
	for range rapid.IntRange(1, 5).Draw(t, "asks") {
		s.asks = append(s.asks, question{
			query: fmt.Sprintf(`{"timeRange":"businessDay","running":false,"metrics":["averageScore"],"format":%q,"groupBy":[%q]}`,
				rapid.SampledFrom([]string{"table", "stat", "timeseries"}).Draw(t, "format"),
				rapid.SampledFrom([]string{"agent", "queue"}).Draw(t, "groupBy")),
			fromAlert: rapid.Bool().Draw(t, "fromAlert"),
		})
	}
	return s
}

// Whatever Genesys Cloud does, no number is shown that it did not tell for exactly that time, none is late without
// saying so or later than it may be, the budget holds, and when the weather is fine again so are the answers. 1,000
// schedules; more with -rapid.checks. A failing one is printed with the -rapid.seed that plays it again.
func TestNoScheduleShowsAWrongNumber(t *testing.T) {
	const checks = "rapid.checks"
	if given := flag.Lookup(checks); given.Value.String() == given.DefValue {
		require.NoError(t, flag.Set(checks, "1000"))
		defer func() { require.NoError(t, flag.Set(checks, given.DefValue)) }()
	}
	shown := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(drawStep), 1, 12).Draw(rt, "schedule")
		limit := rapid.IntRange(20, 100).Draw(rt, "requestsPerMinute")
		var wrong error
		synctest.Test(t, func(t *testing.T) { wrong = runSchedule(t, steps, limit, shown) })
		if wrong != nil {
			rt.Fatal(wrong)
		}
	})
	t.Logf("answers: %v", shown)
	for _, kind := range []string{"fresh", "late", "error"} {
		require.Greater(t, shown[kind], 1000, "the schedules must meet everything")
	}
}

// runSchedule plays the steps and is what was wrong.
func runSchedule(t *testing.T, steps []step, limit int, shown map[string]int) error {
	time.Sleep(12 * time.Hour)
	upstream := &changeableUpstream{weather: weather{kind: "fine"}, told: map[string][]told{}}
	d := stormyDatasource(t, upstream, limit)
	defer d.Dispose()
	for i, s := range steps {
		upstream.become(s.weather)
		if s.saved {
			d.reader.Feed.Forgive()
		}
		time.Sleep(s.lasts)
		for _, asked := range s.asks {
			answer, err := checked(t, d, upstream, asked)
			if err != nil {
				return fmt.Errorf("step %d (%s), %s, alert %t: %w", i+1, s.weather.kind, asked.query, asked.fromAlert, err)
			}
			shown[answer.kind]++
		}
	}
	upstream.become(weather{kind: "fine"})
	for _, s := range steps {
		for _, asked := range s.asks {
			if err := recovers(t, d, upstream, asked); err != nil {
				return err
			}
		}
	}
	return overBudget(upstream.times(), limit)
}

// recovers asks every 10 seconds, as a dashboard does, for the longest Retry-After, the wait of a failure and a slow request.
func recovers(t *testing.T, d *Datasource, upstream *changeableUpstream, asked question) error {
	var fault error
	for range 18 {
		answer, err := checked(t, d, upstream, asked)
		if err != nil || answer.kind == "fresh" {
			return err
		}
		fault = answer.fault
		time.Sleep(10 * time.Second)
	}
	return fmt.Errorf("%s has not recovered: %w", asked.query, fault)
}

// answered is whether an answer is fresh, late or an error.
type answered struct {
	kind  string
	fault error
}

// checked asks; its error is what is wrong with the answer.
func checked(t *testing.T, d *Datasource, upstream *changeableUpstream, asked question) (answered, error) {
	now := time.Now()
	request := &backend.QueryDataRequest{Queries: []backend.DataQuery{{RefID: "A", JSON: json.RawMessage(asked.query), Interval: quality.Window}}}
	if asked.fromAlert {
		request.Headers = map[string]string{"FromAlert": "true"}
	}
	response, err := d.QueryData(t.Context(), request)
	if err != nil {
		return answered{}, err
	}
	answer := response.Responses["A"]
	if answer.Error != nil {
		return answered{"error", answer.Error}, nil //nolint:nilerr // An error is an answer.
	}
	found := answered{kind: "fresh"}
	for _, frame := range answer.Frames {
		said, ok := frame.Meta.Custom.(custom)
		if !ok || len(frame.Fields) == 0 {
			return found, fmt.Errorf("a frame without fields or range: %v", frame.Meta)
		}
		if said.Stale {
			found.kind = "late"
		}
		if err := checkTime(said, now, asked.fromAlert); err != nil {
			return found, err
		}
		if err := checkNumbers(frame, said, upstream); err != nil {
			return found, err
		}
	}
	return found, nil
}

// checkTime holds an answer's age against what the rules allow: the newest askable window, or, while Genesys fails, what
// was current until at most an hour before, and five minutes for an alert rule.
func checkTime(said custom, now time.Time, fromAlert bool) error {
	newest := quality.AskableEnd(now)
	if !said.Stale && !said.To.Equal(newest) {
		return fmt.Errorf("ends at %s without saying that it is late, at %s", said.To, now)
	}
	may := time.Hour
	if fromAlert {
		may = 5 * time.Minute
	}
	// What ends at To is current until the next window can be asked for.
	if late := now.Sub(said.To.Add(quality.Window + quality.AskableAfter)); late > may {
		return fmt.Errorf("ends at %s and is shown at %s, which is %s too late", said.To, now, late-may)
	}
	return nil
}

// checkNumbers holds each number against what upstream told for exactly its range, as late as the answer says.
func checkNumbers(frame *data.Frame, said custom, upstream *changeableUpstream) error {
	var starts []time.Time
	if frame.Fields[0].Type() == data.FieldTypeTime {
		for i := range frame.Fields[0].Len() {
			at, _ := frame.Fields[0].ConcreteAt(i)
			start, _ := at.(time.Time)
			starts = append(starts, start)
		}
	}
	for _, field := range frame.Fields {
		if field.Type() != data.FieldTypeNullableFloat64 {
			continue
		}
		for i := range field.Len() {
			score, _ := field.At(i).(*float64)
			if score == nil {
				return fmt.Errorf("%s has no number", field.Name)
			}
			from, to := said.From, said.To
			if starts != nil {
				from = starts[i]
				if i+1 < len(starts) {
					to = starts[i+1]
				}
			}
			if !toldSo(upstream.tells(from, to), *score, to, said) && !composed(upstream, *score, from, to) {
				return fmt.Errorf("%g was never told for %s to %s: %v", *score, from, to, upstream.tells(from, to))
			}
		}
	}
	return nil
}

// toldSo reports whether the score was told in the window that the answer is from, or of a range that was settled when it
// was told. An answer that says that it is late is from when its newest bucket is; the others may have been told a window before.
func toldSo(tells []told, score float64, to time.Time, said custom) bool {
	for _, one := range tells {
		if one.score == score && (said.Stale || one.settles(to) || !quality.AskableEnd(one.at).Before(quality.AskableEnd(said.AsOf))) {
			return true
		}
	}
	return false
}

// settles reports whether no late batch can change what was told of a range that ends at to.
func (t told) settles(to time.Time) bool { return !t.at.Before(to.Add(31 * time.Minute)) }

// composed reports whether the score is what narrower buckets add up to, all of them settled when they were told: a series
// whose buckets get wider asks for none of them again. All have the same count, so that the average is the middle.
func composed(upstream *changeableUpstream, score float64, from, to time.Time) bool {
	for width := quality.Window; width < to.Sub(from); width *= 2 {
		low, high, parts := 0.0, 0.0, 0.0
		for _, part := range quality.Buckets(quality.Range{From: from, To: to}, width) {
			least, most := math.Inf(1), math.Inf(-1)
			for _, one := range upstream.tells(part.From, part.To) {
				if one.settles(part.To) {
					least, most = min(least, one.score), max(most, one.score)
				}
			}
			low, high, parts = low+least, high+most, parts+1
		}
		if low/parts-0.06 < score && score < high/parts+0.06 {
			return true
		}
	}
	return false
}

func overBudget(sent []time.Time, limit int) error {
	for i := limit; i < len(sent); i++ {
		if sent[i].Sub(sent[i-limit]) < time.Minute {
			return fmt.Errorf("%d requests in less than a minute from %s on", limit+1, sent[i-limit])
		}
	}
	return nil
}

// stormyDatasource is a data source with the real client, whose transport is the upstream.
func stormyDatasource(t *testing.T, upstream http.RoundTripper, limit int) *Datasource {
	t.Helper()
	d := liveDatasource(t, sourceOver(t, upstream, limit))
	d.reader.Rules.RequestsPerMinute = limit
	d.reader.Now = time.Now
	return d
}
