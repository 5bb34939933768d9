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
	// sums are in the order in which their first rows came, and at says where each is.
	sums []cellSum
	at   map[cellKey]int
}

type cellKey struct{ entity, form string }

type cellSum struct {
	entity, form Entity
	sum          Sum
}

// newCells are no cells yet, with room for those of the snapshots.
func newCells(p plan, n *names, snapshots []Snapshot) cells {
	rows := 0
	for _, snapshot := range snapshots {
		rows = max(rows, len(snapshot.Rows))
	}
	if p.total {
		rows = 1
	}
	return cells{plan: p, names: n, sums: make([]cellSum, 0, rows), at: make(map[cellKey]int, rows)}
}

// add merges a row that is about the form; "" stands for all forms.
func (c *cells) add(form string, row *Row) {
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
	at, ok := c.at[key]
	if !ok {
		at = len(c.sums)
		c.at[key] = at
		c.sums = append(c.sums, cellSum{entity: entity, form: Entity{ID: form}})
	}
	c.sums[at].sum.Add(row.Measures)
}

// list is the cells under their newest names, ordered by name, then by id.
func (c *cells) list() []Cell {
	// Where cells lie is sorted, because they are large to move about.
	order := make([]int32, len(c.sums))
	c.names.read(func(of func(GroupBy, Entity) Entity) {
		for i := range c.sums {
			s := &c.sums[i]
			s.entity, s.form = of(c.plan.groupBy, s.entity), of(GroupByEvaluationForm, s.form)
			order[i] = int32(i)
		}
	})
	slices.SortFunc(order, func(a, b int32) int { return c.sums[a].compare(&c.sums[b]) })
	list := make([]Cell, len(order))
	for i, at := range order {
		s := &c.sums[at]
		list[i] = Cell{Entity: s.entity, Form: s.form, Measures: s.sum.Measures()}
	}
	return list
}

// compare orders cells by name, then by id. Most names differ, so the first comparison decides.
func (s *cellSum) compare(other *cellSum) int {
	if byName := strings.Compare(s.entity.Name, other.entity.Name); byName != 0 {
		return byName
	}
	return cmp.Or(
		strings.Compare(s.entity.ID, other.entity.ID),
		strings.Compare(s.form.Name, other.form.Name), strings.Compare(s.form.ID, other.form.ID),
	)
}
