package quality

import (
	"cmp"
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
		records[i].Entity.Name = n.newest[nameKey{record.GroupBy, record.Entity.ID}].text
	}
	return records
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
	if record.Entity.Name == "" {
		record.Entity.Name = known.text // Who was deleted keeps the last name.
	}
	n.newest[key] = name{record.Entity.Name, record.AsOf}
	return !ok || known.text != record.Entity.Name
}

// missing are those of the ids whose name was never asked for, or not since the given time.
func (n *names) missing(groupBy GroupBy, ids []string, since time.Time) []string {
	n.mutex.RLock()
	defer n.mutex.RUnlock()
	var missing []string
	for _, id := range ids {
		if known, ok := n.newest[nameKey{groupBy, id}]; !ok || known.asOf.Before(since) {
			missing = append(missing, id)
		}
	}
	return missing
}

// of is the entity under its newest name, which is its id where there is no name.
func (n *names) of(groupBy GroupBy, e Entity) Entity {
	if e.ID == "" {
		return e // The organization's total, or all forms.
	}
	n.mutex.RLock()
	defer n.mutex.RUnlock()
	if e.ID == NoEntity {
		e.Name = noEntityNames[groupBy]
		return e
	}
	e.Name = cmp.Or(n.newest[nameKey{groupBy, e.ID}].text, e.Name, e.ID)
	return e
}
