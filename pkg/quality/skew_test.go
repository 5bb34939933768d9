package quality

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// A machine three minutes ahead asks at 10:13:30 for the window that ends at 10:15 and learns from the answer how late
// it really is: the snapshot is from 10:13:30, and asked again when that window is askable.
func TestAnAnswerThatSetsTheClockRightIsFromTheRightTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		skew := time.Duration(0)
		source := &fakeSource{rows: func(q Question) ([]Row, error) {
			skew = -3 * time.Minute
			return oneAgent(q)
		}}
		r := reader(t, source, nil)
		began, ahead := time.Now(), at(t, "2026-11-27T10:16:30Z")
		r.Skew = func() time.Duration { return skew }
		r.Now = func() time.Time { return ahead.Add(time.Since(began) + skew) }
		first := today(r)
		require.Equal(t, at(t, "2026-11-27T10:15:00Z"), first.Range.To)
		answer, err := r.Read(t.Context(), first)
		require.NoError(t, err)
		require.Equal(t, at(t, "2026-11-27T10:13:30Z"), answer.AsOf)

		time.Sleep(at(t, "2026-11-27T10:16:00Z").Sub(r.Now()))
		answer, err = r.Read(t.Context(), today(r))
		require.NoError(t, err)
		require.Equal(t, 2, source.calls(), "the batch had not landed when it was asked first")
		require.Equal(t, r.Now(), answer.AsOf)
	})
}
