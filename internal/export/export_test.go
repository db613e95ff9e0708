package export_test

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/export"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

//go:embed testdata/awkward.yaml
var awkward string

// look reads and writes everything that Ada sees.
func look(t testing.TB, url string, options export.Options) (files []export.File, notes []string) {
	t.Helper()
	c, err := client.New(client.Config{URL: url, Token: acctest.Admin, RequestTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	found, err := organization.Read(t.Context(), c, organization.Choice{All: true})
	if err != nil {
		t.Fatal(err)
	}
	options.URL = url
	return export.Write(found, options)
}

// adopt holds an export to its promise: it is written as terraform fmt would, to apply it imports objects and does nothing else, and then
// there is nothing to do. It returns how many objects were imported.
func adopt(t *testing.T, url string, options export.Options) (imported string) {
	t.Helper()
	files, _ := look(t, url, options)
	if again, _ := look(t, url, options); export.Document(again) != export.Document(files) {
		t.Error("a second export of the same world is another one")
	}
	tf := acctest.NewTerraform(t)
	for _, f := range files {
		tf.WriteFile(t, f.Name, f.Text)
	}
	if printed, ok := tf.Run(t, "fmt", "-check", "-diff"); !ok {
		t.Errorf("terraform fmt: %s", printed)
	}
	tf.WriteFile(t, "main_override.tf", acctest.Provider(url, acctest.Admin))
	printed, ok := tf.Run(t, "apply", "-auto-approve")
	_, plan, found := strings.Cut(printed, "Plan: ")
	if !ok || !found || !strings.Contains(plan, " to import, 0 to add, 0 to change, 0 to destroy.") {
		_, problem, _ := strings.Cut(printed, "Error: ")
		t.Fatalf("Plan: %s\nError: %s\n%s", plan, problem, export.Document(files))
	}
	imported, _, _ = strings.Cut(plan, " to import")
	tf.WriteFile(t, "imports.tf", "")
	if printed, ok := tf.Run(t, "plan", "-detailed-exitcode"); !ok {
		t.Errorf("without the import blocks: %s", printed)
	}
	return imported
}

// SOAK adds 10 teams with 1,000 people.
func TestAccAdopt(t *testing.T) {
	acme, err := os.ReadFile("../../examples/seed/acme.yaml")
	if err != nil {
		t.Fatal(err)
	}
	type proof struct{ world, additive, exclusive, federated string }
	proofs := map[string]proof{
		"the world of the tests":  {world: acctest.World, additive: "22", exclusive: "17"},
		"the seed of the example": {world: string(acme), additive: "1", exclusive: "1"},
		"awkward names":           {world: awkward, additive: "45", exclusive: "29", federated: "50"},
		"3 teams":                 {world: company(3, 20), additive: "145"},
	}
	if os.Getenv("SOAK") != "" {
		proofs["10 teams"] = proof{world: company(10, 100), additive: "3151", exclusive: "271"}
	}
	for name, test := range proofs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := mockapitest.Start(t, test.world).URL
			for want, options := range map[string]export.Options{test.additive: {}, test.exclusive: {Exclusive: true}, test.federated: {Federated: true}} {
				if want == "" {
					continue
				}
				if got := adopt(t, url, options); got != want {
					t.Errorf("%+v: %s objects were imported, want %s", options, got, want)
				}
			}
		})
	}
}

// company is a seed of teams with as many members each, an app for ten of them, and up to ten of them on it.
func company(teams, members int) string {
	var people, b strings.Builder
	for team := range teams {
		fmt.Fprintf(&b, "  - name: team-%02d\n    type: enterprise\n    enterprise_account: acme\n    members:\n      - {email: ada@acme.test, role: admin}\n", team)
		for i := 1; i < members; i++ {
			fmt.Fprintf(&people, "  - {email: person-%02d-%04d@acme.test}\n", team, i)
			fmt.Fprintf(&b, "      - {email: person-%02d-%04d@acme.test, role: %s}\n", team, i, []string{"member", "viewer"}[i%2])
		}
		b.WriteString("    apps:\n")
		for app := range max(1, members/10) {
			fmt.Fprintf(&b, "      - name: app-%02d-%03d\n        locked: %t\n        collaborators:\n", team, app, app%2 == 0)
			for i := 5 * (app + 1); i < min(members, 5*(app+11)); i += 5 {
				fmt.Fprintf(&b, "          - {email: person-%02d-%04d@acme.test, permissions: [view, deploy]}\n", team, i)
			}
		}
	}
	return "users:\n  - {email: ada@acme.test, token: HRKU-ada}\n" + people.String() +
		"enterprise_accounts:\n  - name: acme\n    members: [{email: ada@acme.test, permissions: [view, manage, create]}]\nteams:\n" + b.String()
}

// What the API did not tell is said, and so is what cannot be written; names that Heroku once allowed are made fit.
func TestNotes(t *testing.T) {
	admin, viewer, outside := "admin", "viewer", "collaborator"
	o := &organization.Organization{
		Accounts: []*organization.Account{{
			EnterpriseAccount: api.EnterpriseAccount{ID: "1", Name: "Acme\nInc. ../"},
			Members:           []api.EnterpriseAccountMember{{User: api.UserRef{ID: "p", Email: "p@acme.test"}, Permissions: []api.Permission{{Name: "view"}}}},
		}},
		Teams: []*organization.Team{{
			Team: api.Team{ID: "t", Name: "1-team", Type: api.TeamTypeEnterprise, EnterpriseAccount: &api.Ref{ID: "1", Name: "Acme"}},
			Members: []api.TeamMember{
				{Email: "p@acme.test", Role: &viewer, User: api.TeamMemberUser{ID: "p"}},
				{Email: "q@acme.test", Role: &admin, User: api.TeamMemberUser{ID: "q"}, Federated: true},
				{Email: "r@acme.test", Role: &outside, User: api.TeamMemberUser{ID: "r"}, Federated: true},
			},
			Apps:   []*organization.App{{TeamApp: api.TeamApp{App: api.App{ID: "a", Name: "2048"}}, Grants: []organization.Grant{{UserID: "q", Email: "q@acme.test", Permissions: []string{"view"}}, {UserID: "r", Email: "r@acme.test", Permissions: []string{"deploy"}}}}},
			Unread: []organization.Gap{{What: "its add-on allowlist", Err: errors.New("403\nforbidden")}},
		}},
	}
	files, notes := export.Write(o, export.Options{Exclusive: true})
	document := export.Document(files)
	for _, want := range []string{
		"# account-Acme_Inc_____.tf\n", `resource "herokuenterprise_enterprise_account_member" "acme_inc______p"`,
		`resource "herokuenterprise_team" "_1_team"`, `resource "herokuenterprise_team_app" "_2048"`, "collaborators = {}",
		`resource "herokuenterprise_team_member" "_1_team_p"`, "depends_on = [herokuenterprise_enterprise_account_member.acme_inc______p]",
	} {
		if !strings.Contains(document, want) {
			t.Errorf("%s\n\ndoes not have\n%s", document, want)
		}
	}
	for i, want := range []string{"Nobody in the enterprise account", "Not in here, of the team 1-team: its add-on allowlist could not be read: 403 forbidden.", "1 person in the team 1-team signs in", "1 person with permissions on apps of the team 1-team, but no role in it, signs in", "Nobody in the team 1-team with a password"} {
		if i >= len(notes) || !strings.HasPrefix(notes[i], want) || !strings.Contains(document, "# "+notes[i]+"\n") {
			t.Errorf("%d: %q, want %q", i, notes, want)
		}
	}
}

// What nobody can choose or what could not be read never becomes a list that Terraform owns as a whole: the next apply would empty it.
func TestNoListOfNothing(t *testing.T) {
	yes, refused := true, errors.New("403 forbidden")
	manager := api.EnterpriseAccountMember{User: api.UserRef{ID: "p", Email: "p@acme.test"}, Permissions: []api.Permission{{Name: "manage"}}, IdentityProvider: &api.IdentityProvider{ID: "i"}}
	files, _ := export.Write(&organization.Organization{
		Accounts: []*organization.Account{
			{EnterpriseAccount: api.EnterpriseAccount{ID: "1", Name: "closed"}, Unread: []organization.Gap{{What: "who is in the enterprise account closed", Err: refused}}},
			{EnterpriseAccount: api.EnterpriseAccount{ID: "2", Name: "sso"}, Members: []api.EnterpriseAccountMember{manager}, Hidden: []organization.Gap{{What: organization.Provider, Err: refused}}},
		},
		Teams: []*organization.Team{{
			Team: api.Team{ID: "t", Name: "widgets", Type: api.TeamTypeEnterprise}, Preferences: &api.TeamPreferences{AddonsControls: &yes},
			Unread: []organization.Gap{{What: organization.Allowlist, Err: refused}},
		}},
	}, export.Options{Exclusive: true})
	document := export.Document(files)
	if gap := "# Not in here, of the enterprise account sso: its identity provider could not be read: 403 forbidden."; !strings.Contains(document, gap) {
		t.Errorf("%q is not in\n%s", gap, document)
	}
	for _, kind := range []string{"herokuenterprise_enterprise_account_members", "herokuenterprise_addon_allowlist"} {
		if strings.Contains(document, kind) {
			t.Errorf("there is %s:\n%s", kind, document)
		}
	}
}
