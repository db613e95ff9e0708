package store

import (
	"context"
	"database/sql"
)

// querier is a transaction, or a connection within one.
type querier interface {
	query(ctx context.Context, text string, args []any) (rows, error)
	exec(ctx context.Context, text string, args []any) (affected int64, err error)
	// later is exec for what cannot fail by what it says: it may be run together with what comes next, and fail there.
	later(ctx context.Context, text string, args []any) error
}

// rows are the answer to a query. They must be closed before the next one is asked.
type rows interface {
	scanner
	Next() bool
	Err() error
	Close() error
}

// sqlQuerier is a querier over database/sql.
type sqlQuerier struct {
	conn interface {
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
	// steady statements are not interrupted: a context that ends is heeded before the next one. SQLite undoes a whole transaction of
	// which it interrupts a statement that writes, and the driver pays for every statement that it could interrupt.
	steady bool
}

func (q sqlQuerier) query(ctx context.Context, text string, args []any) (rows, error) {
	if q.steady {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		ctx = context.WithoutCancel(ctx)
	}
	r, err := q.conn.QueryContext(ctx, text, args...) //nolint:rowserrcheck // the caller looks
	if err != nil {
		return nil, err // a nil *sql.Rows would not be a nil rows
	}
	return r, nil
}

func (q sqlQuerier) exec(ctx context.Context, text string, args []any) (int64, error) {
	if q.steady {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		ctx = context.WithoutCancel(ctx)
	}
	result, err := q.conn.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (q sqlQuerier) later(ctx context.Context, text string, args []any) error {
	_, err := q.exec(ctx, text, args)
	return err
}
