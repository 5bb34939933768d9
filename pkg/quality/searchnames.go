package quality

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// NamedEvaluation is an evaluation with the names of what it is about.
type NamedEvaluation struct {
	Evaluation
	Agent, Evaluator, Queue, Form Entity
}

// Evaluations is what a search found.
type Evaluations struct {
	// AsOf is when the search began.
	AsOf time.Time
	// Found are the newest evaluations, newest first, and no more than the limit.
	Found []NamedEvaluation
	// More says that there are more than were found, and Total how many there are; nil where Genesys does not say.
	More  bool
	Total *int
	// NamesFault is why entities have their id for a name, nil where Genesys knows no name for those.
	NamesFault error
}

// entities are what the evaluation is about, by what they are.
func (e *NamedEvaluation) entity(groupBy GroupBy) *Entity {
	switch groupBy {
	case GroupByAgent:
		return &e.Agent
	case GroupByEvaluator:
		return &e.Evaluator
	case GroupByQueue:
		return &e.Queue
	default:
		return &e.Form
	}
}

// aboutEvaluations is what an evaluation is about.
var aboutEvaluations = []GroupBy{GroupByAgent, GroupByEvaluator, GroupByQueue, GroupByEvaluationForm}

// named is what was found, with the names of what it is about; found is shared and stays as it is.
func (r Reader) named(ctx context.Context, found Evaluations) Evaluations {
	found.Found = slices.Clone(found.Found)
	faults := make([]error, len(aboutEvaluations))
	var asking sync.WaitGroup // At once: an answer waits for names only so long.
	for i, groupBy := range aboutEvaluations {
		ids := map[string]bool{}
		for i := range found.Found {
			ids[found.Found[i].entity(groupBy).ID] = true
		}
		asking.Go(func() { faults[i] = r.lookUp(ctx, groupBy, sortedIDs(ids)) })
	}
	asking.Wait()
	found.NamesFault = errors.Join(faults...)
	for _, groupBy := range aboutEvaluations {
		for i := range found.Found {
			entity := found.Found[i].entity(groupBy)
			*entity = r.Feed.names.of(groupBy, *entity)
		}
	}
	return found
}

// unnamed is the evaluation with the ids of what it is about.
func unnamed(e Evaluation) NamedEvaluation {
	of := func(id string) Entity { return Entity{ID: cmp.Or(id, NoEntity)} }
	return NamedEvaluation{
		Evaluation: e, Agent: of(e.AgentID), Evaluator: of(e.EvaluatorID), Queue: of(e.QueueID), Form: of(e.FormID),
	}
}
