package conformance

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// gallery has one of everything, and people with every role.
var gallery = people("ada mia vic sam jill@creativeinc.com Joe.Black@Acme.com") + `
enterprise_accounts:
  - {name: holding, members: [{email: ada@acme.com, permissions: [manage]}]}
teams:
  - name: acme
    enterprise_account: holding
    allowed_addon_services: [papertrail]
    members:
      - {email: ada@acme.com, role: admin}
      - {email: mia@acme.com, role: member, federated: true}
      - {email: vic@acme.com, role: viewer}
      - {email: joe.black@acme.com, role: member}
    apps:
      - name: web
        collaborators: [{email: jill@creativeinc.com, permissions: [deploy]}, {email: mia@acme.com, permissions: [operate]}]
        addons: [{service: papertrail, plan: fixa, name: web-logs}]
  - name: empty
    type: team
    members: [{email: ada@acme.com, role: admin}]
    apps: [{name: bare}]
apps:
  - {name: hobby, owner: mia@acme.com}
`

// shapes is what answers look like beyond what the transcripts show.
var shapes = []exchange{
	// lists that hold nothing are lists
	{"sam", "GET /teams", "", 200, `[]`},
	{"sam", "GET /apps", "", 200, `[]`},
	{"sam", "GET /users/~/apps", "", 200, `[]`},
	{"ada", "GET /teams/empty/addons", "", 200, `[]`},
	{"ada", "GET /teams/empty/allowed-addon-services", "", 200, `[]`},
	{"ada", "GET /teams/empty/features", "", 200, `[{"name":"team-invite-acceptance"}]`},
	{"ada", "GET /apps/bare/addons", "", 200, `[]`},
	{"ada", "GET /teams/empty/permissions", "", 200, `[{"name":"bare","type":"app","users":[]}]`},
	{"ada", "DELETE /apps/bare", "", 200, `{"name":"bare"}`},
	{"ada", "GET /teams/empty/apps", "", 200, `[]`},
	{"ada", "GET /teams/empty/permissions", "", 200, `[]`},
	{"ada", "GET /teams/empty/members/ada@acme.com/apps", "", 200, `[]`},

	// the owner's row of a team's app, and its admins
	{"vic", "GET /apps/web/collaborators", "", 200, `[
		{"role":"owner","permissions":[],"user":{"email":"acme@herokumanager.com","federated":false}},
		{"role":"admin","user":{"email":"ada@acme.com"},"permissions":[{"name":"deploy"},{"name":"manage"},{"name":"operate"},{"name":"view"}]},
		{"role":"collaborator","user":{"email":"jill@creativeinc.com"},"permissions":[{"name":"deploy"},{"name":"view"}]},
		{"role":"member","user":{"email":"mia@acme.com","federated":true},"permissions":[{"name":"operate"},{"name":"view"}]}]`},
	{"mia", "GET /apps/hobby/collaborators", "", 200, `[{"role":"owner","permissions":[],"user":{"email":"mia@acme.com"}}]`},

	// roles in lists: of members, and one's own in teams
	{"vic", "GET /teams/acme/members", "", 200, `[{"email":"Joe.Black@Acme.com","role":"member","user":{"email":"Joe.Black@Acme.com"}},{"email":"ada@acme.com","role":"admin"},
		{"email":"jill@creativeinc.com","role":"collaborator"},{"email":"mia@acme.com","role":"member","federated":true},{"email":"vic@acme.com","role":"viewer","identity_provider":null}]`},
	{"vic", "GET /teams", "", 200, `[{"name":"acme","role":"viewer","type":"enterprise","enterprise_account":{"name":"holding"},"membership_limit":null,"identity_provider":null}]`},
	{"jill", "GET /teams", "", 200, `[{"name":"acme","role":"collaborator"}]`},
	{"jill", "GET /teams/acme", "", 200, `{"name":"acme","role":"collaborator"}`},
	{"ada", "GET /teams/empty", "", 200, `{"type":"team","enterprise_account":null,"membership_limit":25,"role":"admin"}`},

	// apps: one's own, those of others that one sees, and whether one has a grant
	{"mia", "GET /users/~/apps", "", 200, ""},
	{"jill", "GET /apps", "", 200, `[{"name":"web","owner":{"email":"acme@herokumanager.com"},"team":{"name":"acme"},"organization":{"name":"acme"},"space":null,"maintenance":false}]`},
	{"jill", "GET /teams/acme/apps", "", 200, `[{"name":"web","joined":true,"locked":false}]`},
	{"vic", "GET /teams/apps/web", "", 200, `{"name":"web","joined":false,"locked":false,"stack":{"name":"heroku-24"},"build_stack":{"name":"heroku-24"},"region":{"name":"us"},"acm":false}`},
	{"ada", "GET /teams/acme/permissions", "", 200, `[{"name":"web","type":"app","users":[{"email":"jill@creativeinc.com","permissions":["deploy","view"]},{"email":"mia@acme.com","permissions":["operate","view"]}]}]`},

	// one's own account
	{"mia", "GET /account", "", 200, `{"email":"mia@acme.com","default_team":null,"two_factor_authentication":false,"verified":true,"suspended_at":null}`},
	{"mia", "GET /users/~", "", 200, `{"email":"mia@acme.com"}`},
	{"mia", "GET /users/mia@acme.com", "", 200, `{"email":"mia@acme.com"}`},
	{"mia", "GET /users/ada@acme.com", "", 403, "forbidden: You do not have access to the account ada@acme.com."},

	// the catalogue
	{"sam", "GET /teams/permissions", "", 200, `[{"name":"deploy"},{"name":"manage"},{"name":"operate"},{"name":"view"}]`},
	{"sam", "GET /plans/papertrail:fixa", "", 200, `{"name":"papertrail:fixa","addon_service":{"name":"papertrail"},"price":{"cents":700,"unit":"month","contract":false},"default":false}`},
	{"sam", "GET /addon-services/papertrail/plans/choklad", "", 200, `{"name":"papertrail:choklad","default":true,"price":{"cents":0}}`},
	{"sam", "GET /addon-services/papertrail", "", 200, `{"name":"papertrail","human_name":"Papertrail","state":"ga"}`},
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// testShapes is what every answer carries: ids, ETag, Request-Id, RateLimit-Remaining.
func testShapes(t *testing.T, g Target) {
	w := enter(t, g, gallery, "ada /teams/acme/members", "ada /teams/acme/permissions")
	w.play(shapes...)
	w.equal("mia's own apps and grants", w.names("mia", "/users/~/apps"), "hobby web")

	// The request's id comes back, so that both sides can find it in their logs; without one the server makes it.
	const id = "6b7a5a34-4b0c-4c7e-9a51-0d7b6e2b4a10"
	for _, c := range []struct {
		as, request, send string
		want              *regexp.Regexp
	}{
		{"ada", "GET /teams/acme", id, regexp.MustCompile(`\b` + id + `\b`)},
		{"ada", "GET /teams/nothing", id, regexp.MustCompile(`\b` + id + `\b`)},
		{"", "GET /account", id, regexp.MustCompile(`\b` + id + `\b`)},
		{"ada", "GET /no-such-route", id, regexp.MustCompile(`\b` + id + `\b`)},
		{"ada", "GET /teams/acme", "", uuid},
		{"ada", "GET /teams/acme", "not an id", uuid},
		{"ada", "GET /teams/acme", strings.Repeat(id+",", 190) + id, regexp.MustCompile(`[0-9a-f-]{36}`)}, // the CLI sends a list that grows
	} {
		got := w.send(c.as, c.request, "", map[string]string{api.HeaderRequestID: c.send})
		if have := got.header.Get(api.HeaderRequestID); !c.want.MatchString(have) {
			t.Errorf("%s with Request-Id %.40q: %q, want %s", c.request, c.send, have, c.want)
		}
	}

	for _, c := range []call{{"GET /teams/acme", ""}, {"GET /teams/nothing", ""}, {"PATCH /apps/web", `{"maintenance":false}`}} {
		remaining := w.send("ada", c.request, c.body, nil).header.Get(api.HeaderRateLimitRemaining)
		if n, err := strconv.Atoi(remaining); err != nil || n < 0 {
			t.Errorf("%s: RateLimit-Remaining %q", c.request, remaining)
		}
	}
	if limit := get[api.RateLimit](w, "ada", "/account/rate-limits"); limit.Remaining <= 0 {
		t.Errorf("rate limit: %+v", limit)
	}

	// Who has an answer already is told that it is still true.
	for _, path := range []string{"/apps/web", "/teams/acme/members", "/teams/acme/apps"} {
		first := w.send("ada", "GET "+path, "", nil)
		etag := first.header.Get("ETag")
		if etag == "" {
			t.Errorf("%s has no ETag", path)
		}
		same := w.send("ada", "GET "+path, "", map[string]string{"If-None-Match": etag})
		if same.status != http.StatusNotModified || len(same.body) != 0 {
			t.Errorf("%s with its ETag: status %d, %d bytes", path, same.status, len(same.body))
		}
		w.play(
			exchange{"ada", "PATCH /apps/web", fmt.Sprintf(`{"maintenance":%v}`, path != "/teams/acme/apps"), 200, ""},
			exchange{"ada", "PUT /teams/acme/members", fmt.Sprintf(`{"email":"new%d@acme.com","role":"viewer"}`, len(path)), 201, ""},
		)
		if other := w.send("ada", "GET "+path, "", map[string]string{"If-None-Match": etag}); other.status != http.StatusOK || other.header.Get("ETag") == etag {
			t.Errorf("%s changed; with the old ETag: status %d, ETag %q", path, other.status, other.header.Get("ETag"))
		}
	}
	if other := w.send("ada", "GET /apps/web", "", map[string]string{"If-None-Match": `"something else"`}); other.status != http.StatusOK {
		t.Errorf("another ETag: status %d", other.status)
	}
}

// testNamesAndIDs asks for the same thing by each of its names: the answers are the same, byte for byte.
func testNamesAndIDs(t *testing.T, g Target) {
	w := enter(t, g, gallery)
	team, app, plan := get[api.Team](w, "ada", "/teams/acme"), get[api.App](w, "ada", "/apps/web"), get[api.Plan](w, "ada", "/plans/papertrail:fixa")
	account := get[api.Account](w, "mia", "/account")
	addon, grant := get[api.Addon](w, "ada", "/apps/web/addons/web-logs"), get[api.Collaborator](w, "ada", "/apps/web/collaborators/mia@acme.com")
	feature := get[[]api.TeamFeature](w, "ada", "/teams/acme/features")[0]
	var member api.TeamMember
	for _, m := range get[[]api.TeamMember](w, "ada", "/teams/acme/members") {
		if m.User.ID == account.ID {
			member = m
		}
		if !uuid.MatchString(m.ID) || !uuid.MatchString(m.User.ID) {
			t.Errorf("ids of a member: %+v", m)
		}
	}
	for _, c := range []struct {
		as    string
		paths []string
	}{
		{"ada", []string{"/teams/acme", "/teams/" + team.ID}},
		{"ada", []string{"/teams/acme/members", "/teams/" + team.ID + "/members"}},
		{"ada", []string{"/teams/acme/apps", "/teams/" + team.ID + "/apps"}},
		{"ada", []string{"/enterprise-accounts/holding/teams", "/enterprise-accounts/" + team.EnterpriseAccount.ID + "/teams"}},
		{"ada", []string{"/apps/web", "/apps/" + app.ID}},
		{"ada", []string{"/teams/apps/web", "/teams/apps/" + app.ID}},
		{"ada", []string{"/apps/web/collaborators", "/apps/" + app.ID + "/collaborators", "/teams/apps/" + app.ID + "/collaborators"}},
		{"ada", []string{"/apps/web/collaborators/mia@acme.com", "/apps/web/collaborators/MIA%40ACME.COM", "/apps/web/collaborators/" + account.ID, "/apps/web/collaborators/" + grant.ID, "/teams/apps/web/collaborators/" + grant.ID}},
		{"mia", []string{"/apps/web/collaborators/mia@acme.com", "/apps/web/collaborators/~"}},
		{"ada", []string{"/teams/acme/members/mia@acme.com/apps", "/teams/acme/members/Mia%40Acme.com/apps", "/teams/acme/members/" + account.ID + "/apps", "/teams/acme/members/" + member.ID + "/apps"}},
		{"mia", []string{"/teams/acme/members/mia@acme.com/apps", "/teams/acme/members/~/apps", "/teams/acme/members/" + member.ID + "/apps"}},
		{"ada", []string{"/apps/web/addons/web-logs", "/apps/" + app.ID + "/addons/" + addon.ID}},
		{"ada", []string{"/teams/acme/features/org-access-controls", "/teams/acme/features/" + feature.ID}},
		{"ada", []string{"/addon-services/papertrail", "/addon-services/" + plan.AddonService.ID}},
		{"ada", []string{"/plans/papertrail:fixa", "/plans/" + plan.ID, "/addon-services/papertrail/plans/fixa", "/addon-services/papertrail/plans/papertrail:fixa", "/addon-services/" + plan.AddonService.ID + "/plans/" + plan.ID}},
		{"mia", []string{"/account", "/users/~", "/users/mia@acme.com", "/users/MIA@acme.com", "/users/" + account.ID}},
	} {
		first := w.send(c.as, "GET "+c.paths[0], "", nil)
		for _, path := range c.paths {
			if got := w.send(c.as, "GET "+path, "", nil); got.status != http.StatusOK || string(got.body) != string(first.body) {
				t.Errorf("%s: %d %s\nwant, as for %s, %s", path, got.status, got.body, c.paths[0], first.body)
			}
		}
	}
	w.play(
		exchange{"ada", "POST /teams/apps", `{"team":"` + team.ID + `","name":"by-id","region":"` + app.Region.ID + `","stack":"` + app.Stack.ID + `"}`, 201, `{"team":{"name":"acme"},"region":{"name":"us"}}`},
		exchange{"ada", "POST /apps/by-id/addons", `{"plan":"` + plan.ID + `"}`, 201, `{"plan":{"name":"papertrail:fixa"}}`},
		exchange{"ada", "POST /teams/apps/by-id/collaborators", `{"user":"` + account.ID + `","permissions":["deploy"]}`, 201, `{"user":{"email":"mia@acme.com"}}`},
		exchange{"ada", "PATCH /teams/apps/by-id/collaborators/" + account.ID, `{"permissions":["manage"]}`, 200, `{"permissions":[{"name":"manage"},{"name":"view"}]}`},
		exchange{"ada", "PATCH /teams/apps/by-id", `{"owner":"` + account.ID + `"}`, 200, `{"owner":{"email":"mia@acme.com"}}`},
		exchange{"ada", "POST /teams/empty/allowed-addon-services", `{"addon_service":"` + plan.AddonService.ID + `"}`, 201, `[{"addon_service":{"name":"papertrail"}}]`},
		exchange{"ada", "DELETE /teams/empty/allowed-addon-services/" + plan.AddonService.ID, "", 200, ""},
		exchange{"ada", "DELETE /teams/acme/members/" + member.ID, "", 200, `{"email":"mia@acme.com"}`},
	)
}

// testForbiddenOrMissing is the difference between what others have and what nobody has, as Heroku makes it.
func testForbiddenOrMissing(t *testing.T, g Target) {
	w := enter(t, g, gallery, "ada /teams/acme/members", "ada /teams/acme/permissions", "mia /users/~/apps")
	for _, c := range []struct{ foreign, missing, noun, name string }{
		{"GET /teams/acme", "GET /teams/acne", "team", "acme"},
		{"PATCH /teams/acme", "PATCH /teams/acne", "team", "acme"},
		{"DELETE /teams/acme", "DELETE /teams/acne", "team", "acme"},
		{"GET /teams/acme/members", "GET /teams/acne/members", "team", "acme"}, // 403, so that the CLI's access goes on
		{"GET /teams/acme/apps", "GET /teams/acne/apps", "team", "acme"},
		{"GET /teams/acme/features", "GET /teams/acne/features", "team", "acme"},
		{"GET /teams/acme/members/mia@acme.com/apps", "GET /teams/acne/members/mia@acme.com/apps", "team", "acme"},
		{"GET /apps/web", "GET /apps/wob", "app", "web"},
		{"PATCH /apps/web", "PATCH /apps/wob", "app", "web"},
		{"DELETE /apps/web", "DELETE /apps/wob", "app", "web"},
		{"GET /teams/apps/web", "GET /teams/apps/wob", "app", "web"},
		{"PATCH /teams/apps/web", "PATCH /teams/apps/wob", "app", "web"},
		{"GET /apps/web/collaborators", "GET /apps/wob/collaborators", "app", "web"},
		{"GET /apps/web/collaborators/nobody@acme.com", "GET /apps/wob/collaborators/mia@acme.com", "app", "web"},
		{"GET /apps/web/addons/nothing", "GET /apps/wob/addons/web-logs", "app", "web"},
		{"GET /apps/hobby", "GET /apps/hubby", "app", "hobby"},
		{"DELETE /apps/hobby/collaborators/mia@acme.com", "DELETE /apps/hubby/collaborators/mia@acme.com", "app", "hobby"},
		{"GET /enterprise-accounts/holding/teams", "GET /enterprise-accounts/holdings/teams", "enterprise account", "holding"},
	} {
		w.play(
			exchange{"sam", c.foreign, "", 403, fmt.Sprintf("forbidden: You do not have access to the %s %s.", c.noun, c.name)},
			exchange{"sam", c.missing, "", 404, fmt.Sprintf("not_found: Couldn't find that %s.", c.noun)},
		)
	}
}
