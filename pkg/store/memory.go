// Package store keeps snapshots.
package store

import (
	"context"
	"time"
	"unsafe"

	"github.com/maypok86/otter/v2"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// memoryBytes bounds the snapshots in memory, of all data sources together.
const memoryBytes = 64 << 20

// Memory keeps the snapshots that were used last, 64 MiB of them. Otter weighs its entries, so the bound is one of
// bytes and not of entries.
type Memory struct {
	snapshots *otter.Cache[memoryKey, quality.Snapshot]
}

type memoryKey struct{ scope, question string }

// NewMemory is an empty memory.
func NewMemory() *Memory {
	return &Memory{snapshots: otter.Must(&otter.Options[memoryKey, quality.Snapshot]{
		MaximumWeight: memoryBytes,
		Weigher:       weight,
	})}
}

// Over is the part of the memory that one scope sees, in front of the store that keeps what the memory forgets; without
// one (nil) what is forgotten is gone. A scope is an organization of Grafana's, a data source, a host and a client:
// whoever differs in one of them never sees the other's snapshots.
func (m *Memory) Over(scope string, next quality.Store) quality.Store {
	return &remembering{memory: m, scope: scope, next: next}
}

type remembering struct {
	memory *Memory
	scope  string
	next   quality.Store
}

// Load is the memory's snapshot, which is at least as new as the one behind it: every Save goes through here.
func (s *remembering) Load(ctx context.Context, key string) (quality.Snapshot, bool) {
	if found, ok := s.memory.snapshots.GetIfPresent(memoryKey{s.scope, key}); ok {
		return found, true
	}
	if s.next == nil {
		return quality.Snapshot{}, false
	}
	found, ok := s.next.Load(ctx, key)
	if ok {
		s.memory.snapshots.SetIfAbsent(memoryKey{s.scope, key}, found)
	}
	return found, ok
}

func (s *remembering) Save(ctx context.Context, snapshot quality.Snapshot, until time.Time) {
	// The disk comes first: whoever is answered from memory may rely on finding it there after a restart.
	if s.next != nil {
		s.next.Save(ctx, snapshot, until)
	}
	s.memory.snapshots.Set(memoryKey{s.scope, snapshot.Question.Key()}, snapshot)
}

func (s *remembering) LoadNames(ctx context.Context) []quality.NameRecord {
	if s.next == nil {
		return nil // The feed itself remembers names for as long as it lives.
	}
	return s.next.LoadNames(ctx)
}

func (s *remembering) SaveNames(ctx context.Context, names []quality.NameRecord) {
	if s.next != nil {
		s.next.SaveNames(ctx, names)
	}
}

// weight is about how many bytes a snapshot takes: its rows' structs and the texts they point to.
func weight(key memoryKey, s quality.Snapshot) uint32 {
	const row, overhead = int(unsafe.Sizeof(quality.Row{})), 512
	bytes := overhead + len(key.scope) + 2*len(key.question)
	for _, r := range s.Rows {
		bytes += row + len(r.Entity.ID) + len(r.Entity.Name) + len(r.FormID)
	}
	return uint32(min(bytes, memoryBytes))
}
