package store

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

const (
	// leaseLife is how long a lease outlives its owner, who renews it every leaseRenewal.
	leaseLife    = 30 * time.Second
	leaseRenewal = 10 * time.Second
	// maxFailure is how many characters of a failure travel to the other replicas.
	maxFailure = 500

	// What a lease's key holds: an owner's token, or the failure that is waited out.
	ownerMark   = "o:"
	failureMark = "f:"
)

// Leases are the right to ask, of the same scopes as For.
func (r *Redis) Leases(scope string) quality.Leases { return redisLeases{redis: r, scope: scope} }

type redisLeases struct {
	redis *Redis
	scope string
}

// acquireScript takes a lease that nobody has, or says what the key holds and for how long. What would stay for ever is
// no lease of ours, and replaced.
var acquireScript = redis.NewScript(`
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return {'', 0} end
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return {'', 0}
end
return {redis.call('GET', KEYS[1]), left}
`)

// Acquire takes the lease for 30 s, and renews it every 10 s until its end.
//
//nolint:contextcheck // The lease is renewed after ctx has ended, until Release, Fail or Close.
func (s redisLeases) Acquire(ctx context.Context, key string) (quality.Lease, error) {
	r := s.redis
	l := &redisLease{redis: r, key: redisKey("lease", s.scope, key), value: ownerMark + rand.Text()}
	var holds string
	var left time.Duration
	err := r.do(ctx, func(ctx context.Context) error {
		said, err := acquireScript.Run(ctx, r.client, []string{l.key}, l.value, leaseLife.Milliseconds()).Slice()
		if err != nil {
			return err
		}
		if len(said) != 2 {
			return errRedisAnswer
		}
		text, isText := said[0].(string)
		milliseconds, isNumber := said[1].(int64)
		if !isText || !isNumber {
			return errRedisAnswer
		}
		holds, left = text, time.Duration(milliseconds)*time.Millisecond
		return nil
	})
	if err != nil {
		return nil, err
	}
	if message, failed := strings.CutPrefix(holds, failureMark); failed {
		return nil, &quality.FailedElsewhereError{Message: shortLine(message), Wait: max(left, time.Millisecond)}
	}
	if holds != "" {
		return nil, &quality.HeldError{}
	}
	renewing, stop := context.WithCancel(r.life)
	l.stop = stop
	r.start(func() { l.keep(renewing) })
	return l, nil
}

type redisLease struct {
	redis      *Redis
	key, value string
	stop       context.CancelFunc
	ended      sync.Once
}

var (
	errLeaseLost = errors.New("the lease is somebody else's")

	extendScript = redis.NewScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0
`)
	releaseScript = redis.NewScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`)
	// A lease that ran out without a new owner still tells the failure.
	failScript = redis.NewScript(`
local value = redis.call('GET', KEYS[1])
if not value or value == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1
`)
)

// keep renews the lease until ctx ends or the lease is lost.
func (l *redisLease) keep(ctx context.Context) {
	ticker := time.NewTicker(l.redis.renewal)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if errors.Is(l.renew(ctx), errLeaseLost) {
				return
			}
		}
	}
}

func (l *redisLease) renew(ctx context.Context) error {
	kept := int64(0)
	err := l.redis.do(ctx, func(ctx context.Context) (err error) {
		kept, err = extendScript.Run(ctx, l.redis.client, []string{l.key}, l.value, leaseLife.Milliseconds()).Int64()
		return err
	})
	if err == nil && kept == 0 {
		return errLeaseLost
	}
	return err
}

// Release deletes the lease, also when ctx has ended: others must not wait for whoever gave up.
func (l *redisLease) Release(ctx context.Context) {
	l.end(ctx, func(ctx context.Context) error {
		return releaseScript.Run(ctx, l.redis.client, []string{l.key}, l.value).Err()
	})
}

// Fail leaves the message in place of the lease for the wait, cut to 500 characters. A wait that is over releases.
func (l *redisLease) Fail(ctx context.Context, err error, wait time.Duration) {
	if wait < time.Millisecond {
		l.Release(ctx)
		return
	}
	failure := failureMark + shortLine(l.redis.redact(err.Error()))
	l.end(ctx, func(ctx context.Context) error {
		return failScript.Run(ctx, l.redis.client, []string{l.key}, l.value, failure, wait.Milliseconds()).Err()
	})
}

func (l *redisLease) end(ctx context.Context, command func(context.Context) error) {
	l.ended.Do(func() {
		l.stop()
		_ = l.redis.do(context.WithoutCancel(ctx), command) // else it runs out
	})
}

func shortLine(text string) string {
	text = oneLine(text)
	if runes := []rune(text); len(runes) > maxFailure {
		return string(runes[:maxFailure-1]) + "…"
	}
	return text
}
