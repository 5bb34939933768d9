package genesys

import (
	"fmt"
	"time"
)

// BudgetError says that the budget is used up for longer than a request may queue.
type BudgetError struct {
	// RequestsPerMinute is the limit in force: the setting, or less where Genesys says so.
	RequestsPerMinute int
	// Wait is until a place would be free.
	Wait time.Duration
}

func (e *BudgetError) Error() string {
	return fmt.Sprintf("the request budget is used up (at present %d a minute); the next request is possible in %s",
		e.RequestsPerMinute, max(e.Wait.Round(time.Second), time.Second))
}

// RetryAfterDuration is Wait.
func (e *BudgetError) RetryAfterDuration() time.Duration { return e.Wait }

// NeverSent tells it from an answer of Genesys.
func (e *BudgetError) NeverSent() bool { return true }

// PausedError says that Genesys asked to be left alone.
type PausedError struct {
	Until time.Time
}

func (e *PausedError) Error() string {
	return fmt.Sprintf("Genesys Cloud asked for a pause; the next request is possible at %s", e.Until.UTC().Format("15:04:05 UTC"))
}

// RetryAfterDuration is from now until the pause's end, at least 0.
func (e *PausedError) RetryAfterDuration() time.Duration { return max(time.Until(e.Until), 0) }

// NeverSent tells it from an answer of Genesys.
func (e *PausedError) NeverSent() bool { return true }
