package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

const (
	// namesFor is how long a scope's names are kept after the last of them was saved.
	namesFor = 30 * 24 * time.Hour
	// namesAtOnce bounds how long one script keeps the server busy.
	namesAtOnce = 500
)

type sealedName struct {
	GroupBy quality.GroupBy `json:"groupBy"`
	ID      string          `json:"id"`
	Name    string          `json:"name"`
	AsOf    time.Time       `json:"asOf"`
}

// LoadNames finds the scope's names; those whose values are damaged are missing, and deleted.
func (s redisScope) LoadNames(ctx context.Context) []quality.NameRecord {
	r, at := s.redis, redisKey("names", s.scope)
	var fields map[string]string
	err := r.do(ctx, func(ctx context.Context) (err error) {
		fields, err = r.client.HGetAll(ctx, at).Result()
		if foreignType(err) {
			return r.client.Del(ctx, at).Err()
		}
		return err
	})
	if err != nil {
		return nil
	}
	names := make([]quality.NameRecord, 0, len(fields))
	var damaged []any
	for field, value := range fields {
		name, err := s.openName(field, value)
		if err != nil {
			damaged = append(damaged, field, value)
			continue
		}
		names = append(names, name)
	}
	if len(damaged) > 0 {
		r.log.Warn("Names in the shared store are damaged", "count", len(damaged)/2)
	}
	for chunk := range slices.Chunk(damaged, 2*namesAtOnce) {
		_ = r.do(ctx, func(ctx context.Context) error { // else the next LoadNames tries again
			return deleteNamesScript.Run(ctx, r.client, []string{at}, chunk...).Err()
		})
	}
	return names
}

func (s redisScope) openName(field, value string) (quality.NameRecord, error) {
	payload, stamp, err := unseal([]byte(value), "name", s.scope, field)
	if err != nil {
		return quality.NameRecord{}, err
	}
	var name sealedName
	if err := json.Unmarshal(payload, &name); err != nil {
		return quality.NameRecord{}, err
	}
	if nameField(name.GroupBy, name.ID) != field || sealedTime(name.AsOf) != stamp {
		return quality.NameRecord{}, errSeal
	}
	return quality.NameRecord{
		GroupBy: name.GroupBy, Entity: quality.Entity{ID: name.ID, Name: name.Name}, AsOf: name.AsOf,
	}, nil
}

func nameField(groupBy quality.GroupBy, id string) string { return digest(string(groupBy), id) }

// deleteNamesScript deletes fields unless they have been replaced since.
var deleteNamesScript = redis.NewScript(`
for i = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', KEYS[1], ARGV[i]) end
end
return 1
`)

// saveNamesScript keeps the newer of two values of each field. What two replicas learned at the same time differs in
// nothing or is a tie that the larger value wins, on both.
var saveNamesScript = redis.NewScript(`
local magic = ARGV[2]
for i = 3, #ARGV, 2 do
  local old = redis.call('HGET', KEYS[1], ARGV[i])
  if not old or string.sub(old, 1, #magic) ~= magic or old < ARGV[i + 1] then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
`)

// SaveNames keeps names for 30 days after the scope's last.
func (s redisScope) SaveNames(ctx context.Context, names []quality.NameRecord) {
	r, at := s.redis, redisKey("names", s.scope)
	for chunk := range slices.Chunk(names, namesAtOnce) {
		args := []any{namesFor.Milliseconds(), sealMagic}
		for _, name := range chunk {
			sealed := sealedName{GroupBy: name.GroupBy, ID: name.Entity.ID, Name: name.Entity.Name, AsOf: name.AsOf.UTC()}
			payload, err := json.Marshal(sealed)
			if err != nil { // a year past 9999
				r.log.Warn("A name cannot be shared with the other replicas", "reason", err.Error())
				continue
			}
			field := nameField(name.GroupBy, name.Entity.ID)
			args = append(args, field, seal(name.AsOf, payload, "name", s.scope, field))
		}
		err := r.do(ctx, func(ctx context.Context) error {
			return saveNamesScript.Run(ctx, r.client, []string{at}, args...).Err()
		})
		if err != nil {
			return
		}
	}
}
