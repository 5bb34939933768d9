package quality

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	location, err := time.LoadLocation(name)
	require.NoError(t, err)
	return location
}

func TestBusinessDayStart(t *testing.T) {
	cases := []struct{ name, zone, start, now, want string }{
		{"UTC", "UTC", "8h", "2026-11-27T14:00:00Z", "2026-11-27T08:00:00Z"},
		{"before the start it is today's all the same", "UTC", "8h", "2026-11-27T03:00:00Z", "2026-11-27T08:00:00Z"},
		{"New York in winter", "America/New_York", "8h", "2026-03-07T20:00:00Z", "2026-03-07T13:00:00Z"},
		{"New York, the day summer begins", "America/New_York", "8h", "2026-03-08T20:00:00Z", "2026-03-08T12:00:00Z"},
		{"New York in summer", "America/New_York", "8h", "2026-10-31T20:00:00Z", "2026-10-31T12:00:00Z"},
		{"New York, the day summer ends", "America/New_York", "8h", "2026-11-01T20:00:00Z", "2026-11-01T13:00:00Z"},
		{"the local date counts, not UTC's", "America/New_York", "8h", "2026-11-28T04:00:00Z", "2026-11-27T13:00:00Z"},
		{"a start that the clock skips moves forward", "America/New_York", "2h30m", "2026-03-08T20:00:00Z", "2026-03-08T07:00:00Z"},
		{"a start that comes twice is the first", "America/New_York", "1h30m", "2026-11-01T20:00:00Z", "2026-11-01T05:30:00Z"},
		{"Dublin, the day summer begins", "Europe/Dublin", "8h", "2026-03-29T12:00:00Z", "2026-03-29T07:00:00Z"},
		{"Dublin, the day summer ends", "Europe/Dublin", "8h", "2026-10-25T12:00:00Z", "2026-10-25T08:00:00Z"},
		{"half hours", "Australia/Lord_Howe", "8h", "2026-04-05T02:00:00Z", "2026-04-04T21:30:00Z"},
		{"quarter hours", "Asia/Kathmandu", "8h15m", "2026-11-27T08:00:00Z", "2026-11-27T02:30:00Z"},
		{"no midnight in Santiago", "America/Santiago", "0h", "2026-09-06T12:00:00Z", "2026-09-06T04:00:00Z"},
		{"no midnight in Beirut", "Asia/Beirut", "0h", "2026-03-29T12:00:00Z", "2026-03-28T22:00:00Z"},
		{"two midnights in Havana", "America/Havana", "0h", "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z"},
		{"just after the second of them", "America/Havana", "0h", "2026-11-01T05:10:00Z", "2026-11-01T04:00:00Z"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			start, err := time.ParseDuration(c.start)
			require.NoError(t, err)
			day := BusinessDay{Location: zone(t, c.zone), Start: start}
			require.Equal(t, c.want, day.StartOf(at(t, c.now)).Format(time.RFC3339))
		})
	}
}

func TestNextMidnight(t *testing.T) {
	for _, c := range []struct{ zone, now, want string }{
		{"UTC", "2026-11-27T00:00:00Z", "2026-11-28T00:00:00Z"},
		{"UTC", "2026-11-27T23:59:59Z", "2026-11-28T00:00:00Z"},
		{"America/New_York", "2026-11-28T04:59:00Z", "2026-11-28T05:00:00Z"},
		{"America/Santiago", "2026-09-05T12:00:00Z", "2026-09-06T04:00:00Z"},
		{"Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"},
	} {
		require.Equal(t, c.want, NextMidnight(at(t, c.now), zone(t, c.zone)).UTC().Format(time.RFC3339), c.zone)
	}
}

// A local day has 92 to 100 windows where clocks move by an hour, and every day's start follows the one before.
func TestBusinessDaysFollowEachOther(t *testing.T) {
	for _, name := range []string{
		"America/New_York", "America/Santiago", "America/Havana", "Africa/Cairo", "Asia/Beirut", "Asia/Kathmandu",
		"Australia/Lord_Howe", "Europe/Dublin", "Pacific/Chatham", "Pacific/Apia",
	} {
		day := BusinessDay{Location: zone(t, name)}
		now := at(t, "2026-01-01T12:00:00Z")
		previous := day.StartOf(now)
		for range 2 * 365 {
			next := day.StartOf(NextMidnight(previous, day.Location))
			windows := next.Sub(previous) / Window
			require.GreaterOrEqual(t, int(windows), 92, "%s %s", name, previous)
			require.LessOrEqual(t, int(windows), 100, "%s %s", name, previous)
			previous = next
		}
	}
}
