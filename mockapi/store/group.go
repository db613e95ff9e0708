package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"

	"modernc.org/sqlite"
)

// group lets requests that write to an SQLite file at the same time share a commit, since what takes long in a write is to wait for the
// disk. They come one after the other, each in a savepoint of one transaction, which the last of those who wait commits.
//
// Each is still a transaction as seen from outside: it sees what those before it did, is there whole or not at all, and hears that it
// is done when the disk has it. Who fails undoes his own savepoint alone. Everybody waits for the commit, also who failed or was
// refused, since he may have seen what is lost when the commit fails; then nobody has written anything, and everybody hears why.
//
// Nothing within it is interrupted, for SQLite would undo what the others did. On a full disk and the like it does so by itself: then
// the savepoint is gone, and no later one may begin, which would be a transaction of its own.
type group struct {
	mu      sync.Mutex
	taken   bool            // somebody has his turn, or commits
	waiting []chan struct{} // who waits for his turn, first come first served
	open    *batch          // the transaction that goes on, between two turns
}

// groupMost is how many share a commit, so that the first of them is not kept waiting by ever more.
const groupMost = 64

// batch is one such transaction.
type batch struct {
	conn *sql.Conn
	n    int           // who had a turn
	lost error         // why SQLite undid it
	done chan struct{} // closed when err is how it ended
	err  error
}

// turn waits for the turn of one who wants to write.
func (g *group) turn(ctx context.Context) error {
	g.mu.Lock()
	if !g.taken {
		g.taken = true
		g.mu.Unlock()
		return nil
	}
	mine := make(chan struct{})
	g.waiting = append(g.waiting, mine)
	g.mu.Unlock()
	select {
	case <-mine:
		return nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	at := slices.Index(g.waiting, mine)
	if at >= 0 {
		g.waiting = slices.Delete(g.waiting, at, at+1)
	}
	g.mu.Unlock()
	if at < 0 { // it was given to him just now
		g.next(ctx)
	}
	return ctx.Err()
}

// next ends a turn: it commits, unless somebody waits who can come along, and lets the next one begin.
func (g *group) next(ctx context.Context) {
	g.mu.Lock()
	if b := g.open; b != nil && (len(g.waiting) == 0 || b.n >= groupMost || b.lost != nil) {
		g.open = nil
		g.mu.Unlock()
		b.commit(ctx)
		g.mu.Lock()
	}
	defer g.mu.Unlock()
	if len(g.waiting) == 0 {
		g.taken = false
		return
	}
	close(g.waiting[0])
	g.waiting = g.waiting[1:]
}

func (b *batch) commit(ctx context.Context) {
	b.err = b.lost
	if b.err == nil {
		b.err = committed(exec(ctx, b.conn, `COMMIT`))
	}
	if b.err != nil {
		giveUp(ctx, b.conn)
	}
	_ = b.conn.Close() // back to the others, unless it is gone
	close(b.done)
}

// runGrouped is a transaction that writes to an SQLite file.
func (s *Store) runGrouped(ctx context.Context, f func(*Tx) error) error {
	if err := s.group.turn(ctx); err != nil {
		return err
	}
	b, err := s.begun(ctx)
	if err != nil {
		s.group.next(ctx)
		return err
	}
	if err = b.run(ctx, s, f); b.err != nil {
		return b.err
	}
	return err
}

// begun is the transaction that goes on, or a new one.
func (s *Store) begun(ctx context.Context) (*batch, error) {
	if s.group.open != nil {
		return s.group.open, nil
	}
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil { // it may wait for another program
		_ = conn.Close()
		return nil, err
	}
	b := &batch{conn: conn, done: make(chan struct{})}
	s.group.mu.Lock()
	defer s.group.mu.Unlock()
	s.group.open = b
	return b, nil
}

// run is one turn, until the disk has what all did.
func (b *batch) run(ctx context.Context, s *Store, f func(*Tx) error) (err error) {
	kept := false
	defer func() { // also when f panics
		if !kept {
			b.back(ctx, err)
		}
		s.group.next(ctx)
		<-b.done
	}()
	b.n++
	if b.lost = exec(ctx, b.conn, `SAVEPOINT turn`); b.lost != nil {
		return b.lost
	}
	if err := f(&Tx{tx: sqlQuerier{b.conn, true}, now: s.now(), newID: s.ids.Next}); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	b.lost = exec(ctx, b.conn, `RELEASE turn`)
	kept = b.lost == nil
	return b.lost
}

// back undoes a turn that failed. Where SQLite has undone everything, what it said first is why.
func (b *batch) back(ctx context.Context, cause error) {
	for _, statement := range []string{`ROLLBACK TO turn`, `RELEASE turn`} {
		if b.lost != nil {
			return
		}
		if b.lost = exec(ctx, b.conn, statement); b.lost != nil {
			if lite := (*sqlite.Error)(nil); errors.As(cause, &lite) {
				b.lost = lite
			}
		}
	}
}
