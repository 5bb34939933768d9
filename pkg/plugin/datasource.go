// Package plugin is Grafana's side of the data source: queries in, frames out.
package plugin

import (
	"context"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/intraday/genesys-cloud-quality/pkg/genesys"
	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// ID is the plugin's id in Grafana's catalogue.
const ID = "intraday-genesysquality-datasource"

// Datasource answers for one configured data source, for as long as its settings stay as they are.
type Datasource struct {
	// broken is why the settings cannot be used; every query and the health check report it. Grafana would show an
	// error of the factory with the first query only.
	broken   error
	settings models.Settings
	client   *client
	reader   quality.Reader
	// evaluations is where single evaluations are searched.
	evaluations quality.EvaluationSource
	// saved is when the settings were saved last.
	saved    time.Time
	clock    func() time.Time
	upstream upstream
	frames   instanceFrames
	channels liveChannels
	// alive ends with the instance, by the function.
	alive context.Context
	end   context.CancelFunc
	backend.CallResourceHandler
}

// Factory makes instances that share what outlives them.
func Factory() datasource.InstanceFactoryFunc {
	registry := newRegistry(time.Now, machinePlaces())
	prometheus.MustRegister(registry)
	return func(ctx context.Context, settings backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
		return newDatasource(ctx, registry, settings), nil
	}
}

func newDatasource(ctx context.Context, registry *registry, instance backend.DataSourceInstanceSettings) *Datasource {
	d := &Datasource{
		clock: registry.now, upstream: upstream{release: func() {}}, frames: registry.frames.forInstance(),
		reader: quality.Reader{Now: registry.now},
	}
	d.CallResourceHandler = d.resources()
	d.alive, d.end = context.WithCancel(context.WithoutCancel(ctx))
	settings, err := models.ParseSettings(instance.JSONData, instance.DecryptedSecureJSONData)
	if err != nil {
		d.broken = &settingsError{err}
		return d
	}
	connection, err := connect(ctx, instance)
	if err != nil {
		d.broken = &settingsError{fmt.Errorf("the connection's settings (TLS, proxy) cannot be used: %w", err)}
		return d
	}
	plugin := backend.PluginConfigFromContext(ctx)
	// UIDs are unique within an organization; a Grafana that names no namespace has the number alone.
	org := fmt.Sprint(plugin.Namespace, " ", plugin.OrgID) //nolint:staticcheck // See above.
	held, err := registry.acquire(ctx, org, instance.UID, settings, connection)
	if err != nil {
		d.broken = &settingsError{err}
		return d
	}
	d.settings, d.upstream, d.client, d.saved = settings, held, held.client, instance.Updated
	watch := observer{uid: instance.UID, left: held.budget.Left}
	d.evaluations = observedEvaluations{genesys.NewEvaluationSearch(d.client.Client), watch}
	held.feed.Forgive()
	d.reader = quality.Reader{
		Feed:      held.feed,
		Source:    observedSource{genesys.NewDialects(d.client.Client, settings.PassRule()), watch},
		Directory: observedDirectory{genesys.NewDirectory(d.client.Client), watch},
		Rules: quality.Rules{
			Location:          settings.BusinessDay().Location,
			MaxLag:            settings.MaxLag(),
			StaleFor:          settings.StaleFor(),
			RequestsPerMinute: int(settings.RequestsPerMinute),
			LongestQuestion:   settings.AnalyticsInterval(),
		},
		Now:     d.now,
		Skew:    d.skew,
		Observe: countOutcomes(instance.UID),
	}
	return d
}

// Dispose ends the instance's streams and gives back what it shares with others.
func (d *Datasource) Dispose() {
	d.end()
	d.upstream.release()
}

// skewTolerance is how far our clock and Genesys' may differ before ours is corrected: a Date header has a resolution
// of a second, and says nothing about smaller differences.
const skewTolerance = 2 * time.Second

// skew is by how much our clock is set right.
func (d *Datasource) skew() time.Duration {
	if skew := d.client.Skew(); skew.Abs() > skewTolerance {
		return skew
	}
	return 0
}

// now is the time by Genesys' clock: windows are Genesys' windows.
func (d *Datasource) now() time.Time { return d.clock().Add(d.skew()) }
