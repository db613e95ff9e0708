package server

import (
	"sync"
	"time"
)

// Entry is one request in a world's journal.
type Entry struct {
	At        time.Time `json:"at"` // when it was answered, by the world's clock
	Method    string    `json:"method"`
	Path      string    `json:"path"`
	Status    int       `json:"status"` // 0: the connection was cut
	Actor     string    `json:"actor"`  // the address of who asked; empty for nobody
	RequestID string    `json:"request_id"`
	Fault     string    `json:"fault,omitempty"` // the rule that struck it
}

// journal keeps the last requests, a limited number of them.
type journal struct {
	mu      sync.Mutex
	entries []Entry // a ring
	next    int
	total   int
}

func newJournal(limit int) *journal { return &journal{entries: make([]Entry, 0, limit)} }

// add writes an entry over the oldest one when the journal is full. A nil journal keeps nothing.
func (j *journal) add(e Entry) {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.total++
	switch {
	case len(j.entries) < cap(j.entries):
		j.entries = append(j.entries, e)
	case cap(j.entries) > 0:
		j.entries[j.next] = e
		j.next = (j.next + 1) % len(j.entries)
	}
}

// list answers the entries, oldest first, and how many came before them.
func (j *journal) list() (entries []Entry, dropped int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	entries = append(append([]Entry{}, j.entries[j.next:]...), j.entries[:j.next]...)
	return entries, j.total - len(entries)
}

func (j *journal) clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.next, j.total = j.entries[:0], 0, 0
}
