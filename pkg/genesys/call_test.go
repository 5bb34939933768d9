package genesys

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestClean(t *testing.T) {
	const spaced, plain = "open \t sesame", "p&ss/word"
	c := call{secrets: []string{"", spaced, plain}}
	tests := map[string]struct{ text, want string }{
		"ordinary":                          {"Not found: agent 7, Zoë", "Not found: agent 7, Zoë"},
		"several lines":                     {" a\r\n\tb  c ", "a b c"},
		"terminal and direction controls":   {"a\x1b[31mb\u202ec\x00", "a [31mb c"},
		"broken UTF-8":                      {"a\xffb", "a b"},
		"secret":                            {"x" + plain + "y" + plain, "x[redacted]y[redacted]"},
		"secret as it stands in a form":     {"client_secret=p%26ss%2Fword", "client_secret=[redacted]"},
		"secret that cleaning would change": {"is " + spaced, "is [redacted]"},
		"secret across the cut":             {strings.Repeat("x", 20) + plain, strings.Repeat("x", 20) + "[reda…"},
	}
	for name, tt := range tests {
		assert.Equal(t, tt.want, c.clean(tt.text, 25), name)
	}
}
