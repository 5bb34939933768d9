package genesys

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// seenAt feeds one answer: sent at second 100 plus sent, received after a round trip, its Date at second 100 + date.
type seenAt struct {
	sent, trip time.Duration
	date       time.Duration
	age        string
}

func TestSkew(t *testing.T) {
	ms := time.Millisecond
	tests := []struct {
		name string
		seen []seenAt
		want time.Duration
	}{
		{"nothing seen", nil, 0},
		{"equal clocks, the Date's second begun before we sent", []seenAt{{sent: 900 * ms, trip: 50 * ms}}, 0},
		{"equal clocks, the second changes under way", []seenAt{{sent: 950 * ms, trip: 100 * ms, date: time.Second}}, 0},
		{"a slow round trip explains a second", []seenAt{{trip: 3 * time.Second, date: 2 * time.Second}}, 0},
		// Between Date - received = 59.9 s and Date + 1 s - sent = 61 s.
		{"upstream a minute ahead", []seenAt{{trip: 100 * ms, date: time.Minute}}, 60450 * ms},
		{"upstream a minute behind", []seenAt{{trip: 100 * ms, date: -time.Minute}}, -59550 * ms},
		// The second answer leaves 59.9 s to 60.1 s of it.
		{"answers narrow it down", []seenAt{{trip: 100 * ms, date: time.Minute}, {sent: 900 * ms, trip: 50 * ms, date: time.Minute}}, 60 * time.Second},
		{"a slow answer does not widen it", []seenAt{{trip: 100 * ms, date: time.Minute}, {trip: 20 * time.Second, date: 65 * time.Second}}, 60450 * ms},
		{"a clock that was set counts anew", []seenAt{{trip: 100 * ms, date: time.Minute}, {trip: 100 * ms, date: 0}}, 0},
		{"a cached answer says nothing", []seenAt{{trip: 100 * ms, date: -time.Hour, age: "3600"}}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s skew
			base := time.Unix(100, 0)
			for _, a := range tt.seen {
				h := http.Header{"Date": {base.Add(a.date).UTC().Format(http.TimeFormat)}}
				if a.age != "" {
					h.Set("Age", a.age)
				}
				sent := base.Add(a.sent)
				s.observe(h, sent, sent.Add(a.trip))
			}
			assert.Equal(t, tt.want, s.estimate())
		})
	}
}

func TestSkewWithoutADate(t *testing.T) {
	var s skew
	for _, date := range []string{"", "yesterday", "2026-11-02T08:00:00Z"} {
		s.observe(http.Header{"Date": {date}}, time.Unix(100, 0), time.Unix(100, 0))
	}
	assert.Zero(t, s.estimate())
}

func TestTheClientReadsTheDateOfEveryAnswer(t *testing.T) {
	u := newUpstream(t, nil, answer(http.StatusNotFound, `{}`, "Date", "Fri, 01 Jan 2100 00:00:00 GMT"))
	_, err := u.ask(t)
	assert.Error(t, err)
	assert.Greater(t, u.client.Skew(), 24*time.Hour)
}
