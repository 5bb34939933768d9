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

// resources serves what editors, variables and live queries need to know:
//
//	GET entities/{groupBy} → [{"id", "name"}, …] by name
//	GET dialect → {"dialect"}, the API that answers
//	POST live {"query", "range": {"from", "to", "timeZone"}, "intervalMs"} → {"path"}, the live query's channel
//
// Errors are {"message"} with their status.
func (d *Datasource) resources() backend.CallResourceHandler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /entities/{groupBy}", serve(d.entities))
	mux.HandleFunc("GET /dialect", serve(d.describeDialect))
	mux.HandleFunc("POST /live", serve(d.nameLive))
	return httpadapter.New(mux)
}

func serve[T any](answer func(*http.Request) (T, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := answer(r)
		if err != nil {
			response := failed(err)
			reply(w, int(response.Status), map[string]string{"message": response.Error.Error()})
			return
		}
		reply(w, http.StatusOK, body)
	}
}

func (d *Datasource) describeDialect(r *http.Request) (map[string]quality.Dialect, error) {
	if d.broken != nil {
		return nil, d.broken
	}
	dialect, err := d.dialect(r.Context())
	return map[string]quality.Dialect{"dialect": dialect}, err
}

func (d *Datasource) entities(r *http.Request) ([]entityOption, error) {
	if d.broken != nil {
		return nil, d.broken
	}
	groupBy := quality.GroupBy(r.PathValue("groupBy"))
	if !slices.Contains(quality.GroupBys, groupBy) {
		return nil, &requestError{fmt.Errorf("%q is nothing to list: choose one of %v", groupBy, quality.GroupBys)}
	}
	dialect, err := d.dialect(r.Context())
	if err != nil {
		return nil, err
	}
	if dialect == quality.DialectAnalytics && groupBy == quality.GroupBySkill {
		return nil, &requestError{errors.New("the Analytics API knows no skills")}
	}
	end := quality.AskableEnd(d.now())
	found, err := d.reader.Entities(r.Context(), dialect, groupBy, quality.Range{From: end.Add(-pickerSpan), To: end})
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
