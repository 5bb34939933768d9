package plugin

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/intraday/genesys-cloud-quality/pkg/genesys"
	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
	"github.com/intraday/genesys-cloud-quality/pkg/store"
)

// registry holds what outlives instances: Grafana makes a new instance whenever a setting of the data source or its own
// configuration changes, and neither may cost an upstream call or a minute's budget.
type registry struct {
	memory  *store.Memory
	budgets shared[*genesys.Budget]
	tokens  shared[*genesys.Tokens]
	feeds   shared[*quality.Feed]
}

func newRegistry() *registry { return &registry{memory: store.NewMemory()} }

// upstream is what an instance holds of the registry until it is released.
type upstream struct {
	budget  *genesys.Budget
	tokens  *genesys.Tokens
	feed    *quality.Feed
	release func()
}

// acquire finds or makes an instance's share. Budget and pause are shared by host and client id, across data sources;
// the token also by the secret and how the host is reached; the feed by organization, data source, host and client.
func (r *registry) acquire(org, uid string, s models.Settings, client *http.Client, tls string) upstream {
	endpoint := genesys.Endpoint{TokenURL: s.TokenURL(), APIURL: s.APIURL()}
	account := key(s.TokenURL().String(), s.APIURL().String(), s.ClientID)
	budget, releaseBudget := r.budgets.acquire(account, func() *genesys.Budget {
		return genesys.NewBudget(int(s.RequestsPerMinute))
	}, nil)
	budget.SetRequestsPerMinute(int(s.RequestsPerMinute))
	tokens, releaseTokens := r.tokens.acquire(key(account, s.ClientSecret(), tls), func() *genesys.Tokens {
		credentials := genesys.Credentials{ClientID: s.ClientID, ClientSecret: s.ClientSecret()}
		return genesys.NewTokens(endpoint, credentials, client, budget)
	}, (*genesys.Tokens).Close)
	scope := key(org, uid, account)
	feed, releaseFeed := r.feeds.acquire(scope, func() *quality.Feed {
		return quality.NewFeed(r.memory.For(scope))
	}, nil)
	return upstream{budget: budget, tokens: tokens, feed: feed, release: func() {
		releaseFeed()
		releaseTokens()
		releaseBudget()
	}}
}

// key hashes its parts, so that no secret stands in a map and no part can imitate two.
func key(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		_, _ = fmt.Fprintf(hash, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// shared are values that live while somebody holds them. The zero value is ready.
type shared[T any] struct {
	mutex  sync.Mutex
	values map[string]*held[T]
}

type held[T any] struct {
	value   T
	holders int
}

// acquire is the value of the key, made where there is none; it lives until every holder has called release, and is
// closed then where there is something to close. To call release again does nothing.
func (s *shared[T]) acquire(key string, create func() T, closing func(T)) (value T, release func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.values == nil {
		s.values = map[string]*held[T]{}
	}
	found, ok := s.values[key]
	if !ok {
		found = &held[T]{value: create()}
		s.values[key] = found
	}
	found.holders++
	return found.value, sync.OnceFunc(func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		if found.holders--; found.holders == 0 {
			delete(s.values, key)
			if closing != nil {
				closing(found.value)
			}
		}
	})
}

// hostOf names where the API is, for people.
func hostOf(s models.Settings) string {
	return strings.TrimSuffix(s.APIURL().Host+s.APIURL().Path, "/")
}
