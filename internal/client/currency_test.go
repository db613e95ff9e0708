package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// connect makes a client of Ada's.
func connect(t *testing.T, url string, retries int) *client.Client {
	t.Helper()
	c, err := client.New(client.Config{URL: url, Token: acctest.Admin, MaxRetries: retries, RequestTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// write is a write, by the name of its method.
type write struct {
	method string
	do     func() error
}

// aside is a write after which nothing is compared: it is like another one, and only a step of the story.
func aside(w write) write {
	w.method = ""
	return w
}

// writes is a story in which every method that writes occurs.
func writes(t *testing.T, c *client.Client) []write {
	ctx, yes := t.Context(), true
	text := func(s string) *string { return &s }
	only := func(_ any, err error) error { return err }
	put := func(team, email, role string) write {
		return write{"PutMember", func() error { return only(c.PutMember(ctx, team, api.TeamMemberWrite{Email: email, Role: role})) }}
	}
	invite := func(team, email, role string) write {
		return write{"PutInvitation", func() error {
			return only(c.PutInvitation(ctx, team, api.TeamInvitationWrite{Email: email, Role: role}))
		}}
	}
	app := func(name, team string) write {
		in := api.TeamAppCreate{AppCreate: api.AppCreate{Name: name}, Team: team}
		return write{"CreateTeamApp", func() error { return only(c.CreateTeamApp(ctx, in)) }}
	}
	rename := func(team, name string) write {
		return write{"UpdateTeam", func() error { return only(c.UpdateTeam(ctx, team, api.TeamUpdate{Name: &name})) }}
	}
	update := func(app string, in api.TeamAppUpdate) write {
		return write{"UpdateTeamApp", func() error { return c.UpdateTeamApp(ctx, app, in) }}
	}
	leave := func(team, email string) write {
		return write{"DeleteMember", func() error { return c.DeleteMember(ctx, team, email) }}
	}
	grant := func(email string) write {
		in := api.CollaboratorCreate{User: email, Permissions: []string{"deploy"}}
		return write{"CreateCollaborator", func() error { return only(c.CreateCollaborator(ctx, "new-web", in)) }}
	}
	begin := []write{
		{"CreateTeam", func() error { return only(c.CreateTeam(ctx, "acme", api.TeamCreate{Name: "one"})) }},
		{"CreateTeam", func() error { return only(c.CreateTeam(ctx, "", api.TeamCreate{Name: "two"})) }},
		put("one", "ann@acme.test", "viewer"),
		aside(put("one", "joe@acme.test", "member")),
	}
	return slices.Concat(begin, spaceWrites(ctx, c), providerWrites(t, c), offerWrites(ctx, c), []write{
		app("new-web", "one"),
		aside(grant("joe@acme.test")),
		grant("jill@creative.test"), // who has no role
		{"CreateAccountMember", func() error {
			return only(c.CreateAccountMember(ctx, "acme", api.EnterpriseAccountMemberCreate{User: "jill@creative.test", Permissions: []string{"billing"}}))
		}},
		{"UpdateAccountMember", func() error {
			return only(c.UpdateAccountMember(ctx, "acme", "ada@acme.test", api.EnterpriseAccountMemberUpdate{Permissions: []string{"manage", "create"}}))
		}},
		{"DeleteAccountMember", func() error { return c.DeleteAccountMember(ctx, "acme", "jill@creative.test") }},
		{"UpdateCollaborator", func() error {
			return only(c.UpdateCollaborator(ctx, "new-web", "joe@acme.test", api.CollaboratorUpdate{Permissions: []string{"manage"}}))
		}},
		update("new-web", api.TeamAppUpdate{Locked: &yes}),
		{"UpdateApp", func() error { return c.UpdateApp(ctx, "new-web", api.AppUpdate{Name: text("new-shop")}) }},
		{"UpdateTeam", func() error { return only(c.UpdateTeam(ctx, "two", api.TeamUpdate{Default: &yes})) }},
		aside(invite("two", "ben@acme.test", "member")),
		invite("two", "kim@acme.test", "viewer"),
		put("two", "kim@acme.test", "viewer"), // uses up the invitation
		aside(rename("two", "three")),
		aside(rename("one", "two")), // the name of another team
		rename("three", "one"),
		{"DeleteInvitation", func() error {
			list, err := c.ListInvitations(ctx, "one")
			return errors.Join(err, c.DeleteInvitation(ctx, "one", list[0].ID))
		}},
		{"UpdateTeamPreferences", func() error {
			return only(c.UpdateTeamPreferences(ctx, "two", api.TeamPreferencesUpdate{AddonsControls: &yes}))
		}},
		{"CreateAllowedAddonService", func() error {
			return only(c.CreateAllowedAddonService(ctx, "two", api.AllowedAddonServiceCreate{AddonService: "papertrail"}))
		}},
		{"DeleteAllowedAddonService", func() error { return c.DeleteAllowedAddonService(ctx, "two", "papertrail") }},
		aside(app("new-web", "two")), // a name that was given up
		update("new-web", api.TeamAppUpdate{Owner: text("one")}),
		leave("two", "joe@acme.test"), // with his grants
		{"DeleteCollaborator", func() error { return c.DeleteCollaborator(ctx, "new-web", "ada@acme.test") }},
		{"DeleteApp", func() error { return c.DeleteApp(ctx, "new-shop") }},
		aside(put("two", "ann@acme.test", "admin")),
		put("two", "ada@acme.test", "viewer"), // herself
		leave("two", "ada@acme.test"),
		{"DeleteApp", func() error { return c.DeleteApp(ctx, "new-web") }},
		{"DeleteTeam", func() error { return c.DeleteTeam(ctx, "one") }},
	})
}

// spaceWrites is what happens to a space of the team one, of which Joe is a member.
func spaceWrites(ctx context.Context, c *client.Client) []write {
	only := func(_ any, err error) error { return err }
	return []write{
		{"CreateSpace", func() error { return only(c.CreateSpace(ctx, api.SpaceCreate{Name: "new-space", Team: "one"})) }},
		{"UpdateSpaceMember", func() error {
			return only(c.UpdateSpaceMember(ctx, "new-space", "joe@acme.test", []string{"create_apps"}))
		}},
		{"PutInboundRuleset", func() error {
			return only(c.PutInboundRuleset(ctx, "new-space", api.InboundRulesetCreate{Rules: []api.InboundRule{}}))
		}},
		{"UpdateSpace", func() error { return c.UpdateSpace(ctx, "new-space", api.SpaceUpdate{Name: "new-vault"}) }},
		{"TransferSpace", func() error { return c.TransferSpace(ctx, "new-vault", api.SpaceTransfer{NewOwner: "acme-labs"}) }},
		{"TransferSpace", func() error { return c.TransferSpace(ctx, "new-vault", api.SpaceTransfer{NewOwner: "one"}) }},
		{"DeleteSpace", func() error { return c.DeleteSpace(ctx, "new-vault") }},
	}
}

// providerWrites is what happens to an identity provider of the account acme, and to one of the team one.
func providerWrites(t *testing.T, c *client.Client) []write {
	only := func(_ any, err error) error { return err }
	ctx, entity, id := t.Context(), "urn:other", ""
	in := api.TeamIdentityProviderCreate{Certificate: mockapitest.Certificate(t, time.Now()), EntityID: "urn:idp", SSOTargetURL: "https://idp.acme.test/login"}
	return []write{
		{"CreateAccountIdentityProvider", func() error {
			made, err := c.CreateAccountIdentityProvider(ctx, "acme", in)
			id = made.ID
			return err
		}},
		{"UpdateAccountIdentityProvider", func() error {
			return only(c.UpdateAccountIdentityProvider(ctx, "acme", id, api.TeamIdentityProviderUpdate{EntityID: &entity}))
		}},
		{"DeleteAccountIdentityProvider", func() error { return c.DeleteAccountIdentityProvider(ctx, "acme", id) }},
		{"CreateIdentityProvider", func() error {
			made, err := c.CreateIdentityProvider(ctx, "one", in)
			id = made.ID
			return err
		}},
		{"UpdateIdentityProvider", func() error {
			return only(c.UpdateIdentityProvider(ctx, "one", id, api.TeamIdentityProviderUpdate{EntityID: &entity}))
		}},
		{"DeleteIdentityProvider", func() error { return c.DeleteIdentityProvider(ctx, "one", id) }},
	}
}

// offerWrites is an offer of Ada's own app to Joe, and how she takes it back.
func offerWrites(ctx context.Context, c *client.Client) []write {
	only := func(_ any, err error) error { return err }
	return []write{
		aside(write{"", func() error {
			return only(c.CreateCollaborator(ctx, "ada-private", api.CollaboratorCreate{User: "joe@acme.test"}))
		}}),
		{"CreateAppTransfer", func() error {
			return only(c.CreateAppTransfer(ctx, api.AppTransferCreate{App: "ada-private", Recipient: "joe@acme.test"}))
		}},
		{"DeleteAppTransfer", func() error {
			list, err := c.ListAppTransfers(ctx)
			return errors.Join(err, c.DeleteAppTransfer(ctx, list[0].ID))
		}},
	}
}

// After every write of this client, the snapshot says what the API says: each method names everything that it may change. A new method
// that writes has to come into the story.
func TestEveryWriteIsSeen(t *testing.T) {
	server := mockapitest.Start(t, acctest.World)
	c := connect(t, server.URL, 2)
	told := map[string]bool{}
	compare(t, c, "at first")
	for i, w := range writes(t, c) {
		told[w.method] = true
		if err := w.do(); err != nil {
			t.Fatalf("%d %s: %v", i, w.method, err)
		}
		if w.method == "" {
			continue
		}
		compare(t, c, fmt.Sprintf("after %d %s", i, w.method))
	}
	methods := reflect.TypeOf(c)
	for i := range methods.NumMethod() {
		name := methods.Method(i).Name
		for _, verb := range []string{"Create", "Update", "Put", "Transfer", "Delete"} {
			if strings.HasPrefix(name, verb) && !told[name] {
				t.Errorf("no reading is compared after %s", name)
			}
		}
	}
}

// compare compares the readings with what the API says. Features and marketplace are nothing that this client can change.
func compare(t *testing.T, c *client.Client, when string) {
	t.Helper()
	ctx, s := t.Context(), c.Snapshot
	for _, team := range []string{"one", "two"} {
		now, err := c.GetTeam(ctx, team)
		found, missing := s.Team.Get(ctx, team, client.Named)
		if (err == nil) != (missing == nil) || err == nil && (now.ID != found.Value.ID || now.Name != found.Value.Name) {
			t.Errorf("%s: the team %s is %+v, %v; want %+v, %v", when, team, found.Value, missing, now, err)
		}
		same(t, when, "members of "+team, s.Members, team, c.ListMembers)
		same(t, when, "apps of "+team, s.Apps, team, c.ListTeamApps)
		same(t, when, "permissions of "+team, s.Permissions, team, c.ListTeamPermissions)
		same(t, when, "services of "+team, s.Services, team, c.ListAllowedAddonServices)
		same(t, when, "preferences of "+team, s.Preferences, team, c.GetTeamPreferences)
		same(t, when, "identity providers of "+team, s.Providers, team, c.ListIdentityProviders)
		same(t, when, "invitations of "+team, s.Invitations, team, c.ListInvitations)
	}
	for _, app := range []string{"new-web", "new-shop"} {
		same(t, when, "collaborators of "+app, s.Collaborators, app, c.ListCollaborators)
		now, err := c.GetTeamApp(ctx, app)
		found, missing := s.App.Get(ctx, app, client.Named)
		if (err == nil) != (missing == nil) || err == nil && (now.ID != found.Value.ID || now.Name != found.Value.Name || *now.Team != *found.Value.Team) {
			t.Errorf("%s: the app %s is %+v, %v; want %+v, %v", when, app, found.Value, missing, now, err)
		}
	}
	for _, space := range []string{"new-space", "new-vault"} {
		now, err := c.GetSpace(ctx, space)
		found, missing := s.Space.Get(ctx, space, client.Named)
		if (err == nil) != (missing == nil) || err == nil && (now.ID != found.Value.ID || now.Team != found.Value.Team) {
			t.Errorf("%s: the space %s is %+v, %v; want %+v, %v", when, space, found.Value, missing, now, err)
		}
		same(t, when, "people of "+space, s.SpaceMembers, space, c.ListSpaceMembers)
	}
	same(t, when, "spaces", s.Spaces, "", func(ctx context.Context, _ string) ([]api.Space, error) { return c.ListSpaces(ctx) })
	same(t, when, "account", s.Account, "", func(ctx context.Context, _ string) (*api.Account, error) { return c.GetAccount(ctx) })
	same(t, when, "members of the account", s.AccountMembers, "acme", c.ListAccountMembers)
	same(t, when, "identity providers of the account", s.AccountProviders, "acme", c.ListAccountIdentityProviders)
	same(t, when, "account acme", s.EnterpriseAccount, "acme", c.GetEnterpriseAccount)
	same(t, when, "accounts", s.EnterpriseAccounts, "", func(ctx context.Context, _ string) ([]api.EnterpriseAccount, error) {
		return c.ListEnterpriseAccounts(ctx)
	})
	same(t, when, "teams", s.Teams, "", func(ctx context.Context, _ string) ([]api.Team, error) { return c.ListTeams(ctx) })
}

// clock is what moves with every write to a team or an app, and nobody reads.
var clock = regexp.MustCompile(`"updated_at":"[^"]*"`)

// same compares one reading with what the API says, errors by their status.
func same[V any](t *testing.T, when, what string, kept *client.Readings[V], key string, ask func(context.Context, string) (V, error)) {
	t.Helper()
	now, err := ask(t.Context(), key)
	got, failed := kept.Get(t.Context(), key, client.Current)
	switch {
	case client.Forbidden(err) && failed == nil: // what the caller himself may read no longer, the snapshot may remember
	case status(err) != status(failed):
		t.Errorf("%s: %s: %v, want %v", when, what, failed, err)
	case err == nil && text(got.Value) != text(now):
		t.Errorf("%s: %s:\n%s\nwant\n%s", when, what, text(got.Value), text(now))
	}
}

func text(v any) string {
	raw, _ := json.Marshal(v)
	return clock.ReplaceAllString(string(raw), "")
}

func status(err error) int {
	var e *api.Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}
