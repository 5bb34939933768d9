package plugin

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// call is a resource call as Grafana makes it: the address has the parameters, the path has none.
func call(t *testing.T, d *Datasource, method, address string) (int, string) {
	t.Helper()
	path, _, _ := strings.Cut(address, "?")
	var status int
	var body string
	err := d.CallResource(t.Context(), &backend.CallResourceRequest{Method: method, Path: path, URL: address},
		backend.CallResourceResponseSenderFunc(func(response *backend.CallResourceResponse) error {
			status, body = response.Status, body+string(response.Body)
			return nil
		}))
	require.NoError(t, err)
	return status, body
}

func TestPickersListEverybodyOfAWeekByName(t *testing.T) {
	g := newGenesysCloud(t)
	d := g.datasourceAt(t, noon, nil)
	for range 2 {
		status, body := call(t, d, http.MethodGet, "entities/agent")
		require.Equal(t, http.StatusOK, status)
		require.JSONEq(t, `[{"id":"a-1","name":"Ada"},{"id":"b-2","name":"Bob"},{"id":"c-3","name":"Ghost"}]`, body)
	}
	require.Len(t, g.questions(), 1)
	require.Equal(t, "2026-11-20T12:15:00Z", g.questions()[0].Get("startTime"))
	for _, groupBy := range []string{"queue", "skill", "evaluationForm", "evaluator"} {
		status, _ := call(t, d, http.MethodGet, "entities/"+groupBy)
		require.Equal(t, http.StatusOK, status)
	}
	require.Len(t, g.questions(), 5)
}

func TestResourceErrorsAreMessagesWithTheirStatus(t *testing.T) {
	g := newGenesysCloud(t)
	g.metrics = genesysError(403, nil, "Missing permission")
	d := g.datasourceAt(t, noon, nil)
	broken := g.datasourceAt(t, noon, map[string]any{"clientId": ""})
	for _, c := range []struct {
		d      *Datasource
		path   string
		status int
		want   string
	}{
		{d, "entities/agent", 403, "Missing permission"},
		{d, "entities/team", 400, "is nothing to list"},
		{broken, "entities/agent", 400, "clientId is missing"},
	} {
		status, body := call(t, c.d, http.MethodGet, c.path)
		require.Equal(t, c.status, status)
		var message struct{ Message string }
		require.NoError(t, json.Unmarshal([]byte(body), &message))
		require.Contains(t, message.Message, c.want)
	}
	status, _ := call(t, d, http.MethodPost, "entities/agent")
	require.Equal(t, http.StatusMethodNotAllowed, status)
}
