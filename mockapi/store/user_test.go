package store_test

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestEndOfProviderCountsTheTeamThatOneJoins: the end of the identity provider to which a person's account belongs is a change for the team
// to which he is being added, too.
func TestEndOfProviderCountsTheTeamThatOneJoins(t *testing.T) {
	st, ctx := open(t, mockapitest.Postgres(t)), t.Context()
	var home, other store.Team
	var provider store.IdentityProvider
	var ann store.User
	if err := st.Write(ctx, func(tx *store.Tx) (err error) {
		for name, team := range map[string]*store.Team{"widgets": &home, "club": &other} {
			if err == nil {
				*team, err = tx.CreateTeam(ctx, store.Team{Name: name, Type: "team"})
			}
		}
		if err == nil {
			provider, err = tx.CreateIdentityProvider(ctx, store.IdentityProvider{TeamID: home.ID, EntityID: "https://idp.acme.test"})
		}
		if err == nil {
			ann, err = tx.CreateUser(ctx, store.User{Email: "ann@acme.test", IdentityProviderID: provider.ID})
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	before := version(t, st, other.ID)
	overtake(t, st, func(tx *store.Tx) error {
		if err := tx.LockTeam(ctx, other.ID); err != nil {
			return err
		}
		_, err := tx.CreateMember(ctx, other.ID, store.Member{User: ann, Role: "member"})
		return err
	}, nil, func(tx *store.Tx) error { return tx.DeleteIdentityProvider(ctx, provider) })
	if now := version(t, st, other.ID); now != before+2 {
		t.Errorf("the team was at version %d and is at %d", before, now)
	}
}

// TestUpdateUserCountsTheTeamThatOneJoins: who changes while he is being added to a team changes for that team too, whichever of the two
// transactions is first. Else a list of its members that was read in between would be kept as it was. Neither breaks the other.
func TestUpdateUserCountsTheTeamThatOneJoins(t *testing.T) {
	st, ctx := open(t, mockapitest.Postgres(t)), t.Context()
	var team store.Team
	people := map[string]store.User{}
	if err := st.Write(ctx, func(tx *store.Tx) (err error) {
		for _, name := range []string{"ann", "ben"} {
			if err == nil {
				people[name], err = tx.CreateUser(ctx, store.User{Email: name + "@acme.test"})
			}
		}
		if err == nil {
			team, err = tx.CreateTeam(ctx, store.Team{Name: "widgets", Type: "team"})
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	join := func(who string) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			if err := tx.LockTeam(ctx, team.ID); err != nil {
				return err
			}
			_, err := tx.CreateMember(ctx, team.ID, store.Member{User: people[who], Role: "member"})
			return err
		}
	}
	change := func(who string) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			user := people[who]
			user.TwoFactorAuthentication = true
			return tx.UpdateUser(ctx, user)
		}
	}
	before := version(t, st, team.ID)
	overtake(t, st, join("ann"), nil, change("ann"))
	if now := version(t, st, team.ID); now != before+2 {
		t.Errorf("joined, then changed: the team was at version %d and is at %d", before, now)
	}
	overtake(t, st, change("ben"), nil, join("ben"))

	// Whoever writes to a team of his goes on to the person while the change waits for the team.
	lock := func(tx *store.Tx) error {
		if err := tx.LockTeam(ctx, team.ID); err != nil {
			return err
		}
		_, err := tx.GetTeam(ctx, team.ID, "") // the lock is taken together with the next query
		return err
	}
	overtake(t, st, lock, func(tx *store.Tx) error { return tx.CreateToken(ctx, people["ann"].ID, "HRKU-ann") }, change("ann"))
}

// overtake begins a second transaction before a first one goes on and commits, and fails unless it waits, and each runs once.
func overtake(t *testing.T, st *store.Store, first, then, second func(*store.Tx) error) {
	t.Helper()
	done := make(chan error, 1)
	var ran atomic.Int32
	if err := st.Write(t.Context(), func(tx *store.Tx) error {
		if err := first(tx); err != nil {
			return err
		}
		if ran.Add(1) > 1 {
			return errors.New("the first transaction was broken")
		}
		go func() {
			done <- st.Write(context.WithoutCancel(t.Context()), func(tx *store.Tx) error {
				ran.Add(1)
				return second(tx)
			})
		}()
		for waiting := 0; waiting == 0; runtime.Gosched() {
			if len(done) > 0 {
				return errors.New("the second transaction did not wait for the first")
			}
			var err error
			if waiting, err = tx.Awaited(t.Context()); err != nil {
				return err
			}
		}
		if then == nil {
			return nil
		}
		return then(tx)
	}); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil || ran.Load() != 2 {
		t.Errorf("%d runs of two transactions, %v", ran.Load(), err)
	}
}

func version(t *testing.T, st *store.Store, teamID string) (v int64) {
	t.Helper()
	if err := st.Read(t.Context(), func(tx *store.Tx) error {
		team, err := tx.GetTeam(t.Context(), teamID, "")
		v = team.Version
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return v
}
