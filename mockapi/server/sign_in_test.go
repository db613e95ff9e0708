package server_test

import (
	"net/http"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// provider is an identity provider for the ten years after noon.
func provider(t *testing.T, entityID string) object {
	t.Helper()
	return object{"certificate": mockapitest.Certificate(t, noon), "entity_id": entityID, "sso_target_url": entityID + "/login"}
}

// TestSignIn: whoever a team's identity provider vouches for gets an account if he has none, a role if he has none, and a token. The
// account is the identity provider's from then on, until the provider goes.
func TestSignIn(t *testing.T) {
	s := startTests(t, world, nil)
	signIn := func(status int, team, email string) (out struct {
		Created, Joined bool
		Role, Token     string
	},
	) {
		t.Helper()
		must(t, s, status, "", "POST", "/_test/sign-ins", object{"team": team, "email": email, "name": "Somebody"}, &out)
		return out
	}
	signIn(http.StatusUnprocessableEntity, "widgets", "new@acme.test") // no identity provider
	signIn(http.StatusNotFound, "nowhere", "new@acme.test")
	signIn(http.StatusUnprocessableEntity, "widgets", "new")
	for _, team := range []string{"widgets", "gadgets"} {
		must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/"+team+"/identity-providers", provider(t, "https://"+team+".test"), nil)
	}

	// Somebody whom nobody knows, while no default role is chosen: a member. Then the same person again.
	if got := signIn(http.StatusCreated, "widgets", "new@acme.test"); !got.Created || !got.Joined || got.Role != "member" {
		t.Errorf("first: %+v", got)
	}
	again := signIn(http.StatusCreated, "widgets", "NEW@acme.test")
	if again.Created || again.Joined || again.Role != "member" {
		t.Errorf("again: %+v", again)
	}
	var me struct {
		Name             string
		Federated        bool
		Verified         bool
		IdentityProvider struct{ Name string } `json:"identity_provider"`
	}
	must(t, s, http.StatusOK, again.Token, "GET", "/account", nil, &me)
	if !me.Federated || !me.Verified || me.Name != "Somebody" || me.IdentityProvider.Name != "widgets-sso" {
		t.Errorf("account %+v", me)
	}

	// The default role is that of people who come now; whoever is in the team keeps his.
	must(t, s, http.StatusOK, "HRKU-ada", "PATCH", "/teams/widgets/preferences", object{"default-permission": "viewer"}, nil)
	if got := signIn(http.StatusCreated, "widgets", "sam@elsewhere.test"); got.Created || !got.Joined || got.Role != "viewer" {
		t.Errorf("with a default role: %+v", got)
	}
	if got := signIn(http.StatusCreated, "widgets", "bob@acme.test"); got.Joined || got.Role != "admin" {
		t.Errorf("an admin: %+v", got)
	}
	signIn(http.StatusForbidden, "gadgets", "new@acme.test") // is the other one's

	// Tokens last eight hours, and a certificate as long as it says.
	must(t, s, http.StatusOK, "", "POST", "/_test/clock", object{"advance": "8h1s"}, nil)
	must(t, s, http.StatusUnauthorized, again.Token, "GET", "/account", nil, nil)
	must(t, s, http.StatusOK, "", "POST", "/_test/clock", object{"now": "2041-05-07T00:00:00Z"}, nil)
	signIn(http.StatusForbidden, "widgets", "late@acme.test")
	must(t, s, http.StatusOK, "", "POST", "/_test/clock", object{"now": "2031-05-06T12:00:00Z"}, nil)

	// Without the identity provider they are people with passwords, who can become somebody else's.
	var list []struct{ ID string }
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/widgets/identity-providers", nil, &list)
	must(t, s, http.StatusOK, "HRKU-ada", "DELETE", "/teams/widgets/identity-providers/"+list[0].ID, nil, nil)
	if got := signIn(http.StatusCreated, "gadgets", "new@acme.test"); got.Created || !got.Joined {
		t.Errorf("under another one: %+v", got)
	}
	var members []struct {
		Email            string
		Federated        bool
		IdentityProvider *struct{ Redacted bool } `json:"identity_provider"`
	}
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/widgets/members", nil, &members)
	for _, m := range members {
		if other := m.Email == "new@acme.test"; m.Federated != other || (m.IdentityProvider != nil && m.IdentityProvider.Redacted) != other {
			t.Errorf("member %+v", m)
		}
	}

	// That of the enterprise account serves the teams of the account that have none, and makes way for one of their own.
	const account = "/enterprise-accounts/acme/identity-providers"
	var own struct{ ID string }
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", account, provider(t, "https://acme.test"), &own)
	wide := signIn(http.StatusCreated, "widgets", "wide@acme.test")
	must(t, s, http.StatusOK, wide.Token, "GET", "/account", nil, &me)
	if !wide.Created || !wide.Joined || wide.Role != "viewer" || me.IdentityProvider.Name != "acme-sso" {
		t.Errorf("through the account's: %+v, account %+v", wide, me)
	}
	signIn(http.StatusForbidden, "gadgets", "wide@acme.test") // which has its own
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/widgets/identity-providers", provider(t, "https://widgets.test"), nil)
	signIn(http.StatusForbidden, "widgets", "wide@acme.test")
	must(t, s, http.StatusOK, "HRKU-ada", "DELETE", account+"/"+own.ID, nil, nil)
	if got := signIn(http.StatusCreated, "widgets", "wide@acme.test"); got.Created || got.Joined {
		t.Errorf("after the account's: %+v", got)
	}
}

// TestSignInIsAudited: what a sign-in makes is written down like what a request makes.
func TestSignInIsAudited(t *testing.T) {
	s := startTests(t, world, nil)
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/widgets/identity-providers", provider(t, "https://widgets.test"), nil)
	before := len(events(t, s))
	must(t, s, http.StatusCreated, "", "POST", "/_test/sign-ins", object{"team": "widgets", "email": "new@acme.test"}, nil)
	var got string
	for _, e := range events(t, s)[before:] {
		got += e.Type + "." + e.Action + " "
		if !e.Allowed || e.ActorEmail != "new@acme.test" || e.Reason != "signed in through widgets-sso" || e.RequestID == "" {
			t.Errorf("event %+v", e)
		}
	}
	if want := "user.create team_member.create enterprise_account_member.create user.sign_in "; got != want {
		t.Errorf("events %q, want %q", got, want)
	}

	// Somebody else's people are turned away, and so is everybody once the certificate has expired.
	must(t, s, http.StatusCreated, "HRKU-ada", "POST", "/teams/gadgets/identity-providers", provider(t, "https://gadgets.test"), nil)
	refused := func(email, team, because string) {
		t.Helper()
		before := len(events(t, s))
		must(t, s, http.StatusForbidden, "", "POST", "/_test/sign-ins", object{"team": team, "email": email}, nil)
		list := events(t, s)[before:]
		if len(list) != 1 || list[0].Type+"."+list[0].Action != "user.sign_in" || list[0].Allowed || list[0].ActorEmail != email || list[0].TeamName != team || !contains(list[0].Reason, because) {
			t.Errorf("%s is turned away from %s: %+v", email, team, list)
		}
	}
	refused("new@acme.test", "gadgets", "belongs to another identity provider")
	must(t, s, http.StatusOK, "", "POST", "/_test/clock", object{"now": "2042-05-07T00:00:00Z"}, nil)
	refused("late@acme.test", "widgets", "so it vouches for nobody now")
	must(t, s, http.StatusUnprocessableEntity, "", "POST", "/_test/sign-ins", object{"team": "widgets"}, nil)
	must(t, s, http.StatusUnprocessableEntity, "", "POST", "/_test/sign-ins", object{"email": "new@acme.test"}, nil)
}
