package plugin

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// TestNothingLeaks asks in every way Grafana has, in both dialects, while all goes well and while it does not. No secret
// is in any answer, log line, span, metric or store, in any spelling; nobody's name or id is in a log line, a span or a metric.
func TestNothingLeaks(t *testing.T) {
	const password = "canary-password-e00d"
	registry := func(t *testing.T) *registry {
		return newRegistry(func() time.Time { return noon }, places{tempDir: t.TempDir()})
	}
	for _, c := range leakCases {
		t.Run(c.name, func(t *testing.T) {
			said, spans := watch(t)
			g := newGenesysCloud(t)
			c.arrange(g)
			redis := miniredis.RunT(t)
			redis.RequireAuth(password)
			settings := g.settings(t, map[string]any{"api": c.api, "sharedStoreUrl": "redis://" + redis.Addr()})
			settings.DecryptedSecureJSONData["sharedStorePassword"] = password
			registry := registry(t)
			registry.sharedTimeout = time.Minute
			d := newDatasource(t.Context(), registry, settings)
			require.NoError(t, d.broken)

			shown := askInEveryWay(t, d, c.fails)
			measured := measurements(t, registry)
			d.Dispose()

			require.Contains(t, said.String(), "Genesys Cloud", "nothing was logged")
			traced := fmt.Sprintf("%+v", spans.GetSpans().Snapshots())
			for _, span := range spans.GetSpans() {
				traced += fmt.Sprintf(" %s %v %v %v", span.Name, span.Attributes, span.Events, span.Status)
			}
			require.Contains(t, traced, "genesys ", "nothing was traced")
			public := map[string]string{"log": said.String(), "spans": traced, "metrics": measured}
			for place, text := range public {
				require.NotContains(t, text, person, place)
			}
			public["answers"], public["embedded store"], public["shared store"] = shown, files(t, registry.places.tempDir), values(t, redis)
			for place, text := range public {
				require.NotEmpty(t, text, place)
				for _, secret := range []string{clientSecret, "canary-token-91b2", password} {
					for _, spelling := range spellings(secret) {
						require.NotContains(t, text, spelling, place)
					}
				}
			}
		})
	}
}

func spellings(secret string) []string {
	return []string{
		secret, url.QueryEscape(secret), hex.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte(secret)),
		base64.StdEncoding.EncodeToString([]byte("client-1:" + secret)),
	}
}

// askInEveryWay is everything that was answered, as text.
func askInEveryWay(t *testing.T, d *Datasource, fails bool) string {
	t.Helper()
	var shown strings.Builder
	show := func(answer any, err error) {
		encoded, _ := json.Marshal(answer)
		_, _ = fmt.Fprintf(&shown, "%s %+v %v\n", encoded, answer, err)
	}
	filter := `"entityIds":["` + person + `-1"]`
	answers := ask(t.Context(), t, d, nil, `{"minimumCount":0}`, `{"format":"stat",`+filter+`}`, `{"format":"timeseries","groupBy":["evaluator"]}`,
		`{"queryType":"evaluations",`+filter+`}`, `{"queryType":"evaluations"}`, `{"entityIds":["$`+person+`"]}`)
	require.Equal(t, fails, answers["A"].Error != nil, "%v", answers["A"].Error)
	for _, answer := range answers {
		show(answer.Frames, answer.Error)
	}
	show(ask(t.Context(), t, d, map[string]string{"FromAlert": "true"}, `{"metrics":["passRate"],`+filter+`}`), nil)
	show(d.CheckHealth(t.Context(), &backend.CheckHealthRequest{}))
	for _, path := range []string{"entities/agent", "entities/evaluator", "entities/" + person, "dialect"} {
		show(nil, d.CallResource(t.Context(), &backend.CallResourceRequest{Method: http.MethodGet, Path: path, URL: path},
			backend.CallResourceResponseSenderFunc(func(response *backend.CallResourceResponse) error {
				show(string(response.Body), nil)
				return nil
			})))
	}
	body := liveBody(`{` + filter + `}`)
	show(d.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{Path: parsedLive(t, body).path, Data: json.RawMessage(body)}))
	return shown.String()
}

// measurements is every metric of the process, and of the registry.
func measurements(t *testing.T, registry *registry) string {
	t.Helper()
	own := prometheus.NewRegistry()
	own.MustRegister(registry)
	families, err := prometheus.Gatherers{prometheus.DefaultGatherer, own}.Gather()
	require.NoError(t, err)
	text := fmt.Sprint(families)
	require.Contains(t, text, metricPrefix+"store_bytes")
	require.Contains(t, text, metricPrefix+"upstream_request_duration_seconds")
	return text
}

// files is what lies on the disk, as it lies there.
func files(t *testing.T, directory string) string {
	t.Helper()
	var all strings.Builder
	require.NoError(t, filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		_, _ = fmt.Fprintf(&all, "%s %s\n", path, content)
		return err
	}))
	return all.String()
}

// values is what lies in Redis: keys, and what they hold.
func values(t *testing.T, redis *miniredis.Miniredis) string {
	t.Helper()
	var all strings.Builder
	for _, key := range redis.Keys() {
		_, _ = fmt.Fprintln(&all, key)
		switch redis.Type(key) {
		case "string":
			text, err := redis.Get(key)
			require.NoError(t, err)
			_, _ = fmt.Fprintln(&all, text)
		case "hash":
			fields, err := redis.HKeys(key)
			require.NoError(t, err)
			for _, field := range fields {
				_, _ = fmt.Fprintln(&all, field, redis.HGet(key, field))
			}
		case "zset":
			members, err := redis.ZMembers(key)
			require.NoError(t, err)
			_, _ = fmt.Fprintln(&all, strings.Join(members, " "))
		default:
			t.Errorf("%s is a %s, which this test does not read", key, redis.Type(key))
		}
	}
	return all.String()
}

// recordedLog keeps what is logged at every level, with all its values.
type recordedLog struct {
	mutex *sync.Mutex
	text  *strings.Builder
	with  []any
}

func (l recordedLog) write(message string, args []any) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	_, _ = fmt.Fprintf(l.text, "%s %+v %+v\n", message, l.with, args)
	for _, arg := range args { // %+v of a slice prints pointers as addresses.
		encoded, _ := json.Marshal(arg)
		_, _ = fmt.Fprintf(l.text, "\t%+v %s\n", arg, encoded)
	}
}

func (l recordedLog) Debug(message string, args ...any) { l.write(message, args) }
func (l recordedLog) Info(message string, args ...any)  { l.write(message, args) }
func (l recordedLog) Warn(message string, args ...any)  { l.write(message, args) }
func (l recordedLog) Error(message string, args ...any) { l.write(message, args) }
func (l recordedLog) Level() log.Level                  { return log.Trace }

func (l recordedLog) With(args ...any) log.Logger {
	l.with = append(slices.Clone(l.with), args...)
	return l
}

func (l recordedLog) FromContext(ctx context.Context) log.Logger {
	return l.With(log.ContextualAttributesFromContext(ctx)...)
}

func (l recordedLog) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.String()
}

// recordSpans makes the process trace into memory. OpenTelemetry takes its first provider for good.
var recordSpans = sync.OnceValue(func() *tracetest.InMemoryExporter {
	spans := tracetest.NewInMemoryExporter()
	otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans)))
	return spans
})

// watch records what is logged and traced until the end of the test.
func watch(t *testing.T) (recordedLog, *tracetest.InMemoryExporter) {
	t.Helper()
	said := recordedLog{mutex: new(sync.Mutex), text: new(strings.Builder)}
	logger, sdk := backend.Logger, log.DefaultLogger
	backend.Logger, log.DefaultLogger = said, said
	t.Cleanup(func() { backend.Logger, log.DefaultLogger = logger, sdk })
	spans := recordSpans()
	spans.Reset()
	return said, spans
}
