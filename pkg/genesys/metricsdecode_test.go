package genesys

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// rowWith is a row with the given metrics.
func rowWith(metrics string) string {
	return `[{"entityId":"a","entityName":"Name","metrics":{` + metrics + `}}]`
}

func metricsOf(id, name string, count int64, averageScore, passRate float64) quality.Row {
	return quality.Row{
		Entity: quality.Entity{ID: id, Name: name}, Measures: quality.Measures{Count: count, AverageScore: averageScore, PassRate: passRate},
	}
}

func decode(text string) ([]quality.Row, error) {
	return decodeMetrics(newDecoder(strings.NewReader(text)))
}

func TestAcceptedAnswers(t *testing.T) {
	tests := map[string]struct {
		json string
		want []quality.Row
	}{
		"no entities": {` [ ] `, []quality.Row{}},
		"two entities, fields nobody knows": {
			`[{"entityId":"b","entityName":"B","team":{"x":[1]},"metrics":{"averageScore":{"value":100,"unit":"percentage","n":1},` +
				`"count":{"value":1},"passRate":{"value":0,"unit":"percentage"},"other":7}},` + row("a") + `]`,
			[]quality.Row{metricsOf("a", "Name", 12, 87.5, 75), metricsOf("b", "B", 1, 100, 0)},
		},
		"no units":       {rowWith(`"averageScore":{"value":1e1},"count":{"value":2.0},"passRate":{"value":50,"unit":null}`), []quality.Row{metricsOf("a", "Name", 2, 10, 50)}},
		"largest count":  {rowWith(`"averageScore":{"value":1},"count":{"value":9007199254740991},"passRate":{"value":1}`), []quality.Row{metricsOf("a", "Name", 9007199254740991, 1, 1)}},
		"ghost, null":    {rowWith(`"averageScore":{"value":null},"count":{"value":0},"passRate":{"value":null}`), []quality.Row{metricsOf("a", "Name", 0, 0, 0)}},
		"ghost, zero":    {rowWith(`"averageScore":{"value":0},"count":{"value":0},"passRate":{"value":0}`), []quality.Row{metricsOf("a", "Name", 0, 0, 0)}},
		"ghost, missing": {rowWith(`"count":{"value":0},"passRate":null`), []quality.Row{metricsOf("a", "Name", 0, 0, 0)}},
		"ghost, nonsense": {rowWith(`"averageScore":{"value":-1},"count":{"value":0},"passRate":{"value":1e999,"unit":"ratio"}`),
			[]quality.Row{metricsOf("a", "Name", 0, 0, 0)}},
		"no name":       {`[{"entityId":"a","metrics":{"count":{"value":0}}}]`, []quality.Row{metricsOf("a", "a", 0, 0, 0)}},
		"escaped names": {`[{"entity\u0049d":"a","entityName":"Name","metrics":{"c\u006funt":{"value":0}}}]`, []quality.Row{metricsOf("a", "Name", 0, 0, 0)}},
		"damaged name":  {"[{\"entityId\":\"a\",\"entityName\":\"Zo\xeb\",\"metrics\":{\"count\":{\"value\":0}}}]", []quality.Row{metricsOf("a", "Zo\uFFFD", 0, 0, 0)}},
		"blank name":    {`[{"entityId":"a","entityName":" ","metrics":{"count":{"value":0}}}]`, []quality.Row{metricsOf("a", "a", 0, 0, 0)}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := decode(tt.json)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestRefusedAnswers(t *testing.T) {
	const good = `"averageScore":{"value":80},"count":{"value":3},"passRate":{"value":60}`
	metrics := func(score, count, rate string) string {
		return rowWith(`"averageScore":` + score + `,"count":` + count + `,"passRate":` + rate)
	}
	tests := map[string]struct{ json, want string }{
		"null":                {`null`, "it is not a JSON array"},
		"object":              {`{"entities":[]}`, "it is not a JSON array"},
		"text":                {`"x"`, "it is not a JSON array"},
		"empty":               {` `, "it is empty"},
		"no JSON":             {`<html>`, "it is not valid JSON"},
		"trailing row":        {`[] []`, "there is more after its end"},
		"trailing text":       {`[]x`, "there is more after its end"},
		"missing comma":       {`[` + row("a") + row("b") + `]`, "row 2: it is not valid JSON"},
		"trailing comma":      {`[` + row("a") + `,]`, "row 2: it is not valid JSON"},
		"null row":            {`[null]`, "row 1: entityId is missing"},
		"text row":            {`["x"]`, "row 1: there is a JSON string where it does not belong"},
		"no id":               {`[{"metrics":{` + good + `}}]`, "row 1: entityId is missing"},
		"blank id":            {`[` + row("a") + `,` + row(" ") + `]`, `row 2: entityId is missing`},
		"numeric id":          {`[{"entityId":7,"metrics":{` + good + `}}]`, "row 1: entityId is a JSON number"},
		"twice the same":      {`[` + row("a") + `,` + row("b") + `,` + row("a") + `]`, `row 3: row 1 has the same entityId`},
		"no metrics":          {`[{"entityId":"a"}]`, `row 1: count is missing`},
		"metrics is text":     {`[{"entityId":"a","metrics":"none"}]`, `row 1: metrics is a JSON string`},
		"metric is a number":  {metrics(`80`, `{"value":3}`, `{"value":60}`), `row 1: metrics.averageScore is a JSON number`},
		"count null":          {metrics(`{"value":80}`, `{"value":null}`, `{"value":60}`), `row 1: count is missing`},
		"count text":          {metrics(`{"value":80}`, `{"value":"3"}`, `{"value":60}`), `row 1: count is not a number`},
		"count true":          {metrics(`{"value":80}`, `{"value":true}`, `{"value":60}`), `row 1: count is not a number`},
		"count a fraction":    {metrics(`{"value":80}`, `{"value":2.5}`, `{"value":60}`), `row 1: count is not a whole number`},
		"count negative":      {metrics(`{"value":80}`, `{"value":-1}`, `{"value":60}`), `row 1: count is negative`},
		"count inexact":       {metrics(`{"value":80}`, `{"value":9007199254740994}`, `{"value":60}`), `row 1: count is a number out of range`},
		"count out of range":  {metrics(`{"value":80}`, `{"value":1e999}`, `{"value":60}`), `row 1: count is a number out of range`},
		"score missing":       {rowWith(`"count":{"value":3},"passRate":{"value":60}`), `row 1: averageScore is missing`},
		"score null":          {metrics(`{"value":null}`, `{"value":3}`, `{"value":60}`), `row 1: averageScore is missing`},
		"score just above":    {metrics(`{"value":100.0000001}`, `{"value":3}`, `{"value":60}`), `row 1: averageScore 100.0000001 is not within 0 to 100`},
		"score below":         {metrics(`{"value":-0.5}`, `{"value":3}`, `{"value":60}`), `row 1: averageScore -0.5 is not within 0 to 100`},
		"score out of range":  {metrics(`{"value":-1e999}`, `{"value":3}`, `{"value":60}`), `row 1: averageScore is a number out of range`},
		"score an object":     {metrics(`{"value":{}}`, `{"value":3}`, `{"value":60}`), `row 1: averageScore is not a number`},
		"score NaN":           {metrics(`{"value":"NaN"}`, `{"value":3}`, `{"value":60}`), `row 1: averageScore is not a number`},
		"score's unit":        {metrics(`{"value":0.8,"unit":"ratio"}`, `{"value":3}`, `{"value":60}`), `row 1: averageScore has the unit "ratio" instead of "percentage"`},
		"rate missing":        {rowWith(`"count":{"value":3},"averageScore":{"value":60}`), `row 1: passRate is missing`},
		"rate above":          {metrics(`{"value":80}`, `{"value":3}`, `{"value":101}`), `row 1: passRate 101 is not within 0 to 100`},
		"rate's unit":         {metrics(`{"value":80}`, `{"value":3}`, `{"value":60,"unit":"count"}`), `row 1: passRate has the unit "count" instead of "percentage"`},
		"id is true":          {`[{"entityId":true}]`, "row 1: entityId is a JSON boolean"},
		"other capitals":      {`[` + row("a") + `,{"EntityID":"b","metrics":{` + good + `}}]`, "row 2: entityId is missing"},
		"count twice":         {rowWith(good + `,"count":{"value":4}`), "row 1: a field is there twice"},
		"a name twice":        {`[{"customers":{"Ann Smith":1,"Ann Smith":2}}]`, "row 1: a field is there twice"},
		"a name in the fault": {`[{"entityId":"a","entityName":{"first":"Ann"},"metrics":{` + good + `}}]`, `row 1: entityName is a JSON object`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := decode(tt.json)
			require.Error(t, err)
			assert.Nil(t, got, "no partial answers")
			named := call{method: "GET", path: "/m"}.decodeFault(err)
			assert.IsType(t, &AnswerError{}, named)
			assert.EqualError(t, named, "Genesys Cloud's answer to GET /m cannot be used: "+tt.want)
		})
	}
}

// FuzzDecodeMetrics holds whatever is accepted against a second reading of the same bytes.
func FuzzDecodeMetrics(f *testing.F) {
	for _, seed := range []string{`[]`, `null`, "[" + row("a") + "," + row("b") + "]", rowWith(`"count":{"value":0}`), `[{"entityId":"a"`, `[1e999]`,
		`[{"entity\u0049d":"a","entityName":"\ud83d","metrics":{"count":{"value":0},"x":[{}]}}]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := decode(text)
		if err != nil {
			assert.NotEmpty(t, call{}.decodeFault(err).Error())
			return
		}
		again, _ := readAgain(t, text).([]any)
		require.Len(t, rows, len(again), "no row is lost or added")
		read := map[string]any{}
		for _, row := range again {
			read[field(row, "entityId").(string)] = row
		}
		for _, r := range rows {
			row, once := read[r.Entity.ID]
			require.True(t, once, "an id of its own")
			delete(read, r.Entity.ID)
			metric := func(name string) float64 { return numberIn(field(field(row, "metrics"), name), "value") }
			require.NotEmpty(t, strings.TrimSpace(r.Entity.Name))
			if name, _ := field(row, "entityName").(string); strings.TrimSpace(name) != "" {
				require.Equal(t, name, r.Entity.Name)
			}
			require.InDelta(t, metric("count"), r.Count, 0)
			if r.Count == 0 {
				require.Zero(t, r.Measures)
				continue
			}
			require.InDelta(t, metric("averageScore"), r.AverageScore, 0)
			require.InDelta(t, metric("passRate"), r.PassRate, 0)
			for _, v := range []float64{r.AverageScore, r.PassRate} {
				require.False(t, math.IsNaN(v) || v < 0 || v > 100)
			}
		}
	})
}

func TestTruncationAnywhereIsNoticed(t *testing.T) {
	whole := "[" + row("a") + "," + row("b") + "]"
	for end := 1; end < len(whole); end++ {
		_, err := decode(whole[:end])
		named := call{}.decodeFault(err)
		_, truncated := errors.AsType[*TruncatedError](named)
		assert.True(t, truncated, "after %d bytes: %v", end, named)
	}
}

func TestNoFaultOfJSONShowsASecret(t *testing.T) {
	asked := call{method: "GET", path: "/m", secrets: []string{"the-secret"}}
	for _, field := range []string{"the-secret", "two\nlines", strings.Repeat("x", 2*maxText)} {
		mismatch := &json.SemanticError{JSONPointer: jsontext.Pointer("/" + field), JSONKind: '0'}
		for _, err := range []error{mismatch, &AnswerError{What: field + " is a JSON number"}} {
			text := asked.decodeFault(err).Error()
			assert.NotContains(t, text, "the-secret")
			assert.NotContains(t, text, "\n")
			assert.Less(t, len(text), 2*maxText)
		}
	}
}
