// Package store keeps snapshots.
package store

import (
	"context"

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
		Weigher:       func(key memoryKey, s quality.Snapshot) uint32 { return weight(key, s) },
	})}
}

// For is the part of the memory that one scope sees. A scope is an organization of Grafana's, a data source, a host and
// a client: whoever differs in one of them never sees the other's snapshots.
func (m *Memory) For(scope string) quality.Store { return scoped{memory: m, scope: scope} }

type scoped struct {
	memory *Memory
	scope  string
}

func (s scoped) Load(_ context.Context, key string) (quality.Snapshot, bool) {
	return s.memory.snapshots.GetIfPresent(memoryKey{s.scope, key})
}

func (s scoped) Save(_ context.Context, snapshot quality.Snapshot) {
	s.memory.snapshots.Set(memoryKey{s.scope, snapshot.Question.Key()}, snapshot)
}

// weight is about how many bytes a snapshot takes: its rows' structs and the texts they point to.
func weight(key memoryKey, s quality.Snapshot) uint32 {
	const row, overhead = 56, 512
	bytes := overhead + len(key.scope) + 2*len(key.question)
	for _, r := range s.Rows {
		bytes += row + len(r.Entity.ID) + len(r.Entity.Name)
	}
	return uint32(min(bytes, memoryBytes)) //nolint:gosec // Bounded by memoryBytes, which fits.
}
