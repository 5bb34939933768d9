package models

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// The values of a query's words; see docs/architecture.md for what they mean.
const (
	QueryTypeMetrics     = "metrics"
	QueryTypeEvaluations = "evaluations"

	TimeRangeDashboard   = "dashboard"
	TimeRangeBusinessDay = "businessDay"

	FormatTable      = "table"
	FormatStat       = "stat"
	FormatTimeSeries = "timeseries"
)

// all is Grafana's value for the choice "All" of a variable.
const all = "$__all"

// Query is a panel's query, checked and with every default filled in. A list of ids that is empty chooses all; one
// that holds only "" is a variable that resolved to nothing, and matches nothing.
type Query struct {
	QueryType           string            `json:"queryType"`
	GroupBy             []quality.GroupBy `json:"groupBy"`
	Metrics             []quality.Metric  `json:"metrics"`
	EvaluationFormIDs   []string          `json:"evaluationFormIds"`
	EntityIDs           []string          `json:"entityIds"`
	QueueIDs            []string          `json:"queueIds"`
	ScoredBy            quality.ScoredBy  `json:"scoredBy"`
	IncludeCalibrations bool              `json:"includeCalibrations"`
	MinimumCount        int64             `json:"minimumCount"`
	TimeRange           string            `json:"timeRange"`
	Format              string            `json:"format"`
	Running             bool              `json:"running"`
	NameLabel           bool              `json:"nameLabel"`
	Live                bool              `json:"live"`
	Limit               int64             `json:"limit"`
}

type queryJSON struct {
	QueryType           string   `json:"queryType"`
	GroupBy             []string `json:"groupBy"`
	Metrics             []string `json:"metrics"`
	EvaluationFormIDs   []string `json:"evaluationFormIds"`
	EntityIDs           []string `json:"entityIds"`
	QueueIDs            []string `json:"queueIds"`
	ScoredBy            string   `json:"scoredBy"`
	IncludeCalibrations bool     `json:"includeCalibrations"`
	MinimumCount        number   `json:"minimumCount"`
	TimeRange           string   `json:"timeRange"`
	Format              string   `json:"format"`
	Running             *bool    `json:"running"`
	NameLabel           *bool    `json:"nameLabel"`
	Live                bool     `json:"live"`
	Limit               number   `json:"limit"`
}

// ParseQuery reads a panel's query JSON. Its error names every key that is wrong, what stands there and what may
// stand there.
func ParseQuery(raw []byte) (Query, error) {
	var in queryJSON
	if err := json.Unmarshal(raw, &in); err != nil {
		return Query{}, wrongType(err)
	}
	var problems []error
	check := func(err error) { problems = append(problems, err) }

	q := Query{IncludeCalibrations: in.IncludeCalibrations, Running: orTrue(in.Running), NameLabel: orTrue(in.NameLabel), Live: in.Live}
	var err error
	q.QueryType, err = choice("queryType", in.QueryType, QueryTypeMetrics, QueryTypeEvaluations)
	check(err)
	q.TimeRange, err = choice("timeRange", in.TimeRange, TimeRangeDashboard, TimeRangeBusinessDay)
	check(err)
	q.Format, err = choice("format", in.Format, FormatTable, FormatStat, FormatTimeSeries)
	check(err)
	scoredBy, err := choice("scoredBy", in.ScoredBy, string(quality.ScoredByAll), string(quality.ScoredByHuman), string(quality.ScoredByAI))
	q.ScoredBy = quality.ScoredBy(scoredBy)
	check(err)
	q.GroupBy, err = groupBy(in.GroupBy)
	check(err)
	q.Metrics, err = metrics(in.Metrics)
	check(err)
	q.EvaluationFormIDs, err = ids("evaluationFormIds", in.EvaluationFormIDs)
	check(err)
	q.EntityIDs, err = ids("entityIds", in.EntityIDs)
	check(err)
	q.QueueIDs, err = ids("queueIds", in.QueueIDs)
	check(err)
	q.MinimumCount, err = in.MinimumCount.whole("minimumCount", 3, 0, math.MaxInt32)
	check(err)
	q.Limit, err = in.Limit.whole("limit", 1000, 1, 100_000)
	check(err)
	return q, errors.Join(problems...)
}

// Scope is which evaluations the query is about.
func (q Query) Scope() quality.Scope {
	return quality.Scope{Queues: Filter(q.QueueIDs), ScoredBy: q.ScoredBy, IncludeCalibrations: q.IncludeCalibrations}
}

// Filter is the choice that a list of ids stands for.
func Filter(ids []string) quality.Filter {
	if len(ids) == 1 && ids[0] == "" {
		return quality.FilterNothing()
	}
	return quality.FilterIDs(ids...)
}

func orTrue(b *bool) bool { return b == nil || *b }

// choice checks a word; the first of those allowed is the default.
func choice(key, given string, allowed ...string) (string, error) {
	if given == "" {
		return allowed[0], nil
	}
	if slices.Contains(allowed, given) {
		return given, nil
	}
	if err := leftover(key, given); err != nil {
		return "", err
	}
	return "", fmt.Errorf("%s is %q: it must be one of %s", key, given, strings.Join(allowed, ", "))
}

func groupBy(given []string) ([]quality.GroupBy, error) {
	if given == nil {
		return []quality.GroupBy{quality.GroupByAgent}, nil
	}
	parsed := make([]quality.GroupBy, 0, len(given))
	for _, name := range given {
		g := quality.GroupBy(name)
		if !slices.Contains(quality.GroupBys, g) {
			if err := leftover("groupBy", name); err != nil {
				return nil, err
			}
			return nil, fmt.Errorf("groupBy names %q: it must be one of %s", name, joined(quality.GroupBys))
		}
		if slices.Contains(parsed, g) {
			return nil, fmt.Errorf("groupBy names %q twice", name)
		}
		parsed = append(parsed, g)
	}
	// The dimension comes first and the form second, in whatever order they were written.
	if len(parsed) == 2 && parsed[0] == quality.GroupByEvaluationForm {
		slices.Reverse(parsed)
	}
	if len(parsed) > 2 || len(parsed) == 2 && parsed[1] != quality.GroupByEvaluationForm {
		return nil, fmt.Errorf("groupBy is %s: it takes one dimension, or one and evaluationForm for the split by form, "+
			"or none for the organization's total", joined(parsed))
	}
	return parsed, nil
}

var knownMetrics = []quality.Metric{
	quality.MetricAverageScore, quality.MetricPassRate, quality.MetricCount,
	quality.MetricCriticalScore, quality.MetricMinScore, quality.MetricMaxScore,
}

func metrics(given []string) ([]quality.Metric, error) {
	if given == nil {
		return []quality.Metric{quality.MetricAverageScore, quality.MetricPassRate, quality.MetricCount}, nil
	}
	parsed := make([]quality.Metric, 0, len(given))
	for _, name := range given {
		m := quality.Metric(name)
		if !slices.Contains(knownMetrics, m) {
			if err := leftover("metrics", name); err != nil {
				return nil, err
			}
			return nil, fmt.Errorf("metrics names %q: it must be one of %s", name, joined(knownMetrics))
		}
		if slices.Contains(parsed, m) {
			return nil, fmt.Errorf("metrics names %q twice", name)
		}
		parsed = append(parsed, m)
	}
	if len(parsed) == 0 {
		return nil, fmt.Errorf("metrics is empty: choose at least one metric of %s", joined(knownMetrics))
	}
	return parsed, nil
}

// ids checks a list of ids: each is trimmed and counts once, All empties the list, and empty entries say nothing
// unless there is nothing else.
func ids(key string, given []string) ([]string, error) {
	parsed := make([]string, 0, len(given))
	nothing := false
	for _, id := range given {
		id = strings.TrimSpace(id)
		switch {
		case id == all:
			return []string{}, nil
		case id == "":
			nothing = true
			continue
		case strings.ContainsFunc(id, func(r rune) bool { return r < ' ' || r == 0x7f }):
			return nil, fmt.Errorf("%s holds %q: an id has no control characters", key, id)
		}
		if err := leftover(key, id); err != nil {
			return nil, err
		}
		if !slices.Contains(parsed, id) {
			parsed = append(parsed, id)
		}
	}
	if len(parsed) == 0 && nothing {
		return []string{""}, nil
	}
	return parsed, nil
}

// variable is a template variable in one of Grafana's spellings. No id of Genesys Cloud looks like one.
var variable = regexp.MustCompile(`\$\w+|\$\{[^}]*\}|\[\[[^\]]*\]\]`)

// leftover refuses a variable that nobody filled in.
func leftover(key, text string) error {
	found := variable.FindString(text)
	if found == "" || found == all {
		return nil
	}
	return fmt.Errorf("%s holds the variable %s, which was not filled in: there is no variable of this name here, and alert rules "+
		"have none at all; put the value itself there", key, found)
}

func joined[T ~string](names []T) string {
	texts := make([]string, len(names))
	for i, n := range names {
		texts[i] = string(n)
	}
	return strings.Join(texts, ", ")
}

// wrongType words encoding/json's error for who writes dashboards, not Go.
func wrongType(err error) error {
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) && mismatch.Field != "" {
		return fmt.Errorf("%s cannot be a %s", mismatch.Field, mismatch.Value)
	}
	return fmt.Errorf("this is not valid JSON: %w", err)
}
