package plugin

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/intraday/genesys-cloud-quality/pkg/genesys"
	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
	"github.com/intraday/genesys-cloud-quality/pkg/store"
)

// registry holds what outlives instances: Grafana makes a new instance whenever a setting of the data source or its own
// configuration changes, and neither may cost an upstream call or a minute's budget.
type registry struct {
	// now is the machine's clock.
	now    func() time.Time
	places places
	// sharedTimeout is the shared store's time-out; zero is its own.
	sharedTimeout time.Duration
	memory        *store.Memory
	frames        *keptFrames
	budgets       shared[*accountBudget]
	clients       shared[*client]
	embedded      shared[*embedded]
	replicas      shared[*store.Redis]
	// ledgers are what budgets are shared by, as long as an instance with a shared store holds the account.
	ledgers shared[*store.RedisLedger]
	feeds   shared[*quality.Feed]
}

func newRegistry(now func() time.Time, places places) *registry {
	return &registry{now: now, places: places, memory: store.NewMemory(), frames: newKeptFrames()}
}

// upstream is what an instance holds of the registry until it is released.
type upstream struct {
	budget   *genesys.Budget
	client   *client
	feed     *quality.Feed
	embedded *embedded
	replicas *store.Redis // nil without a shared store
	release  func()
}

// acquire finds or makes an instance's share. Budget and pause are shared by host and client id, across data sources;
// the client, with its token, also by the secret and how the host is reached; the feed by organization, data source, host and client,
// and where it keeps its snapshots.
func (r *registry) acquire(ctx context.Context, org, uid string, s models.Settings, connection connection) (upstream, error) {
	var held upstream
	var releases []func()
	held.release = sync.OnceFunc(func() {
		for _, release := range slices.Backward(releases) {
			release()
		}
	})
	account := key(s.TokenURL().String(), s.APIURL().String(), s.ClientID)
	scope := key(org, uid, account)

	local, embeddedKey, release := r.acquireEmbedded(ctx, s)
	held.embedded = local
	releases = append(releases, release)

	sharedKey := ""
	if s.SharedStoreURL != "" {
		sharedKey = key(s.SharedStoreURL, s.SharedStorePassword())
		var err error
		held.replicas, release, err = r.replicas.acquire(sharedKey, func() (*store.Redis, error) {
			return openShared(s, r.now, r.sharedTimeout)
		}, closeShared)
		if err != nil {
			held.release()
			return upstream{}, err
		}
		releases = append(releases, release)
	}

	if err := r.acquireAccount(&held, s, account, sharedKey, connection, &releases); err != nil {
		held.release()
		return upstream{}, err
	}

	var err error
	held.feed, release, err = r.feeds.acquire(key(scope, embeddedKey, sharedKey), func() (*quality.Feed, error) {
		return r.newFeed(scope, held), nil
	}, nil)
	releases = append(releases, release)
	return held, err
}

// acquireAccount finds or makes what everything that asks with the same client shares.
func (r *registry) acquireAccount(held *upstream, s models.Settings, account, sharedKey string, c connection, releases *[]func()) error {
	budget, release, err := r.budgets.acquire(account, func() (*accountBudget, error) {
		return newAccountBudget(), nil
	}, nil)
	if err != nil {
		return err
	}
	*releases = append(*releases, release, budget.hold(int(s.RequestsPerMinute)))
	held.budget = budget.Budget

	if held.replicas != nil {
		_, release, err = r.ledgers.acquire(key(account, sharedKey), func() (*store.RedisLedger, error) {
			ledger := held.replicas.Ledger(account)
			budget.Share(ledger)
			return ledger, nil
		}, func(ledger *store.RedisLedger) { budget.Unshare(ledger) })
		if err != nil {
			return err
		}
		*releases = append(*releases, release)
	}

	// The client knows the difference between its clock and Genesys': a new instance must not have to learn it again.
	held.client, release, err = r.clients.acquire(key(account, s.ClientSecret(), c.fingerprint), func() (*client, error) {
		return newClient(s, c, budget.Budget), nil
	}, (*client).close)
	*releases = append(*releases, release)
	return err
}

func (r *registry) acquireEmbedded(ctx context.Context, s models.Settings) (*embedded, string, func()) {
	location, err := r.places.locate(s)
	if err != nil {
		return &embedded{about: memoryOnly(err)}, "", func() {}
	}
	// The store outlives the request that opens it. One that cannot be opened is tried again by the next instance.
	opening := context.WithoutCancel(ctx)
	found, release, err := r.embedded.acquire(location.Path, func() (*embedded, error) {
		return openEmbedded(opening, location, r.now)
	}, (*embedded).close)
	if err != nil {
		return &embedded{about: memoryOnly(err)}, "", func() {}
	}
	return found, location.Path, release
}

func (r *registry) newFeed(scope string, held upstream) *quality.Feed {
	var behind quality.Store
	if held.embedded.sqlite != nil {
		behind = held.embedded.sqlite.For(scope)
	}
	var replicas *quality.Replicas
	if held.replicas != nil {
		replicas = &quality.Replicas{Store: held.replicas.For(scope), Leases: held.replicas.Leases(scope)}
	}
	return quality.NewFeed(r.memory.Over(scope, behind), replicas)
}

// hostOf names where the API is, for people.
func hostOf(s models.Settings) string {
	return strings.TrimSuffix(s.APIURL().Host+s.APIURL().Path, "/")
}
