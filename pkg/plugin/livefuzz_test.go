package plugin

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// FuzzParseLive is about what a browser sends with a subscription. What is accepted is a valid query over a range that
// ends now, whenever that is, and its path is the path of its own canonical query.
func FuzzParseLive(f *testing.F) {
	f.Add([]byte(liveBody(`{}`)), int64(0))
	f.Add([]byte(liveBody(`{"format":"timeseries","entityIds":["b","a"],"groupBy":["queue"]}`)), noon.Unix())
	f.Add([]byte(`{"query":{"timeRange":"businessDay"}}`), noon.Unix())
	for _, from := range []string{"now-1d", "now-2w/d", "now/d", "now-99999w", "now-0h", "now-5m"} {
		f.Add([]byte(`{"query":{"format":"timeseries"},"range":{"from":"`+from+`","to":"now/d","timeZone":"America/Sao_Paulo"},"intervalMs":1e300}`), int64(1541300400))
		f.Add([]byte(`{"query":{"format":"timeseries"},"range":{"from":"`+from+`","to":"now","timeZone":"Africa/Cairo"},"intervalMs":-1}`), int64(1399582800))
	}
	f.Fuzz(func(t *testing.T, raw []byte, at int64) {
		request, err := parseLive(raw)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.Regexp(t, `^[0-9a-f]{64}$`, request.path)
		require.Less(t, request.jitter(), liveSpread)
		query, err := models.ParseQuery(request.query)
		require.NoError(t, err)
		again, err := request.named(query)
		require.NoError(t, err)
		require.Equal(t, request.path, again.path)
		if query.Format == models.FormatTimeSeries {
			require.True(t, request.interval >= quality.Window && request.interval <= 24*time.Hour)
		}

		// Between 1970 and 2106, to the second: a clock shows nothing else.
		now := time.Unix(at&(1<<32-1), 0).UTC()
		asked := request.dataQuery("A", now)
		require.False(t, asked.TimeRange.From.After(now), "a range that begins in the future")
		require.False(t, asked.TimeRange.To.After(now.Add(26*time.Hour)))
		if rng, err := quality.AlignRange(quality.Range(asked.TimeRange), now, false); err == nil {
			require.True(t, rng.From.Before(rng.To))
			require.False(t, rng.To.After(now))
		} else {
			require.True(t, strings.HasPrefix(request.from, "now-0"), "only a range of no length is none: %s", err)
		}
	})
}
