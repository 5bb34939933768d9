package models

import (
	"fmt"
	"strings"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// PassThreshold is what an evaluation of one form must reach to pass, in percent. A critical score of 0 is always reached.
type PassThreshold struct {
	FormID        string  `json:"formId"`
	PassScore     float64 `json:"passScore"`
	CriticalScore float64 `json:"criticalScore"`
}

// PassRule is what the thresholds ask of an evaluation.
func (s Settings) PassRule() quality.PassRule {
	rule := quality.PassRule{Default: quality.Threshold{Score: s.PassThreshold}, Forms: map[string]quality.Threshold{}}
	for _, exception := range s.PassThresholds {
		rule.Forms[exception.FormID] = quality.Threshold{Score: exception.PassScore, CriticalScore: exception.CriticalScore}
	}
	return rule
}

func (s *Settings) setPassThresholds(in settingsJSON) error {
	var err error
	if s.PassThreshold, err = in.PassThreshold.percentage("passThreshold", 80); err != nil {
		return err
	}
	s.PassThresholds = []PassThreshold{}
	seen := map[string]bool{}
	for i, exception := range in.PassThresholds {
		key := fmt.Sprintf("passThresholds[%d]", i)
		threshold := PassThreshold{FormID: strings.TrimSpace(exception.FormID)}
		if threshold.FormID == "" {
			return fmt.Errorf("%s.formId is missing: name the evaluation form that the exception is for", key)
		}
		if seen[threshold.FormID] {
			return fmt.Errorf("%s.formId names %q twice", key, threshold.FormID)
		}
		seen[threshold.FormID] = true
		if threshold.PassScore, err = exception.PassScore.percentage(key+".passScore", s.PassThreshold); err != nil {
			return err
		}
		if threshold.CriticalScore, err = exception.CriticalScore.percentage(key+".criticalScore", 0); err != nil {
			return err
		}
		s.PassThresholds = append(s.PassThresholds, threshold)
	}
	return nil
}
