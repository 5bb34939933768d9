package store

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// take asks a ledger until it says to wait, and returns how many places there were.
func take(t *testing.T, l *RedisLedger, limit int) (places int, wait time.Duration) {
	t.Helper()
	for {
		wait, err := l.Admit(t.Context(), limit)
		require.NoError(t, err)
		if wait > 0 {
			return places, wait
		}
		require.Less(t, places, limit)
		places++
	}
}

func TestAloneAReplicaHasTheWholeBudget(t *testing.T) {
	f := newFakeRedis(t)
	l := f.replica(t, "a").Ledger("account")
	wait, err := l.Admit(t.Context(), 3)
	require.NoError(t, err)
	assert.Zero(t, wait)
	f.pass(20 * time.Second)
	places, wait := take(t, l, 3)
	assert.Equal(t, 2, places)
	assert.Equal(t, 41*time.Second, wait)
	f.pass(wait - time.Millisecond)
	_, wait = take(t, l, 3)
	assert.Equal(t, time.Millisecond, wait)
	f.pass(time.Millisecond)
	places, wait = take(t, l, 3)
	assert.Equal(t, 1, places)
	assert.Equal(t, 20*time.Second, wait)

	places, _ = take(t, f.replica(t, "b").Ledger("another account"), 3)
	assert.Equal(t, 2, places, "and one for the other replica")
}

func TestReplicasShareTheBudget(t *testing.T) {
	f := newFakeRedis(t)
	replicas := f.replicas(t, 3)
	a, b, c := replicas[0].Ledger("account"), replicas[1].Ledger("account"), replicas[2].Ledger("account")
	// 24 among 3: each can rely on a quarter of its 8.
	places, wait := take(t, a, 24)
	assert.Equal(t, 20, places)
	assert.Equal(t, 61*time.Second, wait)
	f.pass(time.Second)
	places, wait = take(t, b, 24)
	assert.Equal(t, 2, places)
	assert.Equal(t, 60*time.Second, wait)
	places, _ = take(t, c, 24)
	assert.Equal(t, 2, places)

	f.passWith(t, 60*time.Second, replicas) // a's are over
	places, _ = take(t, c, 24)
	assert.Equal(t, 18, places, "b has its 2 and a may have 2")
}

// TestAWaitIsUntilThereIsAPlace: what runs out first is kept free for its owner, so that it is not what is waited for.
func TestAWaitIsUntilThereIsAPlace(t *testing.T) {
	f := newFakeRedis(t)
	replicas := f.replicas(t, 2)
	a, b := replicas[0].Ledger("account"), replicas[1].Ledger("account")
	wait, err := a.Admit(t.Context(), 4) // a can rely on one place
	require.NoError(t, err)
	require.Zero(t, wait)
	f.passWith(t, 10*time.Second, replicas)
	places, wait := take(t, b, 4)
	assert.Equal(t, 3, places)
	assert.Equal(t, 61*time.Second, wait, "a's place, free in 51 s, is kept for a")
	f.passWith(t, wait, replicas)
	places, _ = take(t, b, 4)
	assert.Equal(t, 3, places)
}

// TestTwoLedgersOfAReplica: two data sources of the same account in one Grafana.
func TestTwoLedgersOfAReplica(t *testing.T) {
	f := newFakeRedis(t)
	r := f.replica(t, "a")
	sum := 0
	for range 2 {
		for _, l := range []*RedisLedger{r.Ledger("account"), r.Ledger("account")} {
			places, _ := take(t, l, 5)
			sum += places
		}
		again := f.replica(t, "a") // the same name after a restart
		places, _ := take(t, again.Ledger("account"), 5)
		sum += places
	}
	assert.Equal(t, 5, sum)
}

func TestFewerPlacesThanReplicas(t *testing.T) {
	f := newFakeRedis(t)
	replicas := f.replicas(t, 3)
	sum := 0
	for _, r := range replicas {
		places, _ := take(t, r.Ledger("account"), 2)
		sum += places
	}
	assert.Equal(t, 2, sum)
}

func TestAPauseTravels(t *testing.T) {
	f := newFakeRedis(t)
	a, b := f.replica(t, "a").Ledger("account"), f.replica(t, "b").Ledger("account")
	other := f.replica(t, "c").Ledger("other account")
	assert.Zero(t, b.PausedUntil(t.Context()))
	until := f.now().Add(30 * time.Second)
	a.Pause(t.Context(), until)
	a.Pause(t.Context(), until.Add(-10*time.Second)) // a shorter one changes nothing
	a.Pause(t.Context(), f.now())
	f.pass(10 * time.Second)
	assert.Equal(t, until, b.PausedUntil(t.Context()))
	wait, err := b.Admit(t.Context(), 100)
	require.NoError(t, err)
	assert.Equal(t, 20*time.Second, wait)
	assert.Zero(t, other.PausedUntil(t.Context()))
	b.Pause(t.Context(), until.Add(time.Second))
	f.pass(20 * time.Second)
	assert.Equal(t, f.now().Add(time.Second), a.PausedUntil(t.Context()))
	f.pass(time.Second)
	assert.Zero(t, a.PausedUntil(t.Context()))
	wait, err = a.Admit(t.Context(), 100)
	require.NoError(t, err)
	assert.Zero(t, wait)

	f.SetError("LOADING")
	a.Pause(t.Context(), f.now().Add(time.Minute))
	assert.Zero(t, a.PausedUntil(t.Context()))
}

func TestAClockThatIsSetBack(t *testing.T) {
	f := newFakeRedis(t)
	l := f.replica(t, "a").Ledger("account")
	places, _ := take(t, l, 3)
	require.Equal(t, 3, places)
	f.pass(-time.Hour)
	_, err := l.Admit(t.Context(), 3)
	assert.Equal(t, errRedisLost, err, "as good as lost")
	_, wait := take(t, l, 3)
	assert.Equal(t, 61*time.Second, wait, "a minute at most")
	f.pass(wait)
	places, _ = take(t, l, 3)
	assert.Equal(t, 3, places)
}

// TestNoRollingMinuteExceedsTheSharedBudget: replicas that come, ask at random and have clocks of their own.
func TestNoRollingMinuteExceedsTheSharedBudget(t *testing.T) {
	f := newFakeRedis(t)
	admitted, refused := 0, 0
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 3))
		f.FlushAll()
		limit := 1 + r.IntN(40)
		var ledgers []*RedisLedger
		for range 3 {
			skew := time.Duration(r.Int64N(int64(time.Hour))) - 30*time.Minute
			replica := connect(t, "redis://"+f.Addr(), "", RedisOptions{Now: func() time.Time { return f.now().Add(skew) }})
			ledgers = append(ledgers, replica.Ledger("account"))
		}
		var places []time.Time
		for range 150 {
			if r.IntN(10) == 0 {
				f.pass(time.Duration(r.Int64N(int64(20 * time.Second))))
			} else {
				f.pass(time.Duration(r.Int64N(int64(100 * time.Millisecond))))
			}
			wait, err := ledgers[r.IntN(3)].Admit(t.Context(), limit)
			require.NoError(t, err)
			if wait > 0 {
				require.LessOrEqual(t, wait, 61*time.Second)
				refused++
				continue
			}
			admitted++
			places = append(places, f.now())
			if n := len(places) - 1 - limit; n >= 0 {
				require.Greater(t, f.now().Sub(places[n]), time.Minute, "seed %d, limit %d", seed, limit)
			}
		}
	}
	assert.Greater(t, admitted, 1000)
	assert.Greater(t, refused, 1000)
}
