package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func named(groupBy quality.GroupBy, id, name string, asOf time.Time) quality.NameRecord {
	return quality.NameRecord{GroupBy: groupBy, Entity: quality.Entity{ID: id, Name: name}, AsOf: asOf}
}

func TestNamesAreMergedByTheirTime(t *testing.T) {
	f := newFakeRedis(t)
	a, b := f.replica(t, "a").For("scope"), f.replica(t, "b").For("scope")
	earlier, later := f.now(), f.now().Add(time.Nanosecond)
	assert.Empty(t, a.LoadNames(t.Context()))
	a.SaveNames(t.Context(), nil)
	a.SaveNames(t.Context(), []quality.NameRecord{
		named(quality.GroupByAgent, "1", "Ann Old", earlier), named(quality.GroupByAgent, "2", "Bob New", later),
		named(quality.GroupByQueue, "1", "Sales", earlier),
	})
	b.SaveNames(t.Context(), []quality.NameRecord{
		named(quality.GroupByAgent, "1", "Ann New", later), named(quality.GroupByAgent, "2", "Bob Old", earlier),
	})
	assert.ElementsMatch(t, []quality.NameRecord{
		named(quality.GroupByAgent, "1", "Ann New", later), named(quality.GroupByAgent, "2", "Bob New", later),
		named(quality.GroupByQueue, "1", "Sales", earlier),
	}, a.LoadNames(t.Context()))

	f.pass(namesFor)
	assert.Empty(t, a.LoadNames(t.Context()))
}

func TestManyNames(t *testing.T) {
	f := newFakeRedis(t)
	store := f.replica(t, "a").For("scope")
	var names []quality.NameRecord
	for i := range 2*namesAtOnce + 1 {
		names = append(names, named(quality.GroupByAgent, fmt.Sprint(i), fmt.Sprint("Agent ", i), f.now()))
	}
	store.SaveNames(t.Context(), names)
	assert.ElementsMatch(t, names, store.LoadNames(t.Context()))
}

func TestDamagedNamesAreMissing(t *testing.T) {
	f := newFakeRedis(t)
	r := f.replica(t, "a")
	store, at := r.For("scope"), redisKey("names", "scope")
	ann, bob := named(quality.GroupByAgent, "1", "Ann", f.now()), named(quality.GroupByAgent, "2", "Bob", f.now())
	store.SaveNames(t.Context(), []quality.NameRecord{ann, bob})
	first, second := nameField(quality.GroupByAgent, "1"), nameField(quality.GroupByAgent, "2")
	whole := f.HGet(at, first)
	swapped := string(seal(f.now(), []byte(whole[sealHeader:]), "name", "scope", second))
	for i, value := range []string{"", "Eve", whole[1:], whole + " ", f.HGet(at, second), swapped, "gcq1" + "99999999999999999999" + whole[24:]} {
		damaged := first
		if value == swapped {
			damaged = second
		}
		f.HSet(at, damaged, value)
		require.Len(t, store.LoadNames(t.Context()), 1, "value %d", i)
		require.Empty(t, f.HGet(at, damaged), "value %d is deleted", i)
		store.SaveNames(t.Context(), []quality.NameRecord{ann, bob})
		require.ElementsMatch(t, []quality.NameRecord{ann, bob}, store.LoadNames(t.Context()), "value %d", i)
	}
	f.Del(at)
	require.NoError(t, f.Set(at, "not even a hash"))
	assert.Empty(t, store.LoadNames(t.Context()))
	store.SaveNames(t.Context(), []quality.NameRecord{ann})
	assert.Equal(t, []quality.NameRecord{ann}, store.LoadNames(t.Context()))
}
