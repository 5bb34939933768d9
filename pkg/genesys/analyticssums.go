package genesys

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// aggregateSums adds the groups of an answer up to rows: of an entity, its form and its bucket.
type aggregateSums struct {
	question   quality.Question
	pass       quality.PassRule
	dimensions []string
	buckets    []quality.Range
	index      map[rowKey]int
	sums       []rowSum
}

// groupKey is what a group is about. The group itself tells two that differ, when one lacks a dimension and the
// other's is blank.
type groupKey struct{ group, entity, form string }

type rowKey struct {
	entity, form string
	bucket       int
}

type rowSum struct {
	rowKey
	total, critical scores
	passed          int64
}

// scores are what adds up: how many, their sum, the lowest and the highest, in percent.
type scores struct {
	count         int64
	sum, min, max float64
}

func newAggregateSums(q quality.Question, pass quality.PassRule) *aggregateSums {
	buckets := []quality.Range{q.Range}
	if q.Granularity != 0 {
		buckets = quality.Buckets(q.Range, q.Granularity)
	}
	return &aggregateSums{
		question: q, pass: pass, dimensions: groupDimensions(q), buckets: buckets, index: map[rowKey]int{},
	}
}

// keyOf is what a group is about, or what is wrong with it.
func (a *aggregateSums) keyOf(group map[string]string) (groupKey, string) {
	if group == nil {
		return groupKey{}, "group is missing"
	}
	var written strings.Builder
	for _, dimension := range a.dimensions {
		value, given := group[dimension]
		if !given {
			written.WriteByte('-')
		}
		written.WriteString(strconv.Quote(value))
	}
	key := groupKey{written.String(), idOrNone(group[a.dimensions[0]]), idOrNone(group[dimensionForm])}
	if a.question.Pass != "" && idOrNone(group[dimensionEvaluation]) == quality.NoEntity {
		return key, dimensionEvaluation + " is missing"
	}
	return key, ""
}

// idOrNone is the id, or NoEntity where there is none.
func idOrNone(id string) string {
	if strings.TrimSpace(id) == "" {
		return quality.NoEntity
	}
	return id
}

// bucketOf is the index of the bucket that holds a stretch of time as a whole.
func (a *aggregateSums) bucketOf(r quality.Range) (int, bool) {
	i, starts := slices.BinarySearchFunc(a.buckets, r.From, func(b quality.Range, t time.Time) int { return b.From.Compare(t) })
	if !starts {
		i--
	}
	return i, i >= 0 && !r.To.After(a.buckets[i].To)
}

// bucketText says what bucketOf looks for.
func (a *aggregateSums) bucketText() string {
	if a.question.Granularity != 0 {
		return "one bucket of " + isoDuration(a.question.Granularity) + " of " + a.question.Range.String()
	}
	return a.question.Range.String()
}

// add takes a group's parts, which are in order of time. Where the question has a pass rule the group is one evaluation,
// which passes or fails by its score in the bucket as a whole.
func (a *aggregateSums) add(key groupKey, parts []measured) (what string) {
	for len(parts) > 0 {
		bucket := parts[0].bucket
		var total, critical scores
		for len(parts) > 0 && parts[0].bucket == bucket {
			total.add(parts[0].total)
			critical.add(parts[0].critical)
			parts = parts[1:]
		}
		sum := a.sumOf(rowKey{key.entity, key.form, bucket})
		sum.total.add(total)
		sum.critical.add(critical)
		if sum.total.count > maxCount || sum.critical.count > maxCount {
			return "count is a number out of range"
		}
		if a.question.Pass != "" && a.passed(key.form, total, critical) {
			sum.passed += total.count
		}
	}
	return ""
}

func (a *aggregateSums) passed(form string, total, critical scores) bool {
	if critical.count == 0 {
		return a.pass.Passed(form, total.average(), nil)
	}
	average := critical.average()
	return a.pass.Passed(form, total.average(), &average)
}

// sumOf is the row's sum, good until the next call.
func (a *aggregateSums) sumOf(key rowKey) *rowSum {
	i, known := a.index[key]
	if !known {
		i = len(a.sums)
		a.index[key] = i
		a.sums = append(a.sums, rowSum{rowKey: key})
	}
	return &a.sums[i]
}

// rows are in the order in which Genesys named them first.
func (a *aggregateSums) rows() []quality.Row {
	rows := make([]quality.Row, 0, len(a.sums))
	for _, sum := range a.sums {
		row := quality.Row{
			Entity: quality.Entity{ID: sum.entity},
			FormID: sum.form,
			Measures: quality.Measures{
				Count: sum.total.count, AverageScore: sum.total.average(), MinScore: sum.total.min, MaxScore: sum.total.max,
				CriticalCount: sum.critical.count, CriticalScore: sum.critical.average(),
				PassRate: float64(sum.passed) / float64(sum.total.count) * 100,
			},
		}
		if a.question.Granularity != 0 {
			row.From = a.buckets[sum.bucket].From
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *scores) add(other scores) {
	switch {
	case other.count == 0:
		return
	case s.count == 0:
		*s = other
		return
	}
	s.count = min(s.count+other.count, maxCount+1) // more is out of range, and would overflow some day
	s.sum += other.sum
	s.min = min(s.min, other.min)
	s.max = max(s.max, other.max)
}

// average is 0 where there are no scores, and within 0 to 100 whatever adding floats has done.
func (s scores) average() float64 {
	if s.count == 0 {
		return 0
	}
	return min(max(s.sum/float64(s.count), 0), 100)
}
