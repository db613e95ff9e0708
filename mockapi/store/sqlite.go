package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"time"

	"modernc.org/sqlite"
)

// lockWait is how long a program waits for another one that holds the lock of the file.
const lockWait = 10 * time.Second

// openSQLite opens one connection that writes and several that read. With a second writer, or with a reader that turns
// into one, SQLite answers SQLITE_BUSY_SNAPSHOT, which no timeout retries.
func (s *Store) openSQLite(ctx context.Context, target string) error {
	pragmas := url.Values{"_pragma": {"foreign_keys(1)", fmt.Sprintf("busy_timeout(%d)", lockWait.Milliseconds()), "synchronous(FULL)"}}
	dsn := "file:" + (&url.URL{Path: target}).EscapedPath() + "?" + pragmas.Encode()
	if target == Memory {
		pragmas.Add("_pragma", "page_size(1024)") // most tables are small there, and an [Image] has at least a page of each
		dsn = Memory + "?" + pragmas.Encode()
	}
	write, err := openKept(dsn)
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
	if err := useWAL(ctx, write); err != nil {
		return err
	}
	pragmas.Add("_pragma", "query_only(1)")
	read, err := openKept("file:" + (&url.URL{Path: target}).EscapedPath() + "?" + pragmas.Encode())
	if err != nil {
		return err
	}
	read.SetMaxOpenConns(8)
	read.SetMaxIdleConns(8)
	s.read = read
	return nil
}

// runLite is a transaction of SQLite, on a connection of its own: database/sql's own transactions have a goroutine for each, and one
// for each query.
func (s *Store) runLite(ctx context.Context, writes bool, f func(*Tx) error) (err error) {
	if writes && !s.memory {
		return s.runGrouped(ctx, f)
	}
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // back to the others, unless it is gone
	if err := exec(ctx, conn, `BEGIN`); err != nil {
		return err
	}
	done := false
	defer func() {
		if done {
			return
		}
		if s.memory { // the connection is the database
			_ = exec(ctx, conn, `ROLLBACK`)
			return
		}
		giveUp(ctx, conn)
	}()
	if err := f(&Tx{tx: sqlQuerier{conn, writes}, now: s.now(), newID: s.ids.Next}); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil && writes {
		return err
	}
	err = exec(ctx, conn, `COMMIT`)
	done = err == nil
	return err
}

// giveUp ends a transaction that failed. SQLite may have ended it already, on a full disk for one; so where it cannot be ended the
// connection goes.
func giveUp(ctx context.Context, conn *sql.Conn) {
	if err := exec(ctx, conn, `ROLLBACK`); err != nil {
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
	}
}

// useWAL turns the write-ahead log on, which the file remembers. SQLite may answer here that the file is locked without waiting for
// the lock, whatever its timeout, so that of several programs that start on a new file at once all but one would give up.
func useWAL(ctx context.Context, db *sql.DB) error {
	patience := time.After(lockWait)
	for {
		_, err := db.ExecContext(ctx, `PRAGMA journal_mode = WAL`)
		var lite *sqlite.Error
		if err == nil || !errors.As(err, &lite) || lite.Code()&0xff != sqliteBusy {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-patience:
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
}
