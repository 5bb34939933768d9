// Package models turns what is stored as JSON (settings, queries) into values that need no further check.
package models

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // Grafana's images may have no zone database.
	"unicode"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// The names of the secrets in secureJsonData.
const (
	SecretClientSecret        = "clientSecret"
	SecretSharedStorePassword = "sharedStorePassword"
)

// The values of Settings.API.
const (
	APIAuto           = "auto"
	APIQualityMetrics = string(quality.DialectQualityMetrics)
	APIAnalytics      = string(quality.DialectAnalytics)
)

// Settings are a data source's settings, checked and with every default filled in. The JSON is jsonData's; secrets
// never become JSON.
type Settings struct {
	Region            string          `json:"region"`
	OrgDomain         string          `json:"orgDomain"`
	BaseURL           string          `json:"baseUrl"`
	AllowInsecureHTTP bool            `json:"allowInsecureHttp"`
	ClientID          string          `json:"clientId"`
	API               string          `json:"api"`
	TimeZone          string          `json:"timeZone"`
	BusinessDayStart  string          `json:"businessDayStart"`
	PassThreshold     float64         `json:"passThreshold"`
	PassThresholds    []PassThreshold `json:"passThresholds"`
	RequestsPerMinute int64           `json:"requestsPerMinute"`
	MaxLagMinutes     int64           `json:"maxLagMinutes"`
	StaleForMinutes   int64           `json:"staleForMinutes"`
	StorePath         string          `json:"storePath"`
	SharedStoreURL    string          `json:"sharedStoreUrl"`

	AnalyticsIntervalHours int64 `json:"analyticsIntervalHours"`

	clientSecret        string
	sharedStorePassword string

	tokenURL    *url.URL
	apiURL      *url.URL
	businessDay quality.BusinessDay
}

// ClientSecret is the OAuth client's secret.
func (s Settings) ClientSecret() string { return s.clientSecret }

// SharedStorePassword is the shared store's password, "" where it has none.
func (s Settings) SharedStorePassword() string { return s.sharedStorePassword }

// TokenURL is where a token is asked for.
func (s Settings) TokenURL() *url.URL { return s.tokenURL }

// APIURL is what "/api/v2/…" is appended to.
func (s Settings) APIURL() *url.URL { return s.apiURL }

// BusinessDay is the contact centre's day.
func (s Settings) BusinessDay() quality.BusinessDay { return s.businessDay }

// MaxLag is how late Genesys may deliver.
func (s Settings) MaxLag() time.Duration { return time.Duration(s.MaxLagMinutes) * time.Minute }

// AnalyticsInterval is the longest range that one request to the Analytics API asks for; Genesys documents no limit.
func (s Settings) AnalyticsInterval() time.Duration {
	return time.Duration(s.AnalyticsIntervalHours) * time.Hour
}

// StaleFor is how long panels may show the last known snapshot while Genesys fails.
func (s Settings) StaleFor() time.Duration { return time.Duration(s.StaleForMinutes) * time.Minute }

type settingsJSON struct {
	Region            string `json:"region"`
	OrgDomain         string `json:"orgDomain"`
	BaseURL           string `json:"baseUrl"`
	AllowInsecureHTTP bool   `json:"allowInsecureHttp"`
	ClientID          string `json:"clientId"`
	API               string `json:"api"`
	TimeZone          string `json:"timeZone"`
	BusinessDayStart  string `json:"businessDayStart"`
	PassThreshold     number `json:"passThreshold"`
	PassThresholds    []struct {
		FormID        string `json:"formId"`
		PassScore     number `json:"passScore"`
		CriticalScore number `json:"criticalScore"`
	} `json:"passThresholds"`
	RequestsPerMinute number `json:"requestsPerMinute"`
	MaxLagMinutes     number `json:"maxLagMinutes"`
	StaleForMinutes   number `json:"staleForMinutes"`
	StorePath         string `json:"storePath"`
	SharedStoreURL    string `json:"sharedStoreUrl"`

	AnalyticsIntervalHours number `json:"analyticsIntervalHours"`
}

// ParseSettings reads jsonData and the decrypted secrets. Its error names every setting that is wrong and what to put
// there; it never quotes a secret.
func ParseSettings(raw []byte, secrets map[string]string) (Settings, error) {
	var in settingsJSON
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &in); err != nil {
			return Settings{}, wrongType(err)
		}
	}
	var problems []error
	check := func(err error) { problems = append(problems, err) }
	var err error

	s := Settings{
		Region:    strings.TrimSpace(in.Region),
		OrgDomain: strings.TrimSpace(in.OrgDomain),
		BaseURL:   strings.TrimRightFunc(strings.TrimSpace(in.BaseURL), func(r rune) bool { return r == '/' || unicode.IsSpace(r) }),

		AllowInsecureHTTP: in.AllowInsecureHTTP,
		ClientID:          strings.TrimSpace(in.ClientID),
		StorePath:         strings.TrimSpace(in.StorePath),

		clientSecret:        secrets[SecretClientSecret],
		sharedStorePassword: secrets[SecretSharedStorePassword],
	}
	check(s.placeHosts())
	if s.ClientID == "" {
		check(errors.New("clientId is missing: enter the OAuth client's id (Genesys Cloud: Admin > Integrations > OAuth)"))
	}
	if s.clientSecret == "" {
		check(errors.New("clientSecret is missing: enter the OAuth client's secret"))
	}
	s.API, err = choice("api", in.API, APIAuto, APIQualityMetrics, APIAnalytics)
	check(err)
	check(s.setBusinessDay(in.TimeZone, in.BusinessDayStart))
	check(s.setPassThresholds(in))
	s.RequestsPerMinute, err = in.RequestsPerMinute.whole("requestsPerMinute", 100, 1, 100_000)
	check(err)
	s.MaxLagMinutes, err = in.MaxLagMinutes.whole("maxLagMinutes", 30, 1, 24*60)
	check(err)
	s.StaleForMinutes, err = in.StaleForMinutes.whole("staleForMinutes", 60, 0, 24*60)
	check(err)
	s.AnalyticsIntervalHours, err = in.AnalyticsIntervalHours.whole("analyticsIntervalHours", 7*24, 1, 92*24)
	check(err)
	check(s.setSharedStore(in.SharedStoreURL))
	return s, errors.Join(problems...)
}

var clock = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)$`)

func (s *Settings) setBusinessDay(zone, start string) error {
	s.TimeZone, s.BusinessDayStart = strings.TrimSpace(zone), strings.TrimSpace(start)
	if s.TimeZone == "" {
		s.TimeZone = "UTC"
	}
	if s.BusinessDayStart == "" {
		s.BusinessDayStart = "08:00"
	}
	location, err := time.LoadLocation(s.TimeZone)
	// "Local" is the zone of whatever machine this runs on.
	if err != nil || s.TimeZone == "Local" {
		return fmt.Errorf("timeZone is %q: it must be an IANA name such as Europe/Dublin, or UTC", s.TimeZone)
	}
	parts := clock.FindStringSubmatch(s.BusinessDayStart)
	if parts == nil {
		return fmt.Errorf("businessDayStart is %q: it must be HH:MM, from 00:00 to 23:45", s.BusinessDayStart)
	}
	sinceMidnight, err := time.ParseDuration(parts[1] + "h" + parts[2] + "m")
	if err != nil || sinceMidnight%quality.Window != 0 {
		return fmt.Errorf("businessDayStart is %q: it must lie on a quarter hour (:00, :15, :30 or :45), as Genesys Cloud's windows do",
			s.BusinessDayStart)
	}
	s.businessDay = quality.BusinessDay{Location: location, Start: sinceMidnight}
	return nil
}
