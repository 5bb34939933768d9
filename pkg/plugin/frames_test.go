package plugin

import (
	"flag"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/grafana/dataplane/sdata/numeric"
	"github.com/grafana/dataplane/sdata/timeseries"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental"
	"github.com/stretchr/testify/require"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// update rewrites the golden files; read the difference before you commit it.
var update = flag.Bool("update", false, "rewrite the golden files")

// frameAnswer is two namesakes and a third agent, over two buckets of which the second has too few for the third.
func frameAnswer(isSplit, total bool) quality.Answer {
	from := time.Date(2026, 11, 27, 11, 0, 0, 0, time.UTC)
	form := quality.Entity{}
	if isSplit {
		form = quality.Entity{ID: "form-1", Name: "Sales call"}
	}
	cell := func(id, name string, count int64, average, rate float64) quality.Cell {
		return quality.Cell{
			Entity: quality.Entity{ID: id, Name: name}, Form: form,
			Measures: quality.Measures{Count: count, AverageScore: average, PassRate: rate},
		}
	}
	answer := quality.Answer{
		Range: quality.Range{From: from, To: from.Add(30 * time.Minute)}, AsOf: from.Add(31 * time.Minute),
		SettledUntil: from, Dialect: quality.DialectQualityMetrics, Revision: "1f",
	}
	if total {
		answer.Cells = []quality.Cell{cell("", "", 20, 81.25, 65)}
		answer.Buckets = []quality.Bucket{{Range: answer.Range, Cells: answer.Cells}}
		return answer
	}
	answer.Cells = []quality.Cell{
		cell("0a1b2c3d-1", "Ana Silva", 8, 92.5, 100), cell("9f8e7d6c-2", "Ana Silva", 6, 71, 50), cell("c", "Bo Li", 4, 60, 25),
	}
	answer.Buckets = []quality.Bucket{
		{Range: quality.Range{From: from, To: from.Add(quality.Window)}, Cells: []quality.Cell{
			cell("0a1b2c3d-1", "Ana Silva", 4, 90, 100), cell("9f8e7d6c-2", "Ana Silva", 6, 71, 50), cell("c", "Bo Li", 3, 60, 33.3),
		}},
		{Range: quality.Range{From: from.Add(quality.Window), To: from.Add(2 * quality.Window)}, Cells: []quality.Cell{
			cell("0a1b2c3d-1", "Ana Silva", 4, 95, 100), cell("c", "Bo Li", 1, 60, 0),
		}},
	}
	return answer
}

func shape(format, groupBy string, metrics ...quality.Metric) (string, models.Query) {
	query, err := models.ParseQuery(fmt.Appendf(nil, `{"format":%q,"groupBy":%s,"running":false}`, format, groupBy))
	if err != nil {
		panic(err) // The shapes below are written by hand.
	}
	query.Metrics = metrics
	kind := map[string]string{`["agent"]`: "agent", `["agent","evaluationForm"]`: "split", `[]`: "total"}[groupBy]
	return fmt.Sprintf("%s_%s_%d", format, kind, len(metrics)), query
}

// Every shape has a golden file, reads under the dataplane contract that expressions use, and has unique labels.
func TestFrames(t *testing.T) {
	one := []quality.Metric{quality.MetricPassRate}
	three := []quality.Metric{quality.MetricAverageScore, quality.MetricPassRate, quality.MetricCount}
	for _, format := range []string{models.FormatTable, models.FormatStat, models.FormatTimeSeries} {
		for _, groupBy := range []string{`["agent"]`, `["agent","evaluationForm"]`, `[]`} {
			for _, metrics := range [][]quality.Metric{one, three} {
				name, query := shape(format, groupBy, metrics...)
				t.Run(name, func(t *testing.T) {
					response := present(query, frameAnswer(split(query), len(query.GroupBy) == 0), quality.Selection{MinimumCount: 3})
					require.NoError(t, response.Error)
					experimental.CheckGoldenJSONResponse(t, filepath.Join("testdata", "frames"), name, &response, *update)
					requireDataplane(t, query, response)
				})
			}
		}
	}
}

func requireDataplane(t *testing.T, query models.Query, response backend.DataResponse) {
	t.Helper()
	var refs []string
	if query.Format == models.FormatTimeSeries {
		reader, err := timeseries.CollectionReaderFromFrames(response.Frames)
		require.NoError(t, err)
		collection, err := reader.GetCollection(true)
		require.NoError(t, err)
		require.Empty(t, collection.RemainderIndices)
		require.NoError(t, collection.Warning)
		for _, ref := range collection.Refs {
			refs = append(refs, ref.GetMetricName()+ref.GetLabels().String())
			// Grafana's expressions do not read the metric's name: the labels alone must tell series apart.
			requireUniqueLabels(t, &refs, ref.GetLabels())
		}
		return
	}
	reader, err := numeric.CollectionReaderFromFrames(response.Frames)
	require.NoError(t, err)
	collection, err := reader.GetCollection(false) // The reader has no check of the data of numbers.
	require.NoError(t, err)
	require.Empty(t, collection.RemainderIndices)
	require.NoError(t, collection.Warning)
	require.NotEmpty(t, collection.Refs)
	if query.Format == models.FormatTable && len(query.Metrics) > 1 {
		return // An expression gets the wide equal of such a table.
	}
	labels := map[string]bool{}
	for _, ref := range collection.Refs {
		require.False(t, labels[ref.GetLabels().String()], "two numbers share the labels %s", ref.GetLabels())
		labels[ref.GetLabels().String()] = true
	}
}

func requireUniqueLabels(t *testing.T, seen *[]string, found data.Labels) {
	t.Helper()
	require.NotContains(t, *seen, "labels:"+found.String())
	*seen = append(*seen, "labels:"+found.String())
}

func TestNamesCanBeLeftOutOfTheLabels(t *testing.T) {
	_, query := shape(models.FormatStat, `["agent","evaluationForm"]`, quality.MetricPassRate)
	query.NameLabel = false
	frame := present(query, frameAnswer(true, false), quality.Selection{MinimumCount: 3}).Frames[0]
	require.Equal(t, data.Labels{"entityId": "c", "evaluationFormId": "form-1"}, frame.Fields[2].Labels)
	require.Equal(t, "Bo Li · Sales call", frame.Fields[2].Config.DisplayNameFromDS, "people still read names")
}

func TestNamesakesOfTheSameShortIDAreToldApartByTheWholeID(t *testing.T) {
	sakes := namesakes{}
	for _, id := range []string{"12345678-a", "12345678-b", "abcdefgh-c"} {
		sakes.learn(quality.Entity{ID: id, Name: "Kim"})
	}
	require.Equal(t, "Kim (12345678-a)", sakes.distinct(quality.Entity{ID: "12345678-a", Name: "Kim"}))
	require.Equal(t, "Kim (abcdefgh)", sakes.distinct(quality.Entity{ID: "abcdefgh-c", Name: "Kim"}))
}
