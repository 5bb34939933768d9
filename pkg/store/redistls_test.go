package store

import (
	"crypto/x509"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTLSIsVerified(t *testing.T) {
	https := httptest.NewTLSServer(nil) // for its certificate, of 127.0.0.1
	defer https.Close()
	server, err := miniredis.RunTLS(https.TLS)
	require.NoError(t, err)
	defer server.Close()
	server.RequireUserAuth("grafana", "right")
	url := "rediss://grafana@" + server.Addr()

	stranger := connect(t, url, "right", RedisOptions{})
	assert.Zero(t, stranger.Replicas(t.Context()))
	assert.Contains(t, stranger.State().LastError, "certificate signed by unknown authority")

	trusted := x509.NewCertPool()
	trusted.AddCert(https.Certificate())
	r := connect(t, url, "right", RedisOptions{})
	r.client.Options().TLSConfig.RootCAs = trusted
	assert.Equal(t, 1, r.Replicas(t.Context()), r.State().LastError)

	plain := connect(t, "redis://"+server.Addr(), "right", RedisOptions{})
	plain.timeout = time.Second // a TLS server waits for a greeting that never comes
	assert.Zero(t, plain.Replicas(t.Context()))
	assert.False(t, plain.State().Connected)
}
