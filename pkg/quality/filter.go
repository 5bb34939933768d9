package quality

import "slices"

// Filter chooses entities by id. The zero Filter chooses all.
type Filter struct {
	ids     []string
	nothing bool
}

// FilterIDs chooses exactly these ids; without any it chooses all. Order does not matter, so that two panels that
// list the same forms in another order ask the same questions.
func FilterIDs(ids ...string) Filter {
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	return Filter{ids: slices.Compact(sorted)}
}

// FilterNothing chooses nothing: the filter of a variable that resolved to nothing.
func FilterNothing() Filter { return Filter{nothing: true} }

// All reports whether every id passes.
func (f Filter) All() bool { return !f.nothing && len(f.ids) == 0 }

// Nothing reports whether no id can pass.
func (f Filter) Nothing() bool { return f.nothing }

// Has reports whether id passes.
func (f Filter) Has(id string) bool {
	if f.All() {
		return true
	}
	_, found := slices.BinarySearch(f.ids, id)
	return found
}

// IDs are the chosen ids in ascending order; none where the filter chooses all or nothing.
func (f Filter) IDs() []string { return f.ids }
