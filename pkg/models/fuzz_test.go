package models

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// addFixtures seeds a target with the inputs of the contract.
func addFixtures(f *testing.F, kind string) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "testdata", "contract", kind, "*.json"))
	require.NoError(f, err)
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(f, err)
		var seed fixture
		require.NoError(f, json.Unmarshal(raw, &seed), path)
		f.Add([]byte(seed.Input))
	}
}

// FuzzParseQuery begins with the contract's fixtures. What is accepted needs no further check, and is a fixed point:
// written as JSON it is read as the same query.
func FuzzParseQuery(f *testing.F) {
	addFixtures(f, "query")
	f.Fuzz(func(t *testing.T, raw []byte) {
		q, err := ParseQuery(raw)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.NotEmpty(t, q.Metrics)
		require.LessOrEqual(t, len(q.GroupBy), 2)
		require.True(t, len(q.GroupBy) < 2 || q.GroupBy[1] == quality.GroupByEvaluationForm)
		for _, groupBy := range q.GroupBy {
			require.Contains(t, quality.GroupBys, groupBy)
		}
		require.True(t, q.MinimumCount >= 0 && q.Limit >= 1 && q.Limit <= 100_000)
		for _, chosen := range [][]string{q.EvaluationFormIDs, q.EntityIDs, q.QueueIDs} {
			require.True(t, !slices.Contains(chosen, "") || len(chosen) == 1, "an empty id beside others")
			require.Equal(t, len(slices.Compact(slices.Sorted(slices.Values(chosen)))), len(chosen), "an id twice")
			for _, id := range chosen {
				require.NotContains(t, id, "\n")
				require.NotRegexp(t, `\$\{\w+\}|\[\[\w+\]\]`, id, "a variable that nobody filled in")
				require.NotEqual(t, all, id)
			}
		}
		written, err := json.Marshal(q)
		require.NoError(t, err)
		again, err := ParseQuery(written)
		require.NoError(t, err, string(written))
		require.Equal(t, q, again)
	})
}

// FuzzParseSettings begins with the contract's fixtures. What is accepted names one place over TLS, or one where somebody
// allowed less; a secret in it is in no error and in no JSON.
func FuzzParseSettings(f *testing.F) {
	const canary = "canary-7f3a"
	secrets := map[string]string{SecretClientSecret: canary, SecretSharedStorePassword: canary}
	addFixtures(f, "settings")
	for _, base := range []string{"https://u:p@h/x", "http://[::1]:80/a/../b", "https://h%2f/", "//h", "HTTPS://H/?#"} {
		f.Add([]byte(`{"clientId":"c","baseUrl":"` + base + `"}`))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := ParseSettings(raw, secrets)
		if err != nil {
			require.True(t, strings.Contains(string(raw), canary) || !strings.Contains(err.Error(), canary))
			return
		}
		for _, place := range []*url.URL{s.TokenURL(), s.APIURL()} {
			require.NotEmpty(t, place.Hostname())
			require.Nil(t, place.User)
			require.Empty(t, place.Opaque+place.RawQuery+place.Fragment)
			require.True(t, place.Scheme == "https" || place.Scheme == "http" && (s.AllowInsecureHTTP || loopback(place.Hostname())))
			again, err := url.Parse(place.String())
			require.NoError(t, err)
			require.Equal(t, place.Host, again.Host, "another reader finds another host")
		}
		if s.Region+s.OrgDomain != "" {
			require.True(t, strings.HasSuffix(s.APIURL().Host, s.Region+s.OrgDomain))
			require.Equal(t, "/oauth/token", s.TokenURL().Path)
		}
		require.NotEmpty(t, s.ClientID)
		require.True(t, s.RequestsPerMinute >= 1 && s.MaxLag() >= time.Minute && s.StaleFor() >= 0 && s.AnalyticsInterval() >= time.Hour)
		day := s.BusinessDay()
		require.True(t, day.Start >= 0 && day.Start < 24*time.Hour && day.Start%quality.Window == 0)

		written, err := json.Marshal(s)
		require.NoError(t, err)
		require.True(t, strings.Contains(string(raw), canary) || !strings.Contains(string(written), canary))
		again, err := ParseSettings(written, secrets)
		require.NoError(t, err, string(written))
		require.Equal(t, s, again)
	})
}
