package quality

import "errors"

var (
	// ErrFuture says that the asked range begins after now.
	ErrFuture = errors.New("the time range lies in the future")
	// ErrBackwards says that the asked range ends before it starts.
	ErrBackwards = errors.New("the time range ends before it starts")
)
