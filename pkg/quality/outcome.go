package quality

// Outcome is how a question was answered: a metric's label, so its words are part of what operators see.
type Outcome string

// The outcomes.
const (
	// OutcomeAsked was answered by Genesys Cloud.
	OutcomeAsked Outcome = "asked"
	// OutcomeKept was answered by a snapshot of this replica that is current.
	OutcomeKept Outcome = "kept"
	// OutcomeShared was answered by a snapshot that another replica asked for.
	OutcomeShared Outcome = "shared"
	// OutcomeFailed is a request to Genesys Cloud that brought no answer.
	OutcomeFailed Outcome = "failed"
	// OutcomeWaiting is no request because an earlier failure is being waited out.
	OutcomeWaiting Outcome = "waiting"
	// OutcomeStale was answered by a snapshot that is no longer current, while Genesys fails.
	OutcomeStale Outcome = "stale"
)

// Outcomes lists every Outcome.
var Outcomes = []Outcome{OutcomeAsked, OutcomeKept, OutcomeShared, OutcomeFailed, OutcomeWaiting, OutcomeStale}
