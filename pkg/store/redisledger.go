package store

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

var (
	errRedisAnswer = errors.New("it answered in a form that it should not have")
	errRedisLost   = errors.New("the shared store has lost the log of requests")
)

// RedisLedger is the log of the requests that all replicas send with the same credentials in a rolling minute.
type RedisLedger struct {
	redis      *Redis
	log, pause string
}

// Ledger is the log of one account, by which budget and pause are shared: a host and a client id.
func (r *Redis) Ledger(account string) *RedisLedger {
	return &RedisLedger{redis: r, log: redisKey("requests", account), pause: redisKey("pause", account)}
}

// admitScript takes a place, or says for how many milliseconds there is none. It keeps free for each other replica
// what that one may use when it loses Redis, so that the sum stays within the limit then, too. With fewer places than
// replicas there is nothing to keep free. A replica that knew other data must not rely on this log: -1.
var admitScript = redis.NewScript(redisBeat + `
local limit, replica, member, span = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4])
local replicas, count, since = beat(KEYS[3], KEYS[4], replica, tonumber(ARGV[5]), tonumber(ARGV[6]))
local answer = function(wait) return {wait, count, since, now} end
local known = tonumber(ARGV[8])
if known ~= 0 and known ~= since then return answer(-1) end
local paused = redis.call('PTTL', KEYS[2])
if paused > 0 then return answer(paused) end

trim(KEYS[1], span)
local log, used = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES'), {}
for i = 1, #log, 2 do
  local who = string.match(log[i], '^(.*):')
  used[who] = (used[who] or 0) + 1
end
local reserve, reserved, missing = 0, {}, #log / 2 + 1 - limit
if #replicas <= limit then reserve = math.max(1, math.floor(limit / (tonumber(ARGV[7]) * #replicas))) end
for _, other in ipairs(replicas) do
  if other ~= replica then
    reserved[other] = true
    missing = missing + math.max(0, reserve - (used[other] or 0))
  end
end
if missing <= 0 then
  redis.call('ZADD', KEYS[1], now, member)
  redis.call('PEXPIRE', KEYS[1], span)
  return answer(0)
end
for i = 1, #log, 2 do
  local who = string.match(log[i], '^(.*):')
  if not reserved[who] or used[who] > reserve then missing = missing - 1 end
  used[who] = used[who] - 1
  if missing <= 0 then return answer(tonumber(log[i + 1]) + span - now) end
end
return answer(span)
`)

// Admit takes a place for one request among the limit of a rolling minute (at least 1), in one round trip. It returns 0
// when it has one, and else how long there will be none. During a pause there is none. Errors: the store is away, or has
// lost the log since it was asked last.
func (l *RedisLedger) Admit(ctx context.Context, limit int) (time.Duration, error) {
	r := l.redis
	member := r.replica + ":" + rand.Text()
	var wait time.Duration
	err := r.do(ctx, func(ctx context.Context) error {
		said, err := admitScript.Run(ctx, r.client, []string{l.log, l.pause, redisSeenKey, redisSinceKey},
			limit, r.replica, member, ledgerSpan.Milliseconds(),
			seenFor.Milliseconds(), silentFor.Milliseconds(), reserveOf, r.peers.data()).Int64Slice()
		if err != nil {
			return err
		}
		if len(said) != 4 {
			return errRedisAnswer
		}
		wait = time.Duration(said[0]) * time.Millisecond
		r.peers.counted(r.now(), int(said[1]), said[2], said[3])
		return nil
	})
	if err == nil && wait < 0 {
		return 0, errRedisLost
	}
	return wait, err
}

// pauseScript lengthens a pause, never shortens it.
var pauseScript = redis.NewScript(`
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], 1, 'PX', ARGV[1]) end
return 1
`)

// Pause keeps every replica from asking until then; a shorter pause does not end a longer one.
func (l *RedisLedger) Pause(ctx context.Context, until time.Time) {
	wait := until.Sub(l.redis.now()).Milliseconds()
	if wait <= 0 {
		return
	}
	_ = l.redis.do(ctx, func(ctx context.Context) error { // while it is away, each replica is told by Genesys itself
		return pauseScript.Run(ctx, l.redis.client, []string{l.pause}, wait).Err()
	})
}

// PausedUntil is the end of the pause that is in force, or zero: also while the store is away.
func (l *RedisLedger) PausedUntil(ctx context.Context) time.Time {
	var left time.Duration
	err := l.redis.do(ctx, func(ctx context.Context) (err error) {
		left, err = l.redis.client.PTTL(ctx, l.pause).Result()
		return err
	})
	if err != nil || left <= 0 {
		return time.Time{}
	}
	return l.redis.now().Add(left)
}

// Share is by what this replica must divide the limit of its own log: 1 while the shared log holds everybody's
// requests; the number of replicas while it is away and until everybody is back; and four times that in the first
// minute of an absence or after a loss of data, when others may have used more than their share already.
func (l *RedisLedger) Share() int { return l.redis.peers.share(l.redis.now()) }
