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

// learn takes the names of a snapshot's rows; an older snapshot never takes a newer one's name away.
func (n *names) learn(s Snapshot) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.newest == nil {
		n.newest = map[nameKey]name{}
	}
	for _, row := range s.Rows {
		key := nameKey{s.Question.GroupBy, row.Entity.ID}
		if known, ok := n.newest[key]; !ok || !s.AsOf.Before(known.asOf) {
			n.newest[key] = name{row.Entity.Name, s.AsOf}
		}
	}
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
