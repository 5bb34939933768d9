package quality

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"time"

	"github.com/zeebo/xxh3"
)

// retention is how long settled snapshots are kept after the end of their range.
const retention = 35 * 24 * time.Hour

// Snapshot is what one question was answered.
type Snapshot struct {
	Question Question
	// AsOf is when the question was asked, by a clock set right against Genesys'.
	AsOf time.Time
	// Rows are in ascending order, see Row.Compare.
	Rows []Row
	// Revision is a hash of the rows: equal data, equal revision.
	Revision string
}

// NewSnapshot puts the rows in order and names their revision. It keeps rows.
func NewSnapshot(q Question, asOf time.Time, rows []Row) Snapshot {
	slices.SortFunc(rows, Row.Compare)
	return Snapshot{Question: q, AsOf: asOf, Rows: rows, Revision: revision(rows)}
}

// SettledUntil is the end of the newest window of the snapshot's range that no late batch can change any more, or
// the range's start where there is none. Genesys may deliver maxLag late.
func (s Snapshot) SettledUntil(maxLag time.Duration) time.Time {
	until := FloorWindow(s.AsOf.Add(-maxLag - AskableAfter))
	if until.After(s.Question.Range.To) {
		return s.Question.Range.To
	}
	if until.Before(s.Question.Range.From) {
		return s.Question.Range.From
	}
	return until
}

// Settled reports whether every window of the snapshot is settled: judged at asking time, not at reading time.
func (s Snapshot) Settled(maxLag time.Duration) bool {
	return !s.AsOf.Before(s.Question.Range.To.Add(maxLag + AskableAfter))
}

// CurrentUntil is how long the snapshot answers its question: until the next window can be asked for, and once it is
// settled until the local midnight after its range, when evaluations may have been rescored and the day is looked at
// once more; then for good.
func (s Snapshot) CurrentUntil(rules Rules) time.Time {
	if s.Question.Dialect == DialectAuto {
		return s.AsOf.AddDate(100, 0, 0)
	}
	nextWindow := AskableEnd(s.AsOf).Add(Window + AskableAfter)
	if !s.Settled(rules.MaxLag) {
		return nextWindow
	}
	lastMoment := s.Question.Range.To.Add(-time.Nanosecond)
	midnight := NextMidnight(lastMoment, rules.location()).Add(AskableAfter)
	if !s.AsOf.Before(midnight) {
		return s.AsOf.AddDate(100, 0, 0)
	}
	if midnight.Before(nextWindow) {
		return nextWindow
	}
	return midnight
}

// keepUntil is how long the snapshot is worth keeping: what is settled for the retention, what is not for as long as
// somebody may be shown it while Genesys fails.
func (s Snapshot) keepUntil(rules Rules) time.Time {
	if s.Question.Dialect == DialectAuto {
		return s.AsOf.Add(retention)
	}
	if s.Settled(rules.MaxLag) {
		until := s.Question.Range.To.Add(retention)
		if aDay := s.AsOf.Add(24 * time.Hour); until.Before(aDay) {
			return aDay // Who looks at a range of long ago looks at it again.
		}
		return until
	}
	return s.AsOf.Add(rules.StaleFor + 2*time.Hour)
}

// revision tells data apart, and nobody gains by making two collide: a fast hash of 96 bits does.
func revision(rows []Row) string {
	hash := xxh3.New()
	var row []byte // Hashed at once: many small writes take as long as the hashing.
	for i := range rows {
		r := &rows[i]
		row = row[:0]
		for _, text := range [...]string{r.Entity.ID, r.Entity.Name, r.FormID} {
			row = append(binary.LittleEndian.AppendUint64(row, uint64(len(text))), text...)
		}
		row = binary.LittleEndian.AppendUint64(row, uint64(r.From.Unix())) //nolint:gosec // only its bits count
		for _, number := range [...]float64{
			float64(r.Count), r.AverageScore, r.PassRate, float64(r.CriticalCount), r.CriticalScore, r.MinScore, r.MaxScore,
		} {
			row = binary.LittleEndian.AppendUint64(row, math.Float64bits(number))
		}
		_, _ = hash.Write(row)
	}
	sum := hash.Sum128().Bytes()
	return hex.EncodeToString(sum[:12])
}
