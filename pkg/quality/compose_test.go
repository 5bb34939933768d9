package quality

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// With a budget of 24 a minute a series has at most 12 buckets. At 11:01 the thirteenth window would be one too many,
// and the buckets become half hours: those whose quarters are settled are added up, only the others are asked.
func TestWiderBucketsAreMadeOfWhatIsSettled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &fakeSource{rows: world}
		r := reader(t, source, nil)
		r.Rules.RequestsPerMinute = 24
		read := func(clock string) Answer {
			time.Sleep(at(t, clock).Sub(r.Now()))
			request := today(r)
			request.Interval = Window
			answer, err := r.Read(t.Context(), request)
			require.NoError(t, err)
			return answer
		}
		require.Len(t, read("2026-11-27T10:46:00Z").Buckets, 11)
		require.Len(t, read("2026-11-27T11:01:00Z").Buckets, 12)
		before := source.calls()

		wide := read("2026-11-27T11:16:00Z")
		require.Len(t, wide.Buckets, 7, "six half hours and a quarter")
		// Settled in what was asked until 11:01 is what ended by 10:30: the half hours up to there cost nothing. 10:30 to
		// 11:00 and the newest quarter are asked.
		require.Equal(t, before+2, source.calls())
		ada := wide.Buckets[0].Cells[0]
		require.Equal(t, "a", ada.Entity.ID)
		require.Equal(t, Measures{Count: 16, AverageScore: 60, PassRate: 25}, ada.Measures, "twice 8 at 60, 2 of 8 passed")
		require.Equal(t, int64(5*16+8+8), sumOf(wide, "a"), "five half hours are added up, and two buckets asked, of which each says 8")
	})
}

func sumOf(answer Answer, id string) int64 {
	var count int64
	for _, bucket := range answer.Buckets {
		for _, cell := range bucket.Cells {
			if cell.Entity.ID == id {
				count += cell.Count
			}
		}
	}
	return count
}
