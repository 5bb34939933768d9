package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func agentNamed(id, name string, asOf time.Time) quality.NameRecord {
	return quality.NameRecord{GroupBy: quality.GroupByAgent, Entity: quality.Entity{ID: id, Name: name}, AsOf: asOf}
}

func TestTheLaterNameStays(t *testing.T) {
	before, after := noon.Add(-time.Nanosecond), noon.Add(time.Nanosecond)
	evaluator := quality.NameRecord{
		GroupBy: quality.GroupByEvaluator, Entity: quality.Entity{ID: "a", Name: "Évaluatrice"}, AsOf: before,
	}
	path := storePath(t)
	store, err := Open(t.Context(), path, atItsEase)
	require.NoError(t, err)
	s := store.For("scope")
	s.SaveNames(t.Context(), []quality.NameRecord{agentNamed("b", "Bo", noon), agentNamed("a", "Ada", noon), evaluator})
	s.SaveNames(t.Context(), []quality.NameRecord{agentNamed("a", "Adele", after), agentNamed("b", "Beau", before)})
	s.SaveNames(t.Context(), []quality.NameRecord{agentNamed("b", "Bob", noon)})
	s.SaveNames(t.Context(), nil)
	require.NoError(t, store.Close())

	require.Equal(t, []quality.NameRecord{agentNamed("a", "Adele", after), agentNamed("b", "Bob", noon), evaluator},
		openStore(t, path, Options{}).For("scope").LoadNames(t.Context()))
}

func TestManyNamesAreKeptTogether(t *testing.T) {
	s := openStore(t, storePath(t), Options{}).For("scope")
	var names []quality.NameRecord
	for i := range 3000 {
		names = append(names, agentNamed(fmt.Sprintf("%05d", i), fmt.Sprint("Agent ", i), noon))
	}
	s.SaveNames(t.Context(), names)
	require.Equal(t, names, s.LoadNames(t.Context()))
}

func TestADamagedNameIsDropped(t *testing.T) {
	for name, damage := range map[string]string{
		"name":     `UPDATE names SET name = 'Eve' WHERE entity_id = 'a'`,
		"id":       `UPDATE names SET entity_id = 'c' WHERE entity_id = 'a'`,
		"group by": `UPDATE names SET group_by = 'queue' WHERE entity_id = 'a'`,
		"time":     `UPDATE names SET as_of = as_of + 1 WHERE entity_id = 'a'`,
		"scope":    `UPDATE names SET scope = 'other' WHERE entity_id = 'a'`,
		"checksum": `UPDATE names SET checksum = zeroblob(16) WHERE entity_id = 'a'`,
	} {
		t.Run(name, func(t *testing.T) {
			store := openStore(t, storePath(t), Options{})
			store.For("scope").SaveNames(t.Context(), []quality.NameRecord{agentNamed("a", "Ada", noon), agentNamed("b", "Bo", noon)})
			store.run(t, damage)

			require.Equal(t, []quality.NameRecord{agentNamed("b", "Bo", noon)}, store.For("scope").LoadNames(t.Context()))
			require.Empty(t, store.For("other").LoadNames(t.Context()))
			require.Equal(t, int64(1), store.Stats(t.Context()).Damaged)
			require.Equal(t, int64(1), store.count(t, "names"), "the damaged row is deleted")
		})
	}
}

// run runs a statement behind the store's back.
func (s *SQLite) run(t testing.TB, statement string) {
	t.Helper()
	_, err := s.database.writer.ExecContext(t.Context(), statement)
	require.NoError(t, err)
}

func (s *SQLite) count(t testing.TB, table string) int64 {
	t.Helper()
	var rows int64
	require.NoError(t, s.database.writer.QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&rows))
	return rows
}
