package store

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestADamagedSnapshotIsAskedAgain(t *testing.T) {
	for name, c := range map[string]struct{ damage, scope, form string }{
		"scope":              {`UPDATE snapshots SET scope = 'other' WHERE key LIKE '%first%'`, "other", "first"},
		"key":                {`UPDATE snapshots SET key = replace(key, 'first', 'third')`, "scope", "third"},
		"time":               {`UPDATE snapshots SET as_of = as_of + 1 WHERE key LIKE '%first%'`, "scope", "first"},
		"end":                {`UPDATE snapshots SET until = until + 1 WHERE key LIKE '%first%'`, "scope", "first"},
		"checksum":           {`UPDATE snapshots SET checksum = zeroblob(16) WHERE key LIKE '%first%'`, "scope", "first"},
		"no checksum":        {`UPDATE snapshots SET checksum = x'' WHERE key LIKE '%first%'`, "scope", "first"},
		"payload":            {`UPDATE snapshots SET payload = x'01' WHERE key LIKE '%first%'`, "scope", "first"},
		"another's payload":  {`UPDATE snapshots SET payload = (SELECT payload FROM snapshots WHERE key LIKE '%second%')`, "scope", "first"},
		"another's contents": {`UPDATE snapshots SET (payload, checksum) = (SELECT payload, checksum FROM snapshots WHERE key LIKE '%second%')`, "scope", "first"},
	} {
		t.Run(name, func(t *testing.T) {
			store := openStore(t, storePath(t), Options{})
			second := scored("second", noon, 5, 2)
			store.For("scope").Save(t.Context(), scored("first", noon, 5, 1), tomorrow)
			store.For("scope").Save(t.Context(), second, tomorrow)
			store.run(t, c.damage)

			requireMissing(t, store.For(c.scope), questionAbout(c.form))
			require.Equal(t, int64(1), store.Stats(t.Context()).Damaged)
			require.Equal(t, int64(1), store.count(t, "snapshots"), "the damaged row is deleted")
			requireKept(t, store.For("scope"), second)
			requireMissing(t, store.For("scope"), questionAbout("first"))

			again := scored("first", noon, 5, 3)
			store.For("scope").Save(t.Context(), again, tomorrow)
			requireKept(t, store.For("scope"), again)
			require.Equal(t, int64(1), store.Stats(t.Context()).Damaged)
		})
	}
}

// TestAnIntactPayloadOfAnotherQuestionIsDamage has a right checksum over the wrong payload: only what is decoded can
// tell.
func TestAnIntactPayloadOfAnotherQuestionIsDamage(t *testing.T) {
	store := openStore(t, storePath(t), Options{})
	for name, row := range map[string]snapshotRow{
		"question": {key: questionAbout("first").Key(), asOf: noon.UnixNano(), payload: encodeSnapshot(scored("second", noon, 5, 2))},
		"time":     {key: questionAbout("first").Key(), asOf: noon.UnixNano() + 1, payload: encodeSnapshot(scored("first", noon, 5, 2))},
		"version":  {key: questionAbout("first").Key(), asOf: noon.UnixNano(), payload: []byte{codecVersion + 1}},
	} {
		row.scope, row.until = name, tomorrow.UnixNano()
		require.NoError(t, row.save(t.Context(), store.database))
		requireMissing(t, store.For(name), questionAbout("first"))
	}
	require.Equal(t, int64(3), store.Stats(t.Context()).Damaged)
	require.Zero(t, store.count(t, "snapshots"))
}

// TestAGoodRowIsNotDeletedForADamagedOne: between reading a damaged row and deleting it, it may have been replaced.
func TestAGoodRowIsNotDeletedForADamagedOne(t *testing.T) {
	store := openStore(t, storePath(t), Options{})
	good := scored("f", noon, 5, 1)
	store.For("scope").Save(t.Context(), good, tomorrow)
	scopedSQLite{store: store, scope: "scope"}.discard(t.Context(), good.Question.Key(), errors.New("was damaged"))
	requireKept(t, store.For("scope"), good)
}
