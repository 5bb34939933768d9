package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// The clock's bars: beyond the first our clock deserves a word, beyond the second the numbers deserve none.
const (
	skewWarning   = 30 * time.Second
	skewUnhealthy = 5 * time.Minute
)

// healthDetails is what the check found, for who reads more than the message.
type healthDetails struct {
	Host          string          `json:"host"`
	Organization  string          `json:"organization,omitempty"`
	Client        string          `json:"client,omitempty"`
	Writes        []string        `json:"scopesThatCanWrite,omitempty"`
	Dialect       quality.Dialect `json:"dialect"`
	Window        string          `json:"window"`
	Agents        int             `json:"agents"`
	AgentsCounted int             `json:"agentsWithEvaluations"`
	Evaluations   int64           `json:"evaluations"`
	ClockSkew     float64         `json:"clockSkewSeconds"`
	BudgetLeft    int             `json:"requestsLeftThisMinute"`
	BusinessDay   string          `json:"businessDayStart"`
	Snapshots     string          `json:"snapshots"`
	SharedStore   string          `json:"sharedStore,omitempty"`
}

// CheckHealth runs the real path, past every snapshot: a token, and the newest window by agent. Green means that
// queries work.
func (d *Datasource) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	if d.broken != nil {
		return unhealthy(d.broken), nil //nolint:nilerr // The result says it.
	}
	end := quality.AskableEnd(d.now())
	window := quality.Range{From: end.Add(-quality.Window), To: end}
	rows, err := d.reader.Source.Ask(ctx, quality.Question{
		Dialect: quality.DialectQualityMetrics, GroupBy: quality.GroupByAgent, Range: window,
	})
	if err != nil {
		return unhealthy(err), nil
	}
	skew := d.client.Skew()
	if skew.Abs() > skewUnhealthy {
		return unhealthy(fmt.Errorf("this machine's clock is %s %s Genesys Cloud's: set it right, the numbers' windows depend on it "+
			"(Genesys Cloud does answer)", skew.Abs().Round(time.Second), direction(skew))), nil
	}
	details := healthDetails{
		Host: hostOf(d.settings), Dialect: quality.DialectQualityMetrics, Window: window.String(), Agents: len(rows),
		ClockSkew: skew.Seconds(), BudgetLeft: d.upstream.budget.Left(), Snapshots: d.upstream.embedded.about,
		BusinessDay: d.settings.BusinessDay().StartOf(d.now()).Format(time.RFC3339),
	}
	for _, row := range rows {
		if row.Count > 0 {
			details.AgentsCounted++
			details.Evaluations += row.Count
		}
	}
	details.identify(ctx, d.client)
	details.SharedStore = d.sharedStoreText()
	encoded, err := json.Marshal(details)
	if err != nil {
		return nil, err
	}
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: healthText(details, skew), JSONDetails: encoded}, nil
}

// identify asks who the token speaks for. An API that does not tell (404) is no fault, and neither is another failure
// here: the numbers have just been read.
func (h *healthDetails) identify(ctx context.Context, client *client) {
	info, err := client.TokensMe(ctx)
	if err != nil {
		return
	}
	h.Organization, h.Client = info.Organization.Name, info.Client.Name
	for _, scope := range info.Scopes {
		readOnly := slices.ContainsFunc([]string{":readonly", ":read", ":view"}, func(end string) bool { return strings.HasSuffix(scope, end) })
		if !readOnly {
			h.Writes = append(h.Writes, scope)
		}
	}
}

func healthText(found healthDetails, skew time.Duration) string {
	var text strings.Builder
	fmt.Fprintf(&text, "Genesys Cloud answers at %s (Quality Metrics API): token and permission are good. In the newest window, %s, ",
		found.Host, found.Window)
	switch found.Agents {
	case 0:
		text.WriteString("it names no agents. That is right at quiet hours; if it stays so, the OAuth client's role may lack the agents' divisions.")
	default:
		fmt.Fprintf(&text, "it counts %d evaluations of %d agents.", found.Evaluations, found.AgentsCounted)
	}
	if found.Organization != "" {
		fmt.Fprintf(&text, " The OAuth client is %q of the organization %q.", found.Client, found.Organization)
	}
	if len(found.Writes) > 0 {
		fmt.Fprintf(&text, " Warning: the OAuth client may do more than read (%s); this data source needs quality:readonly alone.",
			strings.Join(found.Writes, ", "))
	}
	if skew.Abs() > skewWarning {
		fmt.Fprintf(&text, " Warning: this machine's clock is %s %s Genesys Cloud's; it is corrected for, but set it right.",
			skew.Abs().Round(time.Second), direction(skew))
	}
	fmt.Fprintf(&text, " Snapshots are kept %s.", found.Snapshots)
	if found.SharedStore != "" {
		fmt.Fprintf(&text, " %s", found.SharedStore)
	}
	return text.String()
}

// sharedStoreText says how it stands with the other replicas; "" without a shared store.
func (d *Datasource) sharedStoreText() string {
	if d.upstream.replicas == nil {
		return ""
	}
	state := d.upstream.replicas.State()
	if !state.Connected {
		return fmt.Sprintf("Warning, degraded: the shared store does not answer (%s), so this replica asks for itself, within its share of the budget.",
			state.LastError)
	}
	return fmt.Sprintf("The shared store answers; %d Grafana replicas use it.", state.Replicas)
}

// direction says where our clock stands; skew is Genesys' clock minus ours.
func direction(skew time.Duration) string {
	if skew > 0 {
		return "behind"
	}
	return "ahead of"
}

func unhealthy(err error) *backend.CheckHealthResult {
	return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: err.Error()}
}
