package quality

import (
	"context"
	"sync"
	"time"
)

// lists keeps what the directory lists, for the window. The zero value is ready.
type lists struct {
	mutex     sync.Mutex
	byGroupBy map[GroupBy]list
}

type list struct {
	entities []Entity
	until    time.Time
}

// Entities lists the entities of a range, for pickers, in no order. Of all forms it lists those without evaluations too
// where Genesys names them; of some forms only those that have evaluations on them, since nothing else says who belongs
// to a form. Evaluation forms themselves are limited to the chosen ones; in the Analytics dialect they are all that are
// published, whatever the range.
func (r Reader) Entities(ctx context.Context, dialect Dialect, groupBy GroupBy, forms Filter, rng Range) ([]Entity, error) {
	switch {
	case forms.Nothing():
		return []Entity{}, nil
	case dialect == DialectAnalytics && groupBy == GroupByEvaluationForm:
		published, err := r.listed(ctx, groupBy)
		return chosen(published, forms), err
	}
	p, err := r.makePlan(ctx, Request{Dialect: dialect, GroupBy: []GroupBy{groupBy}, Forms: forms, Range: rng}, r.snapshot)
	if err != nil {
		return nil, err
	}
	snapshots, err := lookAll(ctx, p.questions, r.snapshot)
	if err != nil {
		return nil, err
	}
	// A picker with ids in it is better than none: names come when they come.
	_, _ = r.nameRows(ctx, p, snapshots)
	needsCount := groupBy != GroupByEvaluationForm && !forms.All()
	entities := []Entity{}
	seen := map[string]bool{}
	for _, snapshot := range snapshots {
		for _, row := range snapshot.Rows {
			shown := p.rows.Has(row.Entity.ID) && p.forms.Has(row.FormID) && (row.Count > 0 || !needsCount)
			if shown && !seen[row.Entity.ID] {
				seen[row.Entity.ID] = true
				entities = append(entities, r.Feed.names.of(groupBy, row.Entity))
			}
		}
	}
	return entities, nil
}

// chosen are those of the entities that pass; what is given stays as it is, because others read it too.
func chosen(entities []Entity, filter Filter) []Entity {
	found := make([]Entity, 0, len(entities))
	for _, entity := range entities {
		if filter.Has(entity.ID) {
			found = append(found, entity)
		}
	}
	return found
}

// listed is what the directory lists, asked for once a window.
func (r Reader) listed(ctx context.Context, groupBy GroupBy) ([]Entity, error) {
	if found, ok := r.Feed.lists.of(groupBy, r.Now()); ok {
		return found, nil
	}
	key := "list\n" + string(groupBy)
	flight := r.fly(ctx, key, askTimeout, func(ctx context.Context) (any, error) {
		if err := r.Feed.failures.wait(key, r.Now()); err != nil {
			return nil, err
		}
		found, err := r.Directory.Entities(ctx, groupBy)
		if err != nil {
			r.Feed.failures.add(key, r.Now(), err)
			return nil, err
		}
		r.Feed.failures.clear(key)
		records := make([]NameRecord, len(found))
		for i, entity := range found {
			records[i] = NameRecord{GroupBy: groupBy, Entity: entity, AsOf: r.Now()}
		}
		r.keepNames(ctx, r.Feed.names.refresh(records))
		r.Feed.lists.keep(groupBy, found, AskableEnd(r.Now()).Add(Window+AskableAfter))
		return found, nil
	})
	return await[[]Entity](ctx, flight)
}

func (l *lists) of(groupBy GroupBy, now time.Time) ([]Entity, bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	found, ok := l.byGroupBy[groupBy]
	return found.entities, ok && now.Before(found.until)
}

func (l *lists) keep(groupBy GroupBy, entities []Entity, until time.Time) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.byGroupBy == nil {
		l.byGroupBy = map[GroupBy]list{}
	}
	l.byGroupBy[groupBy] = list{entities, until}
}
