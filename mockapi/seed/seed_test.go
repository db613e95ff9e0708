package seed_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func TestMain(m *testing.M) { os.Exit(mockapitest.Main(m)) }

// full names everything that a seed file can hold.
const full = `
users:
  - {email: Ada@acme.test, name: Ada, token: HRKU-ada, two_factor_authentication: true}
  - {email: joe@acme.test, token: HRKU-joe}
  - {email: jill@creative.test}
enterprise_accounts:
  - name: acme
    members:
      - {email: ada@acme.test, permissions: [view, billing, manage, create]}
teams:
  - name: acme-widgets
    type: enterprise
    enterprise_account: acme
    default_role: viewer
    members:
      - {email: ada@acme.test, role: admin}
      - {email: JOE@acme.test, role: member, federated: true}
    addon_controls: true
    allowed_addon_services: [heroku-postgresql, acme-addon]
    apps:
      - name: website-prod
        locked: true
        collaborators:
          - {email: jill@creative.test, permissions: [deploy]}
        addons:
          - {service: heroku-redis, plan: mini}
          - {service: acme-addon, name: own-name}
apps:
  - name: deep-spring-4274
    owner: joe@acme.test
    collaborators: [{email: jill@creative.test}]
addon_services:
  - {name: acme-addon, human_name: Acme, plans: [{name: free, price_cents: 0}]}
`

func open(t *testing.T, database string) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), database, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := seed.Catalogue(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	return st
}

// world is everything that a seed file can change, as the store tells it.
type world struct {
	Ada, Jill  store.User
	Account    store.Account
	Team       store.Team
	Members    []store.Member
	Apps       []store.App
	Personal   store.App
	Grants     []store.Collaborator
	Friends    []store.Collaborator
	Addons     []store.Addon
	Allowed    []store.AllowedAddonService
	Services   []store.AddonService
	TokenOfAda string
}

func read(t *testing.T, st *store.Store) (w world) {
	t.Helper()
	ctx := t.Context()
	if err := st.Read(ctx, func(tx *store.Tx) (err error) {
		step := func(f func() error) {
			if err == nil {
				err = f()
			}
		}
		step(func() (err error) { w.Ada, err = tx.GetUser(ctx, "ada@ACME.test"); return })
		step(func() (err error) { w.Jill, err = tx.GetUser(ctx, "jill@creative.test"); return })
		step(func() (err error) { w.Account, err = tx.GetAccount(ctx, "acme", w.Ada.ID); return })
		step(func() (err error) { w.Team, err = tx.GetTeam(ctx, "acme-widgets", w.Ada.ID); return })
		step(func() (err error) { w.Members, err = tx.ListMembers(ctx, w.Team.ID); return })
		step(func() (err error) { w.Apps, err = tx.ListTeamApps(ctx, w.Team.ID, w.Ada.ID); return })
		step(func() (err error) { w.Personal, err = tx.GetApp(ctx, "deep-spring-4274", w.Ada.ID); return })
		step(func() (err error) { w.Grants, err = tx.ListTeamGrants(ctx, w.Team.ID, ""); return })
		step(func() (err error) { w.Friends, err = tx.ListCollaborators(ctx, w.Personal.ID); return })
		step(func() (err error) { w.Addons, err = tx.ListTeamAddons(ctx, w.Team.ID); return })
		step(func() (err error) { w.Allowed, err = tx.ListAllowedAddonServices(ctx, w.Team.ID); return })
		step(func() (err error) { w.Services, err = tx.ListAddonServices(ctx); return })
		step(func() error {
			u, err := tx.TokenUser(ctx, "HRKU-ada")
			w.TokenOfAda = u.Email
			return err
		})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestLoad(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		st := open(t, database)
		if err := seed.Load(t.Context(), st, "full.yaml", []byte(full)); err != nil {
			t.Fatal(err)
		}
		w := read(t, st)
		if w.Ada.Email != "Ada@acme.test" || !w.Ada.TwoFactorAuthentication || w.Ada.Name != "Ada" || w.TokenOfAda != "Ada@acme.test" {
			t.Errorf("ada: %+v, token of %q", w.Ada, w.TokenOfAda)
		}
		if strings.Join(w.Account.Permissions.Names(), " ") != "view billing manage create" {
			t.Errorf("account: %+v", w.Account)
		}
		if w.Team.AccountName != "acme" || w.Team.DefaultRole != "viewer" || !w.Team.AddonControls || w.Team.Role != "admin" || !w.Team.Enterprise() {
			t.Errorf("team: %+v", w.Team)
		}
		if len(w.Members) != 2 || !w.Members[1].Federated || w.Members[1].User.Email != "joe@acme.test" {
			t.Errorf("members: %+v", w.Members)
		}
		if len(w.Apps) != 1 || !w.Apps[0].Locked || w.Personal.OwnerEmail != "joe@acme.test" {
			t.Errorf("apps: %+v, %+v", w.Apps, w.Personal)
		}
		if len(w.Grants) != 1 || w.Grants[0].Permissions.String() != "deploy, view" || len(w.Friends) != 1 || w.Friends[0].Permissions.String() != "deploy, operate, view" {
			t.Errorf("grants: %+v, %+v", w.Grants, w.Friends)
		}
		if len(w.Addons) != 2 || w.Addons[0].Name != "own-name" || w.Addons[1].Plan.FullName() != "heroku-redis:mini" || len(w.Allowed) != 2 {
			t.Errorf("add-ons: %+v, allowed: %+v", w.Addons, w.Allowed)
		}
	})
}

// TestLoadTwice: the same file again changes nothing, even when the world has moved on; another file builds on what is there.
func TestLoadTwice(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		st := open(t, database)
		load := func(name, content string) world {
			t.Helper()
			if err := seed.Load(t.Context(), st, name, []byte(content)); err != nil {
				t.Fatal(err)
			}
			return read(t, st)
		}
		first := load("full.yaml", full)
		if again := load("full.yaml", full); !reflect.DeepEqual(first, again) {
			t.Errorf("the second load changed the world:\n%+v\n%+v", first, again)
		}
		changed := load("changed.yaml", strings.Replace(full, "locked: true", "locked: false", 1)+"# changed\n")
		if changed.Apps[0].Locked || changed.Apps[0].ID != first.Apps[0].ID || len(changed.Members) != 2 || len(changed.Addons) != 2 {
			t.Errorf("a changed file: %+v", changed)
		}
		if back := load("full.yaml", full); back.Apps[0].Locked {
			t.Error("a file that was loaded before was loaded again")
		}
	})
}

func TestMistakes(t *testing.T) {
	fresh := worlds(t)
	replace := func(old, with string) string {
		if !strings.Contains(full, old) {
			t.Fatalf("the seed has no %q", old)
		}
		return strings.Replace(full, old, with, 1)
	}
	for name, c := range map[string]struct{ content, want string }{
		"unknown key":                {replace("locked: true", "lokced: true"), `bad.yaml:22: unknown key "lokced"`},
		"unknown key at the top":     {full + "tems: []\n", `unknown key "tems"`},
		"not YAML":                   {"users: [", "bad.yaml:1: "},
		"wrong type":                 {replace("locked: true", "locked: maybe"), "bad.yaml:22: cannot unmarshal"},
		"unknown person in a grant":  {replace("email: jill@creative.test, permissions: [deploy]", "email: jil@creative.test, permissions: [deploy]"), `bad.yaml:24: unknown person "jil@creative.test": put the address under users`},
		"unknown person in a team":   {replace("JOE@acme.test", "jo@acme.test"), `bad.yaml:17: unknown person "jo@acme.test"`},
		"unknown person in account":  {replace("email: ada@acme.test, permissions: [view, b", "email: eve@acme.test, permissions: [view, b"), `bad.yaml:9: unknown person "eve@acme.test"`},
		"unknown owner":              {replace("owner: joe@acme.test", "owner: eve@acme.test"), `bad.yaml:30: unknown person "eve@acme.test"`},
		"duplicate app":              {replace("name: deep-spring-4274", "name: website-prod"), "bad.yaml:29: the app website-prod is in this file twice"},
		"duplicate user":             {replace("joe@acme.test, token: HRKU-joe", "ADA@acme.test, token: HRKU-joe"), "bad.yaml:4: the user ada@acme.test is in this file twice"},
		"duplicate member":           {replace("JOE@acme.test", "ADA@acme.test"), "bad.yaml:17: the member of acme-widgets Ada@acme.test is in this file twice"},
		"duplicate token":            {replace("HRKU-joe", "HRKU-ada"), "bad.yaml:4: the token of joe@acme.test is in this file twice"},
		"bad email":                  {replace("jill@creative.test}", "jill}"), "bad.yaml:5: \"jill\" is not an email address"},
		"unknown role":               {replace("role: member", "role: owner"), `bad.yaml:17: Unknown role "owner"`},
		"unknown permission":         {replace("[deploy]", "[fly]"), `bad.yaml:24: Unknown permission "fly"`},
		"unknown account permission": {replace("billing, manage", "rule"), `bad.yaml:9: Unknown permission "rule"`},
		"unknown account":            {replace("enterprise_account: acme", "enterprise_account: ace"), `bad.yaml:13: unknown enterprise account "ace"`},
		"unknown type":               {replace("type: enterprise", "type: huge"), `bad.yaml:12: unknown type "huge"`},
		"unknown default role":       {replace("default_role: viewer", "default_role: king"), `bad.yaml:14: Unknown role "king"`},
		"unknown service":            {replace("[heroku-postgresql, acme-addon]", "[heroku-postgresql, oracle]"), `bad.yaml:19: unknown add-on service "oracle"`},
		"unknown plan":               {replace("plan: mini", "plan: maxi"), `bad.yaml:26: unknown add-on plan "heroku-redis:maxi"`},
		"bad app name":               {replace("name: website-prod", "name: Website"), `bad.yaml:21: app "Website": Name must start`},
		"bad team name":              {replace("name: acme-widgets", "name: apps"), `bad.yaml:11: team "apps": Team name "apps" is reserved`},
		"no admin":                   {replace("role: admin", "role: viewer"), "bad.yaml:11: the team acme-widgets has no admin"},
		"permissions on personal":    {replace("[{email: jill@creative.test}]", "[{email: jill@creative.test, permissions: [manage]}]"), "bad.yaml:31: The app deep-spring-4274 does not belong to an Enterprise Team"},
		"service without plans":      {replace("plans: [{name: free, price_cents: 0}]", "plans: []"), "bad.yaml:33: the add-on service acme-addon has no plans"},
		"plan with a colon":          {replace("name: free,", "name: \"a:b\","), "bad.yaml:33: a plan has a name without a colon"},
		"duplicate plan":             {replace("plans: [{name: free, price_cents: 0}]", "plans: [{name: free}, {name: free}]"), "bad.yaml:33: the plan acme-addon:free is in this file twice"},
		"duplicate account member":   {replace("permissions: [view, billing, manage, create]}", "permissions: [view]}\n      - {email: ADA@acme.test, permissions: [manage]}"), "bad.yaml:10: the member of the enterprise account acme Ada@acme.test is in this file twice"},
		"second document":            {full + "---\nusers: []\n", "a seed file is one YAML document"},
		"negative price":             {replace("price_cents: 0", "price_cents: -1"), "bad.yaml:33: a plan has a name without a colon and a price_cents"},
	} {
		t.Run(name, func(t *testing.T) {
			st := fresh()
			err := seed.Load(t.Context(), st, "bad.yaml", []byte(c.content))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %q, want %q", err, c.want)
			}
			if err := st.Read(t.Context(), func(tx *store.Tx) error {
				_, err := tx.GetUser(t.Context(), "ada@acme.test")
				if err == nil {
					t.Error("something of a bad file was loaded")
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestGuides: the seed files that the guides show load. The one on reviews shows a policy, which internal/review holds to its reader.
func TestGuides(t *testing.T) {
	guides, err := filepath.Glob(filepath.Join("..", "..", "templates", "guides", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, guide := range guides {
		if filepath.Base(guide) == "reviewing-access-changes.md" {
			continue
		}
		content, err := os.ReadFile(guide)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range strings.Split(string(content), "\n```yaml\n")[1:] {
			file, _, _ := strings.Cut(block, "\n```")
			if err := seed.Load(t.Context(), open(t, store.Memory), guide, []byte(file)); err != nil {
				t.Errorf("%v\n%s", err, file)
			}
			shown++
		}
	}
	if shown < 2 {
		t.Errorf("found %d seed files in the guides", shown)
	}
}

// TestExamples: every seed file among the examples loads.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "seed", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := seed.Load(t.Context(), open(t, store.Memory), name, content); err != nil {
			t.Error(err)
		}
	}
}

// TestLoadAtOnce: replicas that start together with different files, which name the same people and the same team, load all of them.
func TestLoadAtOnce(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		const files = 4
		var loads sync.WaitGroup
		start := make(chan struct{})
		for n := range files {
			st := mockapitest.Open(t, database, "")
			loads.Go(func() {
				<-start
				text := fmt.Sprintf("users: [{email: ada@acme.test}, {email: p%d@acme.test}]\nteams: [{name: acme, type: team, members: [{email: ada@acme.test, role: admin}, {email: p%d@acme.test, role: viewer}]}]", n, n)
				if err := seed.Load(t.Context(), st, "seed.yaml", []byte(text)); err != nil {
					t.Error(err)
				}
			})
		}
		close(start)
		loads.Wait()
		if err := mockapitest.Open(t, database, "").Read(t.Context(), func(tx *store.Tx) error {
			team, err := tx.GetTeam(t.Context(), "acme", "")
			if err != nil {
				return err
			}
			members, err := tx.ListMembers(t.Context(), team.ID)
			if len(members) != 1+files {
				t.Errorf("%d members", len(members))
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}
