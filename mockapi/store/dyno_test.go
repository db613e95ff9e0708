package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestOneOffsEnd: a one-off dyno is there until its time, and its name is free afterwards.
func TestOneOffsEnd(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		ctx, now := t.Context(), time.Unix(1000, 0)
		st, err := store.Open(ctx, database, func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = st.Close() })
		var app store.App
		start := func(tx *store.Tx) error {
			v, err := tx.CurrentRelease(ctx, app.ID)
			if err != nil {
				return err
			}
			_, err = tx.CreateDyno(ctx, store.Dyno{AppID: app.ID, ReleaseID: v.ID, Type: "run", Number: 1234, OneOff: true, ExpiresAt: now.Add(time.Minute)})
			return err
		}
		if err := st.Write(ctx, func(tx *store.Tx) error {
			u, err := tx.CreateUser(ctx, store.User{Email: "ada@acme.test"})
			if err != nil {
				return err
			}
			if app, err = tx.CreateApp(ctx, store.App{Name: "web", OwnerID: u.ID, Region: "us", Stack: "heroku-24", BuildStack: "heroku-24"}, u.ID); err != nil {
				return err
			}
			return start(tx)
		}); err != nil {
			t.Fatal(err)
		}
		if err := st.Write(ctx, start); !errors.Is(err, store.ErrExists) {
			t.Errorf("a second dyno of that name: %v", err)
		}
		count := func() (n int) {
			if err := st.Read(ctx, func(tx *store.Tx) error {
				dynos, err := tx.ListDynos(ctx, app.ID)
				n = len(dynos)
				_, missing := tx.GetDyno(ctx, app.ID, "run.1234")
				if (missing == nil) != (n == 1) {
					t.Errorf("%d dynos, but one by its name: %v", n, missing)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if count() != 1 {
			t.Error("it is not there")
		}
		if now = now.Add(time.Minute); count() != 0 {
			t.Error("it outlived its time")
		}
		if err := st.Write(ctx, start); err != nil || count() != 1 {
			t.Errorf("its name is not free: %v", err)
		}
	})
}
