package quality

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAnOlderSnapshotTakesNoNewerNameAway(t *testing.T) {
	var known names
	named := func(name string, asOf time.Time) Snapshot {
		return NewSnapshot(Question{GroupBy: GroupByAgent}, asOf, []Row{{Entity: Entity{ID: "a", Name: name}}})
	}
	noon := at(t, "2026-11-27T12:00:00Z")
	require.Len(t, known.learn(named("New", noon)), 1)
	require.Empty(t, known.learn(named("Old", noon.Add(-time.Hour))))
	require.Equal(t, "New", known.of(GroupByAgent, Entity{ID: "a"}).Name)
}
