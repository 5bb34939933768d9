package plugin

import (
	"context"
	"encoding/json"
	"fmt"
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
	Host         string          `json:"host"`
	Organization string          `json:"organization,omitempty"`
	Client       string          `json:"client,omitempty"`
	Dialect      quality.Dialect `json:"dialect"`
	// Missing is what the OAuth client may not do, Unknown what could not be found out.
	Missing       []string `json:"missing,omitempty"`
	Unknown       []string `json:"unknown,omitempty"`
	Writes        []string `json:"scopesThatCanWrite,omitempty"`
	Window        string   `json:"window"`
	Agents        int      `json:"agents"`
	AgentsCounted int      `json:"agentsWithEvaluations"`
	Evaluations   int64    `json:"evaluations"`
	ClockSkew     float64  `json:"clockSkewSeconds"`
	BudgetLeft    int      `json:"requestsLeftThisMinute"`
	BusinessDay   string   `json:"businessDayStart"`
	Snapshots     string   `json:"snapshots"`
	SharedStore   string   `json:"sharedStore,omitempty"`
}

// CheckHealth runs the real path, past every snapshot: a token, the API that answers, the newest window by agent, and
// what else queries need. Green means that queries work.
func (d *Datasource) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	if d.broken != nil {
		return unhealthy(d.broken), nil //nolint:nilerr // The result says it.
	}
	dialect, err := d.dialect(ctx)
	if err != nil {
		return unhealthy(err), nil
	}
	rows, err := d.newestWindow(ctx, dialect)
	if other, found := d.otherDialect(ctx, dialect, err); found {
		dialect = other
		rows, err = d.newestWindow(ctx, dialect)
	}
	if err != nil {
		return unhealthy(err), nil
	}
	skew := d.client.Skew()
	if skew.Abs() > skewUnhealthy {
		return unhealthy(fmt.Errorf("this machine's clock is %s %s Genesys Cloud's: set it right, the numbers' windows depend on it "+
			"(Genesys Cloud does answer)", skew.Abs().Round(time.Second), direction(skew))), nil
	}
	details := healthDetails{
		Host: hostOf(d.settings), Dialect: dialect, Window: newestWindow(d.now()).String(),
		ClockSkew: skew.Seconds(), Snapshots: d.upstream.embedded.about,
		BusinessDay: d.settings.BusinessDay().StartOf(d.now()).Format(time.RFC3339),
	}
	details.count(rows)
	d.examine(ctx, &details, rows)
	details.SharedStore = d.sharedStoreText()
	details.BudgetLeft = d.upstream.budget.Left()
	encoded, err := json.Marshal(details)
	if err != nil {
		return nil, err
	}
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: healthText(details, skew), JSONDetails: encoded}, nil
}

func newestWindow(now time.Time) quality.Range {
	end := quality.AskableEnd(now)
	return quality.Range{From: end.Add(-quality.Window), To: end}
}

func (d *Datasource) newestWindow(ctx context.Context, dialect quality.Dialect) ([]quality.Row, error) {
	return d.reader.Source.Ask(ctx, quality.Question{Dialect: dialect, GroupBy: quality.GroupByAgent, Range: newestWindow(d.now())})
}

// count counts the agents and evaluations of the rows; an agent has a row for each form in the Analytics dialect.
func (h *healthDetails) count(rows []quality.Row) {
	all, counted := map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		all[row.Entity.ID] = true
		if row.Count > 0 {
			counted[row.Entity.ID] = true
			h.Evaluations += row.Count
		}
	}
	h.Agents, h.AgentsCounted = len(all), len(counted)
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
