package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// A snapshot is written as
//
//	version | zstd of (question | asOf | revision | rows | columns | texts)
//
// The columns are the lengths of the ids, of the names and of the form ids, the buckets, the counts and the numbers, one
// after the other: what resembles each other lies together, for zstd to find. The texts are all ids, then all names, then
// all form ids. Whole numbers are varints, scores and rates the eight bytes of a float64, so that they come back as the
// very same numbers. A bucket is the seconds from the range's start to its own and 1, or 0 for none.
const (
	codecVersion = 3
	// maxDecoded bounds what a damaged or hostile payload can make the decoder allocate. 100,000 rows take about 10 MiB.
	maxDecoded = 64 << 20
	// minRowBytes is what a row takes at least: three lengths, a bucket, two counts and five numbers.
	minRowBytes = 6 + 5*8
)

var errCutShort = errors.New("the snapshot is cut short")

// Neither fails with these options, as every test of this file would show; both are safe for concurrent use.
var (
	compressor, _   = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2))
	decompressor, _ = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxDecoded), zstd.WithDecoderConcurrency(2))
)

// encodeSnapshot writes a snapshot for decodeSnapshot to read. Only a snapshot that checkSnapshot has nothing against
// can be read again.
func encodeSnapshot(s quality.Snapshot) []byte {
	size := 256 + len(s.Rows)*(minRowBytes+2)
	for _, row := range s.Rows {
		size += len(row.Entity.ID) + len(row.Entity.Name) + len(row.FormID)
	}
	b := make([]byte, 0, size)
	b = appendQuestion(b, s.Question)
	b = appendTime(b, s.AsOf)
	b = appendText(b, s.Revision)
	b = appendRows(b, s.Rows, s.Question.Range.From)

	return compressor.EncodeAll(b, []byte{codecVersion})
}

func appendQuestion(b []byte, q quality.Question) []byte {
	b = appendText(b, string(q.Dialect))
	b = appendText(b, string(q.GroupBy))
	b = appendText(b, q.EvaluationFormID)
	b = appendTime(b, q.Range.From)
	b = appendTime(b, q.Range.To)
	b = binary.AppendVarint(b, int64(q.Granularity))
	b = appendText(b, q.Pass)
	b = appendText(b, string(q.Scope.ScoredBy))
	calibrations := byte(0)
	if q.Scope.IncludeCalibrations {
		calibrations = 1
	}
	b = append(b, calibrations)
	b = binary.AppendUvarint(b, uint64(len(q.Scope.Queues.IDs())))
	for _, id := range q.Scope.Queues.IDs() {
		b = appendText(b, id)
	}
	return b
}

func appendRows(b []byte, rows []quality.Row, start time.Time) []byte {
	b = binary.AppendUvarint(b, uint64(len(rows)))
	for _, text := range rowTexts {
		for i := range rows {
			b = binary.AppendUvarint(b, uint64(len(*text(&rows[i]))))
		}
	}
	for _, row := range rows {
		bucket := int64(0)
		if !row.From.IsZero() {
			bucket = row.From.Unix() - start.Unix() + 1
		}
		b = binary.AppendVarint(b, bucket)
	}
	for _, count := range rowCounts {
		for i := range rows {
			b = binary.AppendVarint(b, *count(&rows[i]))
		}
	}
	for _, number := range rowNumbers {
		for i := range rows {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(*number(&rows[i])))
		}
	}
	for _, text := range rowTexts {
		for i := range rows {
			b = append(b, *text(&rows[i])...)
		}
	}
	return b
}

// The columns of rows, in the order in which they are written.
var (
	rowTexts = []func(*quality.Row) *string{
		func(r *quality.Row) *string { return &r.Entity.ID },
		func(r *quality.Row) *string { return &r.Entity.Name },
		func(r *quality.Row) *string { return &r.FormID },
	}
	rowCounts = []func(*quality.Row) *int64{
		func(r *quality.Row) *int64 { return &r.Count },
		func(r *quality.Row) *int64 { return &r.CriticalCount },
	}
	rowNumbers = []func(*quality.Row) *float64{
		func(r *quality.Row) *float64 { return &r.AverageScore },
		func(r *quality.Row) *float64 { return &r.PassRate },
		func(r *quality.Row) *float64 { return &r.CriticalScore },
		func(r *quality.Row) *float64 { return &r.MinScore },
		func(r *quality.Row) *float64 { return &r.MaxScore },
	}
)

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func appendTime(b []byte, t time.Time) []byte {
	return binary.AppendUvarint(binary.AppendVarint(b, t.Unix()), uint64(t.Nanosecond())) //nolint:gosec // never negative
}

// decodeSnapshot reads what encodeSnapshot wrote; its times are in UTC. Errors: the payload is of another version, is
// damaged, or is no snapshot that Genesys can have answered, see checkSnapshot. It never panics and allocates no more
// than a small multiple of what the payload says it holds, which is 64 MiB at most.
func decodeSnapshot(payload []byte) (quality.Snapshot, error) {
	if len(payload) == 0 {
		return quality.Snapshot{}, errCutShort
	}
	if payload[0] != codecVersion {
		return quality.Snapshot{}, fmt.Errorf("the snapshot is of version %d, not %d", payload[0], codecVersion)
	}
	b, err := decompressor.DecodeAll(payload[1:], nil)
	if err != nil {
		return quality.Snapshot{}, fmt.Errorf("decompressing the snapshot: %w", err)
	}
	r := codecReader{rest: b}
	question := r.question()
	asOf, revision, rows := r.time(), r.text(), r.rows(question.Range.From)
	if r.err != nil {
		return quality.Snapshot{}, r.err
	}
	snapshot := quality.Snapshot{Question: question, AsOf: asOf, Rows: rows, Revision: revision}
	if err := checkSnapshot(snapshot); err != nil {
		return quality.Snapshot{}, err
	}
	return snapshot, nil
}

// checkSnapshot reports what a snapshot must not be: rows out of order, two of one identity, a number that none is, a
// bucket outside the range, or a revision that is not that of the rows.
func checkSnapshot(s quality.Snapshot) error {
	for i := range s.Rows {
		row := &s.Rows[i]
		switch {
		case i > 0 && s.Rows[i-1].Compare(*row) >= 0:
			return fmt.Errorf("row %d of %d is out of order", i+1, len(s.Rows))
		case !row.From.IsZero() && (row.From.Before(s.Question.Range.From) || !row.From.Before(s.Question.Range.To)):
			return fmt.Errorf("row %d of %d lies outside the range", i+1, len(s.Rows))
		case row.Count < 0 || row.CriticalCount < 0:
			return fmt.Errorf("row %d of %d has an impossible number", i+1, len(s.Rows))
		}
		for _, number := range rowNumbers {
			if f := *number(row); math.IsNaN(f) || math.IsInf(f, 0) {
				return fmt.Errorf("row %d of %d has an impossible number", i+1, len(s.Rows))
			}
		}
	}
	if s.Revision != quality.NewSnapshot(s.Question, s.AsOf, s.Rows).Revision {
		return errors.New("the revision is not that of the rows")
	}
	return nil
}
