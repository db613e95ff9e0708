package server

import (
	"fmt"
	"net/http"
	"sync"
)

// shared is a list that is the same for everybody who may read it, as long as its team's version is the same.
type shared struct {
	name string // of the list
	load func() (any, error)
}

// cacheSize is how many encoded pages are kept. The oldest goes first.
const cacheSize = 512

// cache keeps encoded pages by list, team version and range. Every write to a team changes its version, so nothing has to be
// taken out; the version was read in the transaction that decided, so what is found is what would be encoded anew.
type cache struct {
	mu      sync.Mutex
	answers map[string]answer
	order   []string
}

func newCache() *cache { return &cache{answers: map[string]answer{}} }

// get answers from the cache, or loads, encodes and keeps.
func (c *cache) get(r *request, s shared) (answer, error) {
	key := fmt.Sprintf("%s %s %d %s", s.name, r.team.ID, r.team.Version, r.page)
	c.mu.Lock()
	a, ok := c.answers[key]
	c.mu.Unlock()
	if ok {
		return a, nil
	}
	body, err := s.load()
	if err != nil {
		return answer{}, err
	}
	if a, err = r.encode(http.StatusOK, body); err != nil {
		return answer{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.answers[key]; !ok {
		c.order = append(c.order, key)
	}
	c.answers[key] = a
	if len(c.order) > cacheSize {
		delete(c.answers, c.order[0])
		c.order = c.order[1:]
	}
	return a, nil
}
