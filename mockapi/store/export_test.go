package store

import "context"

// Exec lets tests break what the methods of a Tx keep whole.
func (t *Tx) Exec(ctx context.Context, query string) error { return t.exec(ctx, query) }

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
