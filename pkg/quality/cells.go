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
	// sums are in the order in which their first rows came, and at says where each is. The rows of one snapshot come
	// with those of a cell side by side, and need no at.
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
	c := cells{plan: p, names: n, sums: make([]cellSum, 0, rows)}
	if len(snapshots) != 1 {
		c.at = make(map[cellKey]int, rows)
	}
	return c
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
	c.sumOf(entity, form).Add(row.Measures)
}

// sumOf is the sum of a cell, a new one where there is none yet.
func (c *cells) sumOf(entity Entity, form string) *Sum {
	if last := len(c.sums) - 1; last >= 0 && c.sums[last].entity.ID == entity.ID && c.sums[last].form.ID == form {
		return &c.sums[last].sum
	}
	if c.at != nil {
		key := cellKey{entity.ID, form}
		if at, ok := c.at[key]; ok {
			return &c.sums[at].sum
		}
		c.at[key] = len(c.sums)
	}
	c.sums = append(c.sums, cellSum{entity: entity, form: Entity{ID: form}})
	return &c.sums[len(c.sums)-1].sum
}

// list is the cells under their newest names, ordered by name, then by id.
func (c *cells) list() []Cell {
	// Where cells lie is sorted, because they are large to move about, beside the name that tells most of them apart.
	type place struct {
		name string
		at   int
	}
	places := make([]place, len(c.sums))
	c.names.read(func(of func(GroupBy, Entity) Entity) {
		for i := range c.sums {
			s := &c.sums[i]
			s.entity, s.form = of(c.plan.groupBy, s.entity), of(GroupByEvaluationForm, s.form)
			places[i] = place{s.entity.Name, i}
		}
	})
	slices.SortFunc(places, func(a, b place) int {
		if byName := strings.Compare(a.name, b.name); byName != 0 {
			return byName
		}
		return c.sums[a.at].compareNamesakes(&c.sums[b.at])
	})
	list := make([]Cell, len(places))
	for i, p := range places {
		s := &c.sums[p.at]
		list[i] = Cell{Entity: s.entity, Form: s.form, Measures: s.sum.Measures()}
	}
	return list
}

// compareNamesakes orders cells whose entities have the same name.
func (s *cellSum) compareNamesakes(other *cellSum) int {
	return cmp.Or(
		strings.Compare(s.entity.ID, other.entity.ID),
		strings.Compare(s.form.Name, other.form.Name), strings.Compare(s.form.ID, other.form.ID),
	)
}
