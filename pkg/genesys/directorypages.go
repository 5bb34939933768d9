package genesys

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// maxPages bounds a list that does not end: 20,000 entities.
const maxPages = 200

// ErrTooManyPages marks a list that is longer than this data source reads.
var ErrTooManyPages = errors.New("the list is too long")

// directoryPage is one page of a list.
type directoryPage struct {
	entities []quality.Entity
	// count is how many pages there are, 0 where Genesys does not say.
	count int64
}

// more reports whether a page follows the one with the number: without a count, after one that is full.
func (p directoryPage) more(number int) bool {
	if p.count > 0 {
		return int64(number) < p.count
	}
	return len(p.entities) >= quality.PageSize
}

// pages reads a list to its end, each id once. What was read before an error comes with it.
func (d *Directory) pages(ctx context.Context, from listing) ([]quality.Entity, error) {
	entities := []quality.Entity{}
	seen := map[string]bool{}
	for number := 1; number <= maxPages; number++ {
		page, err := d.page(ctx, from, url.Values{"pageNumber": {strconv.Itoa(number)}})
		if err != nil {
			return entities, err
		}
		for _, entity := range page.entities {
			if !seen[entity.ID] { // the list may have grown meanwhile, and moved something to the next page
				seen[entity.ID] = true
				entities = append(entities, entity)
			}
		}
		if !page.more(number) {
			return entities, nil
		}
	}
	return entities, fmt.Errorf("%w: GET %s has more than %d pages of %d, the most this data source lists: enter ids instead", ErrTooManyPages, from.path, maxPages, quality.PageSize)
}

// page asks for one page with the most entities that Genesys puts on one.
func (d *Directory) page(ctx context.Context, from listing, query url.Values) (directoryPage, error) {
	asked := url.Values{"pageSize": {strconv.Itoa(quality.PageSize)}}
	maps.Copy(asked, from.query)
	maps.Copy(asked, query)
	var page directoryPage
	err := d.client.get(ctx, from.path, asked, func(answer *jsontext.Decoder) (err error) {
		page, err = decodeDirectory(answer, from.path == formsPath)
		return err
	})
	return page, err
}

// decodeDirectory reads a page of users, queues or evaluation forms. The id of a form is its contextId: its id is one
// version's.
func decodeDirectory(answer *jsontext.Decoder, forms bool) (directoryPage, error) {
	var page directoryPage
	var count wireNumber
	err := decodeList(answer, "entities", map[string]*wireNumber{"pageCount": &count}, func(number int) error {
		var wire struct {
			ID        string `json:"id"`
			ContextID string `json:"contextId"`
			Name      string `json:"name"`
		}
		if err := decodeRow(answer, &wire, number); err != nil {
			return err
		}
		id, field := wire.ID, "id"
		if forms {
			id, field = wire.ContextID, "contextId"
		}
		if idOrNone(id) == quality.NoEntity {
			return &AnswerError{Row: number, What: field + " is missing"}
		}
		page.entities = append(page.entities, quality.Entity{ID: id, Name: wire.Name})
		return nil
	})
	if err == nil && count.given {
		var what string
		if page.count, what = count.whole(); what != "" {
			err = &AnswerError{What: "pageCount " + what}
		}
	}
	if err != nil {
		return directoryPage{}, err
	}
	return page, nil
}
