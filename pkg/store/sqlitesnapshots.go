package store

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// errRowDamaged marks damage that ends with its row: the row is deleted and its question asked again.
var errRowDamaged = errors.New("a row is damaged")

// snapshotRow is a row of the table snapshots, less its checksum.
type snapshotRow struct {
	scope, key  string
	asOf, until int64
	payload     []byte
}

// checksum covers the whole row, so that none can answer for another's scope or question, or at another's time.
func (r snapshotRow) checksum() []byte {
	return checksum([]byte("snapshot"), []byte(r.scope), []byte(r.key), number(r.asOf), number(r.until), r.payload)
}

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// load reads the row of the scope and key it is given. Errors: sql.ErrNoRows, errRowDamaged, and SQLite's.
func (r *snapshotRow) load(ctx context.Context, from querier) (quality.Snapshot, error) {
	var stored []byte
	err := from.QueryRowContext(ctx, `SELECT as_of, until, checksum, payload FROM snapshots WHERE scope = ? AND key = ?`,
		r.scope, r.key).Scan(&r.asOf, &r.until, &stored, &r.payload)
	if err != nil {
		return quality.Snapshot{}, rowError(ctx, err)
	}
	if subtle.ConstantTimeCompare(stored, r.checksum()) != 1 {
		return quality.Snapshot{}, fmt.Errorf("%w: its checksum is wrong", errRowDamaged)
	}
	snapshot, err := decodeSnapshot(r.payload)
	if err != nil {
		return quality.Snapshot{}, fmt.Errorf("%w: %w", errRowDamaged, err)
	}
	if snapshot.Question.Key() != r.key || nanoseconds(snapshot.AsOf) != r.asOf {
		return quality.Snapshot{}, fmt.Errorf("%w: its payload is another's", errRowDamaged)
	}
	return snapshot, nil
}

func (r snapshotRow) save(ctx context.Context, db *database) error {
	_, err := db.writer.ExecContext(ctx, `INSERT INTO snapshots (scope, key, as_of, until, checksum, payload)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (scope, key) DO UPDATE
		SET as_of = excluded.as_of, until = excluded.until, checksum = excluded.checksum, payload = excluded.payload
		WHERE excluded.as_of >= snapshots.as_of`, r.scope, r.key, r.asOf, r.until, r.checksum(), r.payload)
	if err != nil {
		return fmt.Errorf("writing a snapshot: %w", err)
	}
	return nil
}

// Load finds the newest snapshot of the question, unless its time is over.
func (s scopedSQLite) Load(ctx context.Context, key string) (quality.Snapshot, bool) {
	row := snapshotRow{scope: s.scope, key: key}
	var snapshot quality.Snapshot
	found, damage := false, error(nil)
	err := s.store.read(ctx, "load", func(ctx context.Context, db *database) error {
		loaded, err := row.load(ctx, db.reader)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil
		case errors.Is(err, errRowDamaged):
			damage = err
			return nil
		}
		snapshot, found = loaded, err == nil
		return err
	})
	if err == nil && damage != nil {
		s.discard(ctx, key, damage)
	}
	if err != nil || !found || row.until <= nanoseconds(s.store.now()) {
		return quality.Snapshot{}, false
	}
	return snapshot, true
}

// discard deletes a damaged row, unless a good one has taken its place.
func (s scopedSQLite) discard(ctx context.Context, key string, damage error) {
	s.store.noteDamage(ctx, damage)
	_ = s.store.write(ctx, "discard", func(ctx context.Context, db *database) error {
		return db.transact(ctx, func(tx *sql.Tx) error {
			row := snapshotRow{scope: s.scope, key: key}
			if _, err := row.load(ctx, tx); !errors.Is(err, errRowDamaged) {
				return ignoreNoRows(err)
			}
			_, err := tx.ExecContext(ctx, `DELETE FROM snapshots WHERE scope = ? AND key = ?`, s.scope, key)
			return err
		})
	})
}

// Save keeps the snapshot until the given time. When it returns, the snapshot is on the disk and outlives a crash, or a
// failure has been counted.
func (s scopedSQLite) Save(ctx context.Context, snapshot quality.Snapshot, until time.Time) {
	if err := checkSnapshot(snapshot); err != nil {
		s.store.noteFailure(ctx, "save", err)
		return
	}
	row := snapshotRow{
		scope: s.scope, key: snapshot.Question.Key(),
		asOf: nanoseconds(snapshot.AsOf), until: nanoseconds(until), payload: encodeSnapshot(snapshot),
	}
	_ = s.store.write(ctx, "save", func(ctx context.Context, db *database) error {
		return s.store.makingRoom(ctx, db, func() error { return row.save(ctx, db) })
	})
	s.store.purgeWhenDue(ctx)
}

// rowError tells a damaged value, which is no SQLite error or one about its size, from a failed read.
func rowError(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, sql.ErrNoRows), ctx.Err() != nil:
		return err
	case code(err) == 0, code(err)&0xff == sqlite3.SQLITE_TOOBIG:
		return fmt.Errorf("%w: %w", errRowDamaged, err)
	}
	return fmt.Errorf("reading a row: %w", err)
}

func ignoreNoRows(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// checksum is the first half of a SHA-256 over the parts and their lengths.
func checksum(parts ...[]byte) []byte {
	hash := sha256.New()
	for _, part := range parts {
		hash.Write(number(int64(len(part))))
		hash.Write(part)
	}
	return hash.Sum(nil)[:16]
}

func number(n int64) []byte {
	return binary.LittleEndian.AppendUint64(nil, uint64(n)) //nolint:gosec // the bits are what is hashed
}

// nanoseconds since the Unix epoch; what lies outside the years 1678 to 2262 becomes the first or the last of them.
func nanoseconds(t time.Time) int64 {
	switch {
	case t.Before(time.Unix(0, math.MinInt64)):
		return math.MinInt64
	case t.After(time.Unix(0, math.MaxInt64)):
		return math.MaxInt64
	}
	return t.UnixNano()
}
