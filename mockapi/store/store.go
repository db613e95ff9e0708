// Package store keeps the world of the control plane in SQL: SQLite in a file or in memory, PostgreSQL where one machine is
// not enough.
//
// Every query is written once, with $1 placeholders, and runs on both; only the migrations are written twice. There is no
// interface over the two and no second implementation for tests: tests run on the real engines. Work happens in
// [Store.Read] and [Store.Write]; a write is one transaction, and whoever changes something of a team first takes
// [Tx.LockTeam], so that at most one transaction at a time writes to a team, on any number of replicas. Errors of the
// engines are told apart by code, never by text.
//
// Decision: the migrations run in one transaction of this package's own (migrate.go), not by goose as at first. goose commits each
// migration alone, so that an upgrade that failed in the middle left a database that neither the old program nor the new one opens,
// and takes no lock on SQLite, where two programs that started at once ran the same migration.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"modernc.org/sqlite"
)

// Memory is the database that lives as long as its Store.
const Memory = ":memory:"

// Store is an open database.
type Store struct {
	read, write *sql.DB
	pool        *pgxpool.Pool // of PostgreSQL, under both
	name        string        // for people
	postgres    bool
	memory      bool
	nest        *nest // not nil: every transaction lies within one that [Store.Restore] can undo
	now         func() time.Time
	ids         IDs
	counters    counters
	group       group // of an SQLite file
}

// Tx is a transaction. Its methods, one file for each noun, are the only queries of the project.
type Tx struct {
	tx       querier
	postgres bool
	now      time.Time
	newID    func() string
	touched  map[string]bool // apps, false, and spaces, true, in which other things may run now
}

// IDs makes the identifiers of what is written from now on.
func (s *Store) IDs() *IDs { return &s.ids }

// Now is the time of the transaction: the same for everything that it writes.
func (t *Tx) Now() time.Time { return t.now }

// Open opens the database at target, a file name, [Memory] or a postgres:// URL, and brings its tables up to date. A
// database of a newer version is refused. clock is the only source of time.
func Open(ctx context.Context, target string, clock func() time.Time) (*Store, error) {
	return openWith(ctx, target, clock, migrations)
}

func openWith(ctx context.Context, target string, clock func() time.Time, files fs.FS) (*Store, error) {
	s := &Store{name: redact(target), now: clock, postgres: isPostgres(target), memory: target == Memory}
	var err error
	if s.postgres {
		err = s.openPostgres(ctx, target)
	} else {
		err = s.openSQLite(ctx, target)
	}
	if err == nil {
		err = s.migrate(ctx, files)
	}
	if err != nil {
		return nil, errors.Join(s.opening(err), s.Close())
	}
	return s, nil
}

// opening says which database could not be opened.
func (s *Store) opening(err error) error {
	err = s.unavailable(err)
	var away *UnavailableError
	if errors.As(err, &away) { // that says the name
		return err
	}
	return fmt.Errorf("open database %s: %w", s.name, err)
}

func isPostgres(target string) bool {
	return strings.HasPrefix(target, "postgres://") || strings.HasPrefix(target, "postgresql://")
}

// Close closes the database.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.pool != nil {
		s.pool.Close()
	}
	return errors.Join(errs...)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.version(ctx)
	return err
}

// Read runs f in a transaction that sees one moment and writes nothing. f may run more than once, as in [Store.Write].
func (s *Store) Read(ctx context.Context, f func(*Tx) error) error {
	return s.try(ctx, reads, f)
}

// Write runs f in a transaction and commits when f returns nil: what it acknowledges is on disk. What it does not acknowledge is not
// there, but for [ErrUncertain]. f may run more than once, when PostgreSQL breaks a deadlock or went away and is back, so it must
// have no effect outside the transaction until Write returns.
func (s *Store) Write(ctx context.Context, f func(*Tx) error) error {
	return s.try(ctx, writes, f)
}

// kind is what a transaction may do.
type kind int

const (
	reads kind = iota
	readsOne
	writes
)

// try runs a transaction again while that may help. Connections that broke together, because PostgreSQL went away, are found
// broken one by one; a new one is refused at once if it is still away.
func (s *Store) try(ctx context.Context, kind kind, f func(*Tx) error) error {
	const deadlocks = 5
	var err error
	for deadlock, lost := 0, 0; deadlock < deadlocks && lost <= postgresConnections; {
		err = s.run(ctx, kind, f)
		switch {
		case isRetryable(err):
			deadlock++
		case s.postgres && err != nil && !errors.Is(err, ErrUncertain) && isLost(err):
			lost++
		default:
			return s.unavailable(err)
		}
		s.counters.retries.Add(1)
	}
	return s.unavailable(err)
}

func (s *Store) run(ctx context.Context, kind kind, do func(*Tx) error) (err error) {
	f := func(t *Tx) error { return t.do(ctx, do) }
	defer func() {
		if !errors.Is(err, errMore) {
			s.counters.ended(kind == writes, err)
		}
	}()
	if s.nest != nil {
		return s.nest.run(ctx, s, f)
	}
	if s.postgres {
		return s.runPostgres(ctx, kind, f)
	}
	return s.runLite(ctx, kind == writes, f)
}

// do runs f, and then settles what f changed of what teams pay for.
func (t *Tx) do(ctx context.Context, f func(*Tx) error) error {
	if err := f(t); err != nil {
		return err
	}
	return t.settle(ctx)
}

// NotFoundError says what was looked for and not found.
type NotFoundError struct{ Noun string }

func (e *NotFoundError) Error() string { return "Couldn't find that " + e.Noun + "." }

// ErrExists is a row that breaks a uniqueness rule.
var ErrExists = errors.New("already exists")

// Codes of the two engines, from their manuals.
const (
	sqliteBusy       = 5
	sqliteUnique     = 2067
	sqlitePrimaryKey = 1555
	pgUnique         = "23505"
	pgSerialization  = "40001"
	pgDeadlock       = "40P01"
	pgNotText        = "22021"
)

// translate turns an engine's error into one of ours.
func translate(err error) error {
	var lite *sqlite.Error
	if errors.As(err, &lite) && (lite.Code() == sqliteUnique || lite.Code() == sqlitePrimaryKey) {
		return fmt.Errorf("%w: %w", ErrExists, err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == pgUnique {
		return fmt.Errorf("%w: %w", ErrExists, err)
	}
	return err
}

func isRetryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == pgSerialization || pg.Code == pgDeadlock)
}

func isNotText(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == pgNotText
}

// redact takes the password out of a database URL.
func redact(target string) string {
	if u, err := url.Parse(target); err == nil && u.User != nil {
		return u.Redacted()
	}
	return target
}

// NewID is a fresh identifier, a random UUID as Heroku's are.
func NewID() string { return uuid.NewString() }

// DerivedID is the stable identifier of something that has no row of its own: the same parts give the same id.
func DerivedID(parts ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(strings.Join(parts, "/"))).String()
}

// IsID tells an identifier from a name.
func IsID(ref string) bool { return len(ref) == 36 && uuid.Validate(ref) == nil }
