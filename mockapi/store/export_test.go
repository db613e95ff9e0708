package store

import "context"

// Exec lets tests break what the methods of a Tx keep whole.
func (t *Tx) Exec(ctx context.Context, query string) error { return t.exec(ctx, query) }

// OpenWith is [Open] with other migrations, in folders like those of the embedded ones.
var OpenWith = openWith

// Migrations are the embedded ones.
var Migrations = migrations
