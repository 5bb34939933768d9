package quality

import (
	"cmp"
	"slices"
)

// cells merges rows into one cell for each entity (and form, when split).
type cells struct {
	plan  plan
	names *names
	sums  map[cellKey]*cellSum
}

type cellKey struct{ entity, form string }

type cellSum struct {
	entity, form Entity
	sum          Sum
}

func newCells(p plan, n *names) cells {
	return cells{plan: p, names: n, sums: map[cellKey]*cellSum{}}
}

// add merges a row that is about the form; "" stands for all forms.
func (c cells) add(form string, row Row) {
	if row.Count == 0 || !c.plan.rows.Has(row.Entity.ID) || !c.plan.forms.Has(form) {
		return
	}
	entity := row.Entity
	if c.plan.total {
		entity = Entity{}
	}
	if !c.plan.split {
		form = ""
	}
	key := cellKey{entity.ID, form}
	if c.sums[key] == nil {
		c.sums[key] = &cellSum{entity: entity, form: Entity{ID: form}}
	}
	c.sums[key].sum.Add(row.Measures)
}

// list is the cells under their newest names, ordered by name, then by id.
func (c cells) list() []Cell {
	list := make([]Cell, 0, len(c.sums))
	for _, s := range c.sums {
		list = append(list, Cell{
			Entity:   c.names.of(c.plan.groupBy, s.entity),
			Form:     c.names.of(GroupByEvaluationForm, s.form),
			Measures: s.sum.Measures(),
		})
	}
	slices.SortFunc(list, func(a, b Cell) int {
		return cmp.Or(
			cmp.Compare(a.Entity.Name, b.Entity.Name), cmp.Compare(a.Entity.ID, b.Entity.ID),
			cmp.Compare(a.Form.Name, b.Form.Name), cmp.Compare(a.Form.ID, b.Form.ID),
		)
	})
	return list
}
