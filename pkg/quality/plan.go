package quality

import "context"

// plan is how a request becomes questions, and how their rows become cells.
type plan struct {
	questions []Question
	// look finds the questions' snapshots.
	look look
	// used are the snapshots that the plan itself rests on.
	used []Snapshot
	// buckets are a series' points, in ascending order; none without an interval.
	buckets []Range
	groupBy GroupBy
	// split keeps the forms apart, total merges all rows into one.
	split, total bool
	// rows and forms choose rows by entity and by form.
	rows, forms Filter
}

// makePlan chooses the questions in the way of the request's dialect.
func (r Reader) makePlan(ctx context.Context, request Request, look look) (plan, error) {
	p := plan{look: look, groupBy: GroupByEvaluationForm, split: len(request.GroupBy) == 2, total: len(request.GroupBy) == 0}
	if !p.total {
		p.groupBy = request.GroupBy[0]
	}
	if p.groupBy == GroupByEvaluationForm {
		p.rows = request.Forms // Where rows are forms, the form filter costs no call in any dialect.
	}
	if request.Dialect == DialectAnalytics {
		return p.analytics(request, r.Rules)
	}
	return p.qualityMetrics(ctx, request, r)
}
