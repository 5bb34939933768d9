package plugin

import (
	"context"
	"net/http"
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
	budgets       shared[*genesys.Budget]
	tokens        shared[*genesys.Tokens]
	embedded      shared[*embedded]
	replicas      shared[*store.Redis]
	feeds         shared[*quality.Feed]
}

func newRegistry(now func() time.Time, places places) *registry {
	return &registry{now: now, places: places, memory: store.NewMemory()}
}

// upstream is what an instance holds of the registry until it is released.
type upstream struct {
	budget   *genesys.Budget
	tokens   *genesys.Tokens
	feed     *quality.Feed
	embedded *embedded
	replicas *store.Redis // nil without a shared store
	release  func()
}

// acquire finds or makes an instance's share. Budget and pause are shared by host and client id, across data sources;
// the token also by the secret and how the host is reached; the feed by organization, data source, host and client,
// and where it keeps its snapshots.
func (r *registry) acquire(ctx context.Context, org, uid string, s models.Settings, client *http.Client, connection string) (upstream, error) {
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
		opened, err := openShared(s, r.now, r.sharedTimeout) // Nothing is dialled by that.
		if err != nil {
			held.release()
			return upstream{}, err
		}
		held.replicas, release = r.replicas.acquire(sharedKey, func() *store.Redis { return opened }, closeShared)
		releases = append(releases, release)
		if held.replicas != opened {
			closeShared(opened)
		}
	}

	held.budget, release = r.budgets.acquire(account, func() *genesys.Budget {
		return genesys.NewBudget(int(s.RequestsPerMinute))
	}, nil)
	releases = append(releases, release)
	held.budget.SetRequestsPerMinute(int(s.RequestsPerMinute))
	if held.replicas != nil {
		held.budget.Share(held.replicas.Ledger(account))
	} else {
		held.budget.Share(nil)
	}

	held.tokens, release = r.tokens.acquire(key(account, s.ClientSecret(), connection), func() *genesys.Tokens {
		endpoint := genesys.Endpoint{TokenURL: s.TokenURL(), APIURL: s.APIURL()}
		credentials := genesys.Credentials{ClientID: s.ClientID, ClientSecret: s.ClientSecret()}
		return genesys.NewTokens(endpoint, credentials, client, held.budget)
	}, (*genesys.Tokens).Close)
	releases = append(releases, release)

	held.feed, release = r.feeds.acquire(key(scope, embeddedKey, sharedKey), func() *quality.Feed {
		return r.newFeed(scope, held)
	}, nil)
	releases = append(releases, release)
	return held, nil
}

func (r *registry) acquireEmbedded(ctx context.Context, s models.Settings) (*embedded, string, func()) {
	location, err := r.places.locate(s)
	if err != nil {
		return &embedded{about: memoryOnly(err)}, "", func() {}
	}
	// The store outlives the request that opens it.
	opening := context.WithoutCancel(ctx)
	found, release := r.embedded.acquire(location.Path, func() *embedded {
		return openEmbedded(opening, location, r.now)
	}, (*embedded).close)
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
