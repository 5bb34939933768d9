package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// applicationID marks the file as this plugin's: "GCQS".
const applicationID = 0x47435153

// migrations lead from each version of the schema to the next; the file's version is how many of them it has been
// through. It is written twice, in SQLite's header and in the table version, so that a flipped bit is not taken for
// another version. Released migrations never change.
//
// as_of and until are nanoseconds since the Unix epoch. The question lies in the payload, and its key in the row.
var migrations = []string{`
CREATE TABLE version (number INTEGER NOT NULL) STRICT;
INSERT INTO version (number) VALUES (0);
CREATE TABLE snapshots (
	id INTEGER PRIMARY KEY,
	scope TEXT NOT NULL,
	key TEXT NOT NULL,
	as_of INTEGER NOT NULL,
	until INTEGER NOT NULL,
	checksum BLOB NOT NULL,
	payload BLOB NOT NULL,
	UNIQUE (scope, key)
) STRICT;
CREATE TABLE names (
	scope TEXT NOT NULL,
	group_by TEXT NOT NULL,
	entity_id TEXT NOT NULL,
	as_of INTEGER NOT NULL,
	checksum BLOB NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (scope, group_by, entity_id)
) STRICT, WITHOUT ROWID;
`}

// probes fail where a table or a column has been lost.
var probes = []string{
	`SELECT count(*) FROM (SELECT id, scope, key, as_of, until, checksum, payload FROM snapshots LIMIT 1)`,
	`SELECT count(*) FROM (SELECT scope, group_by, entity_id, as_of, checksum, name FROM names LIMIT 1)`,
}

// migrate brings the schema up to date. Errors: the file is damaged, or belongs to another program or to a newer version
// of the plugin.
func (db *database) migrate(ctx context.Context) error {
	return db.transact(ctx, func(tx *sql.Tx) error {
		version, err := schemaVersion(ctx, tx)
		if err != nil {
			return err
		}
		for ; version < len(migrations); version++ {
			steps := fmt.Sprintf( //nolint:gosec // PRAGMA takes no parameters, and these are constants
				"%s; UPDATE version SET number = %d; PRAGMA user_version = %d; PRAGMA application_id = %d",
				migrations[version], version+1, version+1, applicationID)
			if _, err := tx.ExecContext(ctx, steps); err != nil {
				return fmt.Errorf("migrating the schema to version %d: %w", version+1, err)
			}
		}
		for _, probe := range probes {
			var rows int
			if err := tx.QueryRowContext(ctx, probe).Scan(&rows); err != nil {
				return fmt.Errorf("reading the schema: %w", err)
			}
		}
		return nil
	})
}

// errNotOurs marks a file that must stay as it is.
var errNotOurs = errors.New("the file must stay as it is")

// schemaVersion is how many migrations the file has been through.
func schemaVersion(ctx context.Context, tx querier) (int, error) {
	var version, application, tables, ours int
	err := tx.QueryRowContext(ctx, `SELECT
		(SELECT user_version FROM pragma_user_version),
		(SELECT application_id FROM pragma_application_id),
		(SELECT count(*) FROM sqlite_schema WHERE type = 'table'),
		(SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('version', 'snapshots', 'names'))`,
	).Scan(&version, &application, &tables, &ours)
	if err != nil {
		return 0, fmt.Errorf("reading the file: %w", err)
	}
	switch {
	case tables == 0 && version == 0:
		return 0, nil
	case tables > 0 && ours == 0 && application != applicationID:
		return 0, fmt.Errorf("%w: it is another program's database; choose another path", errNotOurs)
	case ours == 0:
		return 0, fmt.Errorf("%w: its tables are gone", errDamaged)
	}
	var second int
	if err := tx.QueryRowContext(ctx, `SELECT number FROM version`).Scan(&second); err != nil {
		return 0, fmt.Errorf("%w: it has no version: %w", errDamaged, err)
	}
	switch {
	case version != second || version < 1 || application != applicationID:
		return 0, fmt.Errorf("%w: it claims versions %d and %d", errDamaged, version, second)
	case version > len(migrations):
		return 0, fmt.Errorf("%w: its schema has version %d and this version of the plugin knows %d; "+
			"update the plugin or choose another path", errNotOurs, version, len(migrations))
	}
	return version, nil
}
