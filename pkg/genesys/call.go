package genesys

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// maxText is how many characters of somebody else's text an error shows.
const maxText = 200

// call names one request in errors and knows which secrets it carried, so that no error repeats them.
type call struct {
	method  string
	path    string
	host    string
	secrets []string
	// timeout is what the request was given.
	timeout time.Duration
}

// clean makes somebody else's text fit to show: on one line, printable, short, and free of this call's secrets.
func (c call) clean(text string, limit int) string {
	text = c.redact(text)
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, text)
	// Once more: what is taken out of the middle of a secret must not save it.
	text = c.redact(strings.Join(strings.Fields(text), " "))
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}

func (c call) redact(text string) string {
	for _, secret := range c.secrets {
		if secret == "" {
			continue
		}
		text = strings.ReplaceAll(text, secret, "[redacted]")
		text = strings.ReplaceAll(text, url.QueryEscape(secret), "[redacted]")
	}
	return text
}

// statusText is "404 Not Found", or the number alone where it has no name.
func statusText(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}
