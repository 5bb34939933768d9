package quality

import (
	"cmp"
	"sync"
	"time"
)

// names knows the newest name of every entity, so that a renamed agent is one row with the new name in past windows
// too. The zero value is ready.
type names struct {
	mutex sync.RWMutex
	// newest are the names by id. Those of one kind are looked up by the thousand, so the kind is no part of their key.
	newest map[GroupBy]map[string]*name
	// changed counts how often a name was new.
	changed uint64
}

type name struct {
	text string
	asOf time.Time
}

// restore takes names that were kept.
func (n *names) restore(records []NameRecord) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	for _, record := range records {
		n.take(record)
	}
}

// learn takes the names of a snapshot's rows and returns those that are new; an older snapshot never takes a newer
// one's name away.
func (n *names) learn(s Snapshot) []NameRecord {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	var changed []NameRecord
	for _, row := range s.Rows {
		if row.Entity.Name == "" {
			continue // Only the directory knows.
		}
		record := NameRecord{GroupBy: s.Question.GroupBy, Entity: row.Entity, AsOf: s.AsOf}
		if n.take(record) {
			changed = append(changed, record)
		}
	}
	return changed
}

// refresh takes what the directory said and returns it as it is known now, all of it: it is as new as that.
func (n *names) refresh(records []NameRecord) []NameRecord {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	for i, record := range records {
		n.take(record)
		records[i].Entity.Name = n.newest[record.GroupBy][record.Entity.ID].text
	}
	return records
}

// take reports whether the record brought a name that was not known.
func (n *names) take(record NameRecord) bool {
	if n.newest == nil {
		n.newest = map[GroupBy]map[string]*name{}
	}
	of := n.newest[record.GroupBy]
	if of == nil {
		of = map[string]*name{}
		n.newest[record.GroupBy] = of
	}
	known, ok := of[record.Entity.ID]
	switch {
	case !ok:
		of[record.Entity.ID] = &name{record.Entity.Name, record.AsOf}
	case record.AsOf.Before(known.asOf):
		return false
	case record.Entity.Name == "", record.Entity.Name == known.text: // Who was deleted keeps the last name.
		known.asOf = record.AsOf
		return false
	default:
		*known = name{record.Entity.Name, record.AsOf}
	}
	n.changed++
	return true
}

// changes is how often a name was new: what was named at the same count has the same names.
func (n *names) changes() uint64 {
	n.mutex.RLock()
	defer n.mutex.RUnlock()
	return n.changed
}

// missing are those of the ids whose name was never asked for, or not since the given time.
func (n *names) missing(groupBy GroupBy, ids []string, since time.Time) []string {
	n.mutex.RLock()
	defer n.mutex.RUnlock()
	var missing []string
	for _, id := range ids {
		if known, ok := n.newest[groupBy][id]; !ok || known.asOf.Before(since) {
			missing = append(missing, id)
		}
	}
	return missing
}

// read lends the function that names entities: each gets its newest name, or its id where it has none.
func (n *names) read(use func(of func(GroupBy, Entity) Entity)) {
	n.mutex.RLock()
	defer n.mutex.RUnlock()
	use(func(groupBy GroupBy, e Entity) Entity {
		switch e.ID {
		case "": // The organization's total, or all forms.
		case NoEntity:
			e.Name = noEntityNames[groupBy]
		default:
			if known := n.newest[groupBy][e.ID]; known != nil && known.text != "" {
				e.Name = known.text
			}
			e.Name = cmp.Or(e.Name, e.ID)
		}
		return e
	})
}

// of is one entity under its name, see read.
func (n *names) of(groupBy GroupBy, e Entity) Entity {
	n.read(func(of func(GroupBy, Entity) Entity) { e = of(groupBy, e) })
	return e
}
