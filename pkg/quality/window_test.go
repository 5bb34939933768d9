package quality

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return parsed
}

func TestWindowsLieOnTheEpochGrid(t *testing.T) {
	start := at(t, "2026-03-29T00:00:00Z")
	for minute := range 3 * 24 * 60 {
		now := start.Add(time.Duration(minute)*time.Minute + 13*time.Second)
		require.Equal(t, now.Unix()-now.Unix()%900, FloorWindow(now).Unix())
		require.Equal(t, time.UTC, FloorWindow(now).Location())
	}
}

func TestAskableEnd(t *testing.T) {
	for now, want := range map[string]string{
		"2026-11-27T10:15:59Z":      "2026-11-27T10:00:00Z",
		"2026-11-27T10:16:00Z":      "2026-11-27T10:15:00Z",
		"2026-11-27T10:30:59Z":      "2026-11-27T10:15:00Z",
		"2026-11-27T05:31:00-05:00": "2026-11-27T10:30:00Z",
	} {
		require.Equal(t, want, AskableEnd(at(t, now)).Format(time.RFC3339), now)
	}
}

func TestAlignRange(t *testing.T) {
	now := at(t, "2026-11-27T10:20:00Z")
	cases := []struct {
		name, from, to, want string
		movesAlways          bool
		err                  error
	}{
		{name: "on the grid", from: "2026-11-27T08:00:00Z", to: "2026-11-27T09:00:00Z", want: "2026-11-27T08:00:00Z/2026-11-27T09:00:00Z"},
		{name: "outwards", from: "2026-11-27T08:01:00Z", to: "2026-11-27T08:46:00Z", want: "2026-11-27T08:00:00Z/2026-11-27T09:00:00Z"},
		{name: "one millisecond of a window", from: "2026-11-27T08:14:59.999Z", to: "2026-11-27T08:15:00.001Z", want: "2026-11-27T08:00:00Z/2026-11-27T08:30:00Z"},
		{name: "New York", from: "2026-11-27T03:10:00-05:00", to: "2026-11-27T04:10:00-05:00", want: "2026-11-27T08:00:00Z/2026-11-27T09:15:00Z"},
		{name: "a quarter past the hour in Kathmandu is one in UTC", from: "2026-11-27T13:45:00+05:45", to: "2026-11-27T14:45:00+05:45", want: "2026-11-27T08:00:00Z/2026-11-27T09:00:00Z"},
		{name: "the end is clamped to what may be asked", from: "2026-11-27T08:00:00Z", to: "2026-11-27T10:20:00Z", want: "2026-11-27T08:00:00Z/2026-11-27T10:15:00Z"},
		{name: "so is an end in the future", from: "2026-11-27T08:00:00Z", to: "2026-11-28T00:00:00Z", want: "2026-11-27T08:00:00Z/2026-11-27T10:15:00Z"},
		{name: "too recent becomes the newest window", from: "2026-11-27T10:16:00Z", to: "2026-11-27T10:20:00Z", want: "2026-11-27T10:00:00Z/2026-11-27T10:15:00Z"},
		{name: "a moving range keeps its length", from: "2026-11-27T08:20:00Z", to: "2026-11-27T10:20:00Z", want: "2026-11-27T08:15:00Z/2026-11-27T10:15:00Z"},
		{name: "or the next whole number of windows", from: "2026-11-27T10:03:00Z", to: "2026-11-27T10:20:00Z", want: "2026-11-27T09:45:00Z/2026-11-27T10:15:00Z"},
		{name: "a browser reads its clock twice", from: "2026-11-27T08:20:00Z", to: "2026-11-27T10:20:00.004Z", want: "2026-11-27T08:15:00Z/2026-11-27T10:15:00Z"},
		{name: "a start that somebody chose stays where it is", from: "2026-11-27T08:20:00Z", to: "2026-11-27T10:19:58Z", want: "2026-11-27T08:15:00Z/2026-11-27T10:15:00Z"},
		{name: "also a second later", from: "2026-11-27T08:20:00Z", to: "2026-11-27T10:19:59Z", want: "2026-11-27T08:15:00Z/2026-11-27T10:15:00Z"},
		{name: "and with an end in the future", from: "2026-11-27T08:14:00Z", to: "2026-11-27T20:14:00Z", want: "2026-11-27T08:00:00Z/2026-11-27T10:15:00Z"},
		{name: "an alert rule's moves although it starts on the grid", from: "2026-11-27T09:15:00Z", to: "2026-11-27T10:20:00Z", movesAlways: true, want: "2026-11-27T09:00:00Z/2026-11-27T10:15:00Z"},
		{name: "future", from: "2026-11-27T10:21:00Z", to: "2026-11-27T11:00:00Z", err: ErrFuture},
		{name: "backwards", from: "2026-11-27T09:00:00Z", to: "2026-11-27T08:00:00Z", err: ErrBackwards},
		{name: "nothing", from: "2026-11-27T09:00:00Z", to: "2026-11-27T09:00:00Z", err: ErrBackwards},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := AlignRange(Range{From: at(t, c.from), To: at(t, c.to)}, now, c.movesAlways)
			require.ErrorIs(t, err, c.err)
			if c.err == nil {
				require.Equal(t, c.want, got.String())
			}
		})
	}
}

// Through a whole hour, looked at every second as by a panel and every minute as by an alert rule, a moving range is
// four questions and no more.
func TestAMovingRangeIsOneQuestionAWindow(t *testing.T) {
	for _, length := range []time.Duration{5 * time.Minute, time.Hour, 6*time.Hour + 7*time.Minute} {
		questions := map[string]bool{}
		start := at(t, "2026-11-27T10:01:00.25Z")
		for second := range 3600 {
			now := start.Add(time.Duration(second) * time.Second)
			panel, err := AlignRange(Range{now.Add(-length), now}, now, false)
			require.NoError(t, err)
			questions[panel.String()] = true
			evaluation := now.Truncate(time.Minute)
			rule, err := AlignRange(Range{evaluation.Add(-length), evaluation}, now, true)
			require.NoError(t, err)
			require.Equal(t, panel, rule, "a panel and a rule of the same length share their question")
			require.False(t, panel.From.After(now.Add(-length)), "aligned outwards")
		}
		require.Len(t, questions, 4)
	}
}
