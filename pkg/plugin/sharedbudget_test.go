package plugin

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/genesys"
	"github.com/intraday/genesys-cloud-quality/pkg/store"
)

// TestReplicasKeepTheBudgetWithAndWithoutRedis: three replicas that know of each other ask at random, while Redis goes
// away for seconds or minutes, and comes back with its data or without. All of them together never send more than the
// budget in any 60 s.
func TestReplicasKeepTheBudgetWithAndWithoutRedis(t *testing.T) {
	server := miniredis.NewMiniRedis()
	server.ClockTTL(true)
	require.NoError(t, server.Start())
	defer server.Close()
	sent, alone := 0, 0
	for seed := range uint64(12) {
		server.SetError("")
		server.FlushAll()
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 4))
			limit := 3 + random.IntN(60)
			now := func() time.Time { // Redis' clock follows the replicas'
				server.SetTime(time.Now())
				return time.Now()
			}
			var budgets []*genesys.Budget
			var replicas []*store.Redis
			for i := range 3 {
				r, err := store.OpenRedis("redis://"+server.Addr(), "", store.RedisOptions{Now: now, Replica: fmt.Sprint(i)})
				require.NoError(t, err)
				defer func() { assert.NoError(t, r.Close()) }()
				r.Replicas(t.Context())
				b := genesys.NewBudget(limit)
				b.Share(r.Ledger("account"))
				budgets, replicas = append(budgets, b), append(replicas, r)
			}
			time.Sleep(100 * time.Second) // they find each other
			for _, r := range replicas {
				require.Equal(t, 3, r.Replicas(t.Context()))
			}

			var mu sync.Mutex
			var places []time.Time
			var work sync.WaitGroup
			work.Go(func() {
				for range 3 {
					time.Sleep(time.Duration(random.Int64N(int64(150 * time.Second))))
					server.SetError("LOADING Redis is loading the dataset in memory")
					time.Sleep(time.Duration(1 + random.Int64N(int64(150*time.Second))))
					if random.IntN(2) == 0 {
						server.FlushAll()
					}
					server.SetError("")
				}
			})
			for i, b := range budgets {
				asks := rand.New(rand.NewPCG(seed, uint64(10+i)))
				work.Go(func() {
					for range 40 {
						if asks.IntN(3) == 0 {
							time.Sleep(time.Duration(asks.Int64N(int64(70 * time.Second))))
						} else {
							time.Sleep(time.Duration(asks.Int64N(int64(2 * time.Second))))
						}
						for range 1 + asks.IntN(limit) { // a wallboard that finds nothing new is about as cheap
							if b.Admit(t.Context()) != nil {
								break
							}
							mu.Lock()
							places = append(places, time.Now())
							if !replicas[i].State().Connected {
								alone++
							}
							mu.Unlock()
						}
					}
				})
			}
			work.Wait()
			slices.SortFunc(places, time.Time.Compare)
			for i := limit; i < len(places); i++ {
				require.GreaterOrEqual(t, places[i].Sub(places[i-limit]), time.Minute, "seed %d, limit %d", seed, limit)
			}
			sent += len(places)
		})
	}
	assert.Greater(t, sent, 1000)
	assert.Greater(t, alone, 200)
}
