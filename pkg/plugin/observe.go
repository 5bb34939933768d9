package plugin

import (
	"context"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// metricPrefix is Grafana's for plugins, and this plugin's name.
const metricPrefix = "grafana_plugin_genesysquality_"

var (
	questionsTotal = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: metricPrefix + "questions_total",
		Help: "Questions of panels and alert rules, by how each was answered: asked, kept, shared, failed, waiting, stale.",
	}, []string{"datasource_uid", "outcome"})
	upstreamSeconds = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name:    metricPrefix + "upstream_request_duration_seconds",
		Help:    "Questions sent to Genesys Cloud, by the status of the answer (200, or the status that the failure has in Grafana).",
		Buckets: []float64{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30},
	}, []string{"datasource_uid", "status"})
	budgetLeft = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: metricPrefix + "budget_left_requests",
		Help: "Requests that the budget had left after the last question.",
	}, []string{"datasource_uid"})
	snapshotTime = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: metricPrefix + "newest_snapshot_timestamp_seconds",
		Help: "When Genesys Cloud last answered a question of this or another replica; time() less this is the age of the newest numbers.",
	}, []string{"datasource_uid"})
)

// observer measures, traces and logs what is asked upstream for a data source. Neither names of people nor secrets are
// in any of it.
type observer struct {
	uid  string
	left func() int
}

// ask runs an upstream request; what says what it is about, count what it brought.
func (o observer) ask(ctx context.Context, name string, what []attribute.KeyValue, ask func(context.Context) (count int, err error)) error {
	ctx, span := tracing.DefaultTracer().Start(ctx, "genesys "+name, trace.WithAttributes(what...))
	defer span.End()
	began := time.Now()
	count, err := ask(ctx)
	took := time.Since(began)

	status := backend.StatusOK
	said := make([]any, 0, 2*len(what)+4)
	for _, attribute := range what {
		said = append(said, string(attribute.Key), attribute.Value.String())
	}
	said = append(said, "took", took)
	logger := backend.Logger.FromContext(ctx)
	if err != nil {
		status, _ = classify(err)
		span.SetStatus(codes.Error, err.Error())
		logger.Warn("Genesys Cloud did not answer a "+name, append(said, "error", err)...)
	} else {
		span.SetAttributes(attribute.Int("rows", count))
		logger.Info("Genesys Cloud answered a "+name, append(said, "rows", count)...)
	}
	upstreamSeconds.WithLabelValues(o.uid, strconv.Itoa(int(status))).Observe(took.Seconds())
	budgetLeft.WithLabelValues(o.uid).Set(float64(o.left()))
	return err
}

// countOutcomes counts how each question of a data source was answered.
func countOutcomes(uid string) func(quality.Outcome, time.Time) {
	counters := make(map[quality.Outcome]prometheus.Counter, len(quality.Outcomes))
	for _, outcome := range quality.Outcomes {
		counters[outcome] = questionsTotal.WithLabelValues(uid, string(outcome))
	}
	newest := snapshotTime.WithLabelValues(uid)
	return func(outcome quality.Outcome, asOf time.Time) {
		counters[outcome].Inc()
		if outcome == quality.OutcomeAsked || outcome == quality.OutcomeShared {
			newest.Set(float64(asOf.Unix()))
		}
	}
}
