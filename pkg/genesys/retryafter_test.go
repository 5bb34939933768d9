package genesys

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	at := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	tests := []struct {
		status     int
		said, date string
		want       time.Duration
	}{
		{429, "7", "", 7 * time.Second},
		{429, " 7 ", "", 7 * time.Second},
		{429, "", "", 15 * time.Second},
		{429, "soon", "", 15 * time.Second},
		{429, "-3", "", 15 * time.Second},
		{429, "1.5", "", 15 * time.Second},
		{429, "0", "", time.Second},
		{429, "86400", "", 15 * time.Minute},
		{429, "99999999999999999999", "", 15 * time.Second},
		{429, at(40 * time.Second), "", 40 * time.Second},
		{429, at(-40 * time.Second), "", time.Second},
		// Upstream's clock is an hour ahead of ours: its own Date tells how long it means.
		{429, at(time.Hour + 40*time.Second), at(time.Hour), 40 * time.Second},
		{503, "7", "", 7 * time.Second},
		{503, "", "", 0},
		{503, "soon", "", 0},
		{500, "7", "", 0},
		{404, "7", "", 0},
	}
	for _, tt := range tests {
		h := http.Header{"Retry-After": {tt.said}, "Date": {tt.date}}
		assert.Equal(t, tt.want, retryAfter(&http.Response{StatusCode: tt.status, Header: h}, now), "%d %q", tt.status, tt.said)
	}
}
