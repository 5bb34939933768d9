package store

import (
	"context"
	"fmt"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

const (
	// betweenPurges is how often a Save is followed by a Purge.
	betweenPurges = time.Hour
	// Each statement of a purge is short, so that Saves get their turn in between.
	purgeRows   = 100
	purgeNames  = 1000
	vacuumPages = 2000
)

// Purge drops what has expired. Of what takes more than nine tenths of MaxBytes it drops the snapshots with the oldest
// asOf, then the oldest names. The file gives back what it no longer needs. It stops when ctx ends and goes on the next
// time. It runs by itself on opening, and after a Save once an hour.
func (s *SQLite) Purge(ctx context.Context) error {
	return s.use(ctx, "purge", func(ctx context.Context, db *database) error {
		return db.purge(ctx, nanoseconds(s.now()), s.maxBytes/10*9)
	})
}

func (s *SQLite) purgeWhenDue(ctx context.Context) {
	if !s.purgeAt.due(s.now(), betweenPurges) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.patience)
	defer cancel()
	_ = s.Purge(ctx) // Its errors have been noted.
}

// makingRoom runs a write and, when the file is full, once more after a purge.
func (s *SQLite) makingRoom(ctx context.Context, db *database, write func() error) error {
	err := write()
	if code(err)&0xff != sqlite3.SQLITE_FULL {
		return err
	}
	if purgeErr := db.purge(ctx, nanoseconds(s.now()), s.maxBytes/10*9); purgeErr != nil {
		return fmt.Errorf("%w; making room: %w", err, purgeErr)
	}
	return write()
}

func (db *database) purge(ctx context.Context, now, maxBytes int64) error {
	// A statement that has begun is let finish, ctx is looked at in between.
	statement := context.WithoutCancel(ctx)
	steps := []func(context.Context) (bool, error){
		func(ctx context.Context) (bool, error) {
			return db.delete(ctx, `DELETE FROM snapshots WHERE id IN (SELECT id FROM snapshots WHERE until <= ? LIMIT ?)`,
				now, purgeRows)
		},
		func(ctx context.Context) (bool, error) { return db.dropOldest(ctx, maxBytes) },
		db.vacuum,
	}
	for _, step := range steps {
		for more := true; more && ctx.Err() == nil; {
			var err error
			if more, err = step(statement); err != nil {
				return err
			}
		}
	}
	// A reader may keep the log from being emptied: then the next purge does it.
	_, err := db.emptyLog(statement)
	return err
}

// delete reports whether the statement deleted anything.
func (db *database) delete(ctx context.Context, statement string, arguments ...any) (bool, error) {
	result, err := db.writer.ExecContext(ctx, statement, arguments...)
	if err != nil {
		return false, fmt.Errorf("deleting: %w", err)
	}
	deleted, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("counting what was deleted: %w", err)
	}
	return deleted > 0, nil
}

// dropOldest deletes some of the oldest rows while the file's content takes more than maxBytes, and reports whether it
// did.
func (db *database) dropOldest(ctx context.Context, maxBytes int64) (bool, error) {
	used, err := db.pages(ctx, `SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count`)
	if err != nil || used*pageSize <= maxBytes {
		return false, err
	}
	// As many of the oldest as together take what is too much; the running sum includes the row itself.
	dropped, err := db.delete(ctx, `DELETE FROM snapshots WHERE id IN (
		SELECT id FROM (
			SELECT id, bytes, sum(bytes) OVER (ORDER BY as_of, id ROWS UNBOUNDED PRECEDING) AS running
			FROM (SELECT id, as_of, length(payload) AS bytes FROM snapshots ORDER BY as_of, id LIMIT ?)
		) WHERE running - bytes < ?)`, purgeRows, used*pageSize-maxBytes)
	if err != nil || dropped {
		return dropped, err
	}
	return db.delete(ctx, `DELETE FROM names WHERE (scope, group_by, entity_id) IN (
		SELECT scope, group_by, entity_id FROM names ORDER BY as_of LIMIT ?)`, purgeNames)
}

// vacuum gives some free pages back and reports whether it did.
func (db *database) vacuum(ctx context.Context) (bool, error) {
	free, err := db.pages(ctx, `SELECT freelist_count FROM pragma_freelist_count`)
	if err != nil || free == 0 {
		return false, err
	}
	if _, err := db.writer.ExecContext(ctx, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, vacuumPages)); err != nil {
		return false, fmt.Errorf("giving pages back: %w", err)
	}
	left, err := db.pages(ctx, `SELECT freelist_count FROM pragma_freelist_count`)
	return left < free, err
}

func (db *database) pages(ctx context.Context, query string) (int64, error) {
	var pages int64
	if err := db.writer.QueryRowContext(ctx, query).Scan(&pages); err != nil {
		return 0, fmt.Errorf("counting pages: %w", err)
	}
	return pages, nil
}

// emptyLog moves the write-ahead log into the file, and reports whether it could empty it too.
func (db *database) emptyLog(ctx context.Context) (bool, error) {
	var busy, frames, moved int
	err := db.writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved)
	if err != nil {
		return false, fmt.Errorf("emptying the write-ahead log: %w", err)
	}
	return busy == 0, nil
}
