package plugin

import (
	"context"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
)

// connect is an HTTP client with what Grafana configures for a data source (TLS, proxy, tracing, metrics), and a
// fingerprint of what decides how a host is reached: a change of it must not be answered with the connection as it was.
func connect(ctx context.Context, instance backend.DataSourceInstanceSettings) (*http.Client, string, error) {
	options, err := instance.HTTPClientOptions(ctx)
	if err != nil {
		return nil, "", err
	}
	// What a viewer's browser sent is none of Genesys' business.
	options.ForwardHTTPHeaders = false
	// Genesys takes the token and nothing else; basic authentication of the data source is not ours to send.
	options.BasicAuth = nil
	client, err := httpclient.New(options)
	if err != nil {
		return nil, "", err
	}
	fingerprint := ""
	if options.TLS != nil {
		fingerprint += fmt.Sprintf("%#v", *options.TLS)
	}
	if options.ProxyOptions != nil {
		fingerprint += fmt.Sprintf("%t %#v", options.ProxyOptions.Enabled, options.ProxyOptions.Auth)
	}
	return client, key(fingerprint), nil
}
