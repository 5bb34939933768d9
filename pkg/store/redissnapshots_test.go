package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func TestASnapshotTravelsToTheOtherReplicas(t *testing.T) {
	f := newFakeRedis(t)
	a, b := f.replica(t, "a").For("scope"), f.replica(t, "b").For("scope")
	saved := answered("form", f.now().Add(123*time.Nanosecond), "Ann", "Bob", "")
	key := saved.Question.Key()
	_, found := b.Load(t.Context(), key)
	assert.False(t, found)
	a.Save(t.Context(), saved, f.now().Add(time.Hour))
	got, found := b.Load(t.Context(), key)
	require.True(t, found)
	assert.Equal(t, saved, got)

	f.pass(time.Hour - time.Millisecond)
	_, found = b.Load(t.Context(), key)
	assert.True(t, found)
	f.pass(time.Millisecond)
	_, found = b.Load(t.Context(), key)
	assert.False(t, found, "its time is over")
}

func TestTheNewerSnapshotStays(t *testing.T) {
	f := newFakeRedis(t)
	a, b := f.replica(t, "a").For("scope"), f.replica(t, "b").For("scope")
	until := f.now().Add(time.Hour)
	older, newer := answered("", f.now(), "old"), answered("", f.now().Add(time.Nanosecond), "new")
	key := newer.Question.Key()
	require.Equal(t, older.Question.Key(), key)
	load := func() string {
		got, found := b.Load(t.Context(), key)
		require.True(t, found)
		return got.Rows[0].Entity.Name
	}
	a.Save(t.Context(), older, until)
	assert.Equal(t, "old", load())
	b.Save(t.Context(), newer, until)
	a.Save(t.Context(), older, until)
	assert.Equal(t, "new", load())
	b.Save(t.Context(), answered("", f.now().Add(time.Second), "over"), f.now())
	assert.Equal(t, "new", load(), "what is over already is not kept")
}

// TestDamagedSnapshotsAreMisses: whatever Redis hands out in place of what was saved is no snapshot, and gone afterwards.
func TestDamagedSnapshotsAreMisses(t *testing.T) {
	f := newFakeRedis(t)
	r := f.replica(t, "a")
	store := r.For("scope")
	asOf := f.now()
	saved := answered("form", asOf, "Ann", "Bob")
	key := saved.Question.Key()
	at := redisKey("snapshot", "scope", key)
	save := func() string {
		store.Save(t.Context(), saved, asOf.Add(time.Hour))
		value, err := f.Get(at)
		require.NoError(t, err)
		return value
	}
	whole := save()
	other := answered("other", asOf, "Eve")
	store.Save(t.Context(), other, asOf.Add(time.Hour))
	foreign, err := f.Get(redisKey("snapshot", "scope", other.Question.Key()))
	require.NoError(t, err)
	r.For("elsewhere").Save(t.Context(), saved, asOf.Add(time.Hour))
	elsewhere, err := f.Get(redisKey("snapshot", "elsewhere", key))
	require.NoError(t, err)
	moved := string(seal(asOf, encodeSnapshot(other), "snapshot", "scope", key))
	late := string(seal(asOf.Add(time.Hour), encodeSnapshot(saved), "snapshot", "scope", key))

	damaged := map[string]string{
		"empty": "", "short": whole[:sealHeader-1], "header alone": whole[:sealHeader], "cut": whole[:len(whole)-1],
		"longer": whole + "x", "another question's": foreign, "another scope's": elsewhere, "somebody else's": strings.Repeat("hello ", 40),
		"sealed, of another question": moved, "sealed, of another time": late,
		"sealed, no snapshot": string(seal(asOf, []byte("{}"), "snapshot", "scope", key)),
	}
	for i := range len(whole) {
		bits := []byte(whole)
		bits[i] ^= 1 << (i % 8)
		damaged[fmt.Sprintf("bit %d of byte %d", i%8, i)] = string(bits)
	}
	for name, value := range damaged {
		require.NoError(t, f.Set(at, value), name)
		_, found := store.Load(t.Context(), key)
		require.False(t, found, name)
		require.False(t, f.Exists(at), "%s: deleted", name)
		save()
		got, found := store.Load(t.Context(), key)
		require.True(t, found, name)
		require.Equal(t, saved, got, name)
	}
	f.Del(at)
	f.HSet(at, "not", "even a text")
	_, found := store.Load(t.Context(), key)
	assert.False(t, found)
	assert.False(t, f.Exists(at))
	assert.True(t, r.State().Connected)
}

func TestAReplacedValueIsNotDeletedForADamagedOne(t *testing.T) {
	f := newFakeRedis(t)
	r := f.replica(t, "a")
	require.NoError(t, f.Set("key", "whole"))
	deleted, err := deleteScript.Run(t.Context(), r.client, []string{"key"}, "damaged", sealHeader).Int()
	require.NoError(t, err)
	assert.Zero(t, deleted)
	assert.True(t, f.Exists("key"))
}

func TestASnapshotThatIsTooLargeIsNotShared(t *testing.T) {
	f := newFakeRedis(t)
	store := f.replica(t, "a").For("scope")
	random := rand.NewChaCha8([32]byte{})
	name := make([]byte, maxSharedSnapshot+1) // random, so that compression does not help
	_, err := random.Read(name)
	require.NoError(t, err)
	large := answered("", f.now(), string(name))
	store.Save(t.Context(), large, f.now().Add(time.Hour))
	_, found := store.Load(t.Context(), large.Question.Key())
	assert.False(t, found)
	assert.False(t, f.Exists(redisKey("snapshot", "scope", large.Question.Key())))
}

// TestNobodyReadsWhatIsNotTheirs: 200 scopes that differ little, each with everything of its own for the same question.
func TestNobodyReadsWhatIsNotTheirs(t *testing.T) {
	f := newFakeRedis(t)
	r := f.replica(t, "a")
	random := rand.New(rand.NewPCG(1, 2))
	scopes := map[string]bool{}
	for len(scopes) < 200 {
		org, uid := random.IntN(30), random.IntN(30)
		scopes[fmt.Sprint(org, uid)] = true // some of them are prefixes of others
	}
	key := answered("", f.now()).Question.Key()
	for scope := range scopes {
		_, found := r.For(scope).Load(t.Context(), key)
		require.False(t, found, scope)
		require.Empty(t, r.For(scope).LoadNames(t.Context()), scope)
		r.For(scope).Save(t.Context(), answered("", f.now(), scope), f.now().Add(time.Hour))
		r.For(scope).SaveNames(t.Context(), []quality.NameRecord{
			{GroupBy: quality.GroupByAgent, Entity: quality.Entity{ID: "1", Name: scope}, AsOf: f.now()},
		})
		_, err := r.Leases(scope).Acquire(t.Context(), key)
		require.NoError(t, err, scope)
	}
	for scope := range scopes {
		got, found := r.For(scope).Load(t.Context(), key)
		require.True(t, found, scope)
		require.Equal(t, scope, got.Rows[0].Entity.Name)
		names := r.For(scope).LoadNames(t.Context())
		require.Len(t, names, 1)
		require.Equal(t, scope, names[0].Entity.Name)
	}
	for _, key := range f.Keys() {
		require.Regexp(t, `^gcq:1:(replicas|since|(snapshot|names|lease):[0-9a-f]{32})$`, key, "no id in a key")
	}
}
