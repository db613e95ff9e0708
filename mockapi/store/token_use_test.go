package store_test

import (
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestTokenUsesWhileOneIsRevoked: the uses of other tokens are kept when one of the list is revoked just now.
func TestTokenUsesWhileOneIsRevoked(t *testing.T) {
	ctx, st := t.Context(), open(t, mockapitest.Postgres(t))
	var revoked, other store.Authorization
	if err := st.Write(ctx, func(tx *store.Tx) error {
		u, err := tx.CreateUser(ctx, store.User{Email: "joe@acme.test"})
		if err != nil {
			return err
		}
		if revoked, err = tx.CreateAuthorization(ctx, store.Authorization{Scopes: access.ScopeGlobal, User: u}, "revoked"); err != nil {
			return err
		}
		other, err = tx.CreateAuthorization(ctx, store.Authorization{Scopes: access.ScopeGlobal, User: u}, "other")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	uses := []store.TokenUse{{Token: store.TokenKey("other"), Action: access.AppRead, Kind: access.App}, {Token: store.TokenKey("revoked"), Action: access.AppRead, Kind: access.App}}
	kept := make(chan error, 1)
	if err := st.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DeleteAuthorization(ctx, revoked.ID); err != nil {
			return err
		}
		go func() { kept <- st.Write(ctx, func(tx *store.Tx) error { return tx.CreateTokenUses(ctx, uses) }) }()
		for {
			if n, err := tx.Awaited(ctx); n > 0 || err != nil {
				return err
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := <-kept; err != nil {
		t.Fatal(err)
	}
	if err := st.Read(ctx, func(tx *store.Tx) error {
		list, err := tx.ListTokenUses(ctx, other.ID)
		if len(list) != 1 {
			t.Errorf("the other token was used %d times, want once", len(list))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
