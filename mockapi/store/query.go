package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"
)

// scanner is a row, or the rows of a list.
type scanner interface{ Scan(dest ...any) error }

// one reads a single row with scan; no row is a [NotFoundError] of that noun, and so is a reference that PostgreSQL cannot even
// hold as text: nothing is called by a NUL.
func one[T any](ctx context.Context, t *Tx, noun string, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	v, err := first(ctx, t, scan, query, args)
	if errors.Is(err, sql.ErrNoRows) || isNotText(err) {
		return v, &NotFoundError{noun}
	}
	return v, err
}

// first scans the first row; none is sql.ErrNoRows. SQLite has it in microseconds, of which half would go to being interruptible.
func first[T any](ctx context.Context, t *Tx, scan func(scanner) (T, error), query string, args []any) (v T, err error) {
	if !t.postgres {
		if err := ctx.Err(); err != nil {
			return v, err
		}
		ctx = context.WithoutCancel(ctx)
	}
	rows, err := t.tx.query(ctx, query, args)
	if err != nil {
		return v, err
	}
	defer func() { err = cmp.Or(err, rows.Close()) }()
	if !rows.Next() {
		return v, cmp.Or(rows.Err(), sql.ErrNoRows)
	}
	return scan(rows)
}

// many reads all rows with scan. The list is never nil.
func many[T any](ctx context.Context, t *Tx, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := t.tx.query(ctx, query, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []T{}
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// count reads one number.
func count(ctx context.Context, t *Tx, query string, args ...any) (int, error) {
	return one(ctx, t, "count", func(s scanner) (n int, err error) { return n, s.Scan(&n) }, query, args...)
}

// exec runs a statement that answers nothing.
func (t *Tx) exec(ctx context.Context, query string, args ...any) error {
	_, err := t.tx.exec(ctx, query, args)
	return translate(err)
}

// later is [Tx.exec] for a statement that breaks no rule of uniqueness; what else is wrong with it may come out with the next one.
func (t *Tx) later(ctx context.Context, query string, args ...any) error {
	return t.tx.later(ctx, query, args)
}

// insert runs an INSERT that does nothing where the row is there already, and reports whether it is new. Of two transactions that
// insert the same row the second waits for the first.
func (t *Tx) insert(ctx context.Context, query string, args ...any) (bool, error) {
	n, err := t.tx.exec(ctx, query, args)
	return n > 0, translate(err)
}

// micros is a time as it is stored.
func micros(at time.Time) int64 { return at.UnixMicro() }

// timeAt scans a stored time into a time.Time.
type timeAt struct{ at *time.Time }

// Scan implements sql.Scanner.
func (d timeAt) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return errors.New("a time is not stored as microseconds")
	}
	*d.at = time.UnixMicro(n).UTC()
	return nil
}

// orNull stores an empty text as NULL.
func orNull(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// column is where a reference to something is looked up: an id, or a name.
func column(ref string) string {
	if IsID(ref) {
		return "id"
	}
	return "name"
}

// asJSON is a list or a map as it is stored: JSON text, in which no byte is special to either engine.
func asJSON(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// jsonAt scans stored JSON text into a value.
type jsonAt struct{ into any }

// Scan implements sql.Scanner.
func (d jsonAt) Scan(v any) error {
	text, ok := v.(string)
	if !ok {
		return errors.New("a list or map is not stored as JSON text")
	}
	return json.Unmarshal([]byte(text), d.into)
}
