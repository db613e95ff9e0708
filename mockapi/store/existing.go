package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// OpenExisting opens the database at target for looking at it: nothing is made, brought up to date or written, also while a server
// works with it.
func OpenExisting(ctx context.Context, target string, clock func() time.Time) (*Store, error) {
	s := &Store{name: redact(target), now: clock, postgres: isPostgres(target)}
	var err error
	switch {
	case s.postgres:
		err = s.openPostgres(ctx, readOnly(target))
	case target == Memory:
		err = errors.New("a database in memory ends with its server; name a file or a postgres:// URL")
	default:
		if _, err = os.Stat(target); err == nil {
			err = s.openToRead(target)
		}
	}
	if err == nil {
		err = s.Ping(ctx)
	}
	if err != nil {
		return nil, errors.Join(s.opening(err), s.Close())
	}
	return s, nil
}

// readOnly lets PostgreSQL refuse every write.
func readOnly(target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return target // the driver says what is wrong with it
	}
	query := u.Query()
	query.Set("default_transaction_read_only", "on")
	u.RawQuery = query.Encode()
	return u.String()
}

func (s *Store) openToRead(target string) error {
	pragmas := url.Values{"_pragma": {"busy_timeout(10000)", "query_only(1)"}}
	db, err := openKept("file:" + (&url.URL{Path: target}).EscapedPath() + "?" + pragmas.Encode())
	if err == nil {
		s.read, s.write = db, db
	}
	return err
}

// Schema tells how far the migrations have come in the database, 0 where it has none, and how far this program would take them.
func (s *Store) Schema(ctx context.Context) (have, known int64, err error) {
	list, err := s.readMigrations(migrations)
	if err != nil {
		return 0, 0, err
	}
	have, err = s.version(ctx)
	return have, list[len(list)-1].number, err
}

// RequireSchema refuses a database whose tables are not those of this program.
func (s *Store) RequireSchema(ctx context.Context) error {
	have, known, err := s.Schema(ctx)
	switch {
	case err != nil:
		return err
	case have == 0:
		return errors.New("it holds no control plane: mockapi serve or mockapi load makes one")
	case have < known:
		return fmt.Errorf("its schema is %d, this program's is %d: mockapi serve brings it up to date", have, known)
	case have > known:
		return newerSchema(have, known)
	}
	return nil
}

func newerSchema(have, known int64) error {
	return fmt.Errorf("it was written by a newer version of mockapi: its schema is %d, this program knows up to %d. Run that mockapi, or restore a backup from before the upgrade", have, known)
}

// ErrNotSQLite is asked of PostgreSQL what only SQLite has.
var ErrNotSQLite = errors.New("this database is PostgreSQL")

// Backup writes a copy of the database, as it is at one moment, to a new file; who serves the database goes on meanwhile. The
// copy has its name only when it is whole and on disk. It holds the hashes of tokens, so nobody else may read it.
func (s *Store) Backup(ctx context.Context, file string) (err error) {
	if s.postgres {
		return ErrNotSQLite
	}
	if _, err := os.Lstat(file); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s: %w", file, cmpError(err, os.ErrExist))
	}
	part, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".part-*") // 0600; VACUUM INTO takes an empty file
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part.Name()))
		}
	}()
	if err := part.Close(); err != nil {
		return err
	}
	if err := s.vacuumInto(ctx, part.Name()); err != nil {
		return err
	}
	if err := syncFile(part.Name(), os.O_RDWR); err != nil {
		return err
	}
	if err := os.Link(part.Name(), file); err != nil { // unlike a rename, it replaces nothing that came up meanwhile
		return err
	}
	if err := os.Remove(part.Name()); err != nil {
		return err
	}
	if runtime.GOOS == "windows" { // which has no way to wait for a folder
		return nil
	}
	return syncFile(filepath.Dir(file), os.O_RDONLY)
}

// vacuumInto runs on a connection that may write, for as long as it takes: a file beside the database is a write as well.
func (s *Store) vacuumInto(ctx context.Context, file string) (err error) {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var queryOnly int
	if err := conn.QueryRowContext(ctx, `PRAGMA query_only`).Scan(&queryOnly); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, `PRAGMA query_only = 0`); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `VACUUM INTO $1`, file)
	_, again := conn.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf(`PRAGMA query_only = %d`, queryOnly))
	return errors.Join(err, again)
}

// cmpError is the error of looking, or what it means that there was none.
func cmpError(err, found error) error {
	if err != nil {
		return err
	}
	return found
}

// syncFile waits until a file or a folder is on disk.
func syncFile(name string, flag int) error {
	f, err := os.OpenFile(name, flag, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
