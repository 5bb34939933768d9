package store

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// beatInterval is how often a replica shows that it is there, and seenFor how long it counts after that.
	beatInterval = 10 * time.Second
	seenFor      = time.Minute
	// silentFor is how long a part of the budget is kept free for a replica after its last sign of life: through an absence
	// that is too short for it to take a share, its last pause, and the minute in which its requests count.
	silentFor = ledgerSpan + maxPause + ledgerSpan + beatInterval
	// ledgerSpan is how long an admitted request holds its place: a minute, and a second for its way.
	ledgerSpan = 61 * time.Second
	// regroup is how long after an absence the shared log is not trusted to hold everybody's requests: some replica may
	// be on its own for another pause, and what it sends until then is not in the log.
	regroup = maxPause + ledgerSpan + 4*time.Second
	// blip is an absence that is too short for that: whoever noticed it first, up to a heartbeat earlier, is back after
	// another pause, before it took more than was kept free for it.
	blip = ledgerSpan - maxPause - beatInterval - time.Second
	// reserveOf is which part of its share of the budget each replica can rely on whatever the others do.
	reserveOf = 4
)

// redisClock begins the scripts. They go by Redis' clock, so that replicas need not agree on the time. A clock that was
// set back leaves entries in the future; they count as of now.
const redisClock = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local function trim(key, span)
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', key, '(' .. now, '+inf')) do
    redis.call('ZADD', key, now, member)
  end
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - span)
end
`

// redisBeat shows a replica and names all that are not long silent, and how many of them were seen lately. Since when Redis has its data tells one data set from the next: when
// it is lost, the log is lost with it.
const redisBeat = redisClock + `
local function beat(seen, sinceKey, replica, seenFor, silentFor)
  redis.call('ZADD', seen, now, replica)
  trim(seen, silentFor)
  redis.call('PEXPIRE', seen, silentFor)
  redis.call('SET', sinceKey, now, 'NX')
  local since = tonumber(redis.call('GET', sinceKey))
  if not since or since > now then
    since = now
    redis.call('SET', sinceKey, now)
  end
  return redis.call('ZRANGE', seen, 0, -1), redis.call('ZCOUNT', seen, '(' .. (now - seenFor), '+inf'), since
end
`

var beatScript = redis.NewScript(redisBeat + `
local replicas, count, since = beat(KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]))
return {count, since, now}
`)

// Replicas is how many replicas were seen in the last 60 s, this one included. While Redis is away it is the last
// number known, and 0 when it was never reached.
func (r *Redis) Replicas(ctx context.Context) int {
	if r.peers.due(r.now()) {
		_ = r.do(ctx, r.beat) // State says what went wrong
	}
	return r.peers.last()
}

func (r *Redis) beat(ctx context.Context) error {
	said, err := beatScript.Run(ctx, r.client, []string{redisSeenKey, redisSinceKey},
		r.replica, seenFor.Milliseconds(), silentFor.Milliseconds()).Int64Slice()
	if err != nil {
		return err
	}
	if len(said) != 3 {
		return errRedisAnswer
	}
	r.peers.counted(r.now(), int(said[0]), said[1], said[2])
	return nil
}

// keepBeating shows that an idle replica is there, and notices for it when Redis goes away and comes back.
func (r *Redis) keepBeating() {
	ticker := time.NewTicker(beatInterval)
	defer ticker.Stop()
	for {
		select {
		case <-r.life.Done():
			return
		case <-ticker.C:
			_ = r.exchange(r.life, r.beat) // State says what went wrong
		}
	}
}

// leave takes this replica out of the count, if it was in.
func (r *Redis) leave() {
	if r.peers.last() == 0 {
		return
	}
	_ = r.exchange(r.life, func(ctx context.Context) error { // else it is forgotten in a minute
		return r.client.ZRem(ctx, redisSeenKey, r.replica).Err()
	})
}

// peers is what a replica knows of the others.
type peers struct {
	mu sync.Mutex
	// seen is how many there were at the last count; while the log cannot be trusted, at the largest since it could.
	seen   int
	beatAt time.Time
	// lostAt is when Redis went away, zero while it is there. The log can be trusted from settledAt.
	lostAt, settledAt time.Time
	// since is when Redis' data begin, in milliseconds by its clock; 0 is unknown.
	since int64
	// spentUntil is until when requests may count that were in a log that is lost.
	spentUntil time.Time
}

func (p *peers) last() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen
}

func (p *peers) due(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return now.Sub(p.beatAt) >= beatInterval
}

// data is since when Redis had its data at the last count.
func (p *peers) data() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.since
}

// counted takes what a script says: how many replicas there are, and since when Redis has its data at its present time,
// in milliseconds.
func (p *peers) counted(now time.Time, seen int, since, present int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	age := time.Duration(present-since) * time.Millisecond
	if p.since != 0 && p.since != since {
		p.spentUntil = now.Add(ledgerSpan - age)
	}
	p.beatAt, p.since = now, since
	if settled := now.Add(regroup - age); age < regroup && settled.After(p.settledAt) {
		p.settledAt = settled
	}
	if !p.lostAt.IsZero() || now.Before(p.settledAt) {
		seen = max(seen, p.seen)
	}
	p.seen = seen
}

func (p *peers) lost(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lostAt.IsZero() {
		p.lostAt = now
	}
}

func (p *peers) found(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Sub(p.lostAt) > blip {
		p.settledAt = now.Add(regroup)
	}
	p.lostAt, p.beatAt = time.Time{}, time.Time{}
}

// share is by what a replica must divide the budget. In the first minute of an absence, or after the log was lost, it has
// less than its share: the others may have used more than theirs before, so it has what the ledger kept free for it.
func (p *peers) share(now time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.seen <= 1:
		return 1
	case !p.lostAt.IsZero() && now.Sub(p.lostAt) < ledgerSpan, now.Before(p.spentUntil):
		return reserveOf * p.seen
	case !p.lostAt.IsZero(), now.Before(p.settledAt):
		return p.seen
	}
	return 1
}
