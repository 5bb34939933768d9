package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
)

// redisPrefix begins every key: ours, in the version of how values are written.
const redisPrefix = "gcq:1:"

const (
	redisSeenKey  = redisPrefix + "replicas"
	redisSinceKey = redisPrefix + "since"
)

// redisKey names what it is of, and is otherwise a hash: no id and no name stands in a key.
func redisKey(kind string, parts ...string) string {
	return redisPrefix + kind + ":" + digest(parts...)
}

// digest is a hash of the parts of which none can imitate two.
func digest(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		_, _ = fmt.Fprintf(hash, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// oneLine makes a text fit to show: printable and on one line.
func oneLine(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, text)), " ")
}
