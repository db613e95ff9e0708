package conformance

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// generatedName is <adjective>-<noun>-<number>: "gentle-garden-8862".
var generatedName = regexp.MustCompile(`^[a-z]+-[a-z]+-[0-9]{4,5}$`)

// appTranscript is Dev Center "Managing an Enterprise Team" on creating apps, as the Heroku CLI sends it, and the list of
// "Locking an App".
var appTranscript = []exchange{
	// heroku create --team acme-widgets --app apple
	{"mia", "POST /teams/apps", `{"name":"apple","team":"acme-widgets"}`, 201, `{"name":"apple","locked":false,"joined":true,"maintenance":false,
		"team":{"name":"acme-widgets"},"organization":{"name":"acme-widgets"},"owner":{"email":"acme-widgets@herokumanager.com"},"region":{"name":"us"},
		"git_url":"https://git.heroku.com/apple.git","space":null,"archived_at":null}`},
	// the creator has every permission on it, explicitly
	{"mia", "GET /apps/apple/collaborators/mia%40acme.com", "", 200, `{"role":"member","permissions":[{"name":"deploy"},{"name":"manage"},{"name":"operate"},{"name":"view"}]}`},
	{"mia", "POST /teams/apps/apple/collaborators", `{"user":"vic@acme.com","permissions":["deploy","view"]}`, 201, `{"role":"viewer"}`},
	// heroku create --team acme-widgets --locked --region eu --stack heroku-22
	{"ada", "POST /teams/apps", `{"name":"vault","team":"acme-widgets","locked":true,"region":"eu","stack":"heroku-22"}`, 201, `{"locked":true,"region":{"name":"eu"},"stack":{"name":"heroku-22"},"build_stack":{"name":"heroku-22"}}`},
	{"mia", "GET /apps/vault", "", 403, "forbidden: You do not have access to the app vault."},
	// heroku list --team acme-widgets: users of the team see all names and which are locked, a collaborator sees his own
	{"mia", "GET /teams/acme-widgets/apps", "", 200, `[{"name":"acme-store","locked":false},{"name":"acme-website","locked":false},{"name":"apple","locked":false,"joined":true},{"name":"vault","locked":true,"joined":false}]`},
	{"vic", "GET /teams/acme-widgets/apps", "", 200, `[{"name":"acme-store"},{"name":"acme-website"},{"name":"apple","joined":true},{"name":"vault","locked":true}]`},
	{"jill", "GET /teams/acme-widgets/apps", "", 200, `[{"name":"acme-website","joined":true}]`},
	{"sam", "GET /teams/acme-widgets/apps", "", 403, "forbidden: You do not have access to the team acme-widgets."},
	// heroku create, without a team: an app of one's own
	{"sam", "POST /apps", `{"name":"deep-spring-4274"}`, 201, `{"name":"deep-spring-4274","team":null,"organization":null,"owner":{"email":"sam@acme.com"}}`},
	{"sam", "POST /teams/apps", `{"name":"deep-spring-4275","personal":true}`, 201, `{"team":null,"owner":{"email":"sam@acme.com"},"locked":false}`},
	{"sam", "GET /apps/deep-spring-4274/collaborators", "", 200, `[{"role":"owner","user":{"email":"sam@acme.com"}}]`},
	// heroku apps:rename -a apple pear: the app keeps its id and everything on it, and the old name is free
	{"mia", "PATCH /apps/apple", `{"name":"pear"}`, 200, `{"name":"pear","git_url":"https://git.heroku.com/pear.git"}`},
	{"mia", "GET /apps/apple", "", 404, "not_found: Couldn't find that app."},
	{"vic", "GET /apps/pear/collaborators/vic@acme.com", "", 200, `{"app":{"name":"pear"},"permissions":[{"name":"deploy"},{"name":"view"}]}`},
	{"vic", "PATCH /apps/pear", `{"maintenance":true}`, 200, `{"name":"pear","maintenance":true}`},
	{"ada", "POST /teams/apps", `{"name":"apple","team":"acme-widgets"}`, 201, `{"name":"apple"}`},
	// heroku apps:destroy -a pear --confirm pear
	{"mia", "GET /apps/pear", "", 200, `{"name":"pear"}`},
	{"mia", "DELETE /apps/pear", "", 200, `{"name":"pear"}`},
	{"mia", "GET /apps/pear", "", 404, "not_found: Couldn't find that app."},
	{"ada", "DELETE /teams/apps/vault", "", 200, `{"name":"vault","locked":true}`},
	{"ada", "GET /teams/apps/vault", "", 404, "not_found: Couldn't find that app."},
}

var appRefusals = []exchange{
	{"vic", "POST /teams/apps", `{"name":"apple","team":"acme-widgets"}`, 403, "forbidden: requires team role admin or member"},
	{"jill", "POST /teams/apps", `{"name":"apple","team":"acme-widgets"}`, 403, "forbidden: requires team role admin or member"},
	{"sam", "POST /teams/apps", `{"name":"apple","team":"acme-widgets"}`, 403, "forbidden: You do not have access to the team acme-widgets."},
	{"sam", "POST /teams/apps", `{"name":"apple","team":"acme-gadgets"}`, 404, "not_found: Couldn't find that team."},
	{"mia", "POST /teams/apps", `{"name":"acme-store","team":"acme-widgets"}`, 422, "invalid_params: Name acme-store is already taken"},
	{"sam", "POST /apps", `{"name":"acme-store"}`, 422, "invalid_params: Name acme-store is already taken"},
	{"sam", "POST /teams/apps", `{"name":"acme-store"}`, 422, "invalid_params: Name acme-store is already taken"},
	{"mia", "POST /teams/apps", `{"name":"Apple","team":"acme-widgets"}`, 422, "invalid_params: Name must start with a letter, end with a letter or digit"},
	{"mia", "POST /teams/apps", `{"name":"apple","team":"acme-widgets","region":"mars"}`, 422, `invalid_params: Unknown region "mars"`},
	{"mia", "POST /teams/apps", `{"name":"apple","team":"acme-widgets","stack":"cedar-10"}`, 422, `invalid_params: Unknown stack "cedar-10"`},
	{"mia", "POST /teams/apps", `{"name":"apple","team":"acme-widgets","personal":true}`, 422, "invalid_params: personal or in a team"},
	{"mia", "POST /teams/apps", `{"name":"apple","personal":true,"locked":true}`, 422, "invalid_params: A personal app cannot be locked"},
	{"mia", "PATCH /apps/acme-store", `{"name":"apple"}`, 403, "forbidden: app permission manage"},
	{"mia", "PATCH /apps/acme-store", `{"maintenance":true}`, 403, "forbidden: app permission deploy or operate"},
	{"jill", "PATCH /apps/acme-website", `{"name":"apple","maintenance":true}`, 403, "forbidden: app permission deploy or operate"},
	{"jill", "PATCH /apps/acme-website", `{"name":"acme-store"}`, 422, "invalid_params: Name acme-store is already taken"},
	{"jill", "PATCH /apps/acme-website", `{"name":"x"}`, 422, "invalid_params: Name must start with a letter"},
	{"ada", "PATCH /apps/acme-website", `{"build_stack":"cedar-10"}`, 422, `invalid_params: Unknown stack "cedar-10"`},
	{"mia", "DELETE /apps/acme-store", "", 403, "forbidden: app permission manage"},
	{"col", "DELETE /teams/apps/acme-store", "", 403, "forbidden: app permission manage"},
	{"jill", "DELETE /apps/acme-store", "", 403, "forbidden: You do not have access to the app acme-store."},
	{"sam", "DELETE /apps/acme-store", "", 403, "forbidden: You do not have access to the app acme-store."},
	{"sam", "DELETE /apps/acme-shop", "", 404, "not_found: Couldn't find that app."},
}

func testApps(t *testing.T, g Target) {
	w := enter(t, g, widgets, append(watchWidgets, "sam /apps", "mia /users/~/apps")...)
	w.play(appRefusals...)
	w.play(appTranscript...)
	for _, a := range get[[]api.App](w, "ada", "/apps") { // the CLI prints it, and breaks without one
		if a.WebURL == nil || !strings.HasPrefix(*a.WebURL, "https://"+a.Name) || !strings.HasSuffix(*a.WebURL, ".herokuapp.com/") {
			t.Errorf("web_url of %s: %v", a.Name, a.WebURL)
		}
	}

	// heroku create --team acme-widgets: the name is made up; so is that of an app of one's own.
	for _, x := range []exchange{
		{"mia", "POST /teams/apps", `{"team":"acme-widgets"}`, 201, `{"team":{"name":"acme-widgets"}}`},
		{"mia", "POST /apps", `{}`, 201, `{"team":null}`},
		{"mia", "POST /apps", "", 201, `{"team":null}`},
	} {
		var a api.App
		if err := json.Unmarshal(w.exchange(x, nil).body, &a); err != nil {
			t.Fatal(err)
		}
		if !generatedName.MatchString(a.Name) {
			t.Errorf("%s: generated name %q", x.request, a.Name)
		}
	}

	// Without a team in the request the app goes to the caller's default team, if he asked for one.
	w.play(
		exchange{"mia", "PATCH /teams/acme-widgets", `{"default":true}`, 200, `{"default":true}`},
		exchange{"mia", "POST /teams/apps", `{"name":"to-default"}`, 201, `{"team":{"name":"acme-widgets"}}`},
		exchange{"mia", "POST /teams/apps", `{"name":"to-myself","personal":true}`, 201, `{"team":null}`},
		exchange{"mia", "PATCH /teams/acme-widgets", `{"default":false}`, 200, `{"default":false}`},
		exchange{"mia", "POST /teams/apps", `{"name":"to-myself-too"}`, 201, `{"team":null}`},
	)
}
