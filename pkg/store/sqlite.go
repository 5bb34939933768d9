package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/intraday/genesys-cloud-quality/pkg/quality"
)

// defaultMaxBytes bounds the embedded store's file where Options says nothing.
const defaultMaxBytes = 1 << 30

// Options are what an embedded store may be told; the zero value is ready.
type Options struct {
	// Now is the clock that decides what has expired; time.Now when nil.
	Now func() time.Time
	// MaxBytes bounds the file. Purge keeps a tenth of it free; the default is 1 GiB.
	MaxBytes int64
	// Patience is how long a read or a write may take before it counts as failed; the default is 5 s.
	Patience time.Duration
	// Log is told of failures, once a minute at most and never with a name, an id or a scope. Nil says nothing.
	Log *slog.Logger
}

// Stats are an embedded store's measurements. Damaged and Failures count since Open.
type Stats struct {
	// Bytes is what the file and its write-ahead log take on disk.
	Bytes int64
	// Snapshots is how many snapshots are kept, expired ones included; 0 when they cannot be counted.
	Snapshots int64
	// Damaged is how many rows and files were found damaged. What they held is asked again.
	Damaged int64
	// Failures is how many reads and writes failed for another reason, such as a full disk.
	Failures int64
}

// SQLite is the embedded store: snapshots in one file, which survive restarts, crashes and power cuts. It is safe
// for concurrent use, by several processes too. Every row carries a checksum over all of it, scope and key included, so
// that a damaged file costs upstream calls and never yields a wrong number.
type SQLite struct {
	path     string
	now      func() time.Time
	maxBytes int64
	patience time.Duration
	log      *slog.Logger

	// mutex is held for reading by whoever uses database, and for writing by whoever replaces it.
	mutex    sync.RWMutex
	database *database // nil while there is none, see replace
	closed   bool
	// reopenAt is when a database is next looked for while there is none, asideAt when a damaged file may be set
	// aside again.
	reopenAt, asideAt time.Time

	damaged, failures atomic.Int64
	logAt, purgeAt    schedule
}

// Open opens or creates the store at an absolute path, its directory included. A file that is no database, or is damaged
// beyond use, is renamed to *.damaged, of which the newest is kept, and a new one is begun. Errors: the path is relative,
// the place cannot be written, or the file is another program's database or that of a newer version of the plugin, which
// both stay untouched.
func Open(ctx context.Context, path string, options Options) (*SQLite, error) {
	s := &SQLite{path: path, now: options.Now, maxBytes: options.MaxBytes, patience: options.Patience, log: options.Log}
	if s.now == nil {
		s.now = time.Now
	}
	if s.maxBytes <= 0 {
		s.maxBytes = defaultMaxBytes
	}
	if s.patience <= 0 {
		s.patience = defaultPatience
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if !filepath.IsAbs(path) {
		return nil, fmt.Errorf("opening the embedded store %s: the path is relative; choose an absolute one", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("creating the embedded store's directory: %w", err)
	}
	database, err := s.open(ctx)
	if isDamage(err) {
		s.noteDamage(ctx, err)
		s.asideAt = s.now().Add(betweenAsides)
		if err = setAside(path); err == nil {
			database, err = s.open(ctx)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("opening the embedded store %s: %w", path, err)
	}
	s.database = database
	s.purgeAt.due(s.now(), betweenPurges)
	if err := s.Purge(ctx); err != nil && ctx.Err() == nil {
		s.noteFailure(ctx, "purge", err)
	}
	return s, nil
}

// For is the part of the store that one scope sees; see Memory.For.
func (s *SQLite) For(scope string) quality.Store { return scopedSQLite{store: s, scope: scope} }

type scopedSQLite struct {
	store *SQLite
	scope string
}

// Stats measures the store.
func (s *SQLite) Stats(ctx context.Context) Stats {
	stats := Stats{Damaged: s.damaged.Load(), Failures: s.failures.Load()}
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(s.path + suffix); err == nil {
			stats.Bytes += info.Size()
		}
	}
	// A count that fails is noted like every other read and leaves 0.
	_ = s.read(ctx, "count", func(ctx context.Context, db *database) error {
		return db.reader.QueryRowContext(ctx, `SELECT count(*) FROM snapshots`).Scan(&stats.Snapshots)
	})
	return stats
}

// Close waits for what is under way and closes the file. Afterwards nothing is found and nothing is kept.
func (s *SQLite) Close() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.closed = true
	if s.database == nil {
		return nil
	}
	err := s.database.close()
	s.database = nil
	if err != nil {
		return fmt.Errorf("closing the embedded store: %w", err)
	}
	return nil
}

// errClosed is what Close leaves to whoever comes late; no failure of the store.
var errClosed = errors.New("the embedded store is closed")

// schedule tells when something that happens now and then is due. The zero value is due at once.
type schedule struct {
	mutex sync.Mutex
	next  time.Time
}

// due reports whether it is time, and if so puts the next time off by the pause.
func (s *schedule) due(now time.Time, pause time.Duration) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if now.Before(s.next) {
		return false
	}
	s.next = now.Add(pause)
	return true
}
