package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// walk applies objects as Terraform does: so many at a time, in the order in which they stand.
func walk(slots int, objects ...func()) {
	var all sync.WaitGroup
	free := make(chan struct{}, slots)
	for _, apply := range objects {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			apply()
		})
	}
	all.Wait()
}

// events writes down what happens, in order.
type events struct {
	mu   sync.Mutex
	list []string
}

func (e *events) add(format string, values ...any) func() error {
	return func() error {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.list = append(e.list, fmt.Sprintf(format, values...))
		return nil
	}
}

func turnOf(admin bool) turn {
	if admin {
		return admins
	}
	return anybody
}

// With fewer losses than slots every right is given before any is taken, in whatever order Terraform comes to them.
func TestOrderGivesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, done := &order{}, &events{}
		var objects []func()
		for i := range 9 {
			objects = append(objects, func() { _ = o.take(t.Context(), "team", turnOf(i == 0), done.add("take %d", i)) })
		}
		for range 20 {
			objects = append(objects, func() {
				_ = o.give(func() error { <-time.After(50 * time.Millisecond); return done.add("give")() }, "team")
			})
		}
		walk(10, objects...)
		if first := slices.IndexFunc(done.list, func(s string) bool { return s != "give" }); first != 20 {
			t.Errorf("a right was taken when %d of 20 were given: %v", first, done.list)
		}
		if last := done.list[len(done.list)-1]; last != "take 0" {
			t.Errorf("the admin should go last: %v", done.list)
		}
	})
}

// When those who wait fill every slot, they are let go a few at a time, and end all the same; where nothing is given, soon.
func TestOrderEnds(t *testing.T) {
	for _, test := range []struct {
		name  string
		gives int
	}{{"takes and gives", 30}, {"takes alone", 0}} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o, done := &order{}, &events{}
				var objects []func()
				for i := range 1000 {
					objects = append(objects, func() { _ = o.take(t.Context(), "team", anybody, done.add("take")) })
					if i%4 == 0 && i/4 < test.gives {
						objects = append(objects, func() { _ = o.give(done.add("give"), "team") })
					}
				}
				start := time.Now()
				walk(10, objects...)
				most := time.Duration(6+2*test.gives) * settle
				if took := time.Since(start); took > most || len(done.list) != 1000+test.gives {
					t.Errorf("%d objects took %s, more than %s", len(done.list), took, most)
				}
			})
		})
	}
}

// The last admin, whom the API refuses to let go, goes once another is there.
func TestOrderLastAdmin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, left := &order{}, 1
		refused := &api.Error{Status: 422, Message: "must have at least one admin"}
		leave := func() error {
			if left == 1 {
				return refused
			}
			left--
			return nil
		}
		if err := o.take(t.Context(), "team", admins, leave); !errors.Is(err, refused) {
			t.Errorf("nobody else came: %v", err)
		}
		var got error
		walk(2,
			func() { got = o.take(t.Context(), "other", admins, leave) },
			func() {
				<-time.After(settle + settle/2) // the first try has been refused by then
				_ = o.give(func() error { left++; return nil }, "other")
			})
		if got != nil || left != 1 {
			t.Errorf("%v, %d admins", got, left)
		}
	})
}

func TestOrderCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		o, done := &order{}, &events{}
		if err := o.take(ctx, "team", anybody, done.add("take")); !errors.Is(err, context.Canceled) || len(done.list) != 0 {
			t.Errorf("%v: %v", err, done.list)
		}
		if len(o.of("team").waiting) != 0 {
			t.Error("somebody still waits")
		}
	})
}
