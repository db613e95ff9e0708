package provider

import (
	"cmp"
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
	// patience is how long those who were let go keep the next ones waiting. Only when they have ended, Terraform begins with others.
	patience = 20 * settle
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
	taking  int // how many of those who were let go have not ended
	quiet   time.Time
	freed   time.Time // when somebody was let go last
	batch   int       // how many are let go next
	open    bool      // nobody has to wait
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
	locks turn = iota // each waits for the grants on its own app alone, and for those who become admins
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

// promotions is the key under which people become admins of a team: only they see an app that is locked without a grant.
func promotions(team string) string { return "admins of " + team }

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
	var refused error
	for before := -1; ; {
		given, err := o.wait(ctx, key, mine)
		if err != nil {
			return cmp.Or(refused, err)
		}
		if given != before {
			refused = do()
		}
		o.each([]string{key}, (*queue).end)
		if given == before || mine < admins || !client.Invalid(refused) {
			return refused
		}
		before = given
	}
}

// end notes that somebody who was let go has ended. The lock is held.
func (q *queue) end() {
	q.taking, q.quiet = q.taking-1, time.Now()
	q.watch()
}

// wait returns in one's turn, with how many rights have been given so far. Whoever gets it without an error ends it.
func (o *order) wait(ctx context.Context, key string, when turn) (given int, err error) {
	o.mu.Lock()
	q := o.of(key)
	if q.open && when < oneself {
		defer o.mu.Unlock()
		q.taking++
		return q.given, nil
	}
	if len(q.waiting) == 0 { // what is given beside it may be on its way
		q.quiet = time.Now()
	}
	mine := &loss{turn: when, free: make(chan struct{})}
	q.waiting = append(q.waiting, mine)
	q.watch()
	o.mu.Unlock()
	select {
	case <-mine.free:
	case <-ctx.Done():
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if at := slices.Index(q.waiting, mine); at >= 0 {
		q.waiting = slices.Delete(q.waiting, at, at+1)
		return 0, ctx.Err()
	}
	return q.given, nil
}

// watch looks at the queue again when somebody may be let go. The lock is held.
func (q *queue) watch() {
	if q.timer != nil && !q.timer.Stop() { // it is about to look
		return
	}
	q.timer = nil
	if due, sure := q.due(); sure {
		q.timer = time.AfterFunc(time.Until(due), q.look)
	}
}

// due is when somebody is let go, unless something happens before. The lock is held.
func (q *queue) due() (due time.Time, sure bool) {
	switch {
	case q.giving > 0 || len(q.waiting) == 0 || q.taking > 0 && q.next() == oneself:
		return due, false
	case q.taking > 0:
		return q.freed.Add(patience), true
	default:
		return q.quiet.Add(q.next().settle()), true
	}
}

// look lets go whose turn it is by now.
func (q *queue) look() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.timer = nil
	if due, sure := q.due(); sure && !time.Now().Before(due) {
		q.release(q.next())
	}
	q.watch()
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
	q.taking, q.batch, q.freed = q.taking+n, min(2*q.batch, many), time.Now()
}
