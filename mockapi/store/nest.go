package store

import (
	"context"
	"database/sql"
	"errors"
)

// nest is the transaction within which all others of a database in memory lie, as savepoints, so that everything since an image can
// be undone at once: in microseconds, where copying the image back makes SQLite read the definitions of all tables again. It begins
// anew with each image that is taken or restored, and only that one is undone so fast.
//
// An interrupted statement would make SQLite undo the whole nest, so nothing within it is interrupted: a transaction whose context
// ends is undone when its statement is done.
type nest struct{ base Image }

// Nest lets [Store.Restore] undo what came since the last image, from now on. Nobody may use the store meanwhile.
func (s *Store) Nest(ctx context.Context) error {
	s.nest = &nest{}
	return s.exclusive(ctx, func(conn *sql.Conn) error { return s.nest.begin(ctx, conn, nil) })
}

func (n *nest) begin(ctx context.Context, conn *sql.Conn, base Image) error {
	n.base = base
	return exec(ctx, conn, `SAVEPOINT nest`)
}

func (n *nest) commit(ctx context.Context, conn *sql.Conn) error {
	n.base = nil
	return exec(ctx, conn, `RELEASE nest`)
}

func (n *nest) undo(ctx context.Context, conn *sql.Conn) error {
	return exec(ctx, conn, `ROLLBACK TO nest`)
}

// run is [Store.run] within the nest.
func (n *nest) run(ctx context.Context, s *Store, f func(*Tx) error) error {
	return s.exclusive(ctx, func(conn *sql.Conn) (err error) {
		if err := exec(ctx, conn, `SAVEPOINT inner`); err != nil {
			return err
		}
		done := false
		defer func() {
			if !done { // it failed, or panicked
				err = errors.Join(err, exec(ctx, conn, `ROLLBACK TO inner`), exec(ctx, conn, `RELEASE inner`))
			}
		}()
		if err := f(&Tx{tx: sqlQuerier{conn, true}, now: s.now(), newID: s.ids.Next}); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		done = true
		return exec(ctx, conn, `RELEASE inner`)
	})
}

func exec(ctx context.Context, conn *sql.Conn, statement string) error {
	_, err := conn.ExecContext(context.WithoutCancel(ctx), statement)
	return err
}
