package genesys

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// Directory names agents, evaluators, queues and evaluation forms. The Analytics API tells ids alone.
type Directory struct {
	client *Client
}

var _ quality.Directory = (*Directory)(nil)

// NewDirectory is the directory on a client.
func NewDirectory(c *Client) *Directory { return &Directory{client: c} }

// listing is one of the directory's lists.
type listing struct {
	path string
	// byID says that ids can be asked for, at most a page of them at a time.
	byID bool
	// query is sent with every request, named with those for ids: people who have left are found by id, and not listed.
	query, named url.Values
}

var listings = map[quality.GroupBy]listing{
	quality.GroupByAgent:          {path: usersPath, byID: true, named: url.Values{"state": {"any"}}},
	quality.GroupByEvaluator:      {path: usersPath, byID: true, named: url.Values{"state": {"any"}}},
	quality.GroupByQueue:          {path: queuesPath, byID: true},
	quality.GroupByEvaluationForm: {path: formsPath, query: url.Values{"onlyLatestPerContext": {"true"}}},
}

func listingOf(groupBy quality.GroupBy) (listing, error) {
	known, ok := listings[groupBy]
	switch {
	case ok:
		return known, nil
	case groupBy == quality.GroupBySkill:
		return listing{}, fmt.Errorf("%w: the directory is not asked for skills: the Analytics API knows none", ErrQuestion)
	}
	return listing{}, fmt.Errorf("%w: the directory has no %q", ErrQuestion, groupBy)
}

// Names asks for 100 agents, evaluators or queues at a time, and for all evaluation forms at once, which cannot be
// asked for by id. An id without a name is as good as unknown. Errors are those of any request, with what was found
// before, and ErrQuestion, wrapped.
func (d *Directory) Names(ctx context.Context, groupBy quality.GroupBy, ids []string) ([]quality.Entity, error) {
	from, err := listingOf(groupBy)
	if err != nil {
		return nil, err
	}
	wanted := quality.FilterIDs(slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" || id == quality.NoEntity })...)
	if wanted.All() { // no id is left
		return []quality.Entity{}, nil
	}
	found := []quality.Entity{}
	keep := func(entities []quality.Entity) {
		for _, entity := range entities {
			if wanted.Has(entity.ID) && entity.Name != "" {
				found = append(found, entity)
			}
		}
	}
	if !from.byID {
		entities, err := d.pages(ctx, from)
		keep(entities)
		return found, err
	}
	for batch := range slices.Chunk(wanted.IDs(), quality.PageSize) {
		query := url.Values{"id": batch}
		for _, more := range []url.Values{from.query, from.named} {
			for name, values := range more {
				query[name] = values
			}
		}
		page, err := d.page(ctx, from, query)
		if err != nil {
			return found, err
		}
		keep(page.entities)
	}
	return found, nil
}

// Entities lists all active users, queues or published evaluation forms. Errors are those of any request, and
// ErrQuestion, wrapped; there is no partial list.
func (d *Directory) Entities(ctx context.Context, groupBy quality.GroupBy) ([]quality.Entity, error) {
	from, err := listingOf(groupBy)
	if err != nil {
		return nil, err
	}
	entities, err := d.pages(ctx, from)
	if err != nil {
		return nil, err
	}
	return entities, nil
}
