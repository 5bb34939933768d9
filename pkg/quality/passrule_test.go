package quality

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhoPasses(t *testing.T) {
	rule := PassRule{Default: Threshold{Score: 80}, Forms: map[string]Threshold{"strict": {Score: 60, CriticalScore: 100}}}
	hundred, less := 100.0, 99.9
	require.True(t, rule.Passed("any", 80, nil))
	require.False(t, rule.Passed("any", 79.9, &hundred))
	require.True(t, rule.Passed("any", 80, &less), "the default asks for no critical score")
	require.True(t, rule.Passed("strict", 60, &hundred))
	require.False(t, rule.Passed("strict", 99, &less))
	require.True(t, rule.Passed("strict", 60, nil), "there is no critical question to fail")
}
