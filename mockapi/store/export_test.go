package store

import "context"

// Exec lets tests break what the methods of a Tx keep whole.
func (t *Tx) Exec(ctx context.Context, query string) error { return t.exec(ctx, query) }
