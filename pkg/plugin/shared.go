package plugin

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
)

// key hashes its parts, so that no secret stands in a map and no part can imitate two.
func key(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		_, _ = fmt.Fprintf(hash, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// shared are values that live while somebody holds them. The zero value is ready.
type shared[T any] struct {
	mutex  sync.Mutex
	values map[string]*held[T]
}

type held[T any] struct {
	value   T
	holders int
}

// acquire is the value of the key, made where there is none; it lives until every holder has called release, and is
// closed then where there is something to close. To call release again does nothing. What cannot be made is nobody's,
// and tried again by the next who asks.
func (s *shared[T]) acquire(key string, create func() (T, error), closing func(T)) (value T, release func(), err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.values == nil {
		s.values = map[string]*held[T]{}
	}
	found, ok := s.values[key]
	if !ok {
		made, err := create()
		if err != nil {
			return value, func() {}, err
		}
		found = &held[T]{value: made}
		s.values[key] = found
	}
	found.holders++
	return found.value, sync.OnceFunc(func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		if found.holders--; found.holders == 0 {
			delete(s.values, key)
			if closing != nil {
				closing(found.value)
			}
		}
	}), nil
}

// all is every value that somebody holds, by its key.
func (s *shared[T]) all() map[string]T {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	values := make(map[string]T, len(s.values))
	for key, found := range s.values {
		values[key] = found.value
	}
	return values
}
