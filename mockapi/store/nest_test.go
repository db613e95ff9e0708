package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// people lists who is there, out of the names that a test uses.
func people(t *testing.T, st *store.Store) string {
	t.Helper()
	var found []string
	if err := st.Read(t.Context(), func(tx *store.Tx) error {
		for _, name := range []string{"a", "b", "c", "d"} {
			_, err := tx.GetUser(t.Context(), name+"@acme.test")
			var missing *store.NotFoundError
			if errors.As(err, &missing) {
				continue
			}
			if err != nil {
				return err
			}
			found = append(found, name)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(found, "")
}

// add adds somebody, then does something else in the same transaction.
func add(ctx context.Context, st *store.Store, name string, then func() error) error {
	return st.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.CreateUser(ctx, store.User{Email: name + "@acme.test"}); err != nil {
			return err
		}
		return then()
	})
}

func nothing() error { return nil }

// TestNest: transactions within a nest are transactions, whatever ends them, and an image is restored whether it is the last one or not.
func TestNest(t *testing.T) {
	st := mockapitest.Open(t, store.Memory, "users: []")
	ctx := t.Context()
	if err := st.Nest(ctx); err != nil {
		t.Fatal(err)
	}
	image := func() store.Image {
		i, err := st.Image(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	expect := func(when, want string) {
		t.Helper()
		if got := people(t, st); got != want {
			t.Errorf("%s: %q are there, want %q", when, got, want)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	empty := image()
	must(add(ctx, st, "a", nothing))
	withA := image()
	must(add(ctx, st, "b", nothing))
	expect("after two writes", "ab")

	if err := add(ctx, st, "c", func() error { return errStop }); !errors.Is(err, errStop) {
		t.Errorf("a write that fails: %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	if err := add(cancelled, st, "c", func() error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a write whose client goes: %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = add(ctx, st, "c", func() error { panic("stop") })
	}()
	if err := add(ctx, st, "a", nothing); !errors.Is(err, store.ErrExists) {
		t.Errorf("a write that breaks a rule: %v", err)
	}
	expect("after writes that did not happen", "ab")

	must(st.Restore(ctx, withA)) // the last image
	expect("at the last image", "a")
	must(add(ctx, st, "c", nothing))
	must(st.Restore(ctx, withA))
	expect("at the last image again", "a")
	must(st.Restore(ctx, empty))
	expect("at an older image", "")
	must(add(ctx, st, "d", nothing))
	must(st.Restore(ctx, withA))
	expect("at a newer image", "a")
	must(add(ctx, st, "d", nothing))
	later := image()
	must(st.Restore(ctx, empty))
	must(st.Restore(ctx, later))
	expect("at an image that was taken after a restore", "ad")

	twin, err := store.OpenImage(ctx, later, nil)
	if err == nil {
		err = twin.Close()
	}
	must(err)
	if _, err := mockapitest.Open(t, t.TempDir()+"/file.db", "users: []").Image(ctx); !errors.Is(err, store.ErrNotInMemory) {
		t.Errorf("the image of a file: %v", err)
	}
}
