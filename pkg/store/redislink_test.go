package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAFailurePausesEverybodyAndOneProbes(t *testing.T) {
	now := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	var l link
	early, err := l.enter(now)
	require.NoError(t, err)
	turn, err := l.enter(now)
	require.NoError(t, err)
	assert.True(t, l.fail(turn, now, "refused"))
	assert.False(t, l.fail(early, now, "refused, too"), "it began before the first failure")
	assert.False(t, l.succeed(early, now), "and so is an answer no news")

	// The upper ends of the pauses: 2, 4, 8, 16, 30, 30 s; the lower ones are three quarters of them.
	for _, pause := range []time.Duration{2, 4, 8, 16, 30, 30} {
		pause *= time.Second
		_, err = l.enter(now.Add(pause*3/4 - 1))
		away, ok := errors.AsType[*AwayError](err)
		require.True(t, ok, "within %s: %v", pause, err)
		assert.Equal(t, "refused", away.Reason)
		now = now.Add(pause)
		turn, err = l.enter(now)
		require.NoError(t, err, "after %s", pause)
		_, err = l.enter(now)
		require.Error(t, err, "one probe at a time")
		assert.False(t, l.fail(turn, now, "refused"))
	}

	now = now.Add(30 * time.Second)
	turn, err = l.enter(now)
	require.NoError(t, err)
	l.abandon(turn)
	turn, err = l.enter(now)
	require.NoError(t, err, "a probe that was given up leaves the next its turn")
	assert.True(t, l.succeed(turn, now))
	assert.Equal(t, RedisState{Connected: true, Since: now, LastError: "refused"}, l.state())

	turn, err = l.enter(now)
	require.NoError(t, err)
	l.fail(turn, now, "again")
	_, err = l.enter(now.Add(2 * time.Second))
	assert.NoError(t, err, "the pauses begin anew")
}

func TestRedisIsLeftAloneDuringAPause(t *testing.T) {
	f := newFakeRedis(t)
	r := f.replica(t, "a")
	store := r.For("scope")
	opened := f.now()
	assert.Equal(t, RedisState{Since: opened}, r.State(), "nobody has asked yet")

	f.pass(time.Minute)
	store.Save(t.Context(), answered("", f.now(), "Ann"), f.now().Add(time.Hour))
	assert.Equal(t, RedisState{Connected: true, Since: f.now(), Replicas: 1}, r.State())

	key := answered("", f.now()).Question.Key()
	f.SetError("LOADING the data set")
	f.pass(time.Second)
	_, found := store.Load(t.Context(), key)
	assert.False(t, found)
	away := RedisState{Since: f.now(), LastError: "LOADING the data set", Replicas: 1}
	assert.Equal(t, away, r.State())

	f.SetError("")
	asked := f.CommandCount()
	for range 100 {
		_, found = store.Load(t.Context(), key)
		assert.False(t, found)
		_, err := r.Leases("scope").Acquire(t.Context(), key)
		assert.EqualError(t, err, "the shared store is away: LOADING the data set")
	}
	assert.Equal(t, asked, f.CommandCount())
	assert.Equal(t, away, r.State())

	f.pass(2 * time.Second)
	_, found = store.Load(t.Context(), key)
	assert.True(t, found, "it is there again")
	assert.Equal(t, RedisState{Connected: true, Since: f.now(), LastError: "LOADING the data set", Replicas: 1}, r.State())
}

func TestACallersEndSaysNothingAboutRedis(t *testing.T) {
	f := newFakeRedis(t)
	r := f.replica(t, "a")
	r.Replicas(t.Context())
	ended, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("the panel was closed"))
	_, err := r.Leases("scope").Acquire(ended, "key")
	assert.EqualError(t, err, "gave up waiting for the shared store: the panel was closed")
	assert.True(t, r.State().Connected)
	_, err = r.Ledger("account").Admit(t.Context(), 1)
	assert.NoError(t, err)
}

func TestAClosedStoreIsAway(t *testing.T) {
	f := newFakeRedis(t)
	both := f.replicas(t, 2)
	a, b := both[0], both[1]
	lease, err := a.Leases("scope").Acquire(t.Context(), "key")
	require.NoError(t, err)
	require.NoError(t, a.Close())
	lease.Release(t.Context())
	_, err = a.Leases("scope").Acquire(t.Context(), "key")
	assert.EqualError(t, err, "the shared store is away: it was closed")
	f.pass(beatInterval)
	assert.Equal(t, 1, b.Replicas(t.Context()), "it said goodbye")
	assert.NoError(t, a.Close(), "twice")
}
