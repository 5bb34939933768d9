package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReplicasAreThoseOfTheLastMinute(t *testing.T) {
	f := newFakeRedis(t)
	a, b, c := f.replica(t, "a"), f.replica(t, "b"), f.replica(t, "c")
	assert.Equal(t, 1, a.Replicas(t.Context()))
	b.For("scope").Load(t.Context(), "any use shows it")
	_, err := c.Ledger("account").Admit(t.Context(), 10)
	require.NoError(t, err)
	assert.Equal(t, 1, a.Replicas(t.Context()), "asked less than 10 s ago")
	f.pass(10 * time.Second)
	assert.Equal(t, 3, a.Replicas(t.Context()))

	f.pass(regroup) // the largest number counts until then
	b.Replicas(t.Context())
	f.pass(59 * time.Second)
	assert.Equal(t, 2, a.Replicas(t.Context()))
	f.SetError("LOADING")
	f.pass(time.Hour)
	assert.Equal(t, 2, a.Replicas(t.Context()), "the last number known")
	f.SetError("")
	f.pass(time.Minute)
	assert.Equal(t, 2, a.Replicas(t.Context()), "until everybody had time to come back")
	for range 10 {
		f.pass(10 * time.Second)
		a.Replicas(t.Context())
	}
	assert.Equal(t, 1, a.Replicas(t.Context()))
}

func TestAReplicaThatNeverReachedRedisKnowsOfNobody(t *testing.T) {
	r := connect(t, "redis://127.0.0.1:1", "", RedisOptions{})
	assert.Zero(t, r.Replicas(t.Context()))
	assert.Equal(t, 1, r.Ledger("account").Share())
	assert.False(t, r.State().Connected)
	assert.NotEmpty(t, r.State().LastError)
}

// TestShare follows one of three replicas through an absence and a loss of data.
func TestShare(t *testing.T) {
	f := newFakeRedis(t)
	replicas := f.replicas(t, 3)
	r, ledger := replicas[0], replicas[0].Ledger("account")
	assert.Equal(t, 1, ledger.Share())

	f.SetError("LOADING")
	_, err := ledger.Admit(t.Context(), 10)
	require.Error(t, err)
	assert.Equal(t, 12, ledger.Share(), "a quarter of a share: the others may have used theirs")
	f.pass(61*time.Second - 1)
	assert.Equal(t, 12, ledger.Share())
	f.pass(1)
	assert.Equal(t, 3, ledger.Share(), "nobody can have used more for a minute")
	f.SetError("")
	assert.Equal(t, 3, r.Replicas(t.Context()))
	f.pass(regroup - 1)
	assert.Equal(t, 3, ledger.Share(), "others may be on their own for another 30 s, and the log be short of that")
	f.pass(1)
	assert.Equal(t, 1, ledger.Share())

	f.FlushAll()
	_, err = ledger.Admit(t.Context(), 10)
	assert.Equal(t, errRedisLost, err)
	assert.Equal(t, 12, ledger.Share(), "what was in the log is lost")
	wait, err := ledger.Admit(t.Context(), 10)
	assert.NoError(t, err)
	assert.Zero(t, wait)
	f.pass(ledgerSpan)
	assert.Equal(t, 3, ledger.Share())
	f.pass(regroup - ledgerSpan)
	assert.Equal(t, 1, ledger.Share())

	f.SetError("LOADING")
	_, err = ledger.Admit(t.Context(), 10)
	require.Error(t, err)
	f.SetError("")
	f.pass(blip)
	_, err = ledger.Admit(t.Context(), 10)
	require.NoError(t, err)
	assert.Equal(t, 1, ledger.Share(), "too short for anybody to use a share")
}

func TestSharesOfThoseWhoAreAlone(t *testing.T) {
	f := newFakeRedis(t)
	ledger := f.replica(t, "a").Ledger("account")
	_, err := ledger.Admit(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, 1, ledger.Share())
	f.SetError("LOADING")
	_, err = ledger.Admit(t.Context(), 1)
	require.Error(t, err)
	assert.Equal(t, 1, ledger.Share())
}
