package plugin

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
)

// readBuffer is how much of an answer is taken from a connection at a time: answers are megabytes, and net/http's 4 KiB
// make hundreds of system calls of one.
const readBuffer = 64 << 10

// connection is how a host is reached.
type connection struct {
	// client has what Grafana configures for a data source: TLS, proxy, tracing, metrics.
	client *http.Client
	// fingerprint tells connections of different settings apart: a change of them must not be answered with the
	// connection as it was.
	fingerprint string
	transport   *http.Transport
}

func connect(ctx context.Context, instance backend.DataSourceInstanceSettings) (connection, error) {
	options, err := instance.HTTPClientOptions(ctx)
	if err != nil {
		return connection{}, err
	}
	// What a viewer's browser sent is none of Genesys' business.
	options.ForwardHTTPHeaders = false
	// Genesys takes the token and nothing else; basic authentication of the data source is not ours to send.
	options.BasicAuth = nil
	// The SDK's tracing writes whole URLs into spans, and the ids of agents stand in some; this plugin has spans of its own.
	options.Middlewares = slices.DeleteFunc(httpclient.DefaultMiddlewares(), func(middleware httpclient.Middleware) bool {
		named, ok := middleware.(httpclient.MiddlewareName)
		return ok && named.MiddlewareName() == httpclient.TracingMiddlewareName
	})
	var c connection
	options.ConfigureTransport = func(_ httpclient.Options, transport *http.Transport) {
		transport.ReadBufferSize = readBuffer
		c.transport = transport
	}
	if c.client, err = httpclient.New(options); err != nil {
		return connection{}, err
	}
	settings := ""
	if options.TLS != nil {
		settings += fmt.Sprintf("%#v", *options.TLS)
	}
	if options.ProxyOptions != nil {
		settings += fmt.Sprintf("%t %#v", options.ProxyOptions.Enabled, options.ProxyOptions.Auth)
	}
	c.fingerprint = key(settings)
	return c, nil
}

// close ends the connections that are kept for the next request.
func (c connection) close() {
	if c.transport != nil {
		c.transport.CloseIdleConnections()
	}
}
