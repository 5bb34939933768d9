package store

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// FuzzStoreRows writes rows past the store, with a right checksum or with any, and reads them through it. What is found
// has a right checksum and is about its own question; a row that is refused is gone afterwards, and the store goes on.
func FuzzStoreRows(f *testing.F) {
	store := openStore(f, storePath(f), Options{})
	good := scored("form", noon, 2, 1)
	name := []byte("Ann")
	f.Add(encodeSnapshot(good), []byte{}, noon.UnixNano(), tomorrow.UnixNano(), true)
	f.Add(encodeSnapshot(good), []byte("no checksum"), noon.UnixNano(), tomorrow.UnixNano(), false)
	f.Add(encodeSnapshot(good), []byte{}, noon.UnixNano()+1, tomorrow.UnixNano(), true)
	f.Add(encodeSnapshot(good), []byte{}, noon.UnixNano(), noon.UnixNano(), true)
	f.Add(name, checksum(name), int64(-1), int64(1)<<62, false)
	f.Fuzz(func(t *testing.T, payload, sum []byte, asOf, until int64, honest bool) {
		key := good.Question.Key()
		row := snapshotRow{scope: "scope", key: key, asOf: asOf, until: until, payload: payload}
		agent := nameRow{scope: "scope", groupBy: "agent", id: "a", asOf: asOf, name: string(payload)}
		sums := [2][]byte{sum, sum}
		if honest {
			if said, err := decodeSnapshot(payload); err == nil { // Whatever question it is about has its own key.
				row.key = said.Question.Key()
			}
			sums = [2][]byte{row.checksum(), agent.checksum()}
		}
		put(t, store, `INSERT OR REPLACE INTO snapshots (scope, key, as_of, until, checksum, payload) VALUES (?, ?, ?, ?, ?, ?)`,
			row.scope, row.key, row.asOf, row.until, given(sums[0]), given(row.payload))
		put(t, store, `INSERT OR REPLACE INTO names (scope, group_by, entity_id, as_of, checksum, name) VALUES (?, ?, ?, ?, ?, ?)`,
			agent.scope, agent.groupBy, agent.id, agent.asOf, given(sums[1]), agent.name)

		found, ok := store.For("scope").Load(t.Context(), row.key)
		if ok {
			require.Equal(t, row.checksum(), sums[0])
			require.Equal(t, row.key, found.Question.Key())
			require.Equal(t, asOf, found.AsOf.UnixNano())
			require.Greater(t, until, noon.UnixNano())
			require.NoError(t, checkSnapshot(found))
		}
		for _, name := range store.For("scope").LoadNames(t.Context()) {
			require.Equal(t, agent.checksum(), sums[1])
			require.Equal(t, quality.NameRecord{
				GroupBy: "agent", Entity: quality.Entity{ID: "a", Name: agent.name}, AsOf: time.Unix(0, asOf).UTC(),
			}, name)
		}
		require.True(t, ok || until <= noon.UnixNano() || rowsOf(t, store, row.key) == 0, "a damaged row stays")
		store.For("scope").Save(t.Context(), good, tomorrow)
		put(t, store, `DELETE FROM snapshots`)
		put(t, store, `DELETE FROM names`)
	})
}

// given is never NULL, which no column takes.
func given(b []byte) []byte { return append([]byte{}, b...) }

func put(t *testing.T, store *SQLite, statement string, args ...any) {
	t.Helper()
	require.NoError(t, store.write(t.Context(), "put", func(ctx context.Context, db *database) error {
		_, err := db.writer.ExecContext(ctx, statement, args...)
		return err
	}))
}

func rowsOf(t *testing.T, store *SQLite, key string) (count int) {
	t.Helper()
	require.NoError(t, store.read(t.Context(), "count", func(ctx context.Context, db *database) error {
		return db.reader.QueryRowContext(ctx, `SELECT count(*) FROM snapshots WHERE key = ?`, key).Scan(&count)
	}))
	return count
}
