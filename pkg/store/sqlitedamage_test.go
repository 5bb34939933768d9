package store

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// damages are the ways in which a file is damaged. Each changes a copy of its content and returns it.
var damages = map[string]func(*rand.Rand, []byte) []byte{
	"a flipped bit":     func(r *rand.Rand, b []byte) []byte { return flip(r, b, 1) },
	"many flipped bits": func(r *rand.Rand, b []byte) []byte { return flip(r, b, 2+r.IntN(500)) },
	"flipped bits in the head": func(r *rand.Rand, b []byte) []byte {
		flip(r, b[:min(200, len(b))], 1+r.IntN(4))
		return b
	},
	"truncation":           func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(len(b)+1)] },
	"truncation at a page": func(r *rand.Rand, b []byte) []byte { return b[:pageSize*r.IntN(len(b)/pageSize+1)] },
	"zeroed pages": func(r *rand.Rand, b []byte) []byte {
		for range 1 + r.IntN(3) {
			clear(page(r, b))
		}
		return b
	},
	"swapped pages": func(r *rand.Rand, b []byte) []byte {
		one, other := page(r, b), page(r, b)
		kept := slices.Clone(one)
		copy(one, other)
		copy(other, kept)
		return b
	},
	"a garbage page":   func(r *rand.Rand, b []byte) []byte { return garbage(r, b, page(r, b)) },
	"a garbage header": func(r *rand.Rand, b []byte) []byte { return garbage(r, b, b[:min(100, len(b))]) },
	"garbage":          func(r *rand.Rand, b []byte) []byte { return garbage(r, b, b) },
}

func flip(r *rand.Rand, b []byte, bits int) []byte {
	for range bits {
		b[r.IntN(len(b))] ^= 1 << r.IntN(8)
	}
	return b
}

func page(r *rand.Rand, b []byte) []byte {
	start := pageSize * r.IntN((len(b)+pageSize-1)/pageSize)
	return b[start:min(start+pageSize, len(b))]
}

func garbage(r *rand.Rand, all, part []byte) []byte {
	for i := range part {
		part[i] = byte(r.Uint32())
	}
	return all
}

// questions is how many questions each of the two scopes asked.
const questions = 6

// intact is a store's files as a crash leaves them, and everything that was ever saved to it.
type intact struct {
	files     map[string][]byte             // by suffix
	snapshots map[string][]quality.Snapshot // by scope
	names     map[string]map[quality.NameRecord]bool
}

// makeIntact fills a store: half of what it holds lies in the file, the other half in the write-ahead log.
func makeIntact(t *testing.T) intact {
	path := storePath(t)
	store := openedOnce(t, path)
	all := intact{map[string][]byte{}, map[string][]quality.Snapshot{}, map[string]map[quality.NameRecord]bool{}}
	save := func(asOf time.Time, first, last int) {
		for _, scope := range []string{"one", "two"} {
			for i := first; i < last; i++ {
				s := scored(fmt.Sprint(i), asOf, 1+i*i*8, uint64(len(all.snapshots[scope])))
				store.For(scope).Save(t.Context(), s, tomorrow)
				all.snapshots[scope] = append(all.snapshots[scope], s)
			}
			var names []quality.NameRecord
			if all.names[scope] == nil {
				all.names[scope] = map[quality.NameRecord]bool{}
			}
			for i := range 30 {
				name := agentNamed(fmt.Sprint("id-", i), fmt.Sprint(scope, " at ", asOf, i), asOf)
				names = append(names, name)
				all.names[scope][name] = true
			}
			store.For(scope).SaveNames(t.Context(), names)
		}
	}
	save(noon.Add(-time.Minute), 0, 4)
	require.NoError(t, store.Purge(t.Context())) // Moves the log into the file.
	save(noon, 2, questions)
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + suffix)
		require.NoError(t, err)
		require.Greater(t, len(content), 10*pageSize)
		all.files[suffix] = content
	}
	require.NoError(t, store.Close())
	return all
}

// TestDamagedFiles damages 400 stores, a third of them while they are open. What is found is exactly what was saved, or
// nothing; nothing panics; and what is asked again is kept again.
func TestDamagedFiles(t *testing.T) {
	before := goleak.IgnoreCurrent()
	whole := makeIntact(t)
	kinds := slices.Sorted(maps.Keys(damages))
	var damaged, found, missed atomic.Int64
	t.Run("files", func(t *testing.T) { // Waits for all of them.
		for seed := range 400 {
			kind, suffix, whileOpen := kinds[seed%len(kinds)], []string{"", "", "-wal"}[seed/len(kinds)%3], seed%3 == 2
			t.Run(fmt.Sprintf("%03d %s%s", seed, kind, suffix), func(t *testing.T) {
				t.Parallel()
				random := rand.New(rand.NewPCG(uint64(seed), 0))
				bad := damages[kind](random, slices.Clone(whole.files[suffix]))
				store := whole.openDamaged(t, suffix, bad, whileOpen)
				f, m := whole.check(t, store)
				found.Add(f)
				missed.Add(m)
				if store.Stats(t.Context()).Damaged > 0 {
					damaged.Add(1)
				}
				if seed%7 == 0 {
					_ = store.Purge(t.Context()) // It has to end, not to succeed.
				}
				requireRecovers(t, store)
				_ = store.Close() // A damaged file may not close well.
			})
		}
	})
	goleak.VerifyNone(t, before)
	t.Logf("%d stores noticed, %d snapshots were found and %d missed", damaged.Load(), found.Load(), missed.Load())
	require.Greater(t, damaged.Load(), int64(50))
	require.Greater(t, found.Load(), int64(1000))
	require.Greater(t, missed.Load(), int64(1000))
}

// openDamaged opens a copy of the files, one of which is damaged before or afterwards.
func (all intact) openDamaged(t *testing.T, suffix string, bad []byte, whileOpen bool) *SQLite {
	path := storePath(t)
	for s, content := range all.files {
		if s == suffix && !whileOpen {
			content = bad
		}
		require.NoError(t, os.WriteFile(path+s, content, 0o600))
	}
	store, err := Open(t.Context(), path, atItsEase)
	require.NoError(t, err)
	if whileOpen {
		overwrite(t, path+suffix, bad)
	}
	return store
}

// check asserts that whatever the store finds has been saved to it, under the same scope and question.
func (all intact) check(t *testing.T, store *SQLite) (found, missed int64) {
	for _, scope := range []string{"one", "two"} {
		for i := range questions {
			got, ok := store.For(scope).Load(t.Context(), questionAbout(fmt.Sprint(i)).Key())
			if !ok {
				missed++
				continue
			}
			found++
			same := slices.IndexFunc(all.snapshots[scope], func(s quality.Snapshot) bool { return s.Revision == got.Revision })
			require.GreaterOrEqual(t, same, 0, "a snapshot that was never saved")
			require.Equal(t, all.snapshots[scope][same], got)
		}
		for _, name := range store.For(scope).LoadNames(t.Context()) {
			require.True(t, all.names[scope][name], "a name that was never saved: %v", name)
		}
	}
	return found, missed
}

// requireRecovers asserts that a question that is asked twice at most is kept: damage may come to light only when what
// was written is read, after which the file has been replaced.
func requireRecovers(t *testing.T, store *SQLite) {
	want := scored("again", noon, 30, 1)
	for range 2 {
		store.For("one").Save(t.Context(), want, tomorrow)
		if got, ok := store.For("one").Load(t.Context(), want.Question.Key()); ok {
			require.Equal(t, want, got)
			return
		}
	}
	require.Fail(t, "the snapshot is not kept")
}

// overwrite damages a file in place, as a failing disk does.
func overwrite(t *testing.T, path string, content []byte) {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return // No log: SQLite had nothing to put there.
	}
	require.NoError(t, err)
	_, err = file.WriteAt(content, 0)
	require.NoError(t, err)
	require.NoError(t, file.Truncate(int64(len(content))))
	require.NoError(t, file.Close())
}

func TestNoFileIsFoundBesideTheStoresOwn(t *testing.T) {
	path := storePath(t)
	for i := range 3 {
		require.NoError(t, os.WriteFile(path, []byte(fmt.Sprint("this is no database ", i)), 0o600))
		require.NoError(t, openedOnce(t, path).Close())
	}
	entries, err := filepath.Glob(path + "*")
	require.NoError(t, err)
	require.Equal(t, []string{path, damagedPath(path)}, entries)
	newest, err := os.ReadFile(damagedPath(path))
	require.NoError(t, err)
	require.Equal(t, "this is no database 2", string(newest))
}
