package quality

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestBucketWidth(t *testing.T) {
	const day = "2026-11-27T00:00:00Z"
	cases := []struct {
		name      string
		hours     int
		interval  time.Duration
		questions int
		perMinute int
		want      time.Duration
	}{
		{"an alert's interval is clamped", 9, time.Second, 1, 100, 15 * time.Minute},
		{"the interval decides", 9, 20 * time.Minute, 1, 100, 30 * time.Minute},
		{"exactly a width", 9, 2 * time.Hour, 1, 100, 2 * time.Hour},
		{"between widths", 9, 4 * time.Hour, 1, 100, 6 * time.Hour},
		{"50 buckets are half of 100", 12, time.Minute, 1, 96, 15 * time.Minute},
		{"49 are too many for 48", 12, time.Minute, 1, 94, 30 * time.Minute},
		{"a whole day", 24, time.Minute, 1, 100, 30 * time.Minute},
		{"five forms", 8, time.Minute, 5, 100, time.Hour},
		{"coarser than the coarsest", 24, 100 * time.Hour, 1, 100, 24 * time.Hour},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			from := at(t, day)
			got, err := BucketWidth(Range{from, from.Add(time.Duration(c.hours) * time.Hour)}, c.interval, c.questions, c.perMinute)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
	from := at(t, day)
	_, err := BucketWidth(Range{from, from.AddDate(0, 0, 60)}, time.Minute, 1, 100)
	require.ErrorContains(t, err, "needs 60 requests")
	require.ErrorContains(t, err, "(50)")
}

func TestBucketsLieOnTheGridAndAreCutToTheRange(t *testing.T) {
	r := Range{at(t, "2026-11-27T08:15:00Z"), at(t, "2026-11-27T11:30:00Z")}
	var got []string
	for _, bucket := range Buckets(r, time.Hour) {
		got = append(got, bucket.String())
	}
	require.Equal(t, []string{
		"2026-11-27T08:15:00Z/2026-11-27T09:00:00Z",
		"2026-11-27T09:00:00Z/2026-11-27T10:00:00Z",
		"2026-11-27T10:00:00Z/2026-11-27T11:00:00Z",
		"2026-11-27T11:00:00Z/2026-11-27T11:30:00Z",
	}, got)
	for _, width := range bucketWidths {
		for _, bucket := range Buckets(Range{at(t, "2026-11-25T08:15:00Z"), at(t, "2026-11-28T00:00:00Z")}, width)[1:] {
			require.Zero(t, bucket.From.Unix()%int64(width/time.Second), "%s: the grid is the epoch's", width)
		}
	}
}
