package store

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func TestAFullDiskCostsTheSnapshotAlone(t *testing.T) {
	store := openStore(t, storePath(t), Options{})
	s := store.For("scope")
	kept := scored("kept", noon, 50, 1)
	s.Save(t.Context(), kept, tomorrow)
	store.run(t, `PRAGMA max_page_count = 1`) // Becomes the present size.

	s.Save(t.Context(), scored("lost", noon, 500, 2), tomorrow)
	s.SaveNames(t.Context(), []quality.NameRecord{agentNamed("a", strings.Repeat("long ", 5000), noon)})
	requireMissing(t, s, questionAbout("lost"))
	require.Empty(t, s.LoadNames(t.Context()))
	requireKept(t, s, kept)
	require.Equal(t, int64(2), store.Stats(t.Context()).Failures)

	store.run(t, `PRAGMA max_page_count = 100000`)
	later := scored("later", noon, 500, 3)
	s.Save(t.Context(), later, tomorrow)
	requireKept(t, s, later)
	require.Equal(t, int64(2), store.Stats(t.Context()).Failures)
}

func TestAnImpossibleSnapshotIsNotKept(t *testing.T) {
	store := openStore(t, storePath(t), Options{})
	wrong := scored("f", noon, 5, 1)
	wrong.Revision = "another"
	store.For("scope").Save(t.Context(), wrong, tomorrow)
	require.Zero(t, store.count(t, "snapshots"))
	require.Equal(t, int64(1), store.Stats(t.Context()).Failures)
}

func TestFailuresAreLoggedOnceAMinuteAndWithoutNames(t *testing.T) {
	now := noon
	var log bytes.Buffer
	store := openStore(t, storePath(t), Options{
		Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	store.run(t, `PRAGMA query_only = 1`)
	secret := quality.NewSnapshot(questionAbout("secret form"), noon, []quality.Row{{
		Entity: quality.Entity{ID: "secret id", Name: "secret name"}, Measures: quality.Measures{Count: 1},
	}})
	fail := func() {
		store.For("secret scope").Save(t.Context(), secret, tomorrow)
		store.For("secret scope").SaveNames(t.Context(), []quality.NameRecord{agentNamed("secret id", "secret name", noon)})
	}
	fail()
	fail()
	require.Equal(t, 1, strings.Count(log.String(), "\n"), log.String())
	require.Contains(t, log.String(), `level=WARN msg="The embedded store failed" operation=save`)
	now = noon.Add(time.Minute)
	fail()
	require.Equal(t, 2, strings.Count(log.String(), "\n"), log.String())
	require.NotContains(t, log.String(), "secret")
	require.Equal(t, int64(6), store.Stats(t.Context()).Failures)
}

func TestAFileThatWasTakenAwayIsBegunAnew(t *testing.T) {
	for name, take := range map[string]func(*testing.T, string){
		"deleted": func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) },
		"renamed": func(t *testing.T, path string) { require.NoError(t, os.Rename(path, path+".old")) },
		"replaced": func(t *testing.T, path string) {
			require.NoError(t, os.Rename(path, path+".old"))
			require.NoError(t, os.WriteFile(path, nil, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			store := openStore(t, path, Options{})
			store.For("scope").Save(t.Context(), scored("old", noon, 5, 1), tomorrow)
			take(t, path)

			want := scored("new", noon, 5, 2)
			store.For("scope").Save(t.Context(), want, tomorrow)
			requireKept(t, store.For("scope"), want)
			require.NoError(t, store.Close())
			requireKept(t, openStore(t, path, Options{}).For("scope"), want)
		})
	}
}

func TestAPlaceThatIsGoneIsLookedForOnceAMinute(t *testing.T) {
	now := noon
	path := storePath(t)
	store := openStore(t, path, Options{Now: func() time.Time { return now }})
	want := scored("f", noon, 5, 1)
	save := func() { store.For("scope").Save(t.Context(), want, tomorrow) }
	require.NoError(t, os.Remove(path))
	require.NoError(t, os.Mkdir(path, 0o700)) // Where no file can be.
	save()
	requireMissing(t, store.For("scope"), want.Question)
	require.NoError(t, os.Remove(path))

	now = noon.Add(time.Minute - time.Nanosecond)
	save()
	require.NoFileExists(t, path)
	now = noon.Add(time.Minute)
	save()
	requireKept(t, store.For("scope"), want)
}

func TestADamagedFileIsSetAsideOnceAnHour(t *testing.T) {
	now := noon
	path := storePath(t)
	store := openStore(t, path, Options{Now: func() time.Time { return now }})
	s := store.For("scope")
	for i := range 3 {
		now = noon.Add(time.Duration(i) * time.Hour)
		want := scored(fmt.Sprint(i), now, 5, uint64(i))
		store.run(t, `DROP TABLE snapshots`)
		s.Save(t.Context(), want, now.Add(time.Hour))
		requireKept(t, s, want) // In the new file, whose predecessor lies aside.
		require.FileExists(t, damagedPath(path))
		require.NoError(t, os.Remove(damagedPath(path)))
	}
	store.run(t, `DROP TABLE snapshots`)
	s.Save(t.Context(), scored("lost", now, 5, 1), now.Add(time.Hour))
	requireMissing(t, s, questionAbout("lost"))
	require.NoFileExists(t, damagedPath(path))
}
