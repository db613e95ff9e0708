package store

import "context"

// Exec lets tests break what the methods of a Tx keep whole.
func (t *Tx) Exec(ctx context.Context, query string) error { return t.exec(ctx, query) }

// Awaited is how many wait for this transaction of PostgreSQL.
func (t *Tx) Awaited(ctx context.Context) (int, error) {
	return count(ctx, t, `SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`)
}

// OpenWith is [Open] with other migrations, in folders like those of the embedded ones.
var OpenWith = openWith

// Migrations are the embedded ones.
var Migrations = migrations

// Waiting is how many wait to write to an SQLite file.
func (s *Store) Waiting() int {
	s.group.mu.Lock()
	defer s.group.mu.Unlock()
	return len(s.group.waiting)
}
