package plugin

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// measuring bounds how long a scrape waits for a store.
const measuring = 2 * time.Second

var (
	storeBytes = prometheus.NewDesc(metricPrefix+"store_bytes",
		"What the embedded store takes on disk.", []string{"path"}, nil)
	storeSnapshots = prometheus.NewDesc(metricPrefix+"store_snapshots",
		"Snapshots in the embedded store.", []string{"path"}, nil)
	storeDamaged = prometheus.NewDesc(metricPrefix+"store_damaged_total",
		"Rows and files of the embedded store that were found damaged; what they held is asked again.", []string{"path"}, nil)
	storeFailures = prometheus.NewDesc(metricPrefix+"store_failures_total",
		"Reads and writes of the embedded store that failed, as on a full disk.", []string{"path"}, nil)
	sharedUp = prometheus.NewDesc(metricPrefix+"shared_store_up",
		"Whether the shared store (Redis, Valkey) answers.", nil, nil)
	sharedReplicas = prometheus.NewDesc(metricPrefix+"shared_store_replicas",
		"Grafana replicas seen on the shared store.", nil, nil)
)

// Describe names the measurements that are taken when somebody asks for them.
func (r *registry) Describe(descriptions chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{storeBytes, storeSnapshots, storeDamaged, storeFailures, sharedUp, sharedReplicas} {
		descriptions <- d
	}
}

// Collect measures the stores.
func (r *registry) Collect(metrics chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), measuring) // A scrape has no context of its own.
	defer cancel()
	for path, e := range r.embedded.all() {
		stats := e.sqlite.Stats(ctx)
		metrics <- prometheus.MustNewConstMetric(storeBytes, prometheus.GaugeValue, float64(stats.Bytes), path)
		metrics <- prometheus.MustNewConstMetric(storeSnapshots, prometheus.GaugeValue, float64(stats.Snapshots), path)
		metrics <- prometheus.MustNewConstMetric(storeDamaged, prometheus.CounterValue, float64(stats.Damaged), path)
		metrics <- prometheus.MustNewConstMetric(storeFailures, prometheus.CounterValue, float64(stats.Failures), path)
	}
	up, seen := 1.0, 0
	stores := r.replicas.all()
	for _, shared := range stores {
		state := shared.State()
		seen = max(seen, state.Replicas)
		if !state.Connected {
			up = 0
		}
	}
	if len(stores) > 0 {
		metrics <- prometheus.MustNewConstMetric(sharedUp, prometheus.GaugeValue, up)
		metrics <- prometheus.MustNewConstMetric(sharedReplicas, prometheus.GaugeValue, float64(seen))
	}
}
