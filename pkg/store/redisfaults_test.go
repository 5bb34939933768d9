//go:build unix

package store

import (
	"bytes"
	"errors"
	"log/slog"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// TestARealServer takes everything once through a server, whose scripts are not those of the fake.
func TestARealServer(t *testing.T) {
	s := newRealRedis(t)
	a, clock := s.replica(t, "a")
	b, _ := s.replica(t, "b")
	assert.Equal(t, 1, a.Replicas(t.Context()))
	assert.Equal(t, 2, b.Replicas(t.Context()))

	older, newer := answered("form", clock.now(), "Ann"), answered("form", clock.now().Add(time.Second), "Bob")
	a.For("scope").Save(t.Context(), newer, clock.now().Add(time.Hour))
	b.For("scope").Save(t.Context(), older, clock.now().Add(time.Hour))
	got, found := b.For("scope").Load(t.Context(), newer.Question.Key())
	require.True(t, found)
	assert.Equal(t, newer, got)
	at := redisKey("snapshot", "scope", newer.Question.Key())
	require.NoError(t, a.client.SetRange(t.Context(), at, 70, "damage").Err())
	_, found = b.For("scope").Load(t.Context(), newer.Question.Key())
	assert.False(t, found)
	assert.Zero(t, a.client.Exists(t.Context(), at).Val())
	require.NoError(t, a.client.LPush(t.Context(), at, "not even a text").Err())
	_, found = b.For("scope").Load(t.Context(), newer.Question.Key())
	assert.False(t, found)
	assert.Zero(t, a.client.Exists(t.Context(), at).Val())

	names := []quality.NameRecord{named(quality.GroupByAgent, "1", "Ann", clock.now())}
	a.For("scope").SaveNames(t.Context(), names)
	assert.Equal(t, names, b.For("scope").LoadNames(t.Context()))

	lease, err := a.Leases("scope").Acquire(t.Context(), "question")
	require.NoError(t, err)
	_, err = b.Leases("scope").Acquire(t.Context(), "question")
	assert.Equal(t, &quality.HeldError{}, err)
	lease.Fail(t.Context(), errors.New("503"), time.Minute)
	_, err = b.Leases("scope").Acquire(t.Context(), "question")
	failed, ok := errors.AsType[*quality.FailedElsewhereError](err)
	require.True(t, ok, err)
	assert.Equal(t, "503", failed.Message)
	assert.Positive(t, failed.Wait)
	assert.LessOrEqual(t, failed.Wait, time.Minute)

	places, _ := take(t, a.Ledger("account"), 24)
	assert.Equal(t, 21, places, "b can rely on 3")
	places, wait := take(t, b.Ledger("account"), 24)
	assert.Equal(t, 3, places)
	assert.LessOrEqual(t, wait, ledgerSpan)
	a.Ledger("account").Pause(t.Context(), clock.now().Add(time.Hour))
	assert.WithinRange(t, b.Ledger("account").PausedUntil(t.Context()), clock.now().Add(59*time.Minute), clock.now().Add(time.Hour))
}

func TestALeaseIsTakenOverAfterItsOwnerDied(t *testing.T) {
	s := newRealRedis(t)
	dead, _ := s.replica(t, "dead")
	b, _ := s.replica(t, "b")
	lost, err := dead.Leases("scope").Acquire(t.Context(), "question")
	require.NoError(t, err)
	// As if almost 30 s had passed.
	require.NoError(t, b.client.PExpire(t.Context(), redisKey("lease", "scope", "question"), 50*time.Millisecond).Err())
	var taken quality.Lease
	require.Eventually(t, func() bool {
		taken, err = b.Leases("scope").Acquire(t.Context(), "question")
		return err == nil
	}, 20*time.Second, 10*time.Millisecond)
	lost.Release(t.Context())
	_, err = dead.Leases("scope").Acquire(t.Context(), "question")
	assert.Equal(t, &quality.HeldError{}, err)
	taken.Release(t.Context())
}

// TestAFrozenServer takes a call's time-out once; whoever comes during the pause does not wait at all.
func TestAFrozenServer(t *testing.T) {
	s := newRealRedis(t)
	patient, clock := s.replica(t, "patient")
	saved := answered("", clock.now(), "Ann")
	patient.For("scope").Save(t.Context(), saved, clock.now().Add(time.Hour))
	r, err := OpenRedis("redis://"+s.address+"/2", "", RedisOptions{Now: clock.now})
	require.NoError(t, err)
	defer func() { assert.NoError(t, r.Close()) }()
	s.signal(t, syscall.SIGSTOP)
	defer s.signal(t, syscall.SIGCONT)

	_, err = r.Ledger("account").Admit(t.Context(), 10)
	away, ok := errors.AsType[*AwayError](err)
	require.True(t, ok, err)
	require.Error(t, away.Err, "it waited for it")
	for range 1000 {
		_, err = r.Leases("scope").Acquire(t.Context(), "question")
		away, ok = errors.AsType[*AwayError](err)
		require.True(t, ok, err)
		require.NoError(t, away.Err, "it did not even try")
	}
	assert.False(t, r.State().Connected)

	clock.pass(firstPause)
	_, found := r.For("scope").Load(t.Context(), saved.Question.Key())
	assert.False(t, found)
	s.signal(t, syscall.SIGCONT)
	s.awaitAnswer(t)
	require.Eventually(t, func() bool {
		clock.pass(maxPause)
		_, found = r.For("scope").Load(t.Context(), saved.Question.Key())
		return found
	}, 20*time.Second, 10*time.Millisecond)
	assert.True(t, r.State().Connected)
}

func TestAServerThatComesBackEmpty(t *testing.T) {
	s := newRealRedis(t)
	r, clock := s.replica(t, "a")
	b, _ := s.replica(t, "b")
	b.Replicas(t.Context())
	saved := answered("", clock.now(), "Ann")
	r.For("scope").Save(t.Context(), saved, clock.now().Add(time.Hour))
	ledger := r.Ledger("account")
	_, err := ledger.Admit(t.Context(), 10)
	require.NoError(t, err)
	lease, err := r.Leases("scope").Acquire(t.Context(), "question")
	require.NoError(t, err)

	s.kill(t)
	_, found := r.For("scope").Load(t.Context(), saved.Question.Key())
	assert.False(t, found)
	assert.Equal(t, 8, ledger.Share())
	s.start(t)
	require.Eventually(t, func() bool {
		clock.pass(maxPause)
		r.For("scope").Load(t.Context(), saved.Question.Key())
		return r.State().Connected
	}, 20*time.Second, 10*time.Millisecond)
	assert.Equal(t, 8, ledger.Share(), "the log is lost")
	assert.Equal(t, 2, r.State().Replicas, "the other one may not have found back yet")

	again, err := r.Leases("scope").Acquire(t.Context(), "question")
	require.NoError(t, err)
	lease.Release(t.Context())
	_, err = b.Leases("scope").Acquire(t.Context(), "question")
	assert.Error(t, err)
	again.Release(t.Context())
	r.For("scope").Save(t.Context(), saved, clock.now().Add(time.Hour))
	_, found = r.For("scope").Load(t.Context(), saved.Question.Key())
	assert.True(t, found)
}

// TestNoSecretIsLogged also with a password that the server refuses.
func TestNoSecretIsLogged(t *testing.T) {
	const canary, right = "canary-7f3a", "right-password"
	s := newRealRedis(t, "--requirepass", right)
	clock := &handClock{time: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
	var log lines
	options := RedisOptions{Now: clock.now, Log: slog.New(slog.NewTextHandler(&log, nil))}
	r := connect(t, "redis://"+s.address, canary, options)
	_, err := r.Ledger("account").Admit(t.Context(), 10)
	require.Error(t, err)
	assert.Contains(t, r.State().LastError, "WRONGPASS")
	_, err = r.Leases("scope").Acquire(t.Context(), "question")
	require.Error(t, err)

	open := connect(t, "redis://"+s.address, right, options)
	store := open.For("scope")
	saved := answered("form-"+canary, clock.now(), "Ann "+canary)
	store.Save(t.Context(), saved, clock.now().Add(time.Hour))
	store.SaveNames(t.Context(), []quality.NameRecord{named(quality.GroupByAgent, canary, canary, clock.now())})
	require.NoError(t, open.client.Append(t.Context(), redisKey("snapshot", "scope", saved.Question.Key()), canary).Err())
	_, found := store.Load(t.Context(), saved.Question.Key())
	require.False(t, found)
	require.NoError(t, open.client.HSet(t.Context(), redisKey("names", "scope"), "damaged", canary).Err())
	require.Len(t, store.LoadNames(t.Context()), 1)
	lease, err := open.Leases("scope").Acquire(t.Context(), "question")
	require.NoError(t, err)
	lease.Fail(t.Context(), errors.New("refused "+right), time.Minute)
	_, err = open.Leases("scope").Acquire(t.Context(), "question")
	assert.EqualError(t, err, "refused [redacted] (asked by another Grafana replica)")
	s.kill(t)
	clock.pass(time.Minute)
	_, found = store.Load(t.Context(), saved.Question.Key())
	require.False(t, found)

	assert.Contains(t, log.String(), "away")
	assert.Contains(t, log.String(), "damaged")
	for _, text := range []string{log.String(), r.State().LastError, open.State().LastError} {
		assert.NotContains(t, text, canary)
		assert.NotContains(t, text, right)
	}
}

// lines is a log that may be written to from everywhere.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
