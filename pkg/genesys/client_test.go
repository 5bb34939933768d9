package genesys

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

func TestMetricsSendsTheWholeQuestionAndNothingElse(t *testing.T) {
	var got *http.Request
	u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
		got = r
		answer(http.StatusOK, "["+row("a")+"]")(w, r)
	})
	// A zone of its own: the wire is UTC.
	zone := time.FixedZone("", -5*3600)
	r := validRequest
	r.StartTime, r.EndTime, r.EvaluationFormID = r.StartTime.In(zone), r.EndTime.In(zone), "form &1"
	rows, err := u.client.Metrics(t.Context(), r)
	require.NoError(t, err)
	assert.Equal(t, []quality.Row{metricsOf("a", "Name", 12, 87.5, 75)}, rows)

	assert.Equal(t, "GET", got.Method)
	assert.Equal(t, "/api/v2/quality/metrics", got.URL.Path)
	assert.Equal(t, url.Values{
		"startTime": {"2026-11-02T08:00:00Z"}, "endTime": {"2026-11-02T09:15:00Z"}, "groupBy": {"agent"},
		"metrics": {"averageScore,count,passRate"}, "evaluationFormId": {"form &1"},
	}, got.URL.Query())
	assert.Equal(t, http.Header{
		"Authorization": {"Bearer " + canaryToken}, "Accept": {"application/json"}, "User-Agent": {userAgent},
		"Accept-Encoding": {"gzip"}, // net/http's own: it decompresses what it asked for
	}, got.Header)

	_, err = u.ask(t)
	require.NoError(t, err)
	assert.NotContains(t, got.URL.Query(), "evaluationFormId", "no filter, no parameter")
}

func TestAPIPathIsAppendedToTheGatewaysPath(t *testing.T) {
	for _, prefix := range []string{"/gw/genesys", "/gw/genesys/"} {
		u := newUpstream(t, nil, answer(http.StatusOK, "[]"))
		u.endpoint.APIURL.Path = prefix
		u.connect(t, &http.Transport{})
		_, err := u.ask(t)
		require.NoError(t, err)
		assert.Equal(t, []string{"POST /oauth/token", "GET /gw/genesys/api/v2/quality/metrics"}, u.asked())
	}
}

func TestTokensMe(t *testing.T) {
	var query string
	u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.Path + "?" + r.URL.RawQuery
		answer(http.StatusOK, `{"organization":{"id":"o1","name":"Org"},"homeOrganization":{"id":"h"},
			"authorizedScope":["quality:readonly","analytics:readonly"],"OAuthClient":{"id":"c1","name":"Grafana"}}`)(w, r)
	})
	info, err := u.client.TokensMe(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "/api/v2/tokens/me?preserveIdleTTL=true", query)
	assert.Equal(t, TokenInfo{
		Organization: Named{"o1", "Org"}, Client: Named{"c1", "Grafana"},
		Scopes: []string{"quality:readonly", "analytics:readonly"},
	}, info)
}

func TestTokensMeRefusesWhatIsNoObject(t *testing.T) {
	for body, message := range map[string]string{
		`null`:                          "it is null",
		`[]`:                            "there is a JSON array where it does not belong",
		`{"authorizedScope":"x"}`:       "authorizedScope is a JSON string",
		`{"Ann Smith":1,"Ann Smith":2}`: "a field is there twice",
		`{} {}`:                         "there is more after its end",
		``:                              "it is empty",
	} {
		u := newUpstream(t, nil, answer(http.StatusOK, body))
		_, err := u.client.TokensMe(t.Context())
		assert.EqualError(t, err, "Genesys Cloud's answer to GET /api/v2/tokens/me cannot be used: "+message, body)
	}
}

func TestRevokedTokenIsReplacedOnce(t *testing.T) {
	var issued atomic.Int32
	issue := func(w http.ResponseWriter, r *http.Request) {
		answer(http.StatusOK, fmt.Sprintf(`{"access_token":"t%d","token_type":"bearer","expires_in":3600}`, issued.Add(1)))(w, r)
	}
	good := "Bearer t2"
	u := newUpstream(t, issue, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != good {
			answer(http.StatusUnauthorized, `{"message":"No authentication bearer token specified.","code":"bad.credentials","contextId":"c9"}`)(w, r)
			return
		}
		answer(http.StatusOK, "["+row("a")+"]")(w, r)
	})
	rows, err := u.ask(t)
	require.NoError(t, err)
	assert.Len(t, rows, 1)
	token, api := "POST /oauth/token", "GET /api/v2/quality/metrics"
	assert.Equal(t, []string{token, api, token, api}, u.asked())

	good = "none" // every token is revoked
	_, err = u.ask(t)
	assert.EqualError(t, err, "Genesys Cloud answered 401 Unauthorized to GET /api/v2/quality/metrics: "+
		"No authentication bearer token specified. [bad.credentials] (Genesys contextId c9)")
	assert.Equal(t, []string{token, api, token, api, api, token, api}, u.asked(), "one renewal, one repetition, no more")
	assert.Equal(t, 100-7, u.budget.Left(), "all of them count")
}

func TestNoStatusButA401IsRepeated(t *testing.T) {
	for _, status := range []int{400, 403, 404, 408, 409, 418, 429, 500, 502, 503, 504} {
		u := newUpstream(t, nil, answer(status, `{}`))
		_, err := u.ask(t)
		refused, ok := errors.AsType[*APIError](err)
		require.True(t, ok, "%d: %v", status, err)
		assert.Equal(t, status, refused.Status)
		assert.Len(t, u.asked(), 2, status)
	}
}

func TestARateLimitPausesEverybodyWithTheseCredentials(t *testing.T) {
	u := newUpstream(t, nil, answer(429, `{"message":"Rate limit exceeded","code":"too.many.requests","status":429,"contextId":"c1"}`, "Retry-After", "37"))
	_, err := u.ask(t)
	assert.EqualError(t, err, "Genesys Cloud answered 429 Too Many Requests to GET /api/v2/quality/metrics: "+
		"Rate limit exceeded [too.many.requests]; asking again in 37s (Genesys contextId c1)")
	waits, ok := errors.AsType[interface {
		error
		RetryAfterDuration() time.Duration
	}](err)
	require.True(t, ok)
	assert.Equal(t, 37*time.Second, waits.RetryAfterDuration())

	_, err = u.client.TokensMe(t.Context())
	paused, ok := errors.AsType[*PausedError](err)
	require.True(t, ok, err)
	assert.Equal(t, u.budget.PausedUntil(), paused.Until)
	assert.Len(t, u.asked(), 2, "nothing is sent during the pause")
}

func TestAnUnavailableServicePausesOnlyWhenItSaysForHowLong(t *testing.T) {
	u := newUpstream(t, nil, answer(503, `{}`))
	_, err := u.ask(t)
	require.EqualError(t, err, "Genesys Cloud answered 503 Service Unavailable to GET /api/v2/quality/metrics")
	assert.Zero(t, u.budget.PausedUntil())

	u = newUpstream(t, nil, answer(503, `{}`, "Retry-After", "10"))
	_, err = u.ask(t)
	require.EqualError(t, err, "Genesys Cloud answered 503 Service Unavailable to GET /api/v2/quality/metrics; asking again in 10s")
	assert.NotZero(t, u.budget.PausedUntil())
}

func TestTheCallersContextEndsTheWait(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	u := newUpstream(t, nil, func(http.ResponseWriter, *http.Request) {
		close(arrived)
		<-release
	})
	defer close(release)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := u.client.Metrics(ctx, validRequest)
	assert.EqualError(t, err, "GET /api/v2/quality/metrics was given up: context canceled")
	assert.ErrorIs(t, err, context.Canceled)
}

func TestWhatNetHTTPSendsAgainCountsInTheBudget(t *testing.T) {
	for name, ask := range bothMethods {
		var asked atomic.Int32
		u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) == 1 { // the connection that the token came over
				hangUp(w)
				return
			}
			answer(http.StatusOK, "[]")(w, r)
		})
		require.NoError(t, ask(t, u.client), name)
		assert.Equal(t, int32(2), asked.Load(), name)
		assert.Equal(t, 100-3, u.budget.Left(), name)
	}
}
