package conformance

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// host is where a guest comes in process: an account in which the guest may create teams, and things that are none of his.
var host = people("ada mia") + `
enterprise_accounts:
  - {name: firm, members: [{email: ada@acme.com, permissions: [view, create]}]}
teams:
  - {name: acme, enterprise_account: firm, members: [{email: ada@acme.com, role: admin}, {email: mia@acme.com, role: member}], apps: [{name: web}]}
`

var watchHost = []string{"guest /teams", "guest /apps", "guest /teams/acme/members", "guest /teams/acme/permissions", "guest /enterprise-accounts/firm/teams"}

// testGuest is what one person with a token can ask of an API of whose content nothing is known. It makes a team in an account,
// works in it alone, and removes what it made, whatever happened in between.
func testGuest(t *testing.T, g Target) {
	w := &world{t: t, url: g.BaseURL, each: true}
	if g.BaseURL == "" {
		g.Token, g.Account, g.Domain = "HRKU-ada", "firm", "example.com"
		w.url = g.World(t, host)
		w.watch = watchHost
	}
	if g.Token == "" || g.Account == "" || g.Domain == "" {
		t.Skip("a token, an account and a domain are needed to make a team")
	}
	w.tokens = map[string]string{"guest": g.Token}
	before := w.read()
	var made api.Team
	t.Run("team", func(t *testing.T) {
		inside := *w
		inside.t, inside.watch = t, nil
		made = visit(&inside, g)
	})
	if made.ID == "" {
		return // it is said why
	}
	// The team's name may be another's by now, its id never.
	w.play(exchange{"guest", "GET /teams/" + made.ID, "", http.StatusNotFound, "not_found: "})
	for i, after := range w.read() {
		if after != before[i] {
			t.Errorf("the guest left %s changed %s", w.watch[i], difference(before[i], after))
		}
	}
}

// visit makes the team and goes through what happens in one, as Dev Center tells it. The caller's test ends with the clean-up.
func visit(w *world, g Target) api.Team {
	w.t.Helper()
	name := "conformance-" + strings.ToLower(rand.Text()[:10])
	var team, app api.Ref
	w.make("POST /enterprise-accounts/"+g.Account+"/teams", fmt.Sprintf(`{"name":%q}`, name), &team, "/teams/")
	w.watch = []string{"guest /teams/" + team.ID + "/members", "guest /teams/" + team.ID + "/permissions", "guest /teams/" + team.ID + "/apps", "guest /teams/" + team.ID + "/allowed-addon-services"}
	w.make("POST /teams/apps", fmt.Sprintf(`{"name":%q,"team":%q}`, name, name), &app, "/apps/")
	replace := strings.NewReplacer("$TEAM", team.ID, "$APP", app.ID, "$NAME", name,
		"$MEMBER", name+"-member@"+g.Domain, "$VIEWER", name+"-viewer@"+g.Domain, "$OUTSIDER", name+"-outsider@"+g.Domain,
		"$SERVICE", get[[]api.AddonService](w, "guest", "/addon-services")[0].Name)
	for _, x := range visitTranscript {
		x.as = "guest"
		x.request, x.body, x.answer = replace.Replace(x.request), replace.Replace(x.body), replace.Replace(x.answer)
		w.play(x)
	}
	return api.Team{ID: team.ID, Name: name}
}

// make creates something at a path, and has it deleted when the test ends, whether it passed or not. It is known by its id alone:
// a name could be somebody else's.
func (w *world) make(request, body string, made *api.Ref, under string) {
	w.t.Helper()
	got, err := w.try("guest", request, body, nil)
	if err != nil {
		w.t.Fatalf("%s %s: %v: it may have been made; look for it", request, body, err)
	}
	if err := json.Unmarshal(got.body, made); err != nil || got.status != http.StatusCreated || made.ID == "" {
		w.t.Fatalf("%s %s: status %d: %s", request, body, got.status, got.body)
	}
	id := made.ID
	w.t.Cleanup(func() {
		got, err := w.try("guest", "DELETE "+under+id, "", nil)
		if err != nil || got.status >= http.StatusBadRequest && got.status != http.StatusNotFound {
			w.t.Errorf("%s%s is left behind: status %d: %s, %v", under, id, got.status, got.body, err)
		}
	})
}

// visitTranscript is a team's life, by its admin.
var visitTranscript = []exchange{
	{"", "GET /teams/$TEAM", "", 200, `{"name":"$NAME","type":"enterprise","role":"admin"}`},
	{"", "POST /teams/apps", `{"name":"$NAME","team":"$NAME"}`, 422, "invalid_params: "},

	// members
	{"", "PUT /teams/$TEAM/members", `{"email":"$MEMBER","role":"member"}`, 201, `{"email":"$MEMBER","role":"member"}`},
	{"", "PUT /teams/$TEAM/members", `{"email":"$VIEWER","role":"viewer"}`, 201, `{"email":"$VIEWER","role":"viewer"}`},
	{"", "PUT /teams/$TEAM/members", `{"email":"$MEMBER","role":"viewer"}`, 200, `{"email":"$MEMBER","role":"viewer"}`},
	{"", "PATCH /teams/$TEAM/members", `{"email":"$MEMBER","role":"member"}`, 200, `{"email":"$MEMBER","role":"member"}`},
	{"", "PUT /teams/$TEAM/members", `{"email":"$MEMBER","role":"king"}`, 422, "invalid_params: "},
	{"", "PUT /teams/$TEAM/members", `{"role":"member"}`, 422, "invalid_params: "},
	{"", "DELETE /teams/$TEAM/members/nobody-$NAME@example.com", "", 404, "not_found: "},
	{"", "DELETE /teams/$TEAM/members/~", "", 422, "invalid_params: "}, // the last admin

	// grants
	{"", "POST /teams/apps/$APP/collaborators", `{"user":"$MEMBER","permissions":["view","deploy"]}`, 201, `{"user":{"email":"$MEMBER"},"permissions":[{"name":"deploy"},{"name":"view"}]}`},
	{"", "POST /teams/apps/$APP/collaborators", `{"user":"$OUTSIDER","permissions":["view"]}`, 201, `{"role":"collaborator","user":{"email":"$OUTSIDER"}}`},
	{"", "POST /teams/apps/$APP/collaborators", `{"user":"$MEMBER","permissions":["view"]}`, 422, "invalid_params: User is already a collaborator on app"},
	{"", "PATCH /teams/apps/$APP/collaborators/$MEMBER", `{"permissions":["view","operate"]}`, 200, `{"permissions":[{"name":"operate"},{"name":"view"}]}`},
	{"", "PATCH /teams/apps/$APP/collaborators/$MEMBER", `{"permissions":["burn"]}`, 422, "invalid_params: "},
	{"", "DELETE /teams/apps/$APP/collaborators/$OUTSIDER", "", 200, `{"user":{"email":"$OUTSIDER"}}`},
	{"", "GET /teams/apps/$APP/collaborators/$OUTSIDER", "", 404, "not_found: "},

	// lock
	{"", "PATCH /teams/apps/$APP", `{"locked":true}`, 200, `{"locked":true}`},
	{"", "GET /teams/apps/$APP", "", 200, `{"name":"$NAME","locked":true}`},
	{"", "GET /teams/apps/$APP/collaborators/$MEMBER", "", 200, `{"permissions":[{"name":"operate"},{"name":"view"}]}`},
	{"", "PATCH /teams/apps/$APP", `{"locked":false}`, 200, `{"locked":false}`},

	// transfers that are refused; none could take the app out of the team
	{"", "PATCH /teams/apps/$APP", `{"owner":"$NAME-none"}`, 404, "not_found: Couldn't find that team."},
	{"", "PATCH /teams/apps/$APP", `{"owner":"$NAME"}`, 422, "invalid_params: "},
	{"", "PATCH /teams/apps/$APP", `{"owner":""}`, 422, "invalid_params: "},
	{"", "DELETE /teams/$TEAM", "", 422, "invalid_params: "}, // it owns an app

	// the add-on allowlist
	{"", "POST /teams/$TEAM/allowed-addon-services", `{"addon_service":"$SERVICE"}`, 201, `[{"addon_service":{"name":"$SERVICE"}}]`},
	{"", "POST /teams/$TEAM/allowed-addon-services", `{"addon_service":"$SERVICE"}`, 422, "invalid_params: "},
	{"", "POST /teams/$TEAM/allowed-addon-services", `{"addon_service":"no-such-$NAME"}`, 404, "not_found: "},
	{"", "PATCH /teams/$TEAM/preferences", `{"addons-controls":true}`, 200, `{"addons-controls":true}`},
	{"", "PATCH /teams/$TEAM/preferences", `{"addons-controls":false}`, 200, `{"addons-controls":false}`},
	{"", "DELETE /teams/$TEAM/allowed-addon-services/$SERVICE", "", 200, `{"addon_service":{"name":"$SERVICE"}}`},

	// who goes loses the grant with the role
	{"", "DELETE /teams/$TEAM/members/$MEMBER", "", 200, `{"email":"$MEMBER"}`},
	{"", "GET /teams/apps/$APP/collaborators/$MEMBER", "", 404, "not_found: "},
	{"", "DELETE /teams/$TEAM/members/$VIEWER", "", 200, `{"email":"$VIEWER"}`},
}
