package review_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// one is a resource in a configuration.
func one(kind, name string, config map[string]any) *acctest.Resource {
	return &acctest.Resource{Type: "herokuenterprise_" + kind, Name: name, Config: config}
}

type attributes = map[string]any

// company is a small world that Terraform works in.
type company struct {
	t      *testing.T
	server *mockapitest.Server
	stack  *acctest.Stack
}

func newCompany(t *testing.T) *company {
	server := mockapitest.Start(t, acctest.World)
	return &company{t, server, acctest.NewStack(t, map[string]any{"url": server.URL, "api_key": acctest.Admin, "max_retries": 1})}
}

// plan plans a configuration, and returns the plan as Terraform shows it.
func (c *company) plan(config ...*acctest.Resource) (*acctest.StackPlan, []byte) {
	c.t.Helper()
	plan := c.stack.Plan(config)
	if len(plan.Errors) > 0 {
		c.t.Fatal(plan.Errors)
	}
	return plan, c.stack.JSON(plan)
}

// has makes a configuration what there is.
func (c *company) has(config ...*acctest.Resource) {
	c.t.Helper()
	plan, _ := c.plan(config...)
	if errs := c.stack.Apply(plan); len(errs) > 0 {
		c.t.Fatal(errs)
	}
}

// review plans a configuration and reviews it, with what the API says or without.
func (c *company) review(live bool, config ...*acctest.Resource) *review.Report {
	c.t.Helper()
	_, raw := c.plan(config...)
	f, err := planfile.Read(bytes.NewReader(raw))
	if err != nil {
		c.t.Fatal(err)
	}
	var o *organization.Organization
	if live {
		asker, err := client.New(client.Config{URL: c.server.URL, Token: acctest.Admin, RequestTimeout: time.Minute})
		if err != nil {
			c.t.Fatal(err)
		}
		if o, err = organization.Read(c.t.Context(), asker, review.Wanted(f)); err != nil {
			c.t.Fatal(err)
		}
	}
	report, err := review.Review(f, o)
	if err != nil {
		c.t.Fatal(err)
	}
	return report
}

// findings are those of a report, in short.
func findings(r *review.Report) (list []string) {
	for _, f := range r.Findings {
		list = append(list, fmt.Sprintf("%s %s %s", f.Rule, f.People, f.Text))
	}
	slices.Sort(list)
	return list
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n  %s\nwant\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

var (
	prod    = attributes{"app": "website-prod"}
	staging = one("app_lock", "staging", attributes{"app": "website-staging"})
	joe     = one("team_member", "joe", attributes{"team": "acme-widgets", "email": "joe@acme.test", "role": "member"})
	kim     = one("team_member", "kim", attributes{"team": "acme-widgets", "email": "kim@acme.test", "role": "viewer"})
	list    = one("addon_allowlist", "all", attributes{"team": "acme-widgets", "addon_services": []string{"heroku-postgresql", "papertrail"}})
)

// What follows from a plan, case by case.
func TestConsequences(t *testing.T) {
	certificate := mockapitest.Certificate(t, time.Now())
	for name, test := range map[string]struct {
		before, after []*acctest.Resource
		want          []string
	}{
		"lock": {nil, []*acctest.Resource{staging}, []string{
			"locks_app [joe@acme.test kim@acme.test] Locking the app website-staging takes view from 2 people who have it by a role in the team acme-widgets alone: joe@acme.test and kim@acme.test.",
		}},
		"unlock": {[]*acctest.Resource{one("app_lock", "prod", prod)}, nil, []string{
			"unlocks_app [kim@acme.test] Unlocking the app website-prod gives view to 1 person who sees it by nothing but a role in the team acme-widgets: kim@acme.test.",
		}},
		"removal": {[]*acctest.Resource{joe}, nil, []string{
			"drops_grants [joe@acme.test] joe@acme.test leaves the team acme-widgets, and loses with it create_apps on acme-dmz; operate and view on website-prod.",
		}},
		"allowlist": {[]*acctest.Resource{list}, []*acctest.Resource{one("addon_allowlist", "all", attributes{"team": "acme-widgets", "addon_services": []string{"heroku-postgresql", "heroku-kafka"}})}, []string{
			"allowlist_exception [] The add-on service papertrail is not on the allowlist of the team acme-widgets, and 1 add-on of it is installed: papertrail-website on website-prod. What is installed stays, and shows as an exception.",
			"allowlist_wider [] The add-on allowlist of the team acme-widgets gets heroku-kafka.",
		}},
		"allowlist off": {[]*acctest.Resource{list}, nil, []string{
			"allowlist_off [] The add-on allowlist of the team acme-widgets is not enforced any more: everybody who may install add-ons may install any.",
		}},
		"an admin more, then less": {
			[]*acctest.Resource{one("team_member", "kim", attributes{"team": "acme-widgets", "email": "kim@acme.test", "role": "admin"})}, []*acctest.Resource{kim}, []string{
				"one_admin [ada@acme.test] ada@acme.test is the only admin of the team acme-widgets after this plan. If that account is lost, nobody can let anybody in.",
			},
		},
		"an admin without a second factor": {nil, []*acctest.Resource{one("team_member", "kim", attributes{"team": "acme-widgets", "email": "kim@acme.test", "role": "admin"})}, []string{
			"no_second_factor [kim@acme.test] kim@acme.test has no multi-factor authentication, and gets deploy on website-prod, manage on website-prod, operate on website-prod, deploy on website-staging, manage on website-staging, 3 more.",
		}},
		"an outsider": {nil, []*acctest.Resource{one("app_access", "max", attributes{"app": "website-staging", "email": "max@elsewhere.test", "permissions": []string{"view"}})}, []string{
			"outsider [max@elsewhere.test] max@elsewhere.test has no role in the team acme-widgets, and gets view on website-staging.",
		}},
		"settings": {
			[]*acctest.Resource{one("team", "new", attributes{"name": "acme-new", "enterprise_account": "acme", "default_role": "viewer"})},
			[]*acctest.Resource{one("team", "new", attributes{"name": "acme-newer", "enterprise_account": "acme", "default_role": "admin", "third_party_oauth_access": false})},
			[]string{
				"default_role [] People who join the team acme-newer without a role being named become admin instead of viewer.",
				"third_party_access [] OAuth clients that are not Heroku's own may no longer use what the team acme-newer owns.",
			},
		},
		"the sign-in of an account": {
			nil,
			[]*acctest.Resource{one("identity_provider", "x", attributes{"enterprise_account": "acme", "entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/in", "certificate": certificate})},
			[]string{"identity_provider [] The enterprise account acme gets the identity provider urn:idp: whoever it vouches for can sign in."},
		},
		"another sign-in, of a team": {
			[]*acctest.Resource{one("identity_provider", "x", attributes{"enterprise_account": "acme", "entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/in", "certificate": certificate})},
			[]*acctest.Resource{one("identity_provider", "x", attributes{"team": "acme-labs", "entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/in", "certificate": certificate})},
			[]string{
				"identity_provider [] The enterprise account acme loses the identity provider urn:idp: nobody can sign in through it any more.",
				"identity_provider [] The team acme-labs gets the identity provider urn:idp: whoever it vouches for can sign in.",
			},
		},
		"another address to sign in": {
			[]*acctest.Resource{one("identity_provider", "x", attributes{"enterprise_account": "acme", "entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/in", "certificate": certificate})},
			[]*acctest.Resource{one("identity_provider", "x", attributes{"enterprise_account": "acme", "entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/sso", "certificate": certificate})},
			[]string{"identity_provider [] The identity provider urn:idp of the enterprise account acme changes: sso_target_url."},
		},
		"trusted addresses": {
			[]*acctest.Resource{one("space_trusted_ips", "dmz", attributes{"space": "acme-dmz", "ranges": []string{"198.51.100.0/24"}})},
			[]*acctest.Resource{one("space_trusted_ips", "dmz", attributes{"space": "acme-dmz", "ranges": []string{"0.0.0.0/0"}})},
			[]string{"trusted_ips [] Web traffic reaches the private space acme-dmz from everywhere, instead of from 198.51.100.0/24."},
		},
		"nobody is trusted": {
			nil,
			[]*acctest.Resource{one("space_trusted_ips", "dmz", attributes{"space": "acme-dmz", "ranges": []string{}})},
			[]string{"trusted_ips [] Web traffic reaches the private space acme-dmz from nowhere, instead of from everywhere."},
		},
		"deletions": {
			[]*acctest.Resource{one("team", "new", attributes{"name": "acme-new", "enterprise_account": "acme"}), one("team_app", "new", attributes{"team": "acme-widgets", "name": "brand-new"}), one("space", "new", attributes{"team": "acme-labs", "name": "acme-edge"})},
			nil,
			[]string{
				"deletes_app [] The app brand-new is deleted, with everything in it.",
				"deletes_space [] The private space acme-edge is deleted.",
				"deletes_team [ada@acme.test] The team acme-new is deleted, and with it the roles of 1 person who has one.",
			},
		},
		"transfers": {
			[]*acctest.Resource{one("team_app", "new", attributes{"team": "acme-widgets", "name": "brand-new"}), one("space", "new", attributes{"team": "acme-labs", "name": "acme-edge"})},
			[]*acctest.Resource{one("team_app", "new", attributes{"team": "acme-labs", "name": "brand-new"}), one("space", "new", attributes{"team": "acme-widgets", "name": "acme-edge"})},
			[]string{
				"transfers_app [] The app brand-new goes from the team acme-widgets to the team acme-labs. The permissions that people were given on it, and its lock, go with it.",
				"transfers_space [] The private space acme-edge goes with its apps from the team acme-labs to the team acme-widgets.",
			},
		},
		"to a person": {nil, []*acctest.Resource{one("app_transfer", "prod", attributes{"app": "website-prod", "recipient": "joe@acme.test"})}, []string{
			"transfers_app [jill@creative.test joe@acme.test] The app website-prod leaves the team acme-widgets and becomes the personal app of joe@acme.test. Everybody else loses every permission on it.",
		}},
		"one who manages the account": {
			[]*acctest.Resource{one("enterprise_account_member", "joe", attributes{"enterprise_account": "acme", "email": "joe@acme.test", "permissions": []string{"manage"}})},
			[]*acctest.Resource{one("enterprise_account_member", "joe", attributes{"enterprise_account": "acme", "email": "joe@acme.test", "permissions": []string{"view"}})},
			[]string{"one_manager [ada@acme.test] ada@acme.test is the only person who manages the enterprise account acme after this plan. If that account is lost, nobody can let anybody in."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCompany(t)
			c.has(test.before...)
			r := c.review(true, test.after...)
			equal(t, "findings", findings(r), test.want)
			if len(r.Gaps) > 0 {
				t.Errorf("everything was read, and yet: %s", r.Gaps)
			}
		})
	}
}

// What the refresh found is said, and what the plan alone knows is not taken for everything.
func TestDriftAndGaps(t *testing.T) {
	c := newCompany(t)
	c.has(joe, staging)
	status, _ := c.server.Do(t, acctest.Admin, "PATCH", "/teams/acme-widgets/members", map[string]string{"email": "joe@acme.test", "role": "admin"})
	if status != 200 {
		t.Fatal(status)
	}
	r := c.review(false, joe)
	equal(t, "findings", findings(r), []string{
		"drift [joe@acme.test] What herokuenterprise_team_member.joe holds was changed outside Terraform.",
		"unlocks_app [joe@acme.test] Unlocking the app website-staging gives view to at least 1 person who sees it by nothing but a role in the team acme-widgets: joe@acme.test.",
	})
	equal(t, "gaps", r.Gaps, []string{
		"What else people were given on the app website-staging is not in the plan. Reading the API (--live) would tell.",
		"Who else has a role in the team acme-widgets is not in the plan, so how many admins are left, and who else sees its apps, is not said. Reading the API (--live) would tell.",
		"Who has a role in the team of the app website-staging is not in the plan altogether: people may have more there than what is shown. Reading the API (--live) would tell.",
	})
	if len(r.People) != 1 || r.People[0].Name != "joe@acme.test" || r.Plan.Live || r.Plan.Changes != 2 {
		t.Errorf("%+v", r)
	}
}

// An app that becomes a person's own is open to nobody else afterwards.
func TestTransferToPerson(t *testing.T) {
	c := newCompany(t)
	config := one("app_transfer", "prod", attributes{"app": "website-prod", "recipient": "joe@acme.test"})
	var got []string
	for _, p := range c.review(true, config).People {
		for _, change := range p.Changes {
			got = append(got, fmt.Sprintf("%s %s %s: %q %q", p.Name, change.Effect, change.Right, change.Before, change.After))
		}
	}
	want := []string{
		`joe@acme.test gained deploy: "" "owner of the app"`, `joe@acme.test gained manage: "" "owner of the app"`,
		`joe@acme.test kept operate: "granted on the app" "owner of the app"`, `joe@acme.test kept view: "granted on the app" "owner of the app"`,
		`jill@creative.test lost deploy: "granted on the app" ""`, `jill@creative.test lost view: "granted on the app" ""`,
	}
	for _, permission := range []string{"deploy", "manage", "operate", "view"} {
		want = append(want, fmt.Sprintf(`ada@acme.test lost %s: "team role admin" ""`, permission))
	}
	slices.Sort(got)
	equal(t, "changes", got, want)
	c.has(config)
	for who, status := range map[string]int{"joe": 200, "jill": 403, "ada": 403, "kim": 403} {
		if got, _ := c.server.Do(t, "HRKU-"+who, "GET", "/apps/website-prod", nil); got != status {
			t.Errorf("%s sees %d, want %d", who, got, status)
		}
	}
}

// What the API does not tell is a gap, and the rest is reviewed.
func TestNotToldByTheAPI(t *testing.T) {
	c := newCompany(t)
	proxy := acctest.NewProxy(t, c.server.URL)
	proxy.Fail(func(r *http.Request) (int, string) {
		if strings.HasSuffix(r.URL.Path, "/permissions") || strings.HasPrefix(r.URL.Path, "/enterprise-accounts/") {
			return http.StatusForbidden, `{"id":"forbidden","message":"Not for you."}`
		}
		return 0, ""
	})
	_, raw := c.plan(one("team_member", "ann", attributes{"team": "acme-widgets", "email": "ann@acme.test", "role": "member"}), staging)
	raw = bytes.ReplaceAll(raw, []byte(`"app":"website-staging"`), []byte(`"app":"website-gone"`))
	f, err := planfile.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	asker, err := client.New(client.Config{URL: proxy.URL, Token: acctest.Admin, RequestTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	o, err := organization.Read(t.Context(), asker, review.Wanted(f))
	if err != nil {
		t.Fatal(err)
	}
	r, err := review.Review(f, o)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "gaps", r.Gaps, []string{
		"What admins of the team acme-widgets were given on its apps and spaces, beside what they have as admins, could not be read: who ceases to be one may keep more than what is shown.",
		"What else people were given on the app website-gone is not in the plan.",
		"Whether the app website-gone is locked now is not known; it is taken for not locked.",
		"Who has a role in the team of the app website-gone is not in the plan altogether: people may have more there than what is shown.",
		"Who is in the enterprise account acme is not known altogether: who joins one of its teams and is not in it yet gets view there.",
	})
	if len(r.People) != 1 || r.People[0].Name != "ann@acme.test" || len(r.People[0].Changes) != 2 {
		t.Errorf("%+v", r.People)
	}
}
