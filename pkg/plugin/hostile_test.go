package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// hostile are settings that some reader on the way could take for another host, scheme, user, port or path than a person
// sees. LISTENER stands for an address of this machine that somebody listens at.
var hostile = map[string][]string{
	"region": {
		"mypurecloud.ie/", "mypurecloud.ie/x", "mypurecloud.ie:443", "mypurecloud.ie@evil.example", "evil.example/mypurecloud.ie", "mypurecloud.ie#",
		"mypurecloud.ie?x", "mypurecloud.ie\\@evil.example", "mypurecloud.ie\nHost: evil.example", "mypurecloud.ie\x00", "mypurecloud.ie.", ".mypurecloud.ie",
		"mypurecloud..ie", "%6dypurecloud.ie", "mypurecloud.ie%2f", "mypurecloud.ie%00", "myрurecloud.ie", "mypurecloud。ie", "localhost", "127.0.0.1",
		"0x7f.0.0.1", "2130706433", "[::1]", "169.254.169.254", "LISTENER", "@LISTENER", "x@LISTENER/", "//LISTENER", "https://mypurecloud.ie", "*.ie", "my_pure.ie", "-a.ie",
	},
	"orgDomain": {
		"https://acme.mygenesys.com", "acme.mygenesys.com/path", "acme.mygenesys.com:8443", "acme.mygenesys.com@LISTENER", "user:pw@acme.mygenesys.com",
		"LISTENER", "LISTENER#acme.mygenesys.com", "LISTENER?acme.mygenesys.com", "LISTENER/acme.mygenesys.com", "acme.mygenesys.com;LISTENER",
		"acme mygenesys.com", "acme.mygenesys.com,evil.example", "fe80::1%25eth0", "10.0.0.1", "acme.mygenesys.c", "аcme.mygenesys.com",
	},
	"baseUrl": {
		"http://gateway.example.com", "HTTP://gateway.example.com", "http://LISTENER.evil.example", "http://localhost.evil.example", "http://127.1", "http://0.0.0.0",
		"http://0x7f000001", "http://2130706433", "http://0177.0.0.1", "http://169.254.169.254/latest/meta-data", "http://user@LISTENER", "http://u:p@LISTENER",
		"https://u:p@gateway.example.com", "https://gateway.example.com@LISTENER", "https://:@gateway.example.com", "http://LISTENER?x", "http://LISTENER#x",
		"http://LISTENER/?x=/api", "http://LISTENER\\@evil.example", "http://LISTENER%2f", "http://LISTENER\r\nX: y", "http:LISTENER", "//LISTENER", "LISTENER",
		"ftp://LISTENER", "file:///etc/passwd", "unix:///tmp/x.sock", "gopher://LISTENER", "ws://LISTENER", "javascript:alert(1)", "https://", "https:///x", "https://:443",
		"https://gateway example.com", "http://[::1", "http://[fe80::1%25lo]/", "http://lоcalhost", "https://gateway.example.com:port",
	},
	"sharedStoreUrl": {
		"http://LISTENER", "unix:///tmp/redis.sock", "redis://", "redis:LISTENER", "//LISTENER", "redis://:pw@LISTENER", "redis://u:pw@LISTENER", "redis://LISTENER?skip_verify=true",
		"redis://LISTENER#x", "redis://LISTENER/../1", "redis://LISTENER/1/2", "redis://127.0.0.1:0", "redis://127.0.0.1:65536", "redis://127.0.0.1:x", "rediss://LISTENER?addr=evil",
		"redis-sentinel://LISTENER", "REDIS+UNIX://LISTENER",
	},
}

// TestHostileSettingsDialNobody: each is refused before there is a client at all, whatever is asked.
func TestHostileSettingsDialNobody(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var dialled atomic.Int64
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			dialled.Add(1)
			_ = connection.Close()
		}
	}()
	g := newGenesysCloud(t)
	count := 0
	for setting, values := range hostile {
		for _, value := range values {
			count++
			value = strings.ReplaceAll(value, "LISTENER", listener.Addr().String())
			settings := map[string]any{"clientId": "c", "api": "auto", setting: value}
			if setting == "sharedStoreUrl" {
				settings["baseUrl"] = g.URL
			}
			encoded, err := json.Marshal(settings)
			require.NoError(t, err)
			d := newDatasource(t.Context(), newRegistry(time.Now, places{tempDir: t.TempDir()}), backend.DataSourceInstanceSettings{
				UID: "uid-1", JSONData: encoded, DecryptedSecureJSONData: map[string]string{"clientSecret": clientSecret},
			})
			require.Error(t, d.broken, "%s %q", setting, value)
			require.Nil(t, d.client, "%s %q", setting, value)
			require.Nil(t, d.upstream.replicas, "%s %q", setting, value)
			requireRefusesAll(t, d)
			d.Dispose()
		}
	}
	require.GreaterOrEqual(t, count, 60)
	require.NoError(t, listener.Close())
	<-ended
	require.Zero(t, dialled.Load())
	require.Empty(t, g.questions())
	require.Zero(t, g.tokens)
}

// requireRefusesAll asks in each way that Grafana has; the answers repeat no secret.
func requireRefusesAll(t *testing.T, d *Datasource) {
	t.Helper()
	health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusError, health.Status)
	response, err := d.QueryData(t.Context(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(`{}`), TimeRange: lastHour}}})
	require.NoError(t, err)
	require.Error(t, response.Responses["A"].Error)
	require.NotContains(t, response.Responses["A"].Error.Error()+health.Message, clientSecret)
	for _, path := range []string{"entities/agent", "dialect"} {
		require.NoError(t, d.CallResource(t.Context(), &backend.CallResourceRequest{Method: http.MethodGet, Path: path, URL: path},
			backend.CallResourceResponseSenderFunc(func(response *backend.CallResourceResponse) error {
				require.Equal(t, http.StatusBadRequest, response.Status)
				return nil
			})))
	}
}

// TestOddAddressesDialTheHostTheyName: what is accepted, although it looks odd, reaches no other host than the one
// that stands there.
func TestOddAddressesDialTheHostTheyName(t *testing.T) {
	for setting, want := range map[[2]string]string{
		{"baseUrl", "https://gateway.example.com/a/../../b"}:            "gateway.example.com:443",
		{"baseUrl", "https://gateway.example.com//evil.example"}:        "gateway.example.com:443",
		{"baseUrl", "https://gateway.example.com/@evil.example"}:        "gateway.example.com:443",
		{"baseUrl", "https://gateway.example.com/http://evil.example/"}: "gateway.example.com:443",
		{"baseUrl", "https://gateway.example.com:8443/x%20y"}:           "gateway.example.com:8443",
		{"baseUrl", "https://[2001:db8::1]:444"}:                        "[2001:db8::1]:444",
		{"region", "xn--mypurecloud-abc.ie"}:                            "login.xn--mypurecloud-abc.ie:443",
		{"orgDomain", "ACME.mygenesys.com"}:                             "ACME.mygenesys.com:443",
	} {
		encoded, err := json.Marshal(map[string]string{"clientId": "c", "api": "qualityMetrics", setting[0]: setting[1]})
		require.NoError(t, err)
		d := newDatasource(t.Context(), newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()}), backend.DataSourceInstanceSettings{
			UID: "uid-1", JSONData: encoded, DecryptedSecureJSONData: map[string]string{"clientSecret": clientSecret},
		})
		require.NoError(t, d.broken, setting)
		var dialled []string
		d.client.connection.transport.DialContext = func(_ context.Context, _, address string) (net.Conn, error) {
			dialled = append(dialled, address)
			return nil, errors.New("nobody is dialled in this test")
		}
		require.Error(t, ask(t.Context(), t, d, nil, `{}`)["A"].Error)
		require.Equal(t, []string{want}, dialled, setting)
		d.Dispose()
	}
}
