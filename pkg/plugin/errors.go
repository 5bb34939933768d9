package plugin

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/intraday/genesys-cloud-quality/pkg/genesys"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// settingsError is a data source whose settings cannot be used.
type settingsError struct{ err error }

func (e *settingsError) Error() string {
	return fmt.Sprintf("The data source's settings are incomplete or wrong: %s", e.err)
}

func (e *settingsError) Unwrap() error { return e.err }

// requestError is a query or a resource call that cannot be answered as it is.
type requestError struct{ err error }

func (e *requestError) Error() string { return fmt.Sprintf("This query cannot be answered: %s", e.err) }

func (e *requestError) Unwrap() error { return e.err }

// failed is an error as Grafana wants it: the message for people, the status, and whose fault it is. What a person
// can mend in settings, in the query or in Genesys Cloud is downstream; the rest is a defect of the plugin.
func failed(err error) backend.DataResponse {
	status, source := classify(err)
	return backend.DataResponse{Error: err, Status: status, ErrorSource: source}
}

func classify(err error) (backend.Status, backend.ErrorSource) {
	if status, ok := statusOf(err); ok {
		return status, backend.ErrorSourceDownstream
	}
	return backend.StatusInternal, backend.ErrorSourcePlugin
}

// statusOf is the HTTP status that tells an error best; false for one that nobody thought of.
func statusOf(err error) (backend.Status, bool) {
	var (
		settings  *settingsError
		request   *requestError
		tooMany   *quality.TooManyQuestionsError
		api       *genesys.APIError
		token     *genesys.TokenError
		budget    *genesys.BudgetError
		paused    *genesys.PausedError
		timeout   *genesys.TimeoutError
		reach     *genesys.ConnectionError
		redirect  *genesys.RedirectError
		content   *genesys.ContentTypeError
		answer    *genesys.AnswerError
		truncated *genesys.TruncatedError
		large     *genesys.TooLargeError
		elsewhere *quality.FailedElsewhereError
		paced     *quality.PacedError
	)
	switch {
	case errors.As(err, &settings), errors.As(err, &request), errors.As(err, &tooMany),
		errors.Is(err, genesys.ErrQuestion):
		return backend.StatusBadRequest, true
	case errors.As(err, &token):
		return backend.StatusUnauthorized, true
	case errors.As(err, &budget), errors.As(err, &paused), errors.As(err, &paced):
		return backend.StatusTooManyRequests, true
	case errors.As(err, &api):
		if api.Status >= http.StatusInternalServerError {
			return backend.StatusBadGateway, true
		}
		return backend.Status(api.Status), true
	case errors.As(err, &timeout), errors.Is(err, context.DeadlineExceeded):
		return backend.StatusTimeout, true
	case errors.As(err, &reach), errors.As(err, &redirect), errors.As(err, &content), errors.As(err, &answer),
		errors.As(err, &truncated), errors.As(err, &large), errors.As(err, &elsewhere),
		errors.Is(err, quality.ErrOrder), errors.Is(err, quality.ErrNamesPending), errors.Is(err, genesys.ErrTooManyPages),
		errors.Is(err, genesys.ErrClosed): // The settings were saved meanwhile.
		return backend.StatusBadGateway, true
	case errors.Is(err, context.Canceled):
		return 499, true // The viewer left; nginx's word for it, which Grafana uses as well.
	}
	return 0, false
}
