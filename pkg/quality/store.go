package quality

import (
	"context"
	"fmt"
	"time"
)

// Store keeps what one scope (an organization of Grafana's, a data source, a host and a client) was answered. What
// cannot be kept or read costs an upstream call and never an answer, so no method has an error to return: a store counts
// and logs its own. Implementations are safe for concurrent use and keep no reference to what they are given.
type Store interface {
	// Load finds the newest snapshot of the question with this key.
	Load(ctx context.Context, key string) (Snapshot, bool)
	// Save keeps the snapshot in place of an older one of the same question, until the given time. A snapshot that is
	// already kept and newer stays.
	Save(ctx context.Context, snapshot Snapshot, until time.Time)
	// LoadNames finds every name that was kept.
	LoadNames(ctx context.Context) []NameRecord
	// SaveNames keeps names; of two of the same entity the one with the later AsOf stays.
	SaveNames(ctx context.Context, names []NameRecord)
}

// NameRecord is an entity's name, and since when it is known under it.
type NameRecord struct {
	GroupBy GroupBy
	Entity  Entity
	AsOf    time.Time
}

// Leases lets one of several Grafana replicas ask a question while the others wait for its snapshot.
type Leases interface {
	// Acquire takes the lease of the question with this key. Errors: *HeldError while another replica asks,
	// *FailedElsewhereError while another replica's failure is to be waited out, and any other error when replicas
	// cannot be reached, which is no reason not to ask.
	Acquire(ctx context.Context, key string) (Lease, error)
}

// Lease is the right to ask one question. It is renewed until Release or Fail is called, one of which must be.
type Lease interface {
	// Release gives the lease back, after the snapshot has been saved.
	Release(ctx context.Context)
	// Fail tells the other replicas what went wrong and how long nobody shall try again.
	Fail(ctx context.Context, err error, wait time.Duration)
}

// HeldError says that another replica is asking.
type HeldError struct{}

func (e *HeldError) Error() string { return "another Grafana replica is asking this question" }

// FailedElsewhereError is another replica's failure.
type FailedElsewhereError struct {
	// Message is that failure's message.
	Message string
	// Wait is how long nobody shall try again.
	Wait time.Duration
}

func (e *FailedElsewhereError) Error() string {
	return fmt.Sprintf("%s (asked by another Grafana replica)", e.Message)
}

// RetryAfterDuration is Wait.
func (e *FailedElsewhereError) RetryAfterDuration() time.Duration { return e.Wait }
