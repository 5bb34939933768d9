package quality

import "context"

// qualityMetrics asks the Quality Metrics API, which knows one form a request and no buckets: a question for each form
// and bucket. The split by form needs the forms that have evaluations, which is a question of its own.
func (p plan) qualityMetrics(ctx context.Context, request Request, r Reader) (plan, error) {
	forms := []string{""} // A form without an id stands for all.
	switch {
	case p.split:
		list, err := p.look(ctx, Question{
			Dialect: DialectQualityMetrics, GroupBy: GroupByEvaluationForm, Range: request.Range,
		})
		if err != nil {
			return plan{}, err
		}
		r.Feed.names.learn(list)
		p.used = []Snapshot{list}
		forms = nil
		for _, row := range list.Rows {
			if row.Count > 0 && request.Forms.Has(row.Entity.ID) {
				forms = append(forms, row.Entity.ID)
			}
		}
	case p.groupBy != GroupByEvaluationForm && !request.Forms.All():
		forms = request.Forms.IDs()
	}
	ranges := []Range{request.Range}
	if request.Interval > 0 {
		width, err := BucketWidth(request.Range, request.Interval, max(1, len(forms)), r.Rules.RequestsPerMinute)
		if err != nil {
			return plan{}, err
		}
		p.buckets = Buckets(request.Range, width)
		ranges = p.buckets
	}
	for _, rng := range ranges {
		for _, form := range forms {
			p.questions = append(p.questions, Question{
				Dialect: DialectQualityMetrics, GroupBy: p.groupBy, EvaluationFormID: form, Range: rng,
			})
		}
	}
	return p, nil
}
