package plugin

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// resources serves what editors, variables and live queries need to know:
//
//	GET entities/{groupBy}?evaluationFormId=…&evaluationFormId=… → [{"id", "name"}, …] by name, see entities
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
