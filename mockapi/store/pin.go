package store

import (
	"context"
	"database/sql"
	"errors"
)

// Pin is the database as it was at one moment, held for reading while others go on writing. It is one connection, so only one may
// use it at a time.
type Pin struct {
	store *Store
	tx    *sql.Tx // of a database that lets one read while another writes
	image Image   // of a database in memory, which does not
	twin  *Store  // made from the image by the first who reads
}

// Pin holds the database as it is now. It must be closed.
func (s *Store) Pin(ctx context.Context) (*Pin, error) {
	p := &Pin{store: s}
	var err error
	if s.memory {
		p.image, err = s.Image(ctx)
		return p, err
	}
	ctx = context.WithoutCancel(ctx) // it outlives the request that pinned it
	if p.tx, err = s.read.BeginTx(ctx, s.readOptions()); err != nil {
		return nil, err
	}
	// The moment is that of the first look at anything.
	if _, err := count(ctx, &Tx{tx: sqlQuerier{conn: p.tx}}, `SELECT COUNT(*) FROM `+versionTable); err != nil {
		return nil, errors.Join(err, p.tx.Rollback())
	}
	return p, nil
}

// Read is [Store.Read] of that moment. A context that is cancelled meanwhile ends the pin.
func (p *Pin) Read(ctx context.Context, f func(*Tx) error) error {
	if p.tx == nil {
		if p.twin == nil {
			twin, err := OpenImage(ctx, p.image, p.store.now)
			if err != nil {
				return err
			}
			p.twin = twin
		}
		return p.twin.Read(ctx, f)
	}
	// PostgreSQL answers nothing more in a transaction that has met an error, unless it goes back to before.
	if _, err := p.tx.ExecContext(ctx, `SAVEPOINT pin`); err != nil {
		return err
	}
	err := f(&Tx{tx: sqlQuerier{conn: p.tx}, postgres: p.store.postgres, now: p.store.now(), newID: p.store.ids.Next})
	_, back := p.tx.ExecContext(ctx, `ROLLBACK TO SAVEPOINT pin`)
	return errors.Join(err, back)
}

// Close lets go.
func (p *Pin) Close() error {
	if p.tx != nil {
		return ignoreDone(p.tx.Rollback())
	}
	if p.twin != nil {
		return p.twin.Close()
	}
	return nil
}

// ignoreDone drops the complaint of a rollback whose transaction a cancelled context has already ended.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

func (s *Store) readOptions() *sql.TxOptions {
	opts := &sql.TxOptions{ReadOnly: true}
	if s.postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return opts
}
