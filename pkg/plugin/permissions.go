package plugin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/intraday/genesys-cloud-quality/pkg/genesys"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// scopesNeeded are the OAuth scopes without which a dialect cannot be read, by their domain: "quality" may be the scope
// quality:readonly, or quality:evaluation:read in another spelling. Names are tried out instead, see probes.
var scopesNeeded = map[quality.Dialect][]string{
	quality.DialectQualityMetrics: {"quality"},
	quality.DialectAnalytics:      {"analytics", "quality"},
}

// examine finds out what the OAuth client is and may. Nothing here is a fault: the numbers have just been read.
func (d *Datasource) examine(ctx context.Context, found *healthDetails, rows []quality.Row) {
	info, err := d.client.TokensMe(ctx)
	if err != nil {
		found.Unknown = append(found.Unknown, fmt.Sprintf("which organization, client and scopes the token has (%s)", reasonOf(err)))
	} else {
		found.Organization, found.Client = info.Organization.Name, info.Client.Name
		found.judge(info.Scopes)
	}
	if found.Dialect != quality.DialectAnalytics {
		return
	}
	for _, probe := range d.probes(rows) {
		err := probe.try(ctx)
		api, refused := errors.AsType[*genesys.APIError](err)
		switch {
		case err == nil:
		case refused && api.Denied():
			found.Missing = append(found.Missing, fmt.Sprintf("the permission to %s (%s)", probe.what, err))
		default:
			found.Unknown = append(found.Unknown, fmt.Sprintf("whether the client may %s (%s)", probe.what, err))
		}
	}
}

// judge lists the scopes that can write, and those that are missing. A client whose scopes Genesys does not list has
// the permissions of its roles.
func (h *healthDetails) judge(scopes []string) {
	domains := map[string]bool{}
	for _, scope := range scopes {
		domain, _, _ := strings.Cut(scope, ":")
		domains[domain] = true
		readOnly := slices.ContainsFunc([]string{":readonly", ":read", ":view"}, func(end string) bool { return strings.HasSuffix(scope, end) })
		if !readOnly {
			h.Writes = append(h.Writes, scope)
		}
	}
	if len(scopes) == 0 {
		return
	}
	for _, domain := range scopesNeeded[h.Dialect] {
		if !domains[domain] {
			h.Missing = append(h.Missing, "the OAuth scope "+domain+":readonly")
		}
	}
}

// probe is something that queries need, and how to find out whether it is allowed.
type probe struct {
	what string
	try  func(context.Context) error
}

func (d *Datasource) probes(rows []quality.Row) []probe {
	names := func(groupBy quality.GroupBy, id string) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := d.reader.Directory.Names(ctx, groupBy, []string{id})
			return err
		}
	}
	someone := "00000000-0000-0000-0000-000000000000" // Nobody: Genesys answers that it knows none, or that one may not ask.
	for _, row := range rows {
		if row.Entity.ID != quality.NoEntity {
			someone = row.Entity.ID
			break
		}
	}
	return []probe{
		{"read the names of agents and evaluators", names(quality.GroupByAgent, someone)},
		{"read the names of queues", names(quality.GroupByQueue, "00000000-0000-0000-0000-000000000000")},
		{"read the names of evaluation forms", names(quality.GroupByEvaluationForm, "00000000-0000-0000-0000-000000000000")},
		{"search single evaluations", func(ctx context.Context) error {
			window := newestWindow(d.now())
			_, err := d.evaluations.Page(ctx, quality.EvaluationsQuestion{Range: window}, false, window.From, 1)
			return err
		}},
	}
}

// reasonOf words why tokens/me told nothing: an API without it is nothing to worry about.
func reasonOf(err error) string {
	if api, ok := errors.AsType[*genesys.APIError](err); ok && api.Status == http.StatusNotFound {
		return "this Genesys Cloud does not tell"
	}
	return err.Error()
}
