package genesys

import (
	"errors"
	"fmt"
	"slices"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// ErrQuestion marks a question that the API cannot be asked: the caller's mistake, not Genesys'. Nothing was sent.
var ErrQuestion = errors.New("the question cannot be asked")

// askable refuses what no dialect answers.
func askable(q quality.Question, dialect quality.Dialect) error {
	switch {
	case q.Dialect != dialect:
		return fmt.Errorf("%w: the dialect is %q", ErrQuestion, q.Dialect)
	case !slices.Contains(quality.GroupBys, q.GroupBy):
		return fmt.Errorf("%w: it cannot group by %q", ErrQuestion, q.GroupBy)
	}
	return onGrid(q.Range)
}

// onGrid refuses a range that is no whole number of windows.
func onGrid(r quality.Range) error {
	switch {
	case r.Empty():
		return fmt.Errorf("%w: the range %s is empty", ErrQuestion, r)
	case !quality.FloorWindow(r.From).Equal(r.From), !quality.FloorWindow(r.To).Equal(r.To):
		return fmt.Errorf("%w: the range %s is not on the quarter hour", ErrQuestion, r)
	}
	return nil
}
