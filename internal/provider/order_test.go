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

// However long the API takes, those who wait in every slot are let go so that what is left to give gets its turn in between: the next
// ones when the first have ended. Were all let go, most rights would be taken before any is given.
func TestOrderWithASlowAPI(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, done := &order{}, &events{}
		slow := func(what string) func() error {
			return func() error { <-time.After(10 * settle); return done.add("%s", what)() }
		}
		var objects []func()
		for range 30 {
			objects = append(objects, func() { _ = o.take(t.Context(), "team", anybody, slow("take")) })
		}
		for range 10 {
			objects = append(objects, func() { _ = o.give(slow("give"), "team") })
		}
		slices.Reverse(objects[10:]) // ten who take fill the slots, and all who give come next
		walk(10, objects...)
		last := len(done.list) - 1
		for ; done.list[last] != "give"; last-- {
		}
		if taken := last + 1 - 10; taken > 1 {
			t.Errorf("%d rights were taken before the last was given: %v", taken, done.list)
		}
	})
}

// Whoever takes long, such as a whole list of people, does not keep all others waiting until the end.
func TestOrderBesideALongOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &order{}
		begun, took := time.Now(), time.Duration(0)
		walk(10,
			func() {
				_ = o.take(t.Context(), "team", anybody, func() error { <-time.After(time.Hour); return nil })
			},
			func() {
				<-time.After(settle / 2)
				_ = o.take(t.Context(), "team", anybody, func() error { took = time.Since(begun); return nil })
			})
		if took != settle+patience {
			t.Errorf("waits for %s", took)
		}
	})
}

// Who goes last goes in the end, too, when that happens in one team again and again.
func TestOrderOneself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, done := &order{}, &events{}
		for range 200 {
			_ = o.take(t.Context(), "team", oneself, done.add("take"))
		}
		if len(done.list) != 200 {
			t.Errorf("%d of 200", len(done.list))
		}
		begun, taken := time.Now(), time.Time{}
		var others []func()
		others = append(others, func() {
			_ = o.take(t.Context(), "team", oneself, func() error { taken = time.Now(); return nil })
		})
		for range 20 {
			others = append(others, func() {
				_ = o.take(t.Context(), "team", anybody, func() error { <-time.After(20 * settle); return nil })
			})
		}
		walk(5, others...)
		if after := taken.Sub(begun); after < 5*20*settle {
			t.Errorf("went after %s, before the others had gone", after)
		}
	})
}

// A right is not taken at once because nobody has been given one for long: others may be given at the same time.
func TestOrderAfterARest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, done := &order{}, &events{}
		_ = o.give(done.add("give"), "team")
		<-time.After(time.Hour)
		walk(2,
			func() { _ = o.take(t.Context(), "team", anybody, done.add("take")) },
			func() { <-time.After(settle / 2); _ = o.give(done.add("give"), "team") })
		if !slices.Equal(done.list, []string{"give", "give", "take"}) {
			t.Error(done.list)
		}
	})
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

// idle is a list of people of which nothing but one removal is asked.
type idle struct {
	roll
	needs string // what the person that Terraform works as would lose by it
}

func (idle) home() string                                         { return "team" }
func (idle) drop(context.Context, *holder) error                  { return nil }
func (r idle) deprives(context.Context, *holder, []string) string { return r.needs }

// The person that Terraform works as waits for the end only with what it may need: an admin's grant on an app, such as whoever makes an
// app has, is none of that, and a hundred apps do not take five minutes.
func TestOrderOfOwnRights(t *testing.T) {
	for needs, want := range map[string]time.Duration{"": settle, "would lose manage": oneself.settle()} {
		synctest.Test(t, func(t *testing.T) {
			begun, me := time.Now(), &holder{user: api.UserRef{ID: "me"}}
			err := (&session{}).carryOut(t.Context(), &rollCall{roll: idle{needs: needs}}, moves{removed: []move{{now: me}}}, "me")
			if took := time.Since(begun); err != nil || took != want {
				t.Errorf("%q: went after %s, want %s; %v", needs, took, want, err)
			}
		})
	}
}
