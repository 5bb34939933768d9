package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"
)

// A value in Redis is sealed: a header of
//
//	magic | asOf, 20 digits | SHA-256 of what it is, where it belongs, asOf and payload
//
// stands before its payload. The digits let a script keep the newer of two values without reading more of them; the sum
// makes a miss of what was damaged, or copied from elsewhere.
const (
	sealMagic  = "gcq1"
	sealStamp  = 20
	sealHeader = len(sealMagic) + sealStamp + sha256.Size
)

var errSeal = errors.New("the value is damaged, or of somebody else")

func seal(asOf time.Time, payload []byte, place ...string) []byte {
	stamp := sealedTime(asOf)
	value := make([]byte, 0, sealHeader+len(payload))
	value = append(value, sealMagic...)
	value = append(value, stamp...)
	value = append(value, sealSum(stamp, payload, place)...)
	return append(value, payload...)
}

// unseal is the payload and the header's time, for the caller to compare with the payload's.
func unseal(value []byte, place ...string) (payload []byte, stamp string, err error) {
	if len(value) < sealHeader || string(value[:len(sealMagic)]) != sealMagic {
		return nil, "", errSeal
	}
	stamp = string(value[len(sealMagic) : len(sealMagic)+sealStamp])
	sum, payload := value[len(sealMagic)+sealStamp:sealHeader], value[sealHeader:]
	if !bytes.Equal(sum, sealSum(stamp, payload, place)) {
		return nil, "", errSeal
	}
	return payload, stamp, nil
}

func sealSum(stamp string, payload []byte, place []string) []byte {
	hash := sha256.New()
	_, _ = fmt.Fprintf(hash, "%s\n%s\n", stamp, digest(place...))
	hash.Write(payload)
	return hash.Sum(nil)
}

// sealedTime is in the order of time when compared as text: seconds since 1970, 11 digits, and nanoseconds.
func sealedTime(t time.Time) string {
	return fmt.Sprintf("%011d%09d", min(max(t.Unix(), 0), 99_999_999_999), t.Nanosecond())
}
