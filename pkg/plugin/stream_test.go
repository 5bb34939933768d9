package plugin

import (
	"context"
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// toAQuarter sleeps until the next window is askable and every stream has asked for it.
func toAQuarter() {
	next := quality.AskableEnd(time.Now()).Add(quality.Window + quality.AskableAfter)
	time.Sleep(time.Until(next) + liveSpread)
	synctest.Wait()
}

func TestALiveStreamSendsChangesAndNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(12 * time.Hour)
		source := &liveSource{scores: [2]float64{80, 70}}
		d := liveDatasource(t, source)
		defer d.Dispose()
		const query = `{"timeRange":"businessDay","live":true}`
		body := liveBody(query)
		for range 100 {
			message, found := subscribe(t, d, body)
			require.True(t, found)
			score, late := scoreOf(t, message, "A")
			require.Equal(t, 80.0, score)
			require.False(t, late)
		}
		ctx, leave := context.WithCancel(t.Context())
		all, filtered := &viewers{}, &viewers{}
		ended := run(ctx, t, d, body, all)
		onlyAda := liveBody(`{"timeRange":"businessDay","entityIds":["A"]}`)
		subscribe(t, d, onlyAda)
		endedToo := run(ctx, t, d, onlyAda, filtered)
		synctest.Wait()
		require.Equal(t, 1, source.asked(), "101 viewers of one question")

		for range 3 {
			toAQuarter()
		}
		require.Empty(t, all.news(), "three windows without a change")
		require.Equal(t, 4, source.asked())

		source.set(func() { source.scores[1] = 75 })
		toAQuarter()
		news := all.news()
		require.Len(t, news, 1)
		score, _ := scoreOf(t, news[0], "B")
		require.Equal(t, 75.0, score)
		require.Empty(t, filtered.news(), "nobody looks at Bob there")
		require.Equal(t, 5, source.asked())

		late, found := subscribe(t, d, body)
		require.True(t, found)
		require.Equal(t, news[0].Digest, late.Digest, "who joins late sees what the others see")
		require.Equal(t, 5, source.asked())
		time.Sleep(2 * liveArrival)
		require.Empty(t, all.news())

		source.set(func() { source.fault = errDown })
		toAQuarter()
		time.Sleep(10 * time.Minute) // The stream looks again twenty times.
		news = all.news()
		require.Len(t, news, 1)
		score, isLate := scoreOf(t, news[0], "B")
		require.Equal(t, 75.0, score)
		require.True(t, isLate)
		require.Greater(t, source.asked(), 20)

		source.set(func() { source.fault = nil })
		time.Sleep(liveRetry)
		synctest.Wait()
		news = all.news()
		require.Len(t, news, 1)
		_, isLate = scoreOf(t, news[0], "B")
		require.False(t, isLate)

		source.set(func() { source.fault = errDown })
		time.Sleep(2 * time.Hour) // Longer than staleForMinutes: late, then the error.
		synctest.Wait()
		news = all.news()
		require.Len(t, news, 2)
		require.Equal(t, errDown.Error(), news[1].Error)

		leave()
		synctest.Wait()
		require.ErrorIs(t, <-ended, context.Canceled)
		require.ErrorIs(t, <-endedToo, context.Canceled)
		require.Empty(t, d.channels.byPath)
	})
}

// A subscriber that was given older numbers than the others have is told the present ones at once, and so is one that
// Grafana did not let hear the channel yet when a message was sent.
func TestNobodyMissesWhatWasSentWhileTheyJoined(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &liveSource{scores: [2]float64{80, 70}}
		d := liveDatasource(t, source)
		defer d.Dispose()
		time.Sleep(time.Hour)
		body := liveBody(`{}`)
		path := parsedLive(t, body).path
		given, _ := subscribe(t, d, body)
		ctx, leave := context.WithCancel(t.Context())
		all := &viewers{}
		ended := run(ctx, t, d, body, all)
		time.Sleep(time.Minute)
		require.Empty(t, all.news())

		d.channels.join(path, "older", time.Now())
		synctest.Wait()
		news := all.news()
		require.Len(t, news, 1, "at once")
		require.Equal(t, given.Digest, news[0].Digest)
		time.Sleep(liveArrival)
		synctest.Wait()
		require.Len(t, all.news(), 1, "once more when Grafana lets the subscriber hear the channel")
		time.Sleep(time.Hour)
		require.Empty(t, all.news())
		leave()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

// A slow Genesys Cloud keeps nobody from subscribing: the numbers come over the stream.
func TestASlowFirstAnswerComesOverTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &liveSource{scores: [2]float64{80, 70}, slow: 20 * time.Second}
		d := liveDatasource(t, source)
		defer d.Dispose()
		time.Sleep(time.Hour)
		began := time.Now()
		_, found := subscribe(t, d, liveBody(`{}`))
		require.False(t, found)
		require.Equal(t, liveFirst, time.Since(began))
		ctx, leave := context.WithCancel(t.Context())
		all := &viewers{}
		ended := run(ctx, t, d, liveBody(`{}`), all)
		time.Sleep(16 * time.Second)
		require.Len(t, all.news(), 1)
		require.Equal(t, 1, source.asked())
		leave()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

func TestAStreamEndsWithItsInstanceForGrafanaToRunItAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := &liveSource{scores: [2]float64{80, 70}}
		d := liveDatasource(t, source)
		time.Sleep(time.Hour)
		subscribe(t, d, liveBody(`{}`))
		all := &viewers{}
		ended := run(t.Context(), t, d, liveBody(`{}`), all)
		synctest.Wait()
		d.Dispose()
		require.ErrorIs(t, <-ended, errReplaced, "an end without an error would be its last")
		require.Empty(t, all.news())

		next := liveDatasource(t, source)
		ctx, leave := context.WithCancel(t.Context())
		ended = run(ctx, t, next, liveBody(`{}`), all)
		synctest.Wait()
		require.Len(t, all.news(), 1, "nobody knows what its subscribers have")
		leave()
		require.ErrorIs(t, <-ended, context.Canceled)
		next.Dispose()
	})
}

func TestWhoMaySubscribeAndPublish(t *testing.T) {
	d := liveDatasource(t, &liveSource{})
	defer d.Dispose()
	path := parsedLive(t, liveBody(`{"entityIds":["A"]}`)).path
	for body, want := range map[string]backend.SubscribeStreamStatus{
		liveBody(`{"entityIds":["A"]}`): backend.SubscribeStreamStatusOK,
		liveBody(`{"entityIds":["B"]}`): backend.SubscribeStreamStatusPermissionDenied,
		liveBody(`{}`):                  backend.SubscribeStreamStatusPermissionDenied,
		liveBody(`{"metrics":["x"]}`):   backend.SubscribeStreamStatusNotFound,
		`{"query":{}}`:                  backend.SubscribeStreamStatusNotFound,
		`nonsense`:                      backend.SubscribeStreamStatusNotFound,
		``:                              backend.SubscribeStreamStatusNotFound,
	} {
		response, err := d.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{Path: path, Data: json.RawMessage(body)})
		require.NoError(t, err)
		require.Equal(t, want, response.Status, body)
	}
	published, err := d.PublishStream(t.Context(), &backend.PublishStreamRequest{Path: path})
	require.NoError(t, err)
	require.Equal(t, backend.PublishStreamStatusPermissionDenied, published.Status)
}
