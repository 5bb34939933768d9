package plugin

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/intraday/genesys-cloud-quality/pkg/models"
	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// custom is what Meta.Custom tells panels and people about an answer.
type custom struct {
	From         time.Time       `json:"from"`
	To           time.Time       `json:"to"`
	AsOf         time.Time       `json:"asOf"`
	SettledUntil time.Time       `json:"settledUntil"`
	Stale        bool            `json:"stale"`
	Dialect      quality.Dialect `json:"dialect"`
	Revision     string          `json:"revision"`
	// namesLater says that ids stand where names may be found soon.
	namesLater bool
}

// Both the type and its version are needed: without them expressions take a legacy path that refuses the frame.
func meta(kind data.FrameType, answer quality.Answer) *data.FrameMeta {
	return &data.FrameMeta{Type: kind, TypeVersion: data.FrameTypeVersion{0, 1}, Custom: custom{
		From: answer.Range.From, To: answer.Range.To, AsOf: answer.AsOf, SettledUntil: answer.SettledUntil,
		Stale: answer.Stale, Dialect: answer.Dialect, Revision: answer.Revision,
		namesLater: answer.NamesLater,
	}}
}

// tableFrame is numeric-long: a row for each cell, ids and names as text, then the metrics in the order asked.
func tableFrame(q models.Query, cells []quality.Cell, answer quality.Answer) *data.Frame {
	frame := data.NewFrame("")
	frame.Meta = meta(data.FrameTypeNumericLong, answer)
	frame.Meta.PreferredVisualization = data.VisTypeTable
	if len(q.GroupBy) > 0 {
		frame.Fields = append(frame.Fields, entityFields(fieldEntityID, fieldEntityName, q.GroupBy[0], cells,
			func(c quality.Cell) quality.Entity { return c.Entity })...)
	}
	if split(q) {
		frame.Fields = append(frame.Fields, entityFields(fieldFormID, fieldFormName, quality.GroupByEvaluationForm, cells,
			func(c quality.Cell) quality.Entity { return c.Form })...)
	}
	for _, metric := range q.Metrics {
		// One allocation for the column instead of one for each value.
		column, values := make([]float64, len(cells)), make([]*float64, len(cells))
		for i := range cells {
			if v := value(metric, cells[i].Measures); v != nil {
				column[i], values[i] = *v, &column[i]
			}
		}
		field := data.NewField(string(metric), nil, values)
		field.Config = gaugeConfig(metric, metricTitles[metric])
		frame.Fields = append(frame.Fields, field)
	}
	return frame
}

func entityFields(idName, nameName string, groupBy quality.GroupBy, cells []quality.Cell,
	of func(quality.Cell) quality.Entity,
) []*data.Field {
	ids, names := make([]string, len(cells)), make([]string, len(cells))
	for i, cell := range cells {
		ids[i], names[i] = of(cell).ID, of(cell).Name
	}
	title := groupByTitles[groupBy]
	idField, nameField := data.NewField(idName, nil, ids), data.NewField(nameName, nil, names)
	idField.Config = &data.FieldConfig{DisplayNameFromDS: title + " id"}
	nameField.Config = &data.FieldConfig{DisplayNameFromDS: title}
	return []*data.Field{idField, nameField}
}

// statFrame is numeric-wide: one row, and a field for each cell and metric.
func statFrame(q models.Query, cells []quality.Cell, answer quality.Answer) *data.Frame {
	frame := data.NewFrame("")
	frame.Meta = meta(data.FrameTypeNumericWide, answer)
	names := newDisplayNames(q)
	for _, cell := range cells {
		names.learn(cell.Entity, cell.Form)
	}
	for _, cell := range cells {
		for _, metric := range q.Metrics {
			field := data.NewField(string(metric), labels(q, cell.Entity, cell.Form, metric),
				[]*float64{value(metric, cell.Measures)})
			field.Config = gaugeConfig(metric, names.of(cell.Entity, cell.Form, metric))
			frame.Fields = append(frame.Fields, field)
		}
	}
	return frame
}

// seriesFrames are timeseries-multi: a frame for each line and metric. A time is its bucket's start.
func seriesFrames(q models.Query, lines []quality.Line, answer quality.Answer) data.Frames {
	names := newDisplayNames(q)
	for _, line := range lines {
		names.learn(line.Entity, line.Form)
	}
	frames := make(data.Frames, 0, len(lines)*len(q.Metrics))
	for _, line := range lines {
		for _, metric := range q.Metrics {
			times, values := make([]time.Time, len(line.Points)), make([]*float64, len(line.Points))
			for i, point := range line.Points {
				times[i] = point.Time
				if point.Scored || metric == quality.MetricCount {
					values[i] = value(metric, point.Measures)
				}
			}
			field := data.NewField(string(metric), labels(q, line.Entity, line.Form, metric), values)
			field.Config = fieldConfig(metric, names.of(line.Entity, line.Form, metric))
			frame := data.NewFrame(field.Config.DisplayNameFromDS, data.NewField(data.TimeSeriesTimeFieldName, nil, times), field)
			frame.Meta = meta(data.FrameTypeTimeSeriesMulti, answer)
			frames = append(frames, frame)
		}
	}
	return frames
}

// emptyFrame says "no data" in the query's format: one typed frame without fields.
func emptyFrame(q models.Query, answer quality.Answer) *data.Frame {
	kinds := map[string]data.FrameType{
		models.FormatTable:      data.FrameTypeNumericLong,
		models.FormatStat:       data.FrameTypeNumericWide,
		models.FormatTimeSeries: data.FrameTypeTimeSeriesMulti,
	}
	frame := data.NewFrame("")
	frame.Meta = meta(kinds[q.Format], answer)
	if q.QueryType == models.QueryTypeEvaluations {
		frame.Meta.Type = data.FrameTypeTable
	}
	return frame
}

// value is the metric of measures that rest on at least one evaluation, or the count, which may be zero; nil for a
// critical score where no evaluation has one.
func value(metric quality.Metric, m quality.Measures) *float64 {
	var v float64
	switch metric {
	case quality.MetricAverageScore:
		v = m.AverageScore
	case quality.MetricPassRate:
		v = m.PassRate
	case quality.MetricCount:
		v = float64(m.Count)
	case quality.MetricCriticalScore:
		if m.CriticalCount == 0 {
			return nil
		}
		v = m.CriticalScore
	case quality.MetricMinScore:
		v = m.MinScore
	case quality.MetricMaxScore:
		v = m.MaxScore
	}
	return &v
}

// fieldConfig is the field's title, and for percentages the unit.
func fieldConfig(metric quality.Metric, title string) *data.FieldConfig {
	config := &data.FieldConfig{DisplayNameFromDS: title}
	if metric == quality.MetricCount {
		return config.SetDecimals(0)
	}
	config.Unit = "percent"
	return config.SetDecimals(1)
}

// gaugeConfig is fieldConfig with the natural scale of percentages, so that gauges and bars fill right. Series go
// without: the axis of a trend fits its numbers.
func gaugeConfig(metric quality.Metric, title string) *data.FieldConfig {
	config := fieldConfig(metric, title)
	if metric == quality.MetricCount {
		return config
	}
	return config.SetMin(0).SetMax(100)
}
