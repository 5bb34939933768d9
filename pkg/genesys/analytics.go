package genesys

import (
	"context"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// Analytics is the Analytics dialect: one question is one request of POST /api/v2/analytics/evaluations/aggregates/query,
// which is a read. It answers for all evaluation forms at once, in buckets where the question has a granularity.
type Analytics struct {
	client *Client
	pass   quality.PassRule
}

var _ quality.Source = (*Analytics)(nil)

// NewAnalytics is the dialect on a client. Genesys has no passing score: questions that ask for a pass rate are judged by
// the rule.
func NewAnalytics(c *Client, pass quality.PassRule) *Analytics {
	return &Analytics{client: c, pass: pass}
}

// Ask sends the question. A row is an entity, its evaluation form and its bucket; rows carry ids and no names, and what
// has no evaluations has no row. Without a pass rule in the question every PassRate is 0. Errors are those of any
// request, an *AnswerError for an answer that breaks the contract, which gives no rows at all, and ErrQuestion, wrapped,
// before anything is sent.
func (a *Analytics) Ask(ctx context.Context, q quality.Question) ([]quality.Row, error) {
	if err := a.askable(q); err != nil {
		return nil, err
	}
	sums := newAggregateSums(q, a.pass)
	err := a.client.post(ctx, aggregatesPath, newAggregateQuery(q), func(answer *jsontext.Decoder) error {
		return decodeAggregates(answer, sums)
	})
	if err != nil {
		return nil, err
	}
	return sums.rows(), nil
}

func (a *Analytics) askable(q quality.Question) error {
	const day = 24 * time.Hour
	if err := askable(q, quality.DialectAnalytics); err != nil {
		return err
	}
	switch {
	case q.GroupBy == quality.GroupBySkill:
		return fmt.Errorf("%w: the Analytics API knows no skills: group by agent, queue, evaluator or evaluation form instead", ErrQuestion)
	case q.EvaluationFormID != "":
		return fmt.Errorf("%w: the Analytics API is asked for all evaluation forms at once", ErrQuestion)
	case q.Granularity < 0 || q.Granularity%quality.Window != 0 || (q.Granularity > 0 && day%q.Granularity != 0):
		return fmt.Errorf("%w: buckets of %s are not windows that divide a day", ErrQuestion, q.Granularity)
	case q.Pass != "" && q.Pass != a.pass.Key():
		return fmt.Errorf("%w: its pass rule is not the data source's", ErrQuestion)
	}
	return scopeAskable(q.Scope)
}

// scopeAskable refuses a scope that chooses nothing, or by words that nobody knows.
func scopeAskable(s quality.Scope) error {
	if s.Queues.Nothing() {
		return fmt.Errorf("%w: its filter chooses no queue", ErrQuestion)
	}
	switch s.ScoredBy {
	case "", quality.ScoredByAll, quality.ScoredByHuman, quality.ScoredByAI:
		return nil
	}
	return fmt.Errorf("%w: nobody is known who scores as %q", ErrQuestion, s.ScoredBy)
}
