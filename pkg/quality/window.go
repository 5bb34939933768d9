package quality

import (
	"fmt"
	"time"
)

const (
	// Window is Genesys Cloud's batch: 15 minutes on the UTC quarter hour, half open.
	Window = 15 * time.Minute
	// AskableAfter is how long after its end a window is first asked for, so that the batch has landed.
	AskableAfter = 60 * time.Second
)

// Range is a half-open stretch of time, UTC, both ends on the window grid once it has been aligned.
type Range struct {
	From time.Time
	To   time.Time
}

// Empty reports whether the range holds no time at all.
func (r Range) Empty() bool { return !r.From.Before(r.To) }

// Windows is how many windows an aligned range holds.
func (r Range) Windows() int { return int(r.To.Sub(r.From) / Window) }

// String is the range as Genesys writes an interval: "start/end", ISO 8601, UTC.
func (r Range) String() string {
	return fmt.Sprintf("%s/%s", r.From.UTC().Format(time.RFC3339), r.To.UTC().Format(time.RFC3339))
}

// FloorWindow is the start of the window that t lies in. Go truncates since the zero time, which lies on
// the same quarter-hour grid as the Unix epoch; window_test.go holds the two against each other.
func FloorWindow(t time.Time) time.Time { return t.UTC().Truncate(Window) }

// CeilWindow is the first window boundary at or after t.
func CeilWindow(t time.Time) time.Time {
	floor := FloorWindow(t)
	if floor.Equal(t) {
		return floor
	}
	return floor.Add(Window)
}

// AskableEnd is the end of the newest window that may be asked for at now.
func AskableEnd(now time.Time) time.Time { return FloorWindow(now.Add(-AskableAfter)) }

// AlignRange aligns a range outwards to windows and clamps its end to the newest askable window. A range that is empty
// only because it is too recent becomes the newest askable window; one that lies in the future is ErrFuture, and one
// whose end is not after its start ErrBackwards.
//
// A range that moves with the clock (the last six hours) keeps its length and moves as its end does, when a window
// becomes askable and not a minute earlier: else it would be another question for that minute. Such a range is told by
// its end, which is now, its start off the grid and its length of whole minutes; movesAlways says so of one whose start
// may lie on the grid by chance, as an alert rule's may.
func AlignRange(r Range, now time.Time, movesAlways bool) (Range, error) {
	if !r.From.Before(r.To) {
		return Range{}, ErrBackwards
	}
	if r.From.After(now) {
		return Range{}, ErrFuture
	}
	aligned := Range{From: FloorWindow(r.From), To: CeilWindow(r.To)}
	end := AskableEnd(now)
	if !aligned.To.After(end) {
		return aligned, nil
	}
	aligned.To = end
	if movesAlways || moves(r, now) {
		length := r.To.Sub(r.From).Round(time.Second)
		aligned.From = end.Add(-(length + Window - 1).Truncate(Window))
	}
	if aligned.Empty() {
		aligned.From = end.Add(-Window)
	}
	return aligned, nil
}

// moves tells a range that moves with the clock from one with a start of its own. A browser reads its clock for the
// start and again for the end, milliseconds later; a start that somebody chose is that close to a whole minute before
// the end one time in six hundred, and costs a question more then.
func moves(r Range, now time.Time) bool {
	const blink, minute = 50 * time.Millisecond, time.Minute
	length := r.To.Sub(r.From)
	offMinute := (length - length.Round(minute)).Abs()
	return r.To.Before(now.Add(minute)) && !FloorWindow(r.From).Equal(r.From) && offMinute <= blink
}
