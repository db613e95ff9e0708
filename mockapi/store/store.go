// Package store keeps the world of the control plane in SQL: SQLite in a file or in memory, PostgreSQL where one machine is
// not enough.
//
// Every query is written once, with $1 placeholders, and runs on both; only the migrations are written twice. There is no
// interface over the two and no second implementation for tests: tests run on the real engines. Work happens in
// [Store.Read] and [Store.Write]; a write is one transaction, and whoever changes something of a team first takes
// [Tx.LockTeam], so that at most one transaction at a time writes to a team, on any number of replicas. Errors of the
// engines are told apart by code, never by text.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"modernc.org/sqlite"
)

//go:embed migrations
var migrations embed.FS

// Memory is the database that lives as long as its Store.
const Memory = ":memory:"

// Store is an open database.
type Store struct {
	read, write *sql.DB
	postgres    bool
	memory      bool
	nest        *nest // not nil: every transaction lies within one that [Store.Restore] can undo
	now         func() time.Time
	ids         IDs
	counters    counters
}

// Tx is a transaction. Its methods, one file for each noun, are the only queries of the project.
type Tx struct {
	tx       querier
	postgres bool
	now      time.Time
	newID    func() string
}

// querier is a transaction of the driver's.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// IDs makes the identifiers of what is written from now on.
func (s *Store) IDs() *IDs { return &s.ids }

// Now is the time of the transaction: the same for everything that it writes.
func (t *Tx) Now() time.Time { return t.now }

// Open opens the database at target, a file name, [Memory] or a postgres:// URL, and brings its tables up to date. A
// database of a newer version is refused. clock is the only source of time.
func Open(ctx context.Context, target string, clock func() time.Time) (*Store, error) {
	s := &Store{now: clock, postgres: isPostgres(target), memory: target == Memory}
	var err error
	if s.postgres {
		err = s.openPostgres(target)
	} else {
		err = s.openSQLite(target)
	}
	if err == nil {
		err = s.migrate(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", redact(target), err), s.Close())
	}
	return s, nil
}

func isPostgres(target string) bool {
	return strings.HasPrefix(target, "postgres://") || strings.HasPrefix(target, "postgresql://")
}

func (s *Store) openPostgres(target string) error {
	db, err := sql.Open("pgx", target)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	s.read, s.write = db, db
	return nil
}

// openSQLite opens one connection that writes and several that read. With a second writer, or with a reader that turns
// into one, SQLite answers SQLITE_BUSY_SNAPSHOT, which no timeout retries.
func (s *Store) openSQLite(target string) error {
	pragmas := url.Values{"_pragma": {"foreign_keys(1)", "busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)"}, "_txlock": {"immediate"}}
	dsn := "file:" + (&url.URL{Path: target}).EscapedPath() + "?" + pragmas.Encode()
	if target == Memory {
		pragmas.Add("_pragma", "page_size(1024)") // most tables are small there, and an [Image] has at least a page of each
		dsn = Memory + "?" + pragmas.Encode()
	}
	write, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	write.SetMaxOpenConns(1)
	s.read, s.write = write, write
	if target == Memory {
		write.SetConnMaxIdleTime(0) // the database is the connection
		write.SetConnMaxLifetime(0)
		return nil
	}
	pragmas.Del("_txlock")
	pragmas.Add("_pragma", "query_only(1)")
	read, err := sql.Open("sqlite", "file:"+(&url.URL{Path: target}).EscapedPath()+"?"+pragmas.Encode())
	if err != nil {
		return err
	}
	read.SetMaxOpenConns(8)
	read.SetMaxIdleConns(8)
	s.read = read
	return nil
}

// migrate runs the migrations that are missing, each in a transaction. On PostgreSQL one replica does it while others wait.
func (s *Store) migrate(ctx context.Context) error {
	dialect, dir := s.migrationFiles()
	var opts []goose.ProviderOption
	if s.postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(migrations, dir)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, s.write, files, opts...)
	if err != nil {
		return err
	}
	if err := s.refuseNewer(ctx, provider); err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

func (s *Store) migrationFiles() (dialect goose.Dialect, dir string) {
	if s.postgres {
		return goose.DialectPostgres, "migrations/postgres"
	}
	return goose.DialectSQLite3, "migrations/sqlite"
}

func (s *Store) refuseNewer(ctx context.Context, provider *goose.Provider) error {
	known, sources := int64(0), provider.ListSources()
	if len(sources) > 0 {
		known = sources[len(sources)-1].Version
	}
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if have > known {
		return newerSchema(have, known)
	}
	return nil
}

// Close closes the database.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.read.PingContext(ctx) }

// Read runs f in a transaction that sees one moment and writes nothing.
func (s *Store) Read(ctx context.Context, f func(*Tx) error) error {
	return s.run(ctx, s.read, s.readOptions(), f)
}

func (s *Store) readOptions() *sql.TxOptions {
	opts := &sql.TxOptions{ReadOnly: true}
	if s.postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return opts
}

// Write runs f in a transaction and commits when f returns nil: what it acknowledges is on disk. f may run more than once,
// when PostgreSQL breaks a deadlock, so it must have no effect outside the transaction until Write returns.
func (s *Store) Write(ctx context.Context, f func(*Tx) error) error {
	const tries = 5
	var err error
	for range tries {
		if err = s.run(ctx, s.write, nil, f); !isRetryable(err) {
			return err
		}
		s.counters.retries.Add(1)
	}
	return err
}

func (s *Store) run(ctx context.Context, db *sql.DB, opts *sql.TxOptions, f func(*Tx) error) (err error) {
	defer func() { s.counters.ended(opts == nil, err) }()
	if s.nest != nil {
		return s.nest.run(ctx, s, f)
	}
	tx, err := db.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	if err := f(&Tx{tx: tx, postgres: s.postgres, now: s.now(), newID: s.ids.Next}); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return tx.Commit()
}

// ignoreDone drops the complaint of a rollback whose transaction a cancelled context has already ended.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// NotFoundError says what was looked for and not found.
type NotFoundError struct{ Noun string }

func (e *NotFoundError) Error() string { return "Couldn't find that " + e.Noun + "." }

// ErrExists is a row that breaks a uniqueness rule.
var ErrExists = errors.New("already exists")

// Codes of the two engines, from their manuals.
const (
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
