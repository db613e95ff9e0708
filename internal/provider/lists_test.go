package provider_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// listed are the results of a list, and what it complained of.
type listed struct {
	titles []string // sorted
	things []*thing
	said   string
}

// list asks for objects, at most so many; 0 is all of them.
func (c *wire) list(kind string, config map[string]string, limit int64, include bool) listed {
	c.Helper()
	req := &tfprotov6.ListResourceRequest{TypeName: kind, Config: c.block(c.schemas.ListResourceSchemas[kind], config), Limit: limit, IncludeResource: include}
	stream, err := c.lists.ListResource(c.Context(), req)
	if err != nil {
		c.Fatal(err)
	}
	var out listed
	for r := range stream.Results {
		out.said += said(nil, r.Diagnostics)
		if r.Identity == nil {
			continue
		}
		if (r.Resource != nil) != include {
			c.Errorf("%s: whether the whole object comes is not as asked for", r.DisplayName)
		}
		out.titles = append(out.titles, r.DisplayName)
		out.things = append(out.things, &thing{kind: kind, state: r.Resource, identity: r.Identity})
	}
	slices.Sort(out.titles)
	return out
}

var everyList = []struct {
	kind   string
	config map[string]string
	titles []string
}{
	{"team_member", map[string]string{"team": "acme-widgets"}, []string{"ada@acme.test (admin of acme-widgets)", "joe@acme.test (member of acme-widgets)", "kim@acme.test (viewer of acme-widgets)"}},
	{"app_access", map[string]string{"team": "acme-widgets"}, []string{"jill@creative.test on website-prod (deploy, view)", "joe@acme.test on website-prod (operate, view)"}},
	{"app_access", map[string]string{"app": "website-prod"}, []string{"jill@creative.test on website-prod (deploy, view)", "joe@acme.test on website-prod (operate, view)"}},
	{"app_access", map[string]string{"app": "website-staging"}, nil},
	{"space_access", map[string]string{"team": "acme-widgets"}, []string{"joe@acme.test on acme-dmz (create_apps)"}},
	{"space_access", map[string]string{"space": "acme-dmz"}, []string{"joe@acme.test on acme-dmz (create_apps)"}},
	{"space_access", map[string]string{"team": "acme-labs"}, nil},
	{"space", map[string]string{"team": "acme-widgets"}, []string{"acme-dmz (acme-widgets)"}},
	{"space", map[string]string{"team": "acme-labs"}, nil},
	{"enterprise_account_member", map[string]string{"enterprise_account": "acme"}, []string{"ada@acme.test in acme (billing, create, manage, view)", "joe@acme.test in acme (view)", "kim@acme.test in acme (view)"}},
	{"enterprise_account_member", map[string]string{"enterprise_account": "globex"}, []string{"ada@acme.test in globex (create, view)"}},
	{"team_app", map[string]string{"team": "acme-widgets"}, []string{"website-prod (acme-widgets)", "website-staging (acme-widgets)"}},
	{"team_app", map[string]string{"team": "acme-labs"}, nil},
	{"app_lock", map[string]string{"team": "acme-widgets"}, []string{"website-prod (acme-widgets)"}},
	{"allowed_addon_service", map[string]string{"team": "acme-widgets"}, []string{"heroku-postgresql (acme-widgets)", "papertrail (acme-widgets)"}},
}

// A list has what there is, each with the identity by which it can be imported and with the state that such an import gives, so
// that the configuration which Terraform writes of it plans no change.
func TestLists(t *testing.T) {
	w := start(t)
	tested := map[string]bool{}
	for _, test := range everyList {
		kind := "herokuenterprise_" + test.kind
		c := w.connect(t)
		tested[kind] = true
		all := c.list(kind, test.config, 0, true)
		if all.said != "" {
			t.Errorf("%s %v: %s", kind, test.config, all.said)
		}
		same(t, kind, all.titles, test.titles)
		for i, o := range all.things {
			imported := w.connect(t).importIdentity(kind, c.identityOf(o))
			same(t, all.titles[i], c.attributes(imported), c.attributes(o))
		}
		same(t, kind+" without the objects", c.list(kind, test.config, 0, false).titles, test.titles)
		if some := c.list(kind, test.config, 1, false); len(some.titles) != min(1, len(test.titles)) || some.said != "" {
			t.Errorf("%s: of at most one, there are %v; %s", kind, some.titles, some.said)
		}
	}
	c := w.connect(t)
	for kind, schema := range c.schemas.ListResourceSchemas {
		describe(t, "list "+kind, schema)
		if !tested[kind] {
			t.Errorf("the list of %s is not tested", kind)
		}
	}
}

// A team is listed at the same cost, however many it has.
func TestListCost(t *testing.T) {
	w := start(t)
	for _, name := range []string{"website-one", "website-two", "website-three"} {
		w.do(t, "POST", "/teams/apps", object{"name": name, "team": "acme-widgets"})
		w.do(t, "POST", "/teams/apps/"+name+"/collaborators", object{"user": "ann@acme.test", "permissions": []string{"deploy"}})
	}
	c := w.connect(t)
	w.Calls()
	for _, test := range everyList {
		c.list("herokuenterprise_"+test.kind, test.config, 0, true)
	}
	paths := map[string]int{}
	for _, call := range w.Calls() {
		paths[call]++
	}
	for call, times := range paths {
		if times > 1 {
			t.Errorf("%s: %d times", call, times)
		}
	}
	if len(paths) > 13 { // teams and spaces, a team's members, apps, permissions and services, one app to find each of two, another team's apps and permissions, accounts, and the people of two
		t.Errorf("%d calls: %v", len(paths), paths)
	}
}

// People who were invited are members as far as Terraform is concerned.
func TestListInvited(t *testing.T) {
	w := start(t)
	w.do(t, "POST", "/teams", object{"name": "friends"})
	w.do(t, "PUT", "/teams/friends/invitations", object{"email": "ann@acme.test", "role": "viewer"})
	c := w.connect(t)
	all := c.list("herokuenterprise_team_member", map[string]string{"team": "friends"}, 0, true)
	same(t, "members", all.titles, []string{"ada@acme.test (admin of friends)", "ann@acme.test (invited to friends)"})
	for _, o := range all.things {
		same(t, "state", c.attributes(c.importIdentity(o.kind, c.identityOf(o))), c.attributes(o))
	}
	if some := c.list("herokuenterprise_team_member", map[string]string{"team": "friends"}, 1, false); len(some.titles) != 1 {
		t.Errorf("of at most one, there are %v", some.titles)
	}
}

// Where the API does not list the grants of a team, those of its apps and spaces are asked for one by one.
func TestListWithoutPermissions(t *testing.T) {
	w := start(t)
	w.Answer("GET", "/permissions", http.StatusNotFound, `{"id":"not_found","message":"No such list."}`)
	for _, test := range everyList {
		if test.kind == "app_access" || test.kind == "space_access" {
			same(t, "grants", w.connect(t).list("herokuenterprise_"+test.kind, test.config, 0, false).titles, test.titles)
		}
	}
}

func TestListRefused(t *testing.T) {
	w := start(t)
	c := w.connect(t)
	for _, test := range everyList {
		kind, config := "herokuenterprise_"+test.kind, map[string]string{}
		for name := range test.config {
			config = map[string]string{name: "nowhere"}
		}
		if out := c.list(kind, config, 0, false); !strings.Contains(out.said, "Could not list "+strings.ReplaceAll(test.kind, "_", " ")) || !strings.Contains(out.said, "Couldn't find that") {
			t.Errorf("%s: %q", kind, out.said)
		}
	}
	kind := "herokuenterprise_app_access"
	for _, config := range []map[string]string{{}, {"team": "acme-widgets", "app": "website-prod"}, {"team": "acme widgets"}} {
		req := &tfprotov6.ValidateListResourceConfigRequest{TypeName: kind, Config: c.block(c.schemas.ListResourceSchemas[kind], config)}
		if answer, err := c.lists.ValidateListResourceConfig(t.Context(), req); said(err, answer.Diagnostics) == "" {
			t.Errorf("%v is accepted", config)
		}
	}
	// A part of the way, the API has had enough.
	w.Refuse("GET", "/features")
	w.do(t, "POST", "/teams", object{"name": "friends"})
	out := w.connect(t).list("herokuenterprise_team_member", map[string]string{"team": "friends"}, 0, false)
	if len(out.titles) != 1 || !strings.Contains(out.said, "Could not list team member") {
		t.Errorf("%v, %q", out.titles, out.said)
	}
}

// Terraform 1.14 and later run the examples themselves; the world of the tests has what they ask for.
func TestAccQuery(t *testing.T) {
	w := start(t)
	steps := []resource.TestStep{{Config: w.config(memberConfig, "acme-labs", "ann@acme.test", "viewer")}}
	for kind := range w.connect(t).schemas.ListResourceSchemas {
		file := filepath.Join(examples, "list-resources", kind, "list-resource.tfquery.hcl")
		if _, err := os.Stat(file); err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		name, _, _ := strings.Cut(strings.SplitN(readExample(t, file), `" "`, 2)[1], `"`)
		steps = append(steps, resource.TestStep{
			Query: true, Config: readExample(t, file),
			QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLengthAtLeast(kind+"."+name, 1)},
		})
	}
	w.runSince(t, tfversion.SkipBelow(tfversion.Version1_14_0), steps...)
}
