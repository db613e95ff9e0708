package server_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// secondFactor is what an answer about a person says.
type secondFactor struct {
	Name string
	On   bool   `json:"two_factor_authentication"`
	At   string `json:"updated_at"`
}

// TestSecondFactorOfOneself: a person turns the second factor on and off, by either path, and it is written down; nobody else does, no
// token of a narrow scope and none of another company's program. What is so already is not written.
func TestSecondFactorOfOneself(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, withClients())
		read := 0
		set := func(status int, token, path string, body object, wrote string) (me secondFactor) {
			t.Helper()
			must(t, s, status, token, "PATCH", path, body, &me)
			trail := events(t, s)
			var got []string
			for _, e := range trail[read:] {
				got = append(got, e.Type+"."+e.Action)
			}
			if read = len(trail); strings.Join(got, " ") != wrote {
				t.Errorf("PATCH %s %v with %s: events %q, want %q", path, body, token, got, wrote)
			}
			return me
		}
		version := func() int64 {
			t.Helper()
			var team store.Team
			if err := s.Store.Read(t.Context(), func(tx *store.Tx) (err error) {
				team, err = tx.GetTeam(t.Context(), "widgets", "")
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return team.Version
		}

		on := object{"two_factor_authentication": true}
		if me := set(http.StatusOK, "HRKU-joe", "/account", on, "user.update"); !me.On {
			t.Errorf("the answer says %+v", me)
		}
		last := events(t, s)[read-1]
		if want := map[string]any{"two_factor_authentication": true, "two_factor_authentication_was": false, "email": "joe@acme.test", "user_id": last.ActorID}; !reflect.DeepEqual(last.Data, want) {
			t.Errorf("event %+v, want %+v", last.Data, want)
		}
		if last.AccountID == "" || last.AccountName != "acme" {
			t.Errorf("the event is in the trail of the account %q", last.AccountName)
		}
		before, at := version(), set(http.StatusOK, "HRKU-joe", "/account", on, "").At
		if me := set(http.StatusOK, "HRKU-joe", "/users/~", on, ""); !me.On || me.At != at || version() != before {
			t.Errorf("what was so already was written: %+v, the team was at version %d and is at %d", me, before, version())
		}
		if me := set(http.StatusOK, "HRKU-joe-heroku-cli", "/users/joe@acme.test", object{"two_factor_authentication": false}, "user.update"); me.On {
			t.Errorf("the answer says %+v", me)
		}
		if me := set(http.StatusOK, "HRKU-joe-dashboards", "/account", object{"name": "Joe"}, "user.update"); me.Name != "Joe" || me.On || version() == before {
			t.Errorf("a new name: %+v", me)
		}

		set(http.StatusForbidden, "HRKU-ada", "/users/joe@acme.test", on, "account.write")
		set(http.StatusForbidden, "HRKU-joe-dashboards", "/account", on, "account.second_factor.write")
		for _, scope := range []string{"identity", "read", "write", "write-protected"} {
			var made struct {
				AccessToken struct{ Token string } `json:"access_token"`
			}
			must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/oauth/authorizations", object{"scope": []string{scope}}, &made)
			read++
			set(http.StatusForbidden, made.AccessToken.Token, "/account", on, "account.write")
		}

		// It is in the trail of each account that one is in, where whoever manages it reads it; of somebody in none, in nobody's.
		if err := s.Store.Write(t.Context(), func(tx *store.Tx) error {
			sam, err := tx.GetUser(t.Context(), "sam@elsewhere.test")
			if err != nil {
				return err
			}
			_, err = tx.CreateAccountMember(t.Context(), store.AccountMember{AccountID: accountID(t, tx), User: sam, Permissions: access.AccountView})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		set(http.StatusOK, "HRKU-sam", "/account", on, "user.update user.update")
		for who, account := range map[string]string{"ada": "acme", "sam": "other"} {
			_, answer := s.Do(t, "HRKU-"+who, "GET", "/enterprise-accounts/"+account+"/events?type=user&actor=sam@elsewhere.test", nil)
			if !contains(string(answer), "two_factor_authentication_was") {
				t.Errorf("%s reads in the trail of %s: %s", who, account, answer)
			}
		}
		set(http.StatusOK, "HRKU-jill", "/account", on, "user.update")

		// Whoever signs in through an identity provider has it there. A name is as before.
		if err := s.Store.Write(t.Context(), func(tx *store.Tx) error {
			vic, err := tx.GetUser(t.Context(), "vic@acme.test")
			if err != nil {
				return err
			}
			p, err := tx.CreateIdentityProvider(t.Context(), store.IdentityProvider{AccountID: accountID(t, tx), EntityID: "https://idp.acme.test"})
			if err != nil {
				return err
			}
			vic.IdentityProviderID = p.ID
			return tx.UpdateUser(t.Context(), vic)
		}); err != nil {
			t.Fatal(err)
		}
		for _, value := range []bool{true, false} {
			set(http.StatusUnprocessableEntity, "HRKU-vic", "/account", object{"two_factor_authentication": value, "name": "Vic"}, "account.second_factor.write")
		}
		if me := set(http.StatusOK, "HRKU-vic", "/account", object{"name": "Vic"}, "user.update"); me.Name != "Vic" || me.On {
			t.Errorf("federated: %+v", me)
		}
	})
}

func accountID(t *testing.T, tx *store.Tx) string {
	t.Helper()
	a, err := tx.GetAccount(t.Context(), "acme", "")
	if err != nil {
		t.Fatal(err)
	}
	return a.ID
}
