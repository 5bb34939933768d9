package plugin

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// pickerSpan is how far back the pickers look for entities: a week covers every shift pattern.
const pickerSpan = 7 * 24 * time.Hour

// entityOption is one choice of a picker.
type entityOption struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// resources serves what editors and variables list:
//
//	GET entities/{groupBy} → [{"id", "name"}, …] by name; errors are {"message"} with their status.
func (d *Datasource) resources() backend.CallResourceHandler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /entities/{groupBy}", d.serveEntities)
	return httpadapter.New(mux)
}

func (d *Datasource) serveEntities(w http.ResponseWriter, r *http.Request) {
	options, err := d.entities(r)
	if err != nil {
		response := failed(err)
		reply(w, int(response.Status), map[string]string{"message": response.Error.Error()})
		return
	}
	reply(w, http.StatusOK, options)
}

func (d *Datasource) entities(r *http.Request) ([]entityOption, error) {
	if d.broken != nil {
		return nil, d.broken
	}
	groupBy := quality.GroupBy(r.PathValue("groupBy"))
	if !slices.Contains(quality.GroupBys, groupBy) {
		return nil, &requestError{fmt.Errorf("%q is nothing to list: choose one of %v", groupBy, quality.GroupBys)}
	}
	end := quality.AskableEnd(d.now())
	found, err := d.reader.Entities(r.Context(), groupBy, quality.Range{From: end.Add(-pickerSpan), To: end})
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

func reply(w http.ResponseWriter, status int, body any) {
	encoded, err := json.Marshal(body)
	if err != nil {
		status, encoded = http.StatusInternalServerError, []byte(`{"message":"the answer cannot be encoded"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if _, err := w.Write(encoded); err != nil && !errors.Is(err, http.ErrHandlerTimeout) {
		backend.Logger.Debug("The answer of a resource call did not reach Grafana", "error", err)
	}
}
