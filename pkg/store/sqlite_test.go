package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func TestSnapshotsSurviveAReopening(t *testing.T) {
	path := storePath(t)
	want := unusual()
	first, err := Open(t.Context(), path, atItsEase)
	require.NoError(t, err)
	for name, s := range want {
		first.For(name).Save(t.Context(), s, tomorrow)
	}
	require.NoError(t, first.Close())

	second := openStore(t, path, Options{})
	for name, s := range want {
		if len(s.Rows) == 0 {
			s.Rows = []quality.Row{}
		}
		requireKept(t, second.For(name), s)
	}
	stats := second.Stats(t.Context())
	require.Equal(t, int64(len(want)), stats.Snapshots)
	require.Positive(t, stats.Bytes)
	require.Zero(t, stats.Damaged)
	require.Zero(t, stats.Failures)
}

func TestTheEmbeddedStoreKeepsTheNewerSnapshot(t *testing.T) {
	older, newer := scored("f", noon, 5, 1), scored("f", noon.Add(time.Nanosecond), 7, 2)
	corrected := scored("f", newer.AsOf, 7, 3)
	for name, c := range map[string]struct {
		saved []quality.Snapshot
		kept  quality.Snapshot
	}{
		"in order":     {[]quality.Snapshot{older, newer}, newer},
		"out of order": {[]quality.Snapshot{newer, older}, newer},
		"of one time":  {[]quality.Snapshot{newer, corrected}, corrected},
	} {
		t.Run(name, func(t *testing.T) {
			s := openStore(t, storePath(t), Options{}).For("scope")
			for _, snapshot := range c.saved {
				s.Save(t.Context(), snapshot, tomorrow)
			}
			requireKept(t, s, c.kept)
		})
	}
}

func TestASnapshotEndsAtItsTime(t *testing.T) {
	now := noon
	store := openStore(t, storePath(t), Options{Now: func() time.Time { return now }})
	want := scored("f", noon, 5, 1)
	store.For("scope").Save(t.Context(), want, noon.Add(time.Hour))

	now = noon.Add(time.Hour - time.Nanosecond)
	requireKept(t, store.For("scope"), want)
	now = noon.Add(time.Hour)
	requireMissing(t, store.For("scope"), want.Question)
}

func TestTimesOutsideTheCalendarAreItsEnds(t *testing.T) {
	s := openStore(t, storePath(t), Options{}).For("scope")
	want := scored("f", time.Time{}, 1, 1)
	s.Save(t.Context(), want, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
	requireKept(t, s, want)
}

func TestScopesNeverSeeEachOther(t *testing.T) {
	store := openStore(t, storePath(t), Options{})
	random := rand.New(rand.NewPCG(1, 2))
	scopes := map[string]uint64{}
	for len(scopes) < 200 {
		// Few letters, so that many scopes begin or end like others.
		scope := fmt.Sprintf("%d\n%s", random.IntN(12), "uid-"[:random.IntN(5)]+fmt.Sprint(random.IntN(12)))
		scopes[scope] = uint64(len(scopes))
	}
	// Every second scope is asked the same question, and gets another answer.
	for scope, seed := range scopes {
		if seed%2 == 0 {
			store.For(scope).Save(t.Context(), scored("f", noon, 2, seed), tomorrow)
			store.For(scope).SaveNames(t.Context(), []quality.NameRecord{agentNamed("id", fmt.Sprint(seed), noon)})
		}
	}
	for scope, seed := range scopes {
		if seed%2 == 0 {
			requireKept(t, store.For(scope), scored("f", noon, 2, seed))
			require.Equal(t, []quality.NameRecord{agentNamed("id", fmt.Sprint(seed), noon)}, store.For(scope).LoadNames(t.Context()))
		} else {
			requireMissing(t, store.For(scope), questionAbout("f"))
			require.Empty(t, store.For(scope).LoadNames(t.Context()))
		}
	}
}

func TestFilesAreTheirOwnersAlone(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "new", "deeper")
	path := filepath.Join(directory, "odd name ?#%41.db")
	require.NoError(t, os.MkdirAll(filepath.Dir(directory), 0o755))
	store := openStore(t, path, Options{})
	store.For("scope").Save(t.Context(), scored("f", noon, 5, 1), tomorrow)

	info, err := os.Stat(directory)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	entries, err := os.ReadDir(directory)
	require.NoError(t, err)
	require.Len(t, entries, 3, "the file, its -wal and its -shm")
	for _, entry := range entries {
		info, err := entry.Info()
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), entry.Name())
	}
}

func TestAnOpenFileIsClosedToOthers(t *testing.T) {
	path := storePath(t)
	require.NoError(t, os.WriteFile(path, nil, 0o644))
	openStore(t, path, Options{})
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

// TestTwoHandlesShareAFile is what a restart of the plugin looks like, with the old process still at work.
func TestTwoHandlesShareAFile(t *testing.T) {
	path := storePath(t)
	handles := make([]*SQLite, 2)
	var opening sync.WaitGroup
	for i := range handles {
		opening.Go(func() {
			var err error
			handles[i], err = Open(t.Context(), path, atItsEase)
			require.NoError(t, err)
		})
	}
	opening.Wait()
	var writing sync.WaitGroup
	for i, handle := range handles {
		for j := range 4 {
			writing.Go(func() {
				for k := range 10 {
					handle.For(fmt.Sprint(i)).Save(t.Context(), scored(fmt.Sprint(j, k), noon, 20, uint64(k)), tomorrow)
					handles[1-i].For(fmt.Sprint(i)).Load(t.Context(), questionAbout(fmt.Sprint(j, k)).Key())
				}
			})
		}
	}
	writing.Wait()
	for i := range handles {
		for j := range 4 {
			for k := range 10 {
				requireKept(t, handles[1-i].For(fmt.Sprint(i)), scored(fmt.Sprint(j, k), noon, 20, uint64(k)))
			}
		}
	}
	for _, handle := range handles {
		require.Equal(t, Stats{Bytes: handle.Stats(t.Context()).Bytes, Snapshots: 80}, handle.Stats(t.Context()))
		require.NoError(t, handle.Close())
	}
}

func TestASaveOutlivesItsCaller(t *testing.T) {
	store := openStore(t, storePath(t), Options{})
	gone, leave := context.WithCancel(t.Context())
	leave()
	want := scored("f", noon, 5, 1)
	store.For("scope").Save(gone, want, tomorrow)
	requireKept(t, store.For("scope"), want)

	_, ok := store.For("scope").Load(gone, want.Question.Key())
	require.False(t, ok)
	require.Zero(t, store.Stats(t.Context()).Failures, "a caller who left is no failure")
}

func TestAClosedStoreMissesAndKeepsNothing(t *testing.T) {
	path := storePath(t)
	store := openStore(t, path, Options{})
	want := scored("f", noon, 5, 1)
	store.For("scope").Save(t.Context(), want, tomorrow)
	require.NoError(t, store.Close())
	require.NoError(t, store.Close())

	requireMissing(t, store.For("scope"), want.Question)
	store.For("scope").Save(t.Context(), scored("g", noon, 5, 1), tomorrow)
	store.For("scope").SaveNames(t.Context(), []quality.NameRecord{agentNamed("a", "A", noon)})
	require.Empty(t, store.For("scope").LoadNames(t.Context()))
	require.ErrorIs(t, store.Purge(t.Context()), errClosed)
	require.Zero(t, store.Stats(t.Context()).Failures)

	again := openStore(t, path, Options{})
	require.Equal(t, int64(1), again.Stats(t.Context()).Snapshots)
}
