package quality

import (
	"context"
	"errors"
	"slices"
	"time"
)

const (
	// namesAge is how old a name may be before the directory is asked for it again.
	namesAge = 24 * time.Hour
	// namesWait is how long an answer waits for names: numbers under ids are better than no numbers.
	namesWait = 5 * time.Second
	// namesDenied is how long a refused permission keeps the directory from being asked again.
	namesDenied = Window
)

// ErrNamesPending says that the directory is still being asked.
var ErrNamesPending = errors.New("their names are still being looked up")

// NoEntity is the id of what has none at Genesys: evaluations without a queue, or without an evaluator.
const NoEntity = "none"

// noEntityNames are the names of NoEntity.
var noEntityNames = map[GroupBy]string{
	GroupByAgent:          "No agent",
	GroupByQueue:          "No queue",
	GroupByEvaluationForm: "No evaluation form",
	GroupByEvaluator:      "No evaluator (scored by AI)",
}

// denied is an error that says that a permission is missing.
type denied interface {
	error
	Denied() bool
}

// nameRows asks the directory for the names of what the plan's answer is about. It returns whether a later look may
// find names that are missing, and why they are.
func (r Reader) nameRows(ctx context.Context, p plan, snapshots []Snapshot) (later bool, fault error) {
	if r.Directory == nil {
		return false, nil
	}
	entities, forms := map[string]bool{}, map[string]bool{}
	for _, snapshot := range snapshots {
		if snapshot.Question.Dialect != DialectAnalytics {
			continue // Its rows have names.
		}
		for _, row := range snapshot.Rows {
			if row.Entity.Name == "" && !p.total {
				entities[row.Entity.ID] = true
			}
			if p.split && row.FormID != NoEntity {
				forms[row.FormID] = true
			}
		}
	}
	ofEntities := r.lookUp(ctx, p.groupBy, sortedIDs(entities))
	ofForms := r.lookUp(ctx, GroupByEvaluationForm, sortedIDs(forms))
	return passing(ofEntities) || passing(ofForms), errors.Join(ofEntities, ofForms)
}

// passing reports whether a fault may be over soon, as a missing permission is not.
func passing(fault error) bool {
	if fault == nil {
		return false
	}
	refused, ok := errors.AsType[denied](fault)
	return !ok || !refused.Denied()
}

func sortedIDs(set map[string]bool) []string {
	ids := make([]string, 0, len(set))
	for id := range set {
		if id != "" && id != NoEntity {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// lookUp learns the names of ids that are not known, or not any more: one look-up at a time for each kind of entity,
// however many answers wait for it.
func (r Reader) lookUp(ctx context.Context, groupBy GroupBy, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	r.Feed.restore.Do(func() { r.restoreNames(ctx) })
	timeout := time.NewTimer(namesWait)
	defer timeout.Stop()
	for {
		missing := r.Feed.names.missing(groupBy, ids, r.Now().Add(-namesAge))
		if len(missing) == 0 {
			return nil
		}
		key := namesKey(groupBy)
		if err := r.Feed.failures.wait(key, r.Now()); err != nil {
			return err
		}
		flight := r.fly(ctx, key, askTimeout, func(ctx context.Context) (any, error) {
			return nil, r.learnNames(ctx, groupBy, missing)
		})
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timeout.C:
			return ErrNamesPending
		case landed := <-flight:
			if landed.Err != nil {
				return landed.Err
			}
		}
	}
}

// learnNames asks the directory, unless another replica has. An id that the directory does not know keeps the name it
// had, and is asked for again when names are.
func (r Reader) learnNames(ctx context.Context, groupBy GroupBy, ids []string) error {
	if r.Feed.replicas != nil {
		r.Feed.names.restore(r.Feed.replicas.Store.LoadNames(ctx))
		if ids = r.Feed.names.missing(groupBy, ids, r.Now().Add(-namesAge)); len(ids) == 0 {
			return nil
		}
	}
	asOf, key := r.Now(), namesKey(groupBy)
	found, err := r.Directory.Names(ctx, groupBy, ids)
	records := make([]NameRecord, len(found))
	known := make(map[string]bool, len(found))
	for i, entity := range found {
		records[i] = NameRecord{GroupBy: groupBy, Entity: entity, AsOf: asOf}
		known[entity.ID] = true
	}
	if err == nil {
		for _, id := range ids {
			if !known[id] {
				records = append(records, NameRecord{GroupBy: groupBy, Entity: Entity{ID: id}, AsOf: asOf})
			}
		}
	}
	r.keepNames(ctx, r.Feed.names.refresh(records))
	switch {
	case err == nil:
		r.Feed.failures.clear(key)
	case passing(err):
		r.Feed.failures.add(key, r.Now(), err)
	default:
		r.Feed.failures.hold(key, r.Now().Add(namesDenied), err)
	}
	return err
}

func namesKey(groupBy GroupBy) string { return "names\n" + string(groupBy) }
