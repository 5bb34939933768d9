package quality

import (
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

// maxBackoff caps the wait after a failure.
const maxBackoff = 20 * time.Second

// retryAfter is an error with which Genesys said when to come back.
type retryAfter interface {
	RetryAfterDuration() time.Duration
}

// unsent is an error of a request that was held back here, by the budget or a pause: it says nothing about Genesys.
type unsent interface {
	NeverSent() bool
}

func neverSent(err error) bool {
	var held unsent
	return errors.As(err, &held) && held.NeverSent()
}

// failures keeps a question that failed from being asked again at once: after failure k the next try waits full
// jitter up to min(2^k, 20) s, and never less than Genesys asked for. Who asks meanwhile gets the failure. The zero
// value is ready.
type failures struct {
	mutex sync.Mutex
	byKey map[string]failure
}

type failure struct {
	count int
	until time.Time
	err   error
}

// wait is the failure that still holds at now, or nil.
func (f *failures) wait(key string, now time.Time) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if failed, ok := f.byKey[key]; ok && now.Before(failed.until) {
		return failed.err
	}
	return nil
}

// add remembers a failure and returns how long it is to be waited out.
func (f *failures) add(key string, now time.Time, err error) time.Duration {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.byKey == nil {
		f.byKey = map[string]failure{}
	}
	// A moving question is another one in the next window: what nobody came back for goes.
	for other, failed := range f.byKey {
		if now.Sub(failed.until) > Window {
			delete(f.byKey, other)
		}
	}
	count := f.byKey[key].count + 1
	wait := rand.N(backoff(count))
	var told retryAfter
	errors.As(err, &told)
	var elsewhere *FailedElsewhereError
	switch {
	case errors.As(err, &elsewhere):
		wait = elsewhere.Wait // The replica that asked has drawn the jitter for all.
	case neverSent(err) && told != nil:
		count, wait = count-1, told.RetryAfterDuration()
	case told != nil:
		wait = max(wait, told.RetryAfterDuration())
	}
	f.byKey[key] = failure{count: count, until: now.Add(wait), err: err}
	return wait
}

// hold remembers a failure that is to be waited out until the given time.
func (f *failures) hold(key string, until time.Time, err error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.byKey == nil {
		f.byKey = map[string]failure{}
	}
	f.byKey[key] = failure{until: until, err: err}
}

func (f *failures) forget() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.byKey = nil
}

func (f *failures) clear(key string) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	delete(f.byKey, key)
}

// backoff is the longest wait after failure k, k from 1.
func backoff(k int) time.Duration {
	if k > 4 {
		return maxBackoff
	}
	return time.Second << k
}
