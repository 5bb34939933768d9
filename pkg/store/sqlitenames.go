package store

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// nameRow is a row of the table names, less its checksum.
type nameRow struct {
	scope, groupBy, id string
	asOf               int64
	name               string
}

func (r nameRow) checksum() []byte {
	return checksum([]byte("name"), []byte(r.scope), []byte(r.groupBy), []byte(r.id), number(r.asOf), []byte(r.name))
}

// scan reads a row as selectNames has it. Errors: errRowDamaged, and SQLite's.
func (r *nameRow) scan(ctx context.Context, rows *sql.Rows) error {
	var stored []byte
	if err := rows.Scan(&r.scope, &r.groupBy, &r.id, &r.asOf, &stored, &r.name); err != nil {
		return rowError(ctx, err)
	}
	if subtle.ConstantTimeCompare(stored, r.checksum()) != 1 {
		return fmt.Errorf("%w: its checksum is wrong", errRowDamaged)
	}
	return nil
}

func (r nameRow) record() quality.NameRecord {
	return quality.NameRecord{
		GroupBy: quality.GroupBy(r.groupBy),
		Entity:  quality.Entity{ID: r.id, Name: r.name},
		AsOf:    time.Unix(0, r.asOf).UTC(),
	}
}

const selectNames = `SELECT scope, group_by, entity_id, as_of, checksum, name FROM names`

// LoadNames finds every name that was kept, in ascending order of what they group by and of the entity's id.
func (s scopedSQLite) LoadNames(ctx context.Context) []quality.NameRecord {
	var names []quality.NameRecord
	damaged := false
	err := s.store.read(ctx, "load names", func(ctx context.Context, db *database) error {
		rows, err := db.reader.QueryContext(ctx, selectNames+` WHERE scope = ? ORDER BY group_by, entity_id`, s.scope)
		if err != nil {
			return fmt.Errorf("reading the names: %w", err)
		}
		defer func() { _ = rows.Close() }() // Err tells.
		for rows.Next() {
			var row nameRow
			err := row.scan(ctx, rows)
			switch {
			case errors.Is(err, errRowDamaged):
				damaged = true
			case err != nil:
				return err
			case row.scope == s.scope:
				names = append(names, row.record())
			}
		}
		return rows.Err()
	})
	if err != nil {
		return nil
	}
	if damaged {
		_ = s.store.write(ctx, "discard names", s.store.discardNames)
	}
	return names
}

// discardNames deletes every damaged name of every scope.
func (s *SQLite) discardNames(ctx context.Context, db *database) error {
	return db.transact(ctx, func(tx *sql.Tx) error {
		damaged, err := damagedNames(ctx, tx)
		if err != nil {
			return err
		}
		for _, row := range damaged {
			s.noteDamage(ctx, errRowDamaged)
			// Whatever the damaged values' types are, they find their own row.
			if _, err := tx.ExecContext(ctx, `DELETE FROM names WHERE scope IS ? AND group_by IS ? AND entity_id IS ?`,
				row...); err != nil {
				return fmt.Errorf("deleting a damaged name: %w", err)
			}
		}
		return nil
	})
}

// damagedNames are the primary keys of the damaged names.
func damagedNames(ctx context.Context, tx *sql.Tx) ([][]any, error) {
	rows, err := tx.QueryContext(ctx, selectNames)
	if err != nil {
		return nil, fmt.Errorf("reading the names: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err tells.
	var damaged [][]any
	for rows.Next() {
		var row nameRow
		err := row.scan(ctx, rows)
		if err == nil {
			continue
		}
		if !errors.Is(err, errRowDamaged) {
			return nil, err
		}
		var scope, groupBy, id, asOf, sum, name any
		if err := rows.Scan(&scope, &groupBy, &id, &asOf, &sum, &name); err != nil {
			return nil, fmt.Errorf("reading a damaged name: %w", err)
		}
		damaged = append(damaged, []any{scope, groupBy, id})
	}
	return damaged, rows.Err()
}

// SaveNames keeps names, all of them or none. Of two of the same entity the one with the later AsOf stays.
func (s scopedSQLite) SaveNames(ctx context.Context, names []quality.NameRecord) {
	if len(names) == 0 {
		return
	}
	_ = s.store.write(ctx, "save names", func(ctx context.Context, db *database) error {
		return s.store.makingRoom(ctx, db, func() error {
			return db.transact(ctx, func(tx *sql.Tx) error { return s.saveNames(ctx, tx, names) })
		})
	})
}

func (s scopedSQLite) saveNames(ctx context.Context, tx *sql.Tx, names []quality.NameRecord) error {
	statement, err := tx.PrepareContext(ctx, `INSERT INTO names (scope, group_by, entity_id, as_of, checksum, name)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (scope, group_by, entity_id) DO UPDATE
		SET as_of = excluded.as_of, checksum = excluded.checksum, name = excluded.name
		WHERE excluded.as_of >= names.as_of`)
	if err != nil {
		return fmt.Errorf("preparing to write names: %w", err)
	}
	defer func() { _ = statement.Close() }() // The transaction's end tells.
	for _, name := range names {
		row := nameRow{s.scope, string(name.GroupBy), name.Entity.ID, nanoseconds(name.AsOf), name.Entity.Name}
		if _, err := statement.ExecContext(ctx, row.scope, row.groupBy, row.id, row.asOf, row.checksum(), row.name); err != nil {
			return fmt.Errorf("writing a name: %w", err)
		}
	}
	return nil
}
