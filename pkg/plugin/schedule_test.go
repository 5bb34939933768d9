package plugin

import (
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/genesys"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
	"github.com/intraday/genesys-cloud-quality/pkg/store"
)

// moodyUpstream answers, is slow, refuses, limits or hangs up at random, and keeps the time of every request.
type moodyUpstream struct {
	mutex  sync.Mutex
	random *rand.Rand
	sent   []time.Time
}

func (u *moodyUpstream) RoundTrip(req *http.Request) (*http.Response, error) {
	u.mutex.Lock()
	u.sent = append(u.sent, time.Now())
	mood, wait := u.random.IntN(20), 1+u.random.IntN(20)
	slow := time.Duration(u.random.IntN(3000)) * time.Millisecond
	u.mutex.Unlock()
	time.Sleep(slow)
	status, body, header := http.StatusOK, threeAgents, http.Header{"Content-Type": {"application/json"}}
	if req.Method == http.MethodPost {
		body = `{"access_token":"t","token_type":"bearer","expires_in":` + strconv.Itoa(20+mood*20) + `}`
	}
	switch mood {
	case 0:
		return nil, errors.New("hung up")
	case 1:
		status, body = http.StatusServiceUnavailable, `{}`
	case 2:
		status, body = http.StatusUnauthorized, `{}`
	case 3:
		status, body = http.StatusTooManyRequests, `{}`
		header.Set("Retry-After", strconv.Itoa(wait))
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
}

func (u *moodyUpstream) times() []time.Time {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	return slices.Clone(u.sent)
}

// Every panel, alert rule, series, token and retry counted, no rolling 60 s ever exceeds the budget: 1,000 schedules of
// eight askers over four minutes each.
func TestNoScheduleExceedsTheBudget(t *testing.T) {
	requests := 0
	for seed := range uint64(1000) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 7))
			limit := 2 + random.IntN(30)
			upstream := &moodyUpstream{random: rand.New(rand.NewPCG(seed, 8))}
			reader := moodyReader(t, upstream, limit)
			var group sync.WaitGroup
			for asker := range uint64(8) {
				group.Go(func() { askAtRandom(t, reader, rand.New(rand.NewPCG(seed, 100+asker))) })
			}
			group.Wait()
			time.Sleep(2 * time.Minute) // What nobody waits for any more lands, too.
			sent := upstream.times()
			for i, first := range sent {
				inAMinute := 0
				for _, later := range sent[i:] {
					if later.Sub(first) < time.Minute {
						inAMinute++
					}
				}
				require.LessOrEqual(t, inAMinute, limit, "seed %d, from %s", seed, first)
			}
			requests += len(sent)
		})
	}
	t.Logf("1000 random schedules, %d upstream calls, none over the budget", requests)
	require.Greater(t, requests, 10_000, "the schedules must be busy ones")
}

func moodyReader(t *testing.T, upstream http.RoundTripper, limit int) quality.Reader {
	t.Helper()
	return quality.Reader{
		Feed:   quality.NewFeed(store.NewMemory().Over("scope", nil), nil),
		Source: sourceOver(t, upstream, limit),
		Rules:  quality.Rules{MaxLag: 30 * time.Minute, StaleFor: time.Hour, RequestsPerMinute: limit},
		Now:    time.Now,
	}
}

// sourceOver is the Quality Metrics dialect on the real client, whose transport is the upstream.
func sourceOver(t *testing.T, upstream http.RoundTripper, limit int) quality.Source {
	t.Helper()
	token, err := url.Parse("https://login.example.com/oauth/token")
	require.NoError(t, err)
	api, err := url.Parse("https://api.example.com")
	require.NoError(t, err)
	endpoint, httpClient := genesys.Endpoint{TokenURL: token, APIURL: api}, &http.Client{Transport: upstream}
	budget := genesys.NewBudget(limit)
	tokens := genesys.NewTokens(endpoint, genesys.Credentials{ClientID: "c", ClientSecret: clientSecret}, httpClient, budget)
	t.Cleanup(tokens.Close)
	return genesys.NewQualityMetrics(genesys.New(endpoint, tokens, httpClient, budget))
}

// askAtRandom asks one thing after another for four minutes; errors are expected.
func askAtRandom(t *testing.T, reader quality.Reader, random *rand.Rand) {
	for end := time.Now().Add(4 * time.Minute); time.Now().Before(end); {
		to := quality.AskableEnd(time.Now())
		request := quality.Request{
			Dialect: quality.DialectQualityMetrics,
			GroupBy: []quality.GroupBy{quality.GroupBys[random.IntN(len(quality.GroupBys))]},
			Range:   quality.Range{From: to.Add(-time.Duration(1+random.IntN(6)) * time.Hour), To: to},
		}
		if random.IntN(3) == 0 {
			request.Interval = quality.Window
		}
		if random.IntN(3) == 0 && request.GroupBy[0] != quality.GroupByEvaluationForm {
			request.GroupBy = append(request.GroupBy, quality.GroupByEvaluationForm)
		}
		_, _ = reader.Read(t.Context(), request)
		time.Sleep(time.Duration(random.IntN(10_000)) * time.Millisecond)
	}
}
