package genesys

import (
	"fmt"
	"log/slog"
)

// Credentials are those of an OAuth client with the client-credentials grant. However they are printed, logged or
// marshalled, the secret is left out.
type Credentials struct {
	ClientID     string
	ClientSecret string `json:"-"`
}

// String is the client id, and that there is a secret.
func (c Credentials) String() string { return "OAuth client " + c.ClientID + " (secret redacted)" }

// Format prints the same for every verb: a Stringer alone leaves %d and %#v to print the fields.
func (c Credentials) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, c.String()) }

// LogValue is the same for log/slog.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.String()) }
