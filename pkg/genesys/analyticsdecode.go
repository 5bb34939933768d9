package genesys

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// wireGroup is one group of an aggregate answer; a dimension without a value is missing or blank.
type wireGroup struct {
	Group map[string]string `json:"group"`
	Data  []wireData        `json:"data"`
}

// wireData is one bucket of a group; buckets without evaluations are missing.
type wireData struct {
	Interval string                `json:"interval"`
	Metrics  []wireAggregateMetric `json:"metrics"`
}

type wireAggregateMetric struct {
	Metric string `json:"metric"`
	Stats  struct {
		Count wireNumber `json:"count"`
		Sum   wireNumber `json:"sum"`
		Min   wireNumber `json:"min"`
		Max   wireNumber `json:"max"`
	} `json:"stats"`
}

// measured is a group's scores in a stretch of time that lies within one bucket.
type measured struct {
	quality.Range
	bucket          int
	total, critical scores
}

// decodeAggregates adds the whole answer up, group by group. A group that comes twice, or stretches of time of one group
// that overlap, are refused: a number counted twice is the worst answer.
func decodeAggregates(answer *jsontext.Decoder, sums *aggregateSums) error {
	seen := map[string]int{}
	return decodeList(answer, "results", nil, func(number int) error {
		var wire wireGroup
		if err := decodeRow(answer, &wire, number); err != nil {
			return err
		}
		key, what := sums.keyOf(wire.Group)
		var parts []measured
		if what == "" {
			if first, twice := seen[key.group]; twice {
				what = fmt.Sprintf("row %d is the same group", first)
			} else {
				seen[key.group] = number
				parts, what = wire.parts(sums)
			}
		}
		if what == "" {
			what = sums.add(key, parts)
		}
		if what != "" {
			return &AnswerError{Row: number, What: what}
		}
		return nil
	})
}

// parts are the group's data that hold scores, in order of time, or what is wrong with them.
func (w *wireGroup) parts(sums *aggregateSums) ([]measured, string) {
	parts := make([]measured, 0, len(w.Data))
	for _, data := range w.Data {
		part, what := data.check()
		if what != "" {
			return nil, what
		}
		bucket, holds := sums.bucketOf(part.Range)
		if !holds {
			return nil, fmt.Sprintf("the interval %s is not within %s", part.Range, sums.bucketText())
		}
		part.bucket = bucket
		parts = append(parts, part)
	}
	slices.SortFunc(parts, func(a, b measured) int { return a.From.Compare(b.From) })
	for i := 1; i < len(parts); i++ {
		if parts[i].From.Before(parts[i-1].To) {
			return nil, fmt.Sprintf("the intervals %s and %s overlap", parts[i-1].Range, parts[i].Range)
		}
	}
	return slices.DeleteFunc(parts, func(p measured) bool { return p.total.count == 0 }), ""
}

func (d *wireData) check() (part measured, what string) {
	if part.Range, what = interval(d.Interval); what != "" {
		return part, what
	}
	seen := map[string]bool{}
	for _, metric := range d.Metrics {
		var into *scores
		switch metric.Metric {
		case metricTotalScore:
			into = &part.total
		case metricCriticalScore:
			into = &part.critical
		default:
			continue
		}
		if seen[metric.Metric] {
			return part, metric.Metric + " is there twice"
		}
		seen[metric.Metric] = true
		if *into, what = metric.check(); what != "" {
			return part, metric.Metric + "'s " + what
		}
	}
	return part, ""
}

func (m *wireAggregateMetric) check() (s scores, what string) {
	if s.count, what = m.Stats.Count.whole(); what != "" {
		return s, "count " + what
	}
	if s.count == 0 {
		return s, "" // scores without evaluations mean nothing
	}
	if s.sum, what = m.Stats.Sum.number(); what != "" {
		return s, "sum " + what
	}
	if _, what = percent(s.sum / float64(s.count)); what != "" {
		return s, "average " + what
	}
	if s.min, what = m.Stats.Min.percent(); what != "" {
		return s, "min " + what
	}
	if s.max, what = m.Stats.Max.percent(); what != "" {
		return s, "max " + what
	}
	if s.min > s.max {
		return s, "min is above its max"
	}
	return s, ""
}

// interval is a stretch of time as Genesys writes it: "start/end", ISO 8601.
func interval(text string) (quality.Range, string) {
	start, end, _ := strings.Cut(text, "/")
	from, notStart := time.Parse(time.RFC3339, start)
	to, notEnd := time.Parse(time.RFC3339, end)
	if notStart != nil || notEnd != nil || !from.Before(to) {
		return quality.Range{}, fmt.Sprintf("%q is not an interval", text)
	}
	return quality.Range{From: from.UTC(), To: to.UTC()}, ""
}

// rounding is by how much an average may leave 0 to 100 because floats are added.
const rounding = 1e-6

// percent is a score within 0 to 100, or why it is none.
func percent(value float64) (float64, string) {
	if !(value >= -rounding && value <= 100+rounding) {
		return 0, strconv.FormatFloat(value, 'g', -1, 64) + " is not within 0 to 100"
	}
	return min(max(value, 0), 100), ""
}

// percent is a score, 0 to 100.
func (n wireNumber) percent() (float64, string) {
	value, what := n.number()
	if what != "" {
		return 0, what
	}
	return percent(value)
}
