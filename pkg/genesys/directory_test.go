package genesys

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// directoryServer has lists by path, 100 on a page, and fails from a request on.
type directoryServer struct {
	lists    map[string][]string // by path: an id, a blank and a JSON object
	failFrom int
	counted  bool // pageCount is said

	mu      sync.Mutex
	queries []url.Values
}

func (d *directoryServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	query := r.URL.Query()
	d.queries = append(d.queries, query)
	if d.failFrom > 0 && len(d.queries) >= d.failFrom {
		answer(http.StatusInternalServerError, `{}`)(w, r)
		return
	}
	var found []string
	for _, entry := range d.lists[r.URL.Path] {
		id, object, _ := strings.Cut(entry, " ")
		if !query.Has("id") || slices.Contains(query["id"], id) {
			found = append(found, object)
		}
	}
	number, _ := strconv.Atoi(query.Get("pageNumber"))
	from := min(max(number-1, 0)*100, len(found))
	page := `"entities":[` + strings.Join(found[from:min(from+100, len(found))], ",") + `]`
	if d.counted {
		page = fmt.Sprintf(`"pageCount":%d,`, (len(found)+99)/100) + page
	}
	answer(http.StatusOK, "{"+page+"}")(w, r)
}

func user(id, name string) string {
	return fmt.Sprintf(`%[1]s {"id":%[1]q,"name":%[2]q,"state":"active","version":1}`, id, name)
}

func manyUsers(n int) (users, ids []string) {
	for i := range n {
		id := fmt.Sprintf("u%04d", i)
		ids, users = append(ids, id), append(users, user(id, "Name of "+id))
	}
	return users, ids
}

func TestNamesAreAskedForInBatches(t *testing.T) {
	users, ids := manyUsers(250)
	server := &directoryServer{lists: map[string][]string{usersPath: append(users, user("blank", ""))}}
	u := newUpstream(t, nil, server.ServeHTTP)
	asked := append(slices.Clone(ids), ids[3], "gone", "blank", "", quality.NoEntity)
	found, err := NewDirectory(u.client).Names(t.Context(), quality.GroupByAgent, asked)
	require.NoError(t, err)
	require.Len(t, found, 250, "once each; neither who is unknown nor who has no name")
	for _, entity := range found {
		assert.Equal(t, "Name of "+entity.ID, entity.Name)
	}
	require.Len(t, server.queries, 3)
	var sent []string
	for _, query := range server.queries {
		assert.LessOrEqual(t, len(query["id"]), 100)
		sent = append(sent, query["id"]...)
		query.Del("id")
		assert.Equal(t, url.Values{"pageSize": {"100"}, "state": {"any"}}, query, "those who left have names too")
	}
	assert.ElementsMatch(t, append(slices.Clone(ids), "gone", "blank"), sent)
}

func TestNamesOfEachKind(t *testing.T) {
	form := func(id, context, name string) string {
		return fmt.Sprintf(`%[1]s {"id":%[1]q,"contextId":%[2]q,"name":%[3]q}`, id, context, name)
	}
	lists := map[string][]string{
		usersPath:  {user("x&id=y", "Zoë"), user("y", "Other")},
		queuesPath: {`q1 {"id":"q1","name":"Sales"}`},
		formsPath:  {form("v2", "f1", "Greeting"), form("v7", "f2", "Other")},
	}
	tests := map[quality.GroupBy]struct {
		id, name, path string
		query          url.Values
	}{
		quality.GroupByAgent:          {"x&id=y", "Zoë", usersPath, url.Values{"id": {"x&id=y"}, "pageSize": {"100"}, "state": {"any"}}},
		quality.GroupByEvaluator:      {"x&id=y", "Zoë", usersPath, url.Values{"id": {"x&id=y"}, "pageSize": {"100"}, "state": {"any"}}},
		quality.GroupByQueue:          {"q1", "Sales", queuesPath, url.Values{"id": {"q1"}, "pageSize": {"100"}}},
		quality.GroupByEvaluationForm: {"f1", "Greeting", formsPath, url.Values{"onlyLatestPerContext": {"true"}, "pageNumber": {"1"}, "pageSize": {"100"}}},
	}
	for groupBy, tt := range tests {
		server := &directoryServer{lists: lists}
		u := newUpstream(t, nil, server.ServeHTTP)
		found, err := NewDirectory(u.client).Names(t.Context(), groupBy, []string{tt.id})
		require.NoError(t, err)
		assert.Equal(t, []quality.Entity{{ID: tt.id, Name: tt.name}}, found, groupBy)
		assert.Equal(t, []url.Values{tt.query}, server.queries, groupBy)
		assert.Equal(t, []string{"POST /oauth/token", "GET " + tt.path}, u.asked(), groupBy)
	}
}

func TestNobodyToNameCostsNoRequest(t *testing.T) {
	u := newUpstream(t, nil, answer(http.StatusOK, `{}`))
	found, err := NewDirectory(u.client).Names(t.Context(), quality.GroupByQueue, []string{quality.NoEntity, ""})
	require.NoError(t, err)
	assert.Empty(t, found)
	for groupBy, want := range map[quality.GroupBy]string{
		quality.GroupBySkill: "the question cannot be asked: the directory is not asked for skills: the Analytics API knows none",
		"team":               `the question cannot be asked: the directory has no "team"`,
	} {
		_, err = NewDirectory(u.client).Names(t.Context(), groupBy, []string{"s"})
		require.EqualError(t, err, want)
		_, err = NewDirectory(u.client).Entities(t.Context(), groupBy)
		require.EqualError(t, err, want)
		assert.ErrorIs(t, err, ErrQuestion)
	}
	assert.Empty(t, u.asked())
}

func TestNamesFoundBeforeAnErrorAreKept(t *testing.T) {
	users, ids := manyUsers(150)
	u := newUpstream(t, nil, (&directoryServer{lists: map[string][]string{usersPath: users}, failFrom: 2}).ServeHTTP)
	found, err := NewDirectory(u.client).Names(t.Context(), quality.GroupByEvaluator, ids)
	require.EqualError(t, err, "Genesys Cloud answered 500 Internal Server Error to GET /api/v2/users")
	assert.Len(t, found, 100)
	assert.Len(t, u.asked(), 3, "nothing is asked after a failure")
}

func TestAListIsReadToItsEnd(t *testing.T) {
	for _, n := range []int{0, 1, 99, 100, 101, 250} {
		for _, counted := range []bool{true, false} {
			users, ids := manyUsers(n)
			server := &directoryServer{lists: map[string][]string{usersPath: users}, counted: counted}
			u := newUpstream(t, nil, server.ServeHTTP)
			entities, err := NewDirectory(u.client).Entities(t.Context(), quality.GroupByAgent)
			require.NoError(t, err)
			require.Len(t, entities, n)
			for i, entity := range entities {
				assert.Equal(t, quality.Entity{ID: ids[i], Name: "Name of " + ids[i]}, entity)
			}
			pages := max((n+99)/100, 1)
			if n == 100 && !counted {
				pages = 2 // only the empty page tells
			}
			assert.Len(t, server.queries, pages, "%d, counted %t", n, counted)
			for i, query := range server.queries {
				assert.Equal(t, url.Values{"pageNumber": {strconv.Itoa(i + 1)}, "pageSize": {"100"}}, query, "active users alone")
			}
		}
	}
}

func TestAListThatDoesNotEndIsCutWithAnError(t *testing.T) {
	var pages int
	u := newUpstream(t, nil, func(w http.ResponseWriter, r *http.Request) {
		pages++
		answer(http.StatusOK, `{"pageCount":999999,"entities":[{"id":"q`+r.URL.Query().Get("pageNumber")+`","name":"Q"},{"id":"same","name":"S"}]}`)(w, r)
	})
	u.budget.SetRequestsPerMinute(1000)
	_, err := NewDirectory(u.client).Entities(t.Context(), quality.GroupByQueue)
	require.EqualError(t, err, "the list is too long: GET /api/v2/routing/queues has more than 200 pages of 100, the most this data source lists: enter ids instead")
	assert.Equal(t, 200, pages)
}

func TestDirectoryAnswers(t *testing.T) {
	tests := map[string]struct {
		json  string
		forms bool
		want  directoryPage
		err   string
	}{
		"empty":           {json: `{"entities":[]}`},
		"nothing":         {json: `{}`},
		"counted":         {json: `{"entities":[{"id":"a","name":"A","x":[]}],"pageCount":7,"nextUri":"/x"}`, want: directoryPage{[]quality.Entity{{ID: "a", Name: "A"}}, 7}},
		"a nameless one":  {json: `{"entities":[{"id":"a"}]}`, want: directoryPage{entities: []quality.Entity{{ID: "a"}}}},
		"a form":          {json: `{"entities":[{"id":"v1","contextId":"f1","name":"F"}]}`, forms: true, want: directoryPage{entities: []quality.Entity{{ID: "f1", Name: "F"}}}},
		"no context":      {json: `{"entities":[{"id":"v1","name":"F"}]}`, forms: true, err: "row 1: contextId is missing"},
		"no id":           {json: `{"entities":[{"id":"a"},{"id":" ","name":"Ann"}]}`, err: "row 2: id is missing"},
		"null":            {json: `{"entities":[null]}`, err: "row 1: id is missing"},
		"a name's object": {json: `{"entities":[{"id":"a","name":{"first":"Ann"}}]}`, err: "row 1: name is a JSON object"},
		"no entities":     {json: `{"pageCount":1}`, err: "entities is missing"},
		"pages a text":    {json: `{"entities":[],"pageCount":"2"}`, err: "pageCount is not a number"},
		"pages negative":  {json: `{"entities":[],"pageCount":-2}`, err: "pageCount is negative"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			page, err := decodeDirectory(newDecoder(strings.NewReader(tt.json)), tt.forms)
			assert.Equal(t, tt.want, page)
			if tt.err == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, call{method: "GET", path: "/d"}.decodeFault(err), "Genesys Cloud's answer to GET /d cannot be used: "+tt.err)
		})
	}
}

func FuzzDecodeDirectory(f *testing.F) {
	for _, seed := range []string{`{}`, `null`, `{"entities":[{"id":"a","name":"A"},{"contextId":"f"}],"pageCount":1}`, `{"entities":[{"contextId":"f","name":"F"}]}`, `{"entities":[`} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, forms bool) {
		page, err := decodeDirectory(newDecoder(strings.NewReader(text)), forms)
		if err != nil {
			assert.NotEmpty(t, call{}.decodeFault(err).Error())
			return
		}
		var again map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(text), &again), "only whole JSON is accepted")
		var entities []json.RawMessage
		if raw, given := again["entities"]; given {
			require.NoError(t, json.Unmarshal(raw, &entities))
		}
		require.Len(t, page.entities, len(entities), "nobody is lost or added")
		require.GreaterOrEqual(t, page.count, int64(0))
		for _, entity := range page.entities {
			require.NotEmpty(t, strings.TrimSpace(entity.ID))
		}
	})
}
