package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func TestOneReplicaAsks(t *testing.T) {
	f := newFakeRedis(t)
	a, b := f.replica(t, "a").Leases("scope"), f.replica(t, "b").Leases("scope")
	lease, err := a.Acquire(t.Context(), "question")
	require.NoError(t, err)
	other, err := b.Acquire(t.Context(), "another question")
	require.NoError(t, err)
	defer other.Release(t.Context())

	_, err = b.Acquire(t.Context(), "question")
	assert.Equal(t, &quality.HeldError{}, err)
	_, err = a.Acquire(t.Context(), "question")
	assert.Equal(t, &quality.HeldError{}, err, "also for the owner")

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	lease.Release(ended) // others must not wait for whoever gave up
	taken, err := b.Acquire(t.Context(), "question")
	require.NoError(t, err)

	lease.Release(t.Context()) // twice: it is somebody else's by now
	_, err = a.Acquire(t.Context(), "question")
	assert.Equal(t, &quality.HeldError{}, err)
	taken.Release(t.Context())
}

func TestAFailureTravels(t *testing.T) {
	f := newFakeRedis(t)
	a, b := f.replica(t, "a").Leases("scope"), f.replica(t, "b").Leases("scope")
	lease, err := a.Acquire(t.Context(), "question")
	require.NoError(t, err)
	lease.Fail(t.Context(), errors.New("Genesys Cloud\nanswered 503"), 10*time.Second)
	f.pass(4 * time.Second)
	_, err = b.Acquire(t.Context(), "question")
	assert.Equal(t, &quality.FailedElsewhereError{Message: "Genesys Cloud answered 503", Wait: 6 * time.Second}, err)

	f.pass(6 * time.Second)
	lease, err = b.Acquire(t.Context(), "question")
	require.NoError(t, err, "the wait is over")
	lease.Fail(t.Context(), errors.New("no wait"), 0)
	lease, err = a.Acquire(t.Context(), "question")
	require.NoError(t, err, "nothing to wait for")
	lease.Fail(t.Context(), errors.New(strings.Repeat("é", 501)), time.Second)
	_, err = b.Acquire(t.Context(), "question")
	failed, ok := errors.AsType[*quality.FailedElsewhereError](err)
	require.True(t, ok, err)
	assert.Equal(t, strings.Repeat("é", 499)+"…", failed.Message)
}

func TestALeaseOutlivesItsOwnerByThirtySeconds(t *testing.T) {
	f := newFakeRedis(t)
	dead, b := f.replica(t, "dead"), f.replica(t, "b")
	lost, err := dead.Leases("scope").Acquire(t.Context(), "question")
	require.NoError(t, err)
	f.pass(30*time.Second - time.Millisecond)
	_, err = b.Leases("scope").Acquire(t.Context(), "question")
	require.Equal(t, &quality.HeldError{}, err)
	f.pass(time.Millisecond)
	taken, err := b.Leases("scope").Acquire(t.Context(), "question")
	require.NoError(t, err)

	// The first owner wakes up: nothing it does touches the second one's lease.
	asleep, ok := lost.(*redisLease)
	require.True(t, ok)
	assert.Equal(t, errLeaseLost, asleep.renew(t.Context()))
	lost.Fail(t.Context(), errors.New("too late"), time.Minute)
	_, err = dead.Leases("scope").Acquire(t.Context(), "question")
	assert.Equal(t, &quality.HeldError{}, err)
	taken.Release(t.Context())
}

func TestALeaseIsRenewedWhileItsOwnerAsks(t *testing.T) {
	f := newFakeRedis(t)
	a := f.replica(t, "a")
	a.renewal = time.Millisecond
	lease, err := a.Leases("scope").Acquire(t.Context(), "question")
	require.NoError(t, err)
	at := redisKey("lease", "scope", "question")
	for range 5 {
		f.pass(20 * time.Second)
		require.Eventually(t, func() bool { return f.TTL(at) == leaseLife }, 10*time.Second, time.Millisecond)
	}
	lease.Release(t.Context())
	assert.False(t, f.Exists(at))
}

func TestAForeignValueIsNoLease(t *testing.T) {
	f := newFakeRedis(t)
	leases, at := f.replica(t, "a").Leases("scope"), redisKey("lease", "scope", "question")
	require.NoError(t, f.Set(at, "without an end"))
	lease, err := leases.Acquire(t.Context(), "question")
	require.NoError(t, err)
	assert.Equal(t, leaseLife, f.TTL(at))
	lease.Release(t.Context())
	assert.False(t, f.Exists(at))
}

func TestALeaseRunsOutWhileRedisIsAway(t *testing.T) {
	f := newFakeRedis(t)
	a := f.replica(t, "a")
	lease, err := a.Leases("scope").Acquire(t.Context(), "question")
	require.NoError(t, err)
	f.SetError("LOADING")
	lease.Release(t.Context())
	f.SetError("")
	f.pass(leaseLife)
	lease, err = a.Leases("scope").Acquire(t.Context(), "question")
	require.NoError(t, err)
	lease.Release(t.Context())
}
