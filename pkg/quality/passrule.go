package quality

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

// Threshold is what an evaluation must reach to pass, in percent.
type Threshold struct {
	Score float64
	// CriticalScore of 0 asks for nothing.
	CriticalScore float64
}

// PassRule decides which evaluations pass. Genesys Cloud's forms have no passing score: the rule is the data source's.
type PassRule struct {
	Default Threshold
	// Forms are exceptions, by form id.
	Forms map[string]Threshold
}

// Passed reports whether an evaluation of the form passes. One without a critical score has no critical question that
// could fail it.
func (p PassRule) Passed(formID string, score float64, critical *float64) bool {
	threshold, ok := p.Forms[formID]
	if !ok {
		threshold = p.Default
	}
	return score >= threshold.Score && (critical == nil || *critical >= threshold.CriticalScore)
}

// Key identifies the rule: equal rules have equal keys, never "".
func (p PassRule) Key() string {
	text := fmt.Sprintf("%g/%g", p.Default.Score, p.Default.CriticalScore)
	for _, id := range slices.Sorted(maps.Keys(p.Forms)) {
		text += fmt.Sprintf("\n%d:%s %g/%g", len(id), id, p.Forms[id].Score, p.Forms[id].CriticalScore)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}
