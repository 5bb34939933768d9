package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func TestPurgeDropsWhatHasExpired(t *testing.T) {
	now := noon
	store := openStore(t, storePath(t), Options{Now: func() time.Time { return now }})
	for i := range 250 { // More than one statement's share.
		store.For("scope").Save(t.Context(), scored(fmt.Sprint("short ", i), noon, 1, 1), noon.Add(time.Minute))
	}
	long := scored("long", noon, 5, 1)
	store.For("scope").Save(t.Context(), long, noon.Add(time.Minute+1))

	now = noon.Add(time.Minute)
	require.NoError(t, store.Purge(t.Context()))
	require.Equal(t, int64(1), store.count(t, "snapshots"))
	requireKept(t, store.For("scope"), long)
}

func TestPurgeShrinksTheFileToTheNewest(t *testing.T) {
	path := storePath(t)
	const snapshots, agents = 40, 1000
	large, err := Open(t.Context(), path, atItsEase)
	require.NoError(t, err)
	saved := make([]quality.Snapshot, snapshots)
	for i := range saved {
		// The order of asking is not that of saving: 7 and 40 have no common divisor.
		saved[i] = scored(fmt.Sprint(i), noon.Add(time.Duration(i*7%snapshots)*time.Second), agents, uint64(i))
		large.For(fmt.Sprint(i%3)).Save(t.Context(), saved[i], tomorrow)
	}
	require.NoError(t, large.Purge(t.Context()))
	before := large.Stats(t.Context())
	require.Equal(t, int64(snapshots), before.Snapshots)
	require.NoError(t, large.Close())

	small := openStore(t, path, Options{MaxBytes: before.Bytes / 2}) // Purges on opening.
	after := small.Stats(t.Context())
	require.LessOrEqual(t, after.Bytes, before.Bytes/2/10*9)
	require.Greater(t, after.Bytes, before.Bytes/3, "no more is dropped than must be")
	for i, s := range saved {
		if int64(i*7%snapshots) >= snapshots-after.Snapshots {
			requireKept(t, small.For(fmt.Sprint(i%3)), s)
		} else {
			requireMissing(t, small.For(fmt.Sprint(i%3)), s.Question)
		}
	}
}

func TestPurgeDropsTheOldestNamesWhenNoSnapshotIsLeft(t *testing.T) {
	store := openStore(t, storePath(t), Options{})
	var names []quality.NameRecord
	for i := range 5000 {
		names = append(names, agentNamed(fmt.Sprintf("%06d", i), "A rather long name for an agent", noon.Add(-time.Duration(i)*time.Second)))
	}
	store.For("scope").SaveNames(t.Context(), names)
	store.For("scope").Save(t.Context(), scored("f", noon, 1, 1), tomorrow)
	require.NoError(t, store.Purge(t.Context()))
	store.maxBytes = store.Stats(t.Context()).Bytes / 2
	require.NoError(t, store.Purge(t.Context()))

	require.Zero(t, store.count(t, "snapshots"))
	left := store.For("scope").LoadNames(t.Context())
	require.Equal(t, names[:len(left)], left)
	require.Contains(t, []int{1000, 2000}, len(left))
}

func TestASaveIsFollowedByAPurgeOnceAnHour(t *testing.T) {
	now := noon
	store := openStore(t, storePath(t), Options{Now: func() time.Time { return now }})
	save := func(form string) int64 {
		store.For("scope").Save(t.Context(), scored(form, now, 1, 1), now.Add(time.Minute))
		return store.count(t, "snapshots")
	}
	require.Equal(t, int64(1), save("a"))
	now = noon.Add(time.Hour - time.Nanosecond)
	require.Equal(t, int64(2), save("b"))
	now = noon.Add(time.Hour)
	require.Equal(t, int64(2), save("c"), "b and c: a has expired")
	now = now.Add(2 * time.Minute)
	require.Equal(t, int64(3), save("d"))
	now = noon.Add(2 * time.Hour)
	require.Equal(t, int64(1), save("e"))
}

func TestAFullFileMakesRoom(t *testing.T) {
	store := openStore(t, storePath(t), Options{MaxBytes: 400 << 10})
	for i := range 60 {
		want := scored(fmt.Sprint(i), noon.Add(time.Duration(i)*time.Second), 500, uint64(i))
		store.For("scope").Save(t.Context(), want, tomorrow)
		requireKept(t, store.For("scope"), want)
	}
	stats := store.Stats(t.Context())
	require.Zero(t, stats.Failures)
	require.Less(t, stats.Snapshots, int64(60))
	require.NoError(t, store.Purge(t.Context()))
	require.LessOrEqual(t, store.Stats(t.Context()).Bytes, int64(400<<10))
}
