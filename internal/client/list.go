package client

import (
	"context"
	"fmt"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// pages is a list as it grows page by page. A list may change while it is read: whoever is on two pages, because of a new place in
// the order, is one row, as the later page shows it.
type pages[T any] struct {
	rows  []T
	id    func(*T) string
	place map[string]int
}

// add takes a page in, and reports whether it had anything new.
func (p *pages[T]) add(page []T) bool {
	before := len(p.rows)
	for _, row := range page {
		id := p.id(&row)
		if at, seen := p.place[id]; seen && id != "" {
			p.rows[at] = row
			continue
		}
		p.place[id] = len(p.rows)
		p.rows = append(p.rows, row)
	}
	return len(p.rows) > before
}

// list reads every page of a list. The order field may be empty: the list's own. Pages that lead in a circle, or nowhere, are an
// error: half a list would look like people who have left.
func list[T any](ctx context.Context, c *Client, where, field string, id func(*T) string) ([]T, error) {
	all := pages[T]{id: id, place: map[string]int{}}
	asked := map[string]bool{}
	for next := (api.Range{Field: field, Max: api.MaxPage}).String(); next != ""; {
		if asked[next] {
			return nil, fmt.Errorf("GET %s: the page %q comes back after itself", where, next)
		}
		asked[next] = true
		var page []T
		header, err := c.send(ctx, http.MethodGet, where, next, nil, &page)
		if err != nil {
			return nil, err
		}
		fresh := all.add(page)
		if next = header.Get(api.HeaderNextRange); next != "" && !fresh {
			return nil, fmt.Errorf("GET %s: a page has nothing new, and yet the page %q is to follow", where, next)
		}
	}
	return all.rows, nil
}
