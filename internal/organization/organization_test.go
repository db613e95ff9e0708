package organization_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// reader is a client of somebody's.
func reader(t *testing.T, url, token string) *client.Client {
	t.Helper()
	c, err := client.New(client.Config{URL: url, Token: token, RequestTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// picture writes an organization down, a line for each thing.
func picture(o *organization.Organization) string {
	var b strings.Builder
	for _, a := range o.Accounts {
		fmt.Fprintln(&b, "account", a.Name)
		for _, m := range a.Members {
			fmt.Fprint(&b, " ", m.User.Email)
			for _, p := range m.Permissions {
				fmt.Fprint(&b, " ", p.Name)
			}
			fmt.Fprintln(&b)
		}
		fmt.Fprint(&b, gaps(a.Unread))
	}
	for _, team := range o.Teams {
		fmt.Fprintln(&b, "team", team.Name, len(team.Services), len(team.Providers), len(team.Addons))
		for _, m := range team.Members {
			fmt.Fprintln(&b, " ", m.Email, *m.Role)
		}
		for _, app := range team.Apps {
			fmt.Fprintln(&b, "  app", app.Name, app.Locked, grants(app.Grants))
		}
		for _, s := range team.Spaces {
			fmt.Fprintln(&b, "  space", s.Name, len(s.Rules.Rules), grants(s.Grants))
		}
		fmt.Fprint(&b, gaps(team.Unread))
	}
	return b.String()
}

func grants(list []organization.Grant) (words []string) {
	for _, g := range list {
		words = append(words, g.Email+"="+strings.Join(g.Permissions, "+"))
	}
	return words
}

func gaps(list []organization.Gap) string {
	var b strings.Builder
	for _, g := range list {
		fmt.Fprintln(&b, " ?", g.What)
	}
	return b.String()
}

const widgets = `team acme-widgets 2 1 2
  ada@acme.test admin
  jill@creative.test collaborator
  joe@acme.test member
  kim@acme.test viewer
  app website-prod true [jill@creative.test=deploy+view joe@acme.test=operate+view]
  app website-staging false []
  space acme-dmz 1 [joe@acme.test=create_apps]
`

// One choice after the other, and who asks; what an API refuses is said, and is not taken for empty.
func TestRead(t *testing.T) {
	server := mockapitest.Start(t, acctest.World)
	for name, test := range map[string]struct {
		token  string
		choice organization.Choice
		want   string
	}{
		"a team":           {acctest.Admin, organization.Choice{Teams: []string{"acme-widgets"}}, widgets},
		"named twice":      {acctest.Admin, organization.Choice{Teams: []string{"acme-widgets", "acme-widgets"}}, widgets},
		"two teams":        {acctest.Admin, organization.Choice{Teams: []string{"acme-widgets", "acme-labs"}}, "team acme-labs 0 0 0\n  ada@acme.test admin\n" + widgets},
		"an account":       {acctest.Admin, organization.Choice{Accounts: []string{"initech"}}, "account initech\n ada@acme.test view manage\n"},
		"an app's team":    {acctest.Admin, organization.Choice{Apps: []string{"website-prod", "website-staging", "nowhere"}, Spaces: []string{"acme-dmz", "nowhere"}}, widgets},
		"a space's":        {acctest.Admin, organization.Choice{Teams: []string{"acme-labs"}, Spaces: []string{"acme-dmz"}}, "team acme-labs 0 0 0\n  ada@acme.test admin\n" + widgets},
		"an account alone": {acctest.Admin, organization.Choice{Alone: []string{"initech", "initech"}}, "account initech\n ada@acme.test view manage\n"},
		"and its owner":    {acctest.Admin, organization.Choice{Teams: []string{"acme-labs"}, Owners: true}, "account acme\n ada@acme.test view billing manage create\n joe@acme.test view\n kim@acme.test view\nteam acme-labs 0 0 0\n  ada@acme.test admin\n"},
		"a person's app":   {acctest.Admin, organization.Choice{Apps: []string{"ada-private"}}, ""},
		"its teams":        {acctest.Admin, organization.Choice{Accounts: []string{"acme"}}, "account acme\n ada@acme.test view billing manage create\n joe@acme.test view\n kim@acme.test view\nteam acme-labs 0 0 0\n  ada@acme.test admin\n" + widgets},
		"a guest's teams":  {"HRKU-jill", organization.Choice{All: true}, ""},
		"a small team":     {"HRKU-max", organization.Choice{All: true}, "team elsewhere 0 0 0\n  max@elsewhere.test admin\n"},
	} {
		o, err := organization.Read(t.Context(), reader(t, server.URL, test.token), test.choice)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if name, _ := strings.CutPrefix(test.token, "HRKU-"); o.Owner == nil || !strings.HasPrefix(o.Owner.Email, name+"@") {
			t.Errorf("%s: the owner is %v", name, o.Owner)
		}
		if got := picture(o); got != test.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, test.want)
		}
	}
	for name, test := range map[string]struct {
		token  string
		choice organization.Choice
	}{
		"an unknown team":    {acctest.Admin, organization.Choice{Teams: []string{"nobody"}}},
		"an unknown account": {acctest.Admin, organization.Choice{Accounts: []string{"nobody"}}},
		"a stranger's team":  {"HRKU-max", organization.Choice{Teams: []string{"acme-widgets"}}},
		"no such token":      {"HRKU-none", organization.Choice{All: true}},
	} {
		if o, err := organization.Read(t.Context(), reader(t, server.URL, test.token), test.choice); err == nil {
			t.Errorf("%s was read:\n%s", name, picture(o))
		}
	}
}

// The number of calls does not depend on how many people and apps there are, and an API without the list of all permissions takes one
// for each app.
func TestReadCalls(t *testing.T) {
	calls := map[string]int{}
	for _, apps := range []int{1, 30} {
		seed := strings.Replace(acctest.World, "      - name: website-staging\n", "      - name: website-staging\n"+many(apps), 1)
		proxy := acctest.NewProxy(t, mockapitest.Start(t, seed).URL)
		for _, lacking := range []bool{false, true} {
			if lacking {
				proxy.Answer("GET", "/permissions", http.StatusForbidden, `{"id":"forbidden","message":"Not for you."}`)
			}
			o, err := organization.Read(t.Context(), reader(t, proxy.URL, acctest.Admin), organization.Choice{Teams: []string{"acme-widgets"}})
			if err != nil {
				t.Fatal(err)
			}
			want := widgets[:strings.Index(widgets, "  app")]
			if got := picture(o); !strings.HasPrefix(got, want) || !strings.Contains(got, "jill@creative.test=deploy+view joe@acme.test=operate+view") || !strings.Contains(got, "joe@acme.test=create_apps") {
				t.Errorf("%s", got)
			}
			calls[fmt.Sprint(apps, lacking)] = len(proxy.Calls())
		}
	}
	if calls["1 false"] != calls["30 false"] || calls["30 true"] != calls["1 true"]+29 {
		t.Error(calls)
	}
}

// What is not read is nothing, and what is not there is noted if that is wanted.
func TestReadLess(t *testing.T) {
	proxy := acctest.NewProxy(t, mockapitest.Start(t, acctest.World).URL)
	c := reader(t, proxy.URL, acctest.Admin)
	o, err := organization.Read(t.Context(), c, organization.Choice{Teams: []string{"nobody", "acme-labs"}, Alone: []string{"nowhere", "acme"}, Lenient: true})
	if err != nil || len(o.Teams) != 1 || len(o.Accounts) != 1 || strings.Join(o.Missing, " ") != "nobody nowhere" {
		t.Errorf("%v: %s%v", err, picture(o), o.Missing)
	}
	proxy.Fail(func(r *http.Request) (int, string) {
		for _, end := range []string{"/preferences", "/inbound-ruleset", "/allowed-addon-services", "/identity-providers"} {
			if strings.HasSuffix(r.URL.Path, end) {
				return http.StatusForbidden, `{"id":"forbidden","message":"Not for you."}`
			}
		}
		return 0, ""
	})
	o, err = organization.Read(t.Context(), c, organization.Choice{Teams: []string{"acme-widgets"}})
	if err != nil {
		t.Fatal(err)
	}
	if team := o.Teams[0]; team.Preferences != nil || team.Spaces[0].Rules != nil || !team.Lacks(organization.Allowlist) || !team.Lacks(organization.Provider) || team.Lacks(organization.Spaces) || len(team.Unread) != 4 {
		t.Errorf("%+v %+v %v", team.Preferences, team.Spaces[0].Rules, team.Unread)
	}
}

// many are further apps of a team in a seed.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "      - name: more-%d\n", i)
	}
	return b.String()
}
