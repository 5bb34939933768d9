package quality

import "context"

// plan is how a request becomes questions.
type plan struct {
	groupBy GroupBy
	// forms are asked for one by one; a form without an id stands for all.
	forms []Entity
	// split keeps the forms apart, total merges all rows into one.
	split, total bool
	// rows chooses rows by id: where rows are forms, the form filter costs no call.
	rows Filter
}

// makePlan chooses the questions. The split by form needs the forms that have evaluations, which is a question of its
// own; its snapshot is the second result.
func makePlan(ctx context.Context, request Request, look look) (plan, []Snapshot, error) {
	switch {
	case len(request.GroupBy) == 0:
		return plan{groupBy: GroupByEvaluationForm, forms: []Entity{{}}, total: true, rows: request.Forms}, nil, nil
	case request.GroupBy[0] == GroupByEvaluationForm:
		return plan{groupBy: GroupByEvaluationForm, forms: []Entity{{}}, rows: request.Forms}, nil, nil
	case len(request.GroupBy) == 1 && request.Forms.All():
		return plan{groupBy: request.GroupBy[0], forms: []Entity{{}}}, nil, nil
	case len(request.GroupBy) == 1:
		p := plan{groupBy: request.GroupBy[0]}
		for _, id := range request.Forms.IDs() {
			p.forms = append(p.forms, Entity{ID: id})
		}
		return p, nil, nil
	}
	list, err := look(ctx, Question{
		Dialect: DialectQualityMetrics, GroupBy: GroupByEvaluationForm, Range: request.Range,
	})
	if err != nil {
		return plan{}, nil, err
	}
	p := plan{groupBy: request.GroupBy[0], split: true}
	for _, row := range list.Rows {
		if row.Count > 0 && request.Forms.Has(row.Entity.ID) {
			p.forms = append(p.forms, row.Entity)
		}
	}
	return p, []Snapshot{list}, nil
}

func (p plan) questions(rng Range) []Question {
	questions := make([]Question, len(p.forms))
	for i, form := range p.forms {
		questions[i] = Question{
			Dialect: DialectQualityMetrics, GroupBy: p.groupBy, EvaluationFormID: form.ID, Range: rng,
		}
	}
	return questions
}
