package provider

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// Terraform applies what does not depend on each other in any order. Within a team the order matters: who is to become admin must be
// one before the last admin ceases to be one, and who keeps a right by another way must have the new way before the old one is
// closed. So rights are given at once, and taken only when nobody in the team has been given any for a moment.
//
// That order is certain while fewer rights are taken at a time than Terraform works on objects (-parallelism, 10 if not set): those
// who wait keep Terraform from beginning with others. When all of them wait, they are let go, one, two, four at a time, admins
// last, so that what is left to give gets its turn in between. Where the order must be certain, depends_on says so, or one resource
// holds the whole list.

const (
	// settle is how long nobody in a team has been given a right before rights are taken.
	settle = 500 * time.Millisecond
	// many is how many are let go at a time, without a right being given meanwhile, before nobody waits any more: nothing is left to
	// give then.
	many = 16
)

// order keeps the queues of a walk, by team or app.
type order struct {
	mu     sync.Mutex
	queues map[string]*queue
}

// queue is where those wait who take rights.
type queue struct {
	mu      *sync.Mutex
	giving  int // how many rights are being given at this moment
	given   int // how many have been given
	quiet   time.Time
	batch   int  // how many are let go next
	open    bool // nobody has to wait
	waiting []*loss
	timer   *time.Timer // of the next look
}

// loss is somebody who waits to take a right.
type loss struct {
	turn turn
	free chan struct{}
}

// turn says who goes before whom when rights are taken.
type turn int

const (
	locks turn = iota // each waits for the grants on its own app alone
	anybody
	admins  // after the others: the last one cannot go
	oneself // at the very end: who is no admin any more cannot change the others
)

// settle is how long nobody has been given a right before it is somebody's turn.
func (t turn) settle() time.Duration {
	switch t {
	case locks:
		return settle / 4
	case oneself:
		return 6 * settle
	default:
		return settle
	}
}

// of finds the queue of a team or app. The lock is held.
func (o *order) of(key string) *queue {
	if o.queues == nil {
		o.queues = map[string]*queue{}
	}
	q := o.queues[key]
	if q == nil {
		q = &queue{mu: &o.mu, batch: 1}
		o.queues[key] = q
	}
	return q
}

// give gives a right, at once.
func (o *order) give(do func() error, keys ...string) error {
	o.each(keys, func(q *queue) { q.giving, q.batch, q.open = q.giving+1, 1, false })
	defer o.each(keys, func(q *queue) {
		q.giving, q.given, q.quiet = q.giving-1, q.given+1, time.Now()
		q.watch()
	})
	return do()
}

func (o *order) each(keys []string, do func(*queue)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, key := range keys {
		do(o.of(key))
	}
}

// take takes a right, in its turn. That an admin cannot go because there would be none left is no answer as long as others become
// admins: it is tried again after they have.
func (o *order) take(ctx context.Context, key string, mine turn, do func() error) error {
	given, err := o.wait(ctx, key, mine)
	if err != nil {
		return err
	}
	for {
		refused := do()
		if mine < admins || !client.Invalid(refused) {
			return refused
		}
		before := given
		if given, err = o.wait(ctx, key, mine); err != nil || given == before {
			return refused
		}
	}
}

// wait returns in one's turn, with how many rights have been given so far.
func (o *order) wait(ctx context.Context, key string, when turn) (given int, err error) {
	o.mu.Lock()
	q := o.of(key)
	if q.open && when < oneself {
		defer o.mu.Unlock()
		return q.given, nil
	}
	mine := &loss{turn: when, free: make(chan struct{})}
	q.waiting = append(q.waiting, mine)
	if q.quiet.IsZero() {
		q.quiet = time.Now()
	}
	if q.timer != nil && q.timer.Stop() { // it may be this one's turn sooner
		q.timer = nil
	}
	q.watch()
	o.mu.Unlock()
	select {
	case <-mine.free:
	case <-ctx.Done():
		err = ctx.Err()
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	q.waiting = slices.DeleteFunc(q.waiting, func(l *loss) bool { return l == mine })
	return q.given, err
}

// watch looks at the queue again when it may have been quiet for long enough. The lock is held.
func (q *queue) watch() {
	if q.timer != nil || q.giving > 0 || len(q.waiting) == 0 {
		return
	}
	q.timer = time.AfterFunc(q.next().settle()-time.Since(q.quiet), func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.timer = nil
		if q.giving == 0 && len(q.waiting) > 0 && time.Since(q.quiet) >= q.next().settle() {
			q.release(q.next())
		}
		q.watch()
	})
}

// next is whose turn it is among those who wait. The lock is held.
func (q *queue) next() turn {
	return slices.MinFunc(q.waiting, func(a, b *loss) int { return int(a.turn - b.turn) }).turn
}

// release lets go whose turn it is: all of them when nothing seems left to give. The lock is held.
func (q *queue) release(first turn) {
	q.open = q.batch >= many
	n := 0
	q.waiting = slices.DeleteFunc(q.waiting, func(l *loss) bool {
		if l.turn != first || !q.open && n == q.batch {
			return false
		}
		n++
		close(l.free)
		return true
	})
	q.batch, q.quiet = 2*q.batch, time.Now()
}
