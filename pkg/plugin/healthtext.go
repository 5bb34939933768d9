package plugin

import (
	"fmt"
	"strings"
	"time"
)

// healthText is what the check found, in words.
func healthText(found healthDetails, skew time.Duration) string {
	var text strings.Builder
	fmt.Fprintf(&text, "Genesys Cloud answers at %s (%s): token and permission are good. In the newest window, %s, ",
		found.Host, dialectTitles[found.Dialect], found.Window)
	if found.Agents == 0 {
		text.WriteString("it names no agents, which is right at quiet hours.")
	} else {
		fmt.Fprintf(&text, "it counts %d evaluations of %d agents.", found.Evaluations, found.AgentsCounted)
	}
	text.WriteString(" Genesys Cloud leaves out, without a word, agents of divisions that the OAuth client's role does not have.")
	if found.Organization != "" {
		fmt.Fprintf(&text, " The OAuth client is %q of the organization %q.", found.Client, found.Organization)
	}
	if len(found.Missing) > 0 {
		fmt.Fprintf(&text, " Warning, missing: %s.", strings.Join(found.Missing, "; "))
	}
	if len(found.Unknown) > 0 {
		fmt.Fprintf(&text, " Not known: %s.", strings.Join(found.Unknown, "; "))
	}
	if len(found.Writes) > 0 {
		fmt.Fprintf(&text, " Warning: the OAuth client may do more than read (%s); this data source only reads.",
			strings.Join(found.Writes, ", "))
	}
	if skew.Abs() > skewWarning {
		fmt.Fprintf(&text, " Warning: this machine's clock is %s %s Genesys Cloud's; it is corrected for, but set it right.",
			skew.Abs().Round(time.Second), direction(skew))
	}
	fmt.Fprintf(&text, " Snapshots are kept %s.", found.Snapshots)
	if found.SharedStore != "" {
		fmt.Fprintf(&text, " %s", found.SharedStore)
	}
	return text.String()
}
