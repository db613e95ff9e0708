package store

import (
	"context"
	"database/sql"
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
	pragmas := url.Values{"_pragma": {"foreign_keys(1)", fmt.Sprintf("busy_timeout(%d)", lockWait.Milliseconds()), "synchronous(FULL)"}, "_txlock": {"immediate"}}
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
	if err := useWAL(ctx, write); err != nil {
		return err
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
