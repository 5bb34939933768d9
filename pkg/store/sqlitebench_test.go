package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

var benchmarkedRows = []int{100, 1000, 10_000}

// BenchmarkSave replaces one snapshot again and again, each time by a newer one. It reports what a snapshot takes in the
// file.
func BenchmarkSave(b *testing.B) {
	for _, rows := range benchmarkedRows {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			snapshot := scored("f", noon, rows, 1)
			store := openStore(b, storePath(b), Options{}).For("scope")
			for b.Loop() {
				snapshot.AsOf = snapshot.AsOf.Add(time.Second)
				store.Save(b.Context(), snapshot, tomorrow)
			}
			requireKept(b, store, snapshot)
			b.ReportMetric(float64(len(encodeSnapshot(snapshot))), "bytes/snapshot")
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for _, rows := range benchmarkedRows {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			snapshot := scored("f", noon, rows, 1)
			key := snapshot.Question.Key()
			store := openStore(b, storePath(b), Options{}).For("scope")
			store.Save(b.Context(), snapshot, tomorrow)
			for b.Loop() {
				_, ok := store.Load(b.Context(), key)
				require.True(b, ok)
			}
		})
	}
}

func BenchmarkSaveNames(b *testing.B) {
	for _, rows := range benchmarkedRows {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			store := openStore(b, storePath(b), Options{}).For("scope")
			var names []quality.NameRecord
			for _, row := range scored("f", noon, rows, 1).Rows {
				names = append(names, agentNamed(row.Entity.ID, row.Entity.Name, noon))
			}
			for b.Loop() {
				store.SaveNames(b.Context(), names)
			}
			require.Len(b, store.LoadNames(b.Context()), rows)
		})
	}
}
