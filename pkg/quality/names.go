package quality

import (
	"sync"
	"time"
)

// names knows the newest name of every entity, so that a renamed agent is one row with the new name in past windows
// too. The zero value is ready.
type names struct {
	mutex  sync.RWMutex
	newest map[nameKey]name
}

type nameKey struct {
	groupBy GroupBy
	id      string
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
		record := NameRecord{GroupBy: s.Question.GroupBy, Entity: row.Entity, AsOf: s.AsOf}
		if n.take(record) {
			changed = append(changed, record)
		}
	}
	return changed
}

// take reports whether the record brought a name that was not known.
func (n *names) take(record NameRecord) bool {
	if n.newest == nil {
		n.newest = map[nameKey]name{}
	}
	key := nameKey{record.GroupBy, record.Entity.ID}
	known, ok := n.newest[key]
	if ok && record.AsOf.Before(known.asOf) {
		return false
	}
	n.newest[key] = name{record.Entity.Name, record.AsOf}
	return !ok || known.text != record.Entity.Name
}

// of is the entity under its newest name.
func (n *names) of(groupBy GroupBy, e Entity) Entity {
	n.mutex.RLock()
	defer n.mutex.RUnlock()
	if known, ok := n.newest[nameKey{groupBy, e.ID}]; ok {
		e.Name = known.text
	}
	return e
}
