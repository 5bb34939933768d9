package store

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// firstPause is how long nobody tries again after a failure; each further one doubles it up to maxPause.
	firstPause = 2 * time.Second
	maxPause   = 30 * time.Second
)

// AwayError says that the shared store cannot be reached or does not do what it is asked. It is no reason to fail.
type AwayError struct {
	// Reason is the failure that the store is away for, free of secrets.
	Reason string
	// Err is that failure where this call ran into it, nil where the store was left alone.
	Err error
}

func (e *AwayError) Error() string { return fmt.Sprintf("the shared store is away: %s", e.Reason) }

func (e *AwayError) Unwrap() error { return e.Err }

// RedisState is how things stand with the shared store, for the health check.
type RedisState struct {
	// Connected is whether the last call was answered. It is false, without a LastError, before the first call.
	Connected bool
	// Since is when that began.
	Since time.Time
	// LastError is why it is away, or was away last; it is free of secrets.
	LastError string
	// Replicas is how many replicas were seen last, this one included; 0 when it was never reached.
	Replicas int
}

// State is how things stand, without asking Redis.
func (r *Redis) State() RedisState {
	state := r.link.state()
	state.Replicas = r.peers.last()
	return state
}

// link lets calls through while the store answers. After a failure it is left alone for a while, then a single call
// tries. The zero value lets everything through.
type link struct {
	mu        sync.Mutex
	connected bool
	since     time.Time
	lastError string
	failures  int
	until     time.Time
	probing   bool
	// turn counts the changes: what a call that began before the last one ran into is no news.
	turn int
}

// enter lets a call through, or returns an *AwayError. Whoever is let through must call succeed, fail or abandon.
func (l *link) enter(now time.Time) (turn int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failures > 0 {
		if l.probing || now.Before(l.until) {
			return 0, &AwayError{Reason: l.lastError}
		}
		l.probing = true
	}
	return l.turn, nil
}

// succeed reports whether the store is back with this call.
func (l *link) succeed(turn int, now time.Time) (back bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if turn != l.turn || l.connected {
		return false
	}
	back = l.failures > 0
	l.connected, l.since = true, now
	l.failures, l.probing = 0, false
	if back {
		l.turn++
	}
	return back
}

// fail reports whether the store is away with this call.
func (l *link) fail(turn int, now time.Time, reason string) (first bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if turn != l.turn {
		return false
	}
	first = l.failures == 0
	if l.connected || first {
		l.connected, l.since = false, now
	}
	l.failures++
	l.lastError = reason
	l.until = now.Add(pauseAfter(l.failures))
	l.probing = false
	l.turn++
	return first
}

// abandon takes back a call that ended without news.
func (l *link) abandon(turn int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if turn == l.turn {
		l.probing = false
	}
}

func (l *link) state() RedisState {
	l.mu.Lock()
	defer l.mu.Unlock()
	return RedisState{Connected: l.connected, Since: l.since, LastError: l.lastError}
}

// pauseAfter is from three quarters to all of 2, 4, 8, 16, 30, 30, … s: replicas must not come back in step.
func pauseAfter(failures int) time.Duration {
	pause := maxPause
	if failures < 5 {
		pause = firstPause << (failures - 1)
	}
	return pause - rand.N(pause/4)
}
