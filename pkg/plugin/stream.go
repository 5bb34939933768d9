package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

const (
	// liveRetry is how often a stream looks again while Genesys fails.
	liveRetry = 30 * time.Second
	// liveFirst is how long a subscriber waits for its first message; later it comes over the stream.
	liveFirst = 5 * time.Second
	// liveLook is how often a stream looks at the clock, which may be set meanwhile.
	liveLook = time.Minute
)

// errReplaced ends the streams of an instance. Grafana runs a stream that ends with an error again, with the new settings.
var errReplaced = errors.New("the data source's settings have changed: the stream starts again with the new ones")

var _ backend.StreamHandler = (*Datasource)(nil)

// nameLive is the resource that names the channel of a live query. Its error says why a query cannot be live.
func (d *Datasource) nameLive(r *http.Request) (map[string]string, error) {
	if d.broken != nil {
		return nil, d.broken
	}
	var body []byte
	if r.Body != nil { // A resource call without a body has none at all.
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	request, err := parseLive(body)
	if err != nil {
		return nil, err
	}
	return map[string]string{"path": request.path}, nil
}

// SubscribeStream gives a subscriber the present answer. One whose request does not hash to the path is refused: it would
// see the numbers of another query.
func (d *Datasource) SubscribeStream(ctx context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	request, err := parseLive(req.Data)
	if invalid := new(requestError); errors.As(err, &invalid) {
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil
	}
	if err != nil {
		return nil, err
	}
	if request.path != req.Path {
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusPermissionDenied}, nil
	}
	asking, cancel := context.WithTimeout(ctx, liveFirst)
	defer cancel()
	message, err := d.liveAnswer(asking, request)
	if err != nil || ctx.Err() != nil {
		return nil, errors.Join(err, ctx.Err())
	}
	if asking.Err() != nil {
		d.channels.join(request.path, "", d.reader.Now())
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK}, nil
	}
	encoded, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	initial, err := backend.NewInitialData(encoded)
	if err != nil {
		return nil, err
	}
	d.channels.join(request.path, message.Digest, d.reader.Now())
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK, InitialData: initial}, nil
}

// PublishStream refuses: nobody but Genesys Cloud has numbers to tell.
func (d *Datasource) PublishStream(context.Context, *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusPermissionDenied}, nil
}

// RunStream sends the answer whenever it shows something else than before, until its last subscriber has left. It never
// ends without an error: Grafana would take it for finished, and its subscribers would hear nothing any more.
func (d *Datasource) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	request, err := parseLive(req.Data)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(d.alive, func() { cancel(errReplaced) })() //nolint:contextcheck // A stream ends with its instance as well.
	channel, stop := d.channels.start(req.Path)
	defer stop()
	for {
		window := d.liveWindow(request)
		message, err := d.liveAnswer(ctx, request)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
		again := false
		if !d.channels.has(channel, message.Digest) {
			if err := send(sender, message); err != nil {
				return err
			}
			again = d.channels.tell(channel, message.Digest, d.reader.Now())
		}
		if err := d.awaitWindow(ctx, request, window, channel.wake, early(message.unsure, again)); err != nil {
			return err
		}
		if again {
			d.channels.forget(channel)
		}
	}
}

// early is the longest wait for the next look where the next window is too late for it, or 0.
func early(unsure, again bool) time.Duration {
	switch {
	case again:
		return liveArrival
	case unsure:
		return liveRetry
	default:
		return 0
	}
}

func send(sender *backend.StreamSender, message liveMessage) error {
	encoded, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return sender.SendJSON(encoded)
}

// liveWindow is the end of the newest window that the stream of a request asks for by now.
func (d *Datasource) liveWindow(request liveRequest) time.Time {
	return quality.AskableEnd(d.reader.Now().Add(-request.jitter()))
}

// awaitWindow waits until the stream asks for another window than the one that ends at window, until it is woken, or for
// early at most unless that is 0. Its error is why the stream ends.
func (d *Datasource) awaitWindow(
	ctx context.Context, request liveRequest, window time.Time, wake <-chan struct{}, early time.Duration,
) error {
	for d.liveWindow(request).Equal(window) {
		next := window.Add(quality.Window + quality.AskableAfter + request.jitter())
		pause := min(next.Sub(d.reader.Now()), liveLook)
		if early > 0 {
			pause = min(pause, early)
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return context.Cause(ctx)
		case <-wake:
			timer.Stop()
			return nil
		case <-timer.C:
		}
		if early > 0 {
			return nil
		}
	}
	return nil
}
