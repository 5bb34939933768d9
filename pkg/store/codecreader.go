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

// rows reads the columns and takes up what is left as texts. All texts are parts of one string: one allocation instead
// of two a row.
func (r *codecReader) rows() []quality.Row {
	count := r.uvarint()
	if count > uint64(len(r.rest)/minRowBytes) {
		r.fail(errCutShort)
		return nil
	}
	rows := make([]quality.Row, count)
	idLengths, nameLengths := make([]uint64, count), make([]uint64, count)
	for i := range idLengths {
		idLengths[i] = r.uvarint()
	}
	for i := range nameLengths {
		nameLengths[i] = r.uvarint()
	}
	for i := range rows {
		rows[i].Count = r.varint()
	}
	for i := range rows {
		rows[i].AverageScore = r.float()
	}
	for i := range rows {
		rows[i].PassRate = r.float()
	}
	texts := string(r.rest)
	take := func(length uint64) string {
		if length > uint64(len(texts)) {
			r.fail(errCutShort)
			return ""
		}
		text := texts[:length]
		texts = texts[length:]
		return text
	}
	for i := range rows {
		rows[i].Entity.ID = take(idLengths[i])
	}
	for i := range rows {
		rows[i].Entity.Name = take(nameLengths[i])
	}
	if len(texts) > 0 {
		r.fail(errors.New("the snapshot holds more than its rows"))
	}
	return rows
}
