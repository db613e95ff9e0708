package server

import (
	"context"
	"errors"
	"sync"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// past is how the world was before the last write, for requests that a stale rule strikes. It is kept only while there is such a rule;
// writes then wait for each other, so that there is a last one.
type past struct {
	writing sync.Mutex

	mu  sync.Mutex // held by the one who reads
	pin *store.Pin // nil: nothing was written yet
}

// read answers from before the last write.
func (p *past) read(st *store.Store) func(context.Context, func(*store.Tx) error) error {
	return func(ctx context.Context, f func(*store.Tx) error) error {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.pin == nil {
			return st.Read(ctx, f)
		}
		return p.pin.Read(ctx, f)
	}
}

// write writes, and keeps how it was before if the write is committed.
func (p *past) write(st *store.Store) func(context.Context, func(*store.Tx) error) error {
	return func(ctx context.Context, f func(*store.Tx) error) error {
		p.writing.Lock()
		defer p.writing.Unlock()
		before, err := st.Pin(ctx)
		if err != nil {
			return err
		}
		if err := st.Write(ctx, f); err != nil {
			return errors.Join(err, before.Close())
		}
		return p.keep(before)
	}
}

// keep puts a moment in the place of the one that is kept; nil keeps none.
func (p *past) keep(pin *store.Pin) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.pin
	p.pin = pin
	if was == nil {
		return nil
	}
	return was.Close()
}

// transaction is how a request reaches the database.
func (s *Server) transaction(r *request, habit *store.Habit) func(context.Context, func(*store.Tx) error) error {
	switch {
	case r.writes() && s.faults.stale():
		return s.past.write(s.store)
	case r.writes():
		return s.store.Write
	case traced(r.ctx).stale:
		r.ctx = context.WithoutCancel(r.ctx) // the moment is kept for others
		return s.past.read(s.store)
	}
	return func(ctx context.Context, f func(*store.Tx) error) error { return s.store.ReadAs(ctx, habit, f) }
}

// Close lets go of what the server holds of its database. The database stays open.
func (s *Server) Close() error {
	if s.uses != nil {
		s.uses.wait()
	}
	return s.past.keep(nil)
}
