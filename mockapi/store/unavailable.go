package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// UnavailableError is a database that cannot do its work now. Nothing was written.
type UnavailableError struct {
	Database string // its name, without a password
	Reason   string // what is wrong, and what mends it
	Err      error  // the engine's own words
}

func (e *UnavailableError) Error() string {
	return "database " + e.Database + ": " + e.Reason + " (" + e.Err.Error() + ")"
}

func (e *UnavailableError) Unwrap() error { return e.Err }

// ErrUncertain is a commit that was not answered: what it was to write is there whole, or not at all, and nobody knows which.
var ErrUncertain = errors.New("the connection to the database broke while it committed")

// sqliteReasons are the codes of SQLite that say something about the world outside, by primary code.
var sqliteReasons = map[int]string{
	sqliteBusy: "another program holds the lock of the database file: stop it, or wait until it is done",
	6:          "another program holds the lock of the database file: stop it, or wait until it is done",
	8:          "the database may not be written: give the user that mockapi runs as the right to write the file and its folder",
	9:          "the database did not answer in time: see what it is busy with",
	10:         "the disk refuses to read or write the database: look for a limit on the size of files, a full quota, or errors in the system's log",
	11:         "the database file is damaged: restore a backup",
	13:         "the disk that holds the database is full: make room on it",
	14:         "the database file cannot be opened: its folder must exist, and the user that mockapi runs as must have the right to write there",
	26:         "the file is not an SQLite database: name another file, or restore a backup",
}

// postgresReasons are those of PostgreSQL, by SQLSTATE or its first two characters, the class.
var postgresReasons = map[string]string{
	"08":    "the connection to PostgreSQL broke: see that the server runs",
	"25006": "PostgreSQL is a standby that only reads: name the primary server in the URL",
	"28":    "PostgreSQL refuses the user or the password: correct the URL, or the rights in pg_hba.conf",
	"3D000": "the database does not exist on the PostgreSQL server: create it, or correct the URL",
	"42501": "the user of the URL lacks a right: make it the owner of the database and its tables",
	"53100": "the disk of PostgreSQL is full: make room on it",
	"53200": "PostgreSQL is out of memory: give it more, or lower its max_connections",
	"53300": "PostgreSQL takes no more connections: raise its max_connections; each mockapi uses up to 16",
	"57P":   "PostgreSQL is stopping or starting: wait until it runs",
	"58":    "PostgreSQL cannot read or write its files: see its log",
	"XX001": "the files of PostgreSQL are damaged: restore a backup",
	"XX002": "the files of PostgreSQL are damaged: restore a backup",
}

// unavailable makes an [UnavailableError] of an engine's error that says that the database cannot work now; others stay.
func (s *Store) unavailable(err error) error {
	var already *UnavailableError
	if err == nil || errors.As(err, &already) {
		return err
	}
	if reason := reasonOf(err); reason != "" {
		return &UnavailableError{Database: s.name, Reason: reason, Err: err}
	}
	return err
}

func reasonOf(err error) string {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return sqliteReasons[lite.Code()&0xff]
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		for _, n := range []int{5, 3, 2} {
			if reason, ok := postgresReasons[pg.Code[:min(n, len(pg.Code))]]; ok {
				return reason
			}
		}
		return ""
	}
	var unreachable *pgconn.ConnectError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "the database did not answer in time: see what it is busy with"
	case errors.Is(err, context.Canceled):
		return "" // nobody waits for the answer
	case errors.As(err, &unreachable):
		return "PostgreSQL does not answer: start it, or correct the address in the URL"
	case isLost(err):
		return postgresReasons["08"]
	}
	return ""
}

// isLost reports whether a connection that was open broke: the server went away, and may be back already.
func isLost(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "57P01" || pg.Code == "57P02"
	}
	var unreachable *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &unreachable) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return false
	}
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, pgconn.ErrConnClosed) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || pgconn.SafeToRetry(err)
}

// committed judges the answer to a commit. An engine that says no has undone everything; one that says nothing may have committed.
func committed(err error) error {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	if err == nil || errors.As(err, &lite) || errors.As(err, &pg) && !isLost(err) {
		return err
	}
	return errors.Join(ErrUncertain, err)
}
