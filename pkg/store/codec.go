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
// The columns are the lengths of the ids and of the names, the counts, the scores and the rates, one after the other:
// what resembles each other lies together, for zstd to find. The texts are all ids, then all names. Whole
// numbers are varints, scores and rates the eight bytes of a float64, so that they come back as the very same numbers.
const (
	codecVersion = 1
	// maxDecoded bounds what a damaged or hostile payload can make the decoder allocate. 100,000 rows take about 10 MiB.
	maxDecoded = 64 << 20
	// minRowBytes is what a row takes at least: two lengths, a count, a score and a rate.
	minRowBytes = 3 + 2*8
)

var errCutShort = errors.New("the snapshot is cut short")

// Neither fails with these options, as every test of this file would show; both are safe for concurrent use.
var (
	compressor, _   = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(2))
	decompressor, _ = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxDecoded), zstd.WithDecoderConcurrency(2))
)

// encodeSnapshot writes a snapshot for decodeSnapshot to read. Only a snapshot that checkSnapshot has nothing against
// can be read again.
func encodeSnapshot(s quality.Snapshot) []byte {
	size := 256 + len(s.Rows)*(minRowBytes+2)
	for _, row := range s.Rows {
		size += len(row.Entity.ID) + len(row.Entity.Name)
	}
	b := make([]byte, 0, size)
	b = appendText(b, string(s.Question.Dialect))
	b = appendText(b, string(s.Question.GroupBy))
	b = appendText(b, s.Question.EvaluationFormID)
	b = appendTime(b, s.Question.Range.From)
	b = appendTime(b, s.Question.Range.To)
	b = appendTime(b, s.AsOf)
	b = appendText(b, s.Revision)
	b = appendRows(b, s.Rows)

	return compressor.EncodeAll(b, []byte{codecVersion})
}

func appendRows(b []byte, rows []quality.Row) []byte {
	b = binary.AppendUvarint(b, uint64(len(rows)))
	for _, row := range rows {
		b = binary.AppendUvarint(b, uint64(len(row.Entity.ID)))
	}
	for _, row := range rows {
		b = binary.AppendUvarint(b, uint64(len(row.Entity.Name)))
	}
	for _, row := range rows {
		b = binary.AppendVarint(b, row.Count)
	}
	for _, row := range rows {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(row.AverageScore))
	}
	for _, row := range rows {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(row.PassRate))
	}
	for _, row := range rows {
		b = append(b, row.Entity.ID...)
	}
	for _, row := range rows {
		b = append(b, row.Entity.Name...)
	}
	return b
}

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
	question := quality.Question{
		Dialect:          quality.Dialect(r.text()),
		GroupBy:          quality.GroupBy(r.text()),
		EvaluationFormID: r.text(),
		Range:            quality.Range{From: r.time(), To: r.time()},
	}
	asOf, revision, rows := r.time(), r.text(), r.rows()
	if r.err != nil {
		return quality.Snapshot{}, r.err
	}
	snapshot := quality.Snapshot{Question: question, AsOf: asOf, Rows: rows, Revision: revision}
	if err := checkSnapshot(snapshot); err != nil {
		return quality.Snapshot{}, err
	}
	return snapshot, nil
}

// checkSnapshot reports what a snapshot must not be: rows out of order, two of one id, a number that none is, or a
// revision that is not that of the rows.
func checkSnapshot(s quality.Snapshot) error {
	for i, row := range s.Rows {
		switch {
		case i > 0 && s.Rows[i-1].Entity.ID >= row.Entity.ID:
			return fmt.Errorf("row %d of %d is out of order", i+1, len(s.Rows))
		case row.Count < 0 || !finite(row.AverageScore) || !finite(row.PassRate):
			return fmt.Errorf("row %d of %d has an impossible number", i+1, len(s.Rows))
		}
	}
	if s.Revision != quality.NewSnapshot(s.Question, s.AsOf, s.Rows).Revision {
		return errors.New("the revision is not that of the rows")
	}
	return nil
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }
