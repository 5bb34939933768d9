package plugin

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// pickerSpan is how far back the pickers look for entities: a week covers every shift pattern.
const pickerSpan = 7 * 24 * time.Hour

// entityOption is one choice of a picker.
type entityOption struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// entities lists the entities of one kind for editors and variables. Each evaluationFormId of the request limits them to
// those that have evaluations on one of these forms.
func (d *Datasource) entities(r *http.Request) ([]entityOption, error) {
	if d.broken != nil {
		return nil, d.broken
	}
	groupBy := quality.GroupBy(r.PathValue("groupBy"))
	if !slices.Contains(quality.GroupBys, groupBy) {
		return nil, &requestError{fmt.Errorf("%q is nothing to list: choose one of %v", groupBy, quality.GroupBys)}
	}
	forms, err := chosenForms(r.URL)
	if err != nil {
		return nil, &requestError{err}
	}
	dialect, err := d.dialect(r.Context())
	if err != nil {
		return nil, err
	}
	if dialect == quality.DialectAnalytics && groupBy == quality.GroupBySkill {
		return nil, &requestError{errors.New("the Analytics API knows no skills")}
	}
	end := quality.AskableEnd(d.now())
	found, err := d.reader.Entities(r.Context(), dialect, groupBy, forms, quality.Range{From: end.Add(-pickerSpan), To: end})
	if err != nil {
		return nil, err
	}
	options := make([]entityOption, len(found))
	for i, entity := range found {
		options[i] = entityOption(entity)
	}
	slices.SortFunc(options, func(a, b entityOption) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return options, nil
}

// chosenForms reads the evaluation forms of an address as evaluationFormIds of a panel's query are read.
func chosenForms(address *url.URL) (quality.Filter, error) {
	// URL.Query leaves out what it cannot read, and a list without its filter would be a wrong one.
	parameters, err := url.ParseQuery(address.RawQuery)
	if err != nil {
		return quality.Filter{}, fmt.Errorf("its parameters cannot be read: %w", err)
	}
	raw, err := json.Marshal(map[string][]string{"evaluationFormIds": parameters["evaluationFormId"]})
	if err != nil {
		return quality.Filter{}, err
	}
	query, err := models.ParseQuery(raw)
	return models.Filter(query.EvaluationFormIDs), err
}
