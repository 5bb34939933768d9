package quality

// analytics asks the Analytics API, which answers a whole series with all forms at once: one question, or one for each
// LongestQuestion of a range that is longer. Its rows keep the forms apart, so that the split by form and the filter by
// form share the question and cost no call.
func (p plan) analytics(request Request, rules Rules) (plan, error) {
	question := Question{Dialect: DialectAnalytics, GroupBy: p.groupBy, Pass: request.Pass, Scope: request.Scope}
	if request.Interval > 0 {
		width, err := BucketWidth(request.Range, request.Interval, 0, rules.RequestsPerMinute)
		if err != nil {
			return plan{}, err
		}
		p.buckets = Buckets(request.Range, width)
		question.Granularity = width
	}
	p.forms = request.Forms
	ranges := []Range{request.Range}
	if rules.LongestQuestion > 0 && request.Range.To.Sub(request.Range.From) > rules.LongestQuestion {
		// On the grid, so that the pieces of a moving range stay the same but for the first and the last.
		ranges = Buckets(request.Range, rules.LongestQuestion)
	}
	if limit := max(1, rules.RequestsPerMinute/2); len(ranges) > limit {
		return plan{}, &TooManyQuestionsError{Questions: len(ranges), Limit: limit}
	}
	for _, rng := range ranges {
		question.Range = rng
		p.questions = append(p.questions, question)
	}
	return p, nil
}
