package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	// pageSize is SQLite's default, written out because the bound on the file is one of pages.
	pageSize = 4096
	// readers is how many reads run at once beside the one write.
	readers = 4
	// lockRetry is how long to wait before another process' lock is tried again while the file is opened.
	lockRetry = 20 * time.Millisecond
)

// database is one opened file: a connection that writes and several that read.
type database struct {
	path           string
	file           os.FileInfo
	writer, reader *sql.DB
}

// open opens or creates the file and brings its schema up to date. Errors that isDamage recognizes ask for setAside.
func (s *SQLite) open(ctx context.Context) (*database, error) {
	if err := createFile(s.path); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	for {
		db, err := tryDatabase(ctx, s.path, s.maxBytes)
		if code(err)&0xff != sqlite3.SQLITE_BUSY {
			return db, err
		}
		// SQLite's own busy_timeout does not cover the switch to WAL, which another process may be making too.
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(lockRetry):
		}
	}
}

// createFile makes a file that its owner alone can read; SQLite gives its -wal and -shm the same mode. An existing file
// is never opened here: closing it would drop the locks that this process holds on it through SQLite.
func createFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case err == nil:
		err = file.Close()
	case errors.Is(err, fs.ErrExist):
		err = nil
	}
	if err != nil {
		return fmt.Errorf("creating the file: %w", err)
	}
	return nil
}

// checkOwner reads the schema before anything is changed: what belongs to somebody else stays as it is, its mode and the
// switch to WAL included. What else is wrong with the file shows when it is opened.
func checkOwner(ctx context.Context, path string) error {
	reader, err := sql.Open("sqlite", strings.Replace(dsn(path, "_query_only=1"), "mode=rw", "mode=ro", 1))
	if err != nil {
		return fmt.Errorf("opening the file to look at it: %w", err)
	}
	defer func() { _ = reader.Close() }() // Nothing was written.
	if _, err = schemaVersion(ctx, reader); errors.Is(err, errNotOurs) {
		return err
	}
	return nil
}

func tryDatabase(ctx context.Context, path string, maxBytes int64) (*database, error) {
	if err := checkOwner(ctx, path); err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, fmt.Errorf("closing the file to others: %w", err)
	}
	writer, err := sql.Open("sqlite", dsn(path, "_txlock=immediate", "_defensive=1", "_auto_vacuum=incremental",
		"_pragma=journal_mode(WAL)", "_pragma=synchronous(FULL)", "_pragma=secure_delete(ON)",
		"_pragma=journal_size_limit(16777216)", fmt.Sprintf("_pragma=max_page_count(%d)", max(16, maxBytes/pageSize))))
	if err != nil {
		return nil, fmt.Errorf("opening the writer: %w", err)
	}
	reader, err := sql.Open("sqlite", dsn(path, "_query_only=1"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the reader: %w", err), writer.Close())
	}
	// One writer, so that writes queue here and not at SQLite's lock; connections never grow old.
	writer.SetMaxOpenConns(1)
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	db := &database{path: path, writer: writer, reader: reader}
	if err := db.prepare(ctx); err != nil {
		_ = db.close() // The cause counts.
		return nil, err
	}
	return db, nil
}

// dsn names the file in SQLite's URI form, in which no character of a path means anything else. The file is not created
// by SQLite, which would give it a mode of its own.
func dsn(path string, parameters ...string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // Windows: /C:/…
	}
	uri := url.URL{Scheme: "file", Path: slashed}
	always := []string{"mode=rw", "_dqs=0", "_busy_timeout=2000", "_pragma=cell_size_check(1)", "_pragma=trusted_schema(0)"}
	return uri.String() + "?" + strings.Join(append(always, parameters...), "&")
}

func (db *database) prepare(ctx context.Context) error {
	if err := db.migrate(ctx); err != nil {
		return err
	}
	file, err := os.Stat(db.path)
	if err != nil {
		return fmt.Errorf("looking at the file: %w", err)
	}
	db.file = file
	return nil
}

// inPlace reports whether the opened file is still the one at the path.
func (db *database) inPlace() bool {
	file, err := os.Stat(db.path)
	return err == nil && os.SameFile(file, db.file)
}

// close closes the reader first, so that the writer is the last and takes the write-ahead log in.
func (db *database) close() error { return errors.Join(db.reader.Close(), db.writer.Close()) }

// setAside renames the file to *.damaged in place of an older such file. Its write-ahead log goes, or it would be taken
// for the new file's.
func setAside(path string) error {
	if err := os.Rename(path, damagedPath(path)); err != nil {
		return fmt.Errorf("setting the damaged file aside: %w", err)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		err := os.Remove(path + suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing what belonged to the damaged file: %w", err)
		}
	}
	return nil
}

func damagedPath(path string) string { return path + ".damaged" }

// errDamaged marks damage that SQLite itself does not see.
var errDamaged = errors.New("the file is damaged")

// isDamage reports whether the error can only come from a damaged file. The statements are constants that work on an
// intact schema, so a statement that does not compile or breaks a constraint is a sign of a damaged one.
func isDamage(err error) bool {
	switch code(err) & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_ERROR,
		sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH:
		return true
	}
	return errors.Is(err, errDamaged)
}

// code is SQLite's extended result code, or 0 where the error is not SQLite's.
func code(err error) int {
	var failure *sqlite.Error
	if errors.As(err, &failure) {
		return failure.Code()
	}
	return 0
}
