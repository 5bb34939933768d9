package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

const (
	// defaultPatience is how long a read or a write may take: a store that is slower than Genesys Cloud is of no use.
	defaultPatience = 5 * time.Second
	// betweenAsides is how long a store that set a damaged file aside lives with the next one: where files keep getting
	// damaged, the disk is to blame and new files are no help.
	betweenAsides = time.Hour
	// betweenReopens is how long a store that lost its file waits before it tries to begin a new one.
	betweenReopens = time.Minute
	// betweenLogs is how long a failure keeps later ones out of the log.
	betweenLogs = time.Minute
)

var errNoDatabase = errors.New("the embedded store has no database for now")

// read runs a read. Errors have been noted already, and none of them needs more than a miss.
func (s *SQLite) read(ctx context.Context, what string, f func(context.Context, *database) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	return s.use(ctx, what, f)
}

// write runs a write to its end, whether or not the caller still waits for it: the answer it keeps has been paid for.
// Where the file turns out to be another's, gone or damaged, it writes to the new one. Errors have been noted already.
func (s *SQLite) write(ctx context.Context, what string, f func(context.Context, *database) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.patience)
	defer cancel()
	s.replaceMoved(ctx)
	err := s.use(ctx, what, f)
	if isDamage(err) {
		return s.use(ctx, what, f)
	}
	return err
}

// use hands out the database and judges the error that comes back.
func (s *SQLite) use(ctx context.Context, what string, f func(context.Context, *database) error) error {
	s.reopen(ctx)
	used, err := s.with(ctx, f)
	switch {
	case err == nil, errors.Is(err, errClosed):
	case errors.Is(err, context.Canceled):
		// The caller left; nothing is wrong with the store.
	case isDamage(err):
		s.noteDamage(ctx, err)
		s.replaceDamaged(context.WithoutCancel(ctx), used)
	default:
		s.noteFailure(ctx, what, err)
	}
	return err
}

func (s *SQLite) with(ctx context.Context, f func(context.Context, *database) error) (*database, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	if s.closed {
		return nil, errClosed
	}
	if s.database == nil {
		return nil, errNoDatabase
	}
	return s.database, f(ctx, s.database)
}

// reopen begins a new database where the last one was lost and could not be replaced.
func (s *SQLite) reopen(ctx context.Context) {
	s.mutex.RLock()
	lost := s.database == nil && !s.closed
	s.mutex.RUnlock()
	if !lost {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.database == nil && !s.closed && !s.now().Before(s.reopenAt) {
		s.begin(ctx)
	}
}

// replaceMoved lets go of a file that no longer lies at the store's path: somebody deleted it, or another process set it
// aside. What was written to it would be lost.
func (s *SQLite) replaceMoved(ctx context.Context) {
	used, err := s.with(ctx, func(_ context.Context, db *database) error {
		if db.inPlace() {
			return nil
		}
		return errNoDatabase
	})
	if !errors.Is(err, errNoDatabase) || used == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.database == used {
		s.drop(ctx)
		s.begin(ctx)
	}
}

// replaceDamaged sets a damaged file aside and begins a new one, unless another goroutine or process already has.
func (s *SQLite) replaceDamaged(ctx context.Context, used *database) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	now := s.now()
	if s.database != used || used == nil || now.Before(s.asideAt) {
		return
	}
	s.asideAt = now.Add(betweenAsides)
	inPlace := used.inPlace()
	s.drop(ctx)
	if inPlace {
		if err := setAside(s.path); err != nil {
			s.noteFailure(ctx, "set aside", err)
			s.reopenAt = now.Add(betweenReopens)
			return
		}
	}
	s.begin(ctx)
}

// drop closes the database; the caller holds the mutex.
func (s *SQLite) drop(ctx context.Context) {
	if err := s.database.close(); err != nil && !isDamage(err) {
		s.noteFailure(ctx, "close", err)
	}
	s.database = nil
}

// begin opens a database where there is none; the caller holds the mutex.
func (s *SQLite) begin(ctx context.Context) {
	database, err := s.open(ctx)
	if err != nil {
		s.reopenAt = s.now().Add(betweenReopens)
		s.noteFailure(ctx, "reopen", err)
		return
	}
	s.database = database
}

func (s *SQLite) noteDamage(ctx context.Context, err error) {
	s.damaged.Add(1)
	if s.logAt.due(s.now(), betweenLogs) {
		s.log.WarnContext(ctx, "The embedded store is damaged; what is lost is asked again", "path", s.path, "error", err)
	}
}

func (s *SQLite) noteFailure(ctx context.Context, what string, err error) {
	s.failures.Add(1)
	if s.logAt.due(s.now(), betweenLogs) {
		s.log.WarnContext(ctx, "The embedded store failed", "operation", what, "path", s.path, "error", err)
	}
}

// transact runs f in one transaction, which takes the write lock at its beginning.
func (db *database) transact(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := db.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	if err := f(tx); err != nil {
		// The cause counts, and what is not committed is not kept either way.
		_ = tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}
