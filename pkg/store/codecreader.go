package store

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// codecReader takes values off the front of a payload. After its first error it hands out zero values.
type codecReader struct {
	rest []byte
	err  error
}

func (r *codecReader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = nil
}

func (r *codecReader) uvarint() uint64 {
	value, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fail(errCutShort)
		return 0
	}
	r.rest = r.rest[n:]
	return value
}

func (r *codecReader) varint() int64 {
	value, n := binary.Varint(r.rest)
	if n <= 0 {
		r.fail(errCutShort)
		return 0
	}
	r.rest = r.rest[n:]
	return value
}

func (r *codecReader) float() float64 {
	if len(r.rest) < 8 {
		r.fail(errCutShort)
		return 0
	}
	value := math.Float64frombits(binary.LittleEndian.Uint64(r.rest))
	r.rest = r.rest[8:]
	return value
}

func (r *codecReader) text() string {
	length := r.uvarint()
	if length > uint64(len(r.rest)) {
		r.fail(errCutShort)
		return ""
	}
	text := string(r.rest[:length])
	r.rest = r.rest[length:]
	return text
}

// time refuses what lies outside the years 1 to 9999, which RFC 3339 cannot write.
func (r *codecReader) time() time.Time {
	seconds, nanoseconds := r.varint(), r.uvarint()
	first, end := time.Time{}.Unix(), time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	if seconds < first || seconds >= end || nanoseconds >= uint64(time.Second) {
		r.fail(errors.New("the snapshot has an impossible time"))
		return time.Time{}
	}
	return time.Unix(seconds, int64(nanoseconds)).UTC()
}

func (r *codecReader) question() quality.Question {
	q := quality.Question{
		Dialect:          quality.Dialect(r.text()),
		GroupBy:          quality.GroupBy(r.text()),
		EvaluationFormID: r.text(),
		Range:            quality.Range{From: r.time(), To: r.time()},
		Granularity:      time.Duration(r.varint()),
		Pass:             r.text(),
	}
	q.Scope.ScoredBy, q.Scope.IncludeCalibrations = quality.ScoredBy(r.text()), r.uvarint() == 1
	var queues []string
	for count := r.uvarint(); count > 0 && r.err == nil; count-- {
		queues = append(queues, r.text())
	}
	q.Scope.Queues = quality.FilterIDs(queues...)
	return q
}

// rows reads the columns and takes up what is left as texts. All texts are parts of one string: one allocation instead
// of three a row.
func (r *codecReader) rows(start time.Time) []quality.Row {
	count := r.uvarint()
	if count > uint64(len(r.rest)/minRowBytes) {
		r.fail(errCutShort)
		return nil
	}
	rows := make([]quality.Row, count)
	lengths := make([]uint64, len(rowTexts)*len(rows))
	for i := range lengths {
		lengths[i] = r.uvarint()
	}
	for i := range rows {
		if bucket := r.varint(); bucket != 0 {
			rows[i].From = time.Unix(start.Unix()+bucket-1, 0).UTC()
		}
	}
	for _, count := range rowCounts {
		for i := range rows {
			*count(&rows[i]) = r.varint()
		}
	}
	for _, number := range rowNumbers {
		for i := range rows {
			*number(&rows[i]) = r.float()
		}
	}
	texts := string(r.rest)
	for c, text := range rowTexts {
		for i := range rows {
			length := lengths[c*len(rows)+i]
			if length > uint64(len(texts)) {
				r.fail(errCutShort)
				return nil
			}
			*text(&rows[i]), texts = texts[:length], texts[length:]
		}
	}
	if len(texts) > 0 {
		r.fail(errors.New("the snapshot holds more than its rows"))
	}
	return rows
}
