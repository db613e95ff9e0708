package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// together has writers come while another one is at work, in order, so that they share a commit, and returns what each was told.
// One that panics is told errPanic.
func together(t *testing.T, st *store.Store, writers []func(context.Context, *store.Tx) error, cancel int) []error {
	t.Helper()
	told := make([]error, len(writers))
	begun, proceed := make(chan struct{}), make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		if err := st.Write(t.Context(), func(*store.Tx) error {
			close(begun)
			<-proceed
			return nil
		}); err != nil && cancel >= 0 {
			t.Errorf("the first: %v", err)
		}
	})
	<-begun
	for i, f := range writers {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		wait.Go(func() {
			defer func() {
				if recover() != nil {
					told[i] = errPanic
				}
			}()
			told[i] = st.Write(ctx, func(tx *store.Tx) error { return f(ctx, tx) })
		})
		for st.Waiting() != i+1 {
			runtime.Gosched()
		}
		if i == cancel {
			stop()
			for st.Waiting() != i {
				runtime.Gosched()
			}
			writers = writers[:i+1] // the last
			break
		}
	}
	close(proceed)
	wait.Wait()
	return told[:len(writers)]
}

var errPanic = errors.New("panic")

func creates(email string, then error) func(context.Context, *store.Tx) error {
	return func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.CreateUser(ctx, store.User{Email: email}); err != nil {
			return err
		}
		if errors.Is(then, errPanic) {
			panic(then)
		}
		return then
	}
}

// users are the addresses that another program finds in the file.
func users(t *testing.T, database string) (emails []string) {
	t.Helper()
	if err := open(t, database).Read(t.Context(), func(tx *store.Tx) error {
		w, err := tx.World(t.Context())
		for _, u := range w.Users {
			emails = append(emails, u.Email)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(emails)
	return emails
}

// TestSharedCommit: of writers that share a commit each is there whole or not at all, whatever becomes of the others.
func TestSharedCommit(t *testing.T) {
	database := filepath.Join(t.TempDir(), "test.db")
	st := open(t, database)
	told := together(t, st, []func(context.Context, *store.Tx) error{
		creates("a@acme.test", nil), creates("b@acme.test", errStop), creates("A@acme.test", nil), creates("c@acme.test", errPanic),
		func(ctx context.Context, tx *store.Tx) error { // sees what those before it did, and nothing of who failed
			if _, err := tx.GetUser(ctx, "a@acme.test"); err != nil {
				return err
			}
			if _, err := tx.GetUser(ctx, "b@acme.test"); err == nil {
				return errors.New("what a failed one did is seen")
			}
			return creates("d@acme.test", nil)(ctx, tx)
		},
		creates("e@acme.test", nil), // cancelled while it waits
	}, 5)
	for i, want := range []error{nil, errStop, store.ErrExists, errPanic, nil, context.Canceled} {
		if !errors.Is(told[i], want) {
			t.Errorf("writer %d is told %v, want %v", i, told[i], want)
		}
	}
	if got, want := fmt.Sprint(users(t, database)), "[a@acme.test d@acme.test]"; got != want {
		t.Errorf("in the file: %s, want %s", got, want)
	}
}

// TestLostCommit: when SQLite undoes the transaction that several share, as it does on a full disk, all of them hear that they
// failed, nothing of them is there, and the next one writes.
func TestLostCommit(t *testing.T) {
	database := filepath.Join(t.TempDir(), "test.db")
	st := open(t, database)
	told := together(t, st, []func(context.Context, *store.Tx) error{
		creates("a@acme.test", nil),
		func(ctx context.Context, tx *store.Tx) error {
			if err := creates("b@acme.test", nil)(ctx, tx); err != nil {
				return err
			}
			return tx.Exec(ctx, "ROLLBACK") // in the place of SQLite
		},
	}, -1)
	for i, err := range told {
		if err == nil {
			t.Errorf("writer %d is told that it wrote", i)
		}
	}
	if err := st.Write(t.Context(), func(tx *store.Tx) error { return creates("c@acme.test", nil)(t.Context(), tx) }); err != nil {
		t.Errorf("the next one: %v", err)
	}
	if got, want := fmt.Sprint(users(t, database)), "[c@acme.test]"; got != want {
		t.Errorf("in the file: %s, want %s", got, want)
	}
}
