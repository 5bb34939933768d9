package store

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestANewFileIsSetUp(t *testing.T) {
	for name, prepare := range map[string]func(*testing.T, string){
		"no file":        func(*testing.T, string) {},
		"an empty file":  func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path, nil, 0o600)) },
		"its own schema": func(t *testing.T, path string) { require.NoError(t, openedOnce(t, path).Close()) },
	} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			prepare(t, path)
			store := openStore(t, path, Options{})
			for pragma, want := range map[string]string{
				"user_version": "1", "application_id": "1195594067", "journal_mode": "wal", "synchronous": "2",
				"secure_delete": "1", "auto_vacuum": "2", "page_size": "4096",
			} {
				var got string
				require.NoError(t, store.database.writer.QueryRowContext(t.Context(), `PRAGMA `+pragma).Scan(&got))
				require.Equal(t, want, got, pragma)
			}
			want := scored("f", noon, 5, 1)
			store.For("scope").Save(t.Context(), want, tomorrow)
			requireKept(t, store.For("scope"), want)
			require.Zero(t, store.Stats(t.Context()).Damaged)
			require.NoFileExists(t, damagedPath(path))
		})
	}
}

func TestOtherPeoplesFilesStayUntouched(t *testing.T) {
	for name, c := range map[string]struct{ schema, message string }{
		"another program's": {`CREATE TABLE dashboard (id); INSERT INTO dashboard VALUES (1)`, "another program's database; choose another path"},
		"its version":       {`CREATE TABLE dashboard (id); PRAGMA user_version = 7`, "another program's database"},
		"a newer version": {
			migrations[0] + `UPDATE version SET number = 2; PRAGMA user_version = 2; PRAGMA application_id = 1195594067`,
			"its schema has version 2 and this version of the plugin knows 1; update the plugin or choose another path",
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			sqlFile(t, path, c.schema)
			_, err := Open(t.Context(), path, atItsEase)
			require.ErrorContains(t, err, c.message)
			require.ErrorContains(t, err, path)
			require.NoFileExists(t, damagedPath(path))
			require.FileExists(t, path)
		})
	}
}

func TestAFileThatCannotBeOursAnyMoreIsSetAside(t *testing.T) {
	for name, damage := range map[string]string{
		"a version back":       `PRAGMA user_version = 0`,
		"a version ahead":      `PRAGMA user_version = 257`,
		"no version":           `DELETE FROM version`,
		"another's mark":       `PRAGMA application_id = 1`,
		"no table of names":    `DROP TABLE names`,
		"no table at all":      `DROP TABLE names; DROP TABLE snapshots; DROP TABLE version`,
		"a column less":        `ALTER TABLE snapshots DROP COLUMN payload`,
		"a renamed table":      `ALTER TABLE snapshots RENAME TO snapshotz`,
		"every name renamed":   `ALTER TABLE snapshots RENAME TO a; ALTER TABLE names RENAME TO b; ALTER TABLE version RENAME TO c`,
		"a version of letters": `DROP TABLE version; CREATE TABLE version (number); INSERT INTO version VALUES ('one')`,
	} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			require.NoError(t, openedOnce(t, path).Close())
			sqlFile(t, path, damage)
			store := openStore(t, path, Options{})
			require.FileExists(t, damagedPath(path))
			require.Equal(t, int64(1), store.Stats(t.Context()).Damaged)
			want := scored("f", noon, 5, 1)
			store.For("scope").Save(t.Context(), want, tomorrow)
			requireKept(t, store.For("scope"), want)
		})
	}
}

func TestAPlaceThatCannotBeWrittenIsAnError(t *testing.T) {
	directory := t.TempDir()
	file := filepath.Join(directory, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := Open(t.Context(), filepath.Join(file, "quality.db"), Options{})
	require.ErrorContains(t, err, "creating the embedded store's directory")
	_, err = Open(t.Context(), directory, Options{})
	require.Error(t, err, "a directory is no file")
	_, err = Open(t.Context(), "quality.db", Options{})
	require.ErrorContains(t, err, "the path is relative; choose an absolute one")

	if os.Getuid() == 0 {
		t.Skip("the rest needs a user whom file modes concern; root may write anywhere")
	}
	require.NoError(t, os.Chmod(directory, 0o500))
	_, err = Open(t.Context(), filepath.Join(directory, "quality.db"), Options{})
	require.ErrorIs(t, err, os.ErrPermission)
}

func openedOnce(t *testing.T, path string) *SQLite {
	t.Helper()
	store, err := Open(t.Context(), path, atItsEase)
	require.NoError(t, err)
	return store
}

// sqlFile runs statements on a file that no store has open.
func sqlFile(t testing.TB, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), statements)
	require.NoError(t, err)
	require.NoError(t, db.Close())
}
