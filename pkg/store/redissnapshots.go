package store

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// maxSharedSnapshot bounds a value: a larger one would hold up everybody who waits for the same server. 100,000 entities
// take about 3 MiB.
const maxSharedSnapshot = 8 << 20

// For is the part of the store that one scope sees. A scope is an organization of Grafana's, a data source, a host and a
// client: whoever differs in one of them never sees the other's snapshots.
func (r *Redis) For(scope string) quality.Store { return redisScope{redis: r, scope: scope} }

type redisScope struct {
	redis *Redis
	scope string
}

// Load finds the snapshot in one round trip. A value that is not what Save wrote for this scope and question is no
// snapshot, and deleted.
func (s redisScope) Load(ctx context.Context, key string) (quality.Snapshot, bool) {
	r, at := s.redis, redisKey("snapshot", s.scope, key)
	var value []byte
	err := r.do(ctx, func(ctx context.Context) (err error) {
		value, err = r.client.Get(ctx, at).Bytes()
		switch {
		case errors.Is(err, redis.Nil):
			return nil
		case foreignType(err):
			return r.client.Del(ctx, at).Err()
		}
		return err
	})
	if err != nil || value == nil {
		return quality.Snapshot{}, false
	}
	snapshot, err := s.open(value, key)
	if err != nil {
		r.log.Warn("A snapshot in the shared store is damaged and is asked again", "reason", err.Error())
		_ = r.do(ctx, func(ctx context.Context) error { // else the next Load tries again
			return deleteScript.Run(ctx, r.client, []string{at}, value[:min(len(value), sealHeader)], sealHeader).Err()
		})
		return quality.Snapshot{}, false
	}
	return snapshot, true
}

func (s redisScope) open(value []byte, key string) (quality.Snapshot, error) {
	payload, stamp, err := unseal(value, "snapshot", s.scope, key)
	if err != nil {
		return quality.Snapshot{}, err
	}
	snapshot, err := decodeSnapshot(payload)
	if err != nil {
		return quality.Snapshot{}, err
	}
	if snapshot.Question.Key() != key || sealedTime(snapshot.AsOf) != stamp {
		return quality.Snapshot{}, errSeal
	}
	return snapshot, nil
}

// foreignType reports whether a key holds what is not even of the kind that we write.
func foreignType(err error) bool { return err != nil && redis.HasErrorPrefix(err, "WRONGTYPE") }

// deleteScript deletes a value unless it has been replaced since.
var deleteScript = redis.NewScript(`
if redis.call('GETRANGE', KEYS[1], 0, ARGV[2] - 1) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`)

// saveScript keeps the newer of two values.
var saveScript = redis.NewScript(`
local old = redis.call('GETRANGE', KEYS[1], 0, #ARGV[3] - 1)
if string.sub(old, 1, #ARGV[4]) == ARGV[4] and old > ARGV[3] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`)

// Save keeps a snapshot of up to 8 MiB as it is written; the others are not shared.
func (s redisScope) Save(ctx context.Context, snapshot quality.Snapshot, until time.Time) {
	r, key := s.redis, snapshot.Question.Key()
	life := until.Sub(r.now()).Milliseconds()
	if life <= 0 {
		return
	}
	value := seal(snapshot.AsOf, encodeSnapshot(snapshot), "snapshot", s.scope, key)
	if len(value) > maxSharedSnapshot {
		r.log.Warn("A snapshot is too large to be shared with the other replicas", "bytes", len(value), "limit", maxSharedSnapshot)
		return
	}
	stamp := value[:len(sealMagic)+sealStamp]
	_ = r.do(ctx, func(ctx context.Context) error { // another replica will ask for itself
		return saveScript.Run(ctx, r.client, []string{redisKey("snapshot", s.scope, key)}, value, life, stamp, sealMagic).Err()
	})
}
