package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgresConnections is how many connections to PostgreSQL a Store opens at most.
const postgresConnections = 16

// openPostgres opens a pool of the driver's own, and database/sql over it for what is not in a hurry.
func (s *Store) openPostgres(ctx context.Context, target string) error {
	config, err := pgxpool.ParseConfig(target)
	if err != nil {
		return err
	}
	config.MaxConns = postgresConnections
	if s.pool, err = pgxpool.NewWithConfig(context.WithoutCancel(ctx), config); err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(s.pool)
	s.read, s.write = db, db
	return nil
}

var begins = map[kind]string{reads: `begin isolation level repeatable read read only`, writes: `begin`}

// runPostgres is a transaction of PostgreSQL.
func (s *Store) runPostgres(ctx context.Context, kind kind, f func(*Tx) error) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	q := &pgTx{conn: conn.Conn()}
	if kind == readsOne {
		return f(&Tx{tx: &alone{querier: q}, postgres: true, now: s.now(), newID: s.ids.Next})
	}
	q.waiting.Queue(begins[kind])
	done := false
	defer func() {
		if !done { // it failed, or panicked
			q.undo(ctx)
		}
	}()
	if err := f(&Tx{tx: q, postgres: true, now: s.now(), newID: s.ids.Next}); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil && kind == writes { // so that a commit that is cut short later is the only doubtful one
		return err
	}
	err = q.commit(ctx)
	if kind == writes {
		err = committed(err)
	}
	done = err == nil
	return err
}

// pgTx is a transaction of PostgreSQL, in as few round trips as it can be: what has no answer that anybody waits for, the BEGIN among
// it, is sent together with the next query, or with the COMMIT.
type pgTx struct {
	conn    *pgx.Conn
	waiting pgx.Batch // not sent yet
}

// send sends what waits and, if text is not empty, one statement more, of which the caller reads the answer.
func (q *pgTx) send(ctx context.Context, text string, args []any) (pgx.BatchResults, error) {
	batch := q.waiting
	n := batch.Len()
	q.waiting = pgx.Batch{}
	if text != "" {
		batch.Queue(text, args...)
	}
	answers := q.conn.SendBatch(ctx, &batch)
	for range n {
		if _, err := answers.Exec(); err != nil {
			_ = answers.Close() // it says the same
			return nil, err
		}
	}
	return answers, nil
}

func (q *pgTx) query(ctx context.Context, text string, args []any) (rows, error) {
	if q.waiting.Len() == 0 {
		r, err := q.conn.Query(ctx, text, args...)
		return pgRows{Rows: r}, err
	}
	answers, err := q.send(ctx, text, args)
	if err != nil {
		return nil, err
	}
	r, err := answers.Query()
	if err != nil {
		return nil, errors.Join(err, answers.Close())
	}
	return pgRows{r, answers}, nil
}

func (q *pgTx) exec(ctx context.Context, text string, args []any) (int64, error) {
	if len(args) == 0 { // it may be several statements, which only go alone
		if q.waiting.Len() > 0 {
			answers, err := q.send(ctx, "", nil)
			if err == nil {
				err = answers.Close()
			}
			if err != nil {
				return 0, err
			}
		}
		tag, err := q.conn.Exec(ctx, text)
		return tag.RowsAffected(), err
	}
	answers, err := q.send(ctx, text, args)
	if err != nil {
		return 0, err
	}
	tag, err := answers.Exec()
	return tag.RowsAffected(), cmp.Or(err, answers.Close())
}

func (q *pgTx) later(_ context.Context, text string, args []any) error {
	q.waiting.Queue(text, args...)
	return nil
}

// errRolledBack is a COMMIT to which PostgreSQL answered that it has rolled back.
var errRolledBack = errors.New("PostgreSQL rolled the transaction back")

func (q *pgTx) commit(ctx context.Context) error {
	if q.conn.PgConn().TxStatus() == 'I' && q.waiting.Len() == 1 { // there is nothing but the BEGIN
		return nil
	}
	answers, err := q.send(ctx, `commit`, nil)
	if err != nil {
		return err
	}
	tag, err := answers.Exec()
	if err = cmp.Or(err, answers.Close()); err == nil && tag.String() == "ROLLBACK" {
		return errRolledBack
	}
	return err
}

// undo ends a transaction that failed. A connection on which that does not work is not used again.
func (q *pgTx) undo(ctx context.Context) {
	if q.conn.IsClosed() || q.conn.PgConn().TxStatus() == 'I' {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_, _ = q.conn.Exec(ctx, `rollback`) // the pool looks at what state it is in
}

// pgRows are the rows of a query that was sent alone, or as the last of several statements.
type pgRows struct {
	pgx.Rows
	answers pgx.BatchResults // nil: alone
}

// Close implements rows.
func (r pgRows) Close() error {
	r.Rows.Close()
	err := r.Err()
	if r.answers != nil {
		err = cmp.Or(err, r.answers.Close())
	}
	return err
}

// poolStats tells how the connections to PostgreSQL are used, in the words of database/sql.
func poolStats(p *pgxpool.Pool) sql.DBStats {
	s := p.Stat()
	return sql.DBStats{
		MaxOpenConnections: int(s.MaxConns()), OpenConnections: int(s.TotalConns()), InUse: int(s.AcquiredConns()), Idle: int(s.IdleConns()),
		WaitCount: s.EmptyAcquireCount(), WaitDuration: s.EmptyAcquireWaitTime(),
	}
}
