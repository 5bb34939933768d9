package quality

import (
	"cmp"
	"slices"
	"strings"
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
	slices.SortFunc(list, Cell.compare)
	return list
}

// compare orders cells by name, then by id. Most names differ, so the first comparison decides.
func (c Cell) compare(other Cell) int {
	if byName := strings.Compare(c.Entity.Name, other.Entity.Name); byName != 0 {
		return byName
	}
	return cmp.Or(
		strings.Compare(c.Entity.ID, other.Entity.ID),
		strings.Compare(c.Form.Name, other.Form.Name), strings.Compare(c.Form.ID, other.Form.ID),
	)
}
