package store

import (
	"context"
	"errors"
	"sync/atomic"
)

// Habit remembers whether reads of a kind ask one query alone. Its zero value knows nothing yet.
type Habit struct{ more atomic.Bool }

// errMore is a second query where one was expected.
var errMore = errors.New("another query")

// ReadAs is [Store.Read] for a kind of read that mostly asks one query alone, which needs no transaction: a statement sees one moment
// anyway, and to begin and end would take PostgreSQL two messages more. Where f asks for more it runs again from the start, in a
// transaction, and so do the reads after it until one asks one query alone.
func (s *Store) ReadAs(ctx context.Context, habit *Habit, f func(*Tx) error) error {
	if !s.postgres { // to begin and end takes SQLite next to nothing
		return s.Read(ctx, f)
	}
	if !habit.more.Load() {
		err := s.try(ctx, readsOne, f)
		if !errors.Is(err, errMore) {
			return err
		}
		habit.more.Store(true)
	}
	asked := 0
	err := s.Read(ctx, func(tx *Tx) error {
		counted := *tx
		counted.tx = counter{tx.tx, &asked}
		return f(&counted)
	})
	if asked < 2 {
		habit.more.Store(false)
	}
	return err
}

// counter counts the queries.
type counter struct {
	querier
	asked *int
}

func (c counter) query(ctx context.Context, text string, args []any) (rows, error) {
	*c.asked++
	return c.querier.query(ctx, text, args)
}

// alone refuses every query but the first.
type alone struct {
	querier
	asked bool
}

func (a *alone) query(ctx context.Context, text string, args []any) (rows, error) {
	if a.asked {
		return nil, errMore
	}
	a.asked = true
	return a.querier.query(ctx, text, args)
}
