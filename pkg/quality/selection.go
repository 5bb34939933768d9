package quality

import "time"

// Selection is what a panel shows of an answer: it costs no upstream call.
type Selection struct {
	Entities Filter
	// MinimumCount is how many evaluations a score or rate must rest on to be shown; 0 asks for those that have any.
	MinimumCount int64
	// Running makes each point of a series the total since the range's start.
	Running bool
}

// Missing is why a selection shows nothing.
type Missing string

// The reasons for showing nothing.
const (
	MissingNone        Missing = ""
	MissingEvaluations Missing = "evaluations"
	MissingEntities    Missing = "entities"
	MissingCount       Missing = "minimumCount"
)

// Cells are the answer's cells that the selection shows, and why there are none where there are none.
func (s Selection) Cells(answer Answer) ([]Cell, Missing) {
	room := len(answer.Cells)
	if !s.Entities.All() {
		room = 0
	}
	shown := make([]Cell, 0, room)
	missing := MissingEvaluations
	for _, cell := range answer.Cells {
		switch {
		case !s.Entities.Has(cell.Entity.ID):
			if missing == MissingEvaluations {
				missing = MissingEntities
			}
		case cell.Count < s.MinimumCount:
			missing = MissingCount
		default:
			cell.Measures = cell.Hiding(s.MinimumCount)
			shown = append(shown, cell)
		}
	}
	if len(shown) > 0 {
		return shown, MissingNone
	}
	return nil, missing
}

// Point is one bucket of a line.
type Point struct {
	// Time is the bucket's start.
	Time time.Time
	// Measures are the bucket's own, or the running totals.
	Measures
	// Scored says that enough evaluations stand behind the point to show its score and rate; the count always shows.
	Scored bool
}

// Line is an entity's series (with the form when split): a point for each bucket of the answer.
type Line struct {
	Entity, Form Entity
	Points       []Point
}

// Lines are the answer's series that the selection shows: an entity whose whole range rests on fewer than
// MinimumCount evaluations is left out.
func (s Selection) Lines(answer Answer) ([]Line, Missing) {
	shown, missing := s.Cells(answer)
	lines := make([]Line, len(shown))
	at := make(map[cellKey]int, len(shown))
	for i, cell := range shown {
		lines[i] = Line{Entity: cell.Entity, Form: cell.Form, Points: make([]Point, len(answer.Buckets))}
		at[cellKey{cell.Entity.ID, cell.Form.ID}] = i
	}
	running := make([]Sum, len(shown))
	for b, bucket := range answer.Buckets {
		own := make([]Measures, len(shown))
		for _, cell := range bucket.Cells {
			if i, ok := at[cellKey{cell.Entity.ID, cell.Form.ID}]; ok {
				own[i] = cell.Measures
			}
		}
		for i := range lines {
			measures := own[i]
			if s.Running {
				running[i].Add(own[i])
				measures = running[i].Measures()
			}
			lines[i].Points[b] = Point{
				Time: bucket.Range.From, Measures: measures.Hiding(s.MinimumCount), Scored: measures.Count >= max(1, s.MinimumCount),
			}
		}
	}
	return lines, missing
}
