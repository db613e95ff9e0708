package conformance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// locks is a team with the locked app vault and the open app shop. gil and jill have grants on vault; col has one on shop; sam
// has nothing.
var locks = people("ada mia gil vic sam jill@creativeinc.com col@creativeinc.com") + `
teams:
  - name: acme
    members:
      - {email: ada@acme.com, role: admin}
      - {email: mia@acme.com, role: member}
      - {email: gil@acme.com, role: member}
      - {email: vic@acme.com, role: viewer}
    apps:
      - name: vault
        locked: true
        collaborators:
          - {email: gil@acme.com, permissions: [view]}
          - {email: jill@creativeinc.com, permissions: [view, manage]}
        addons: [{service: heroku-redis, plan: mini, name: vault-redis}]
      - name: shop
        collaborators:
          - {email: col@creativeinc.com, permissions: [view, deploy]}
apps:
  - {name: hobby, owner: sam@acme.com}
`

// lockTranscript is "Locking an App", as the Heroku CLI sends it.
var lockTranscript = []exchange{
	// heroku apps:lock --app shop, by an admin
	{"ada", "GET /teams/apps/shop", "", 200, `{"name":"shop","locked":false}`},
	{"ada", "PATCH /teams/apps/shop", `{"locked":true}`, 200, `{"name":"shop","locked":true}`},
	{"mia", "GET /apps/shop", "", 403, "forbidden: You do not have access to the app shop."},
	{"col", "GET /apps/shop", "", 200, `{"name":"shop"}`},
	// heroku list --team acme: locked apps are marked, for everybody in the team
	{"ada", "GET /teams/acme/apps", "", 200, `[{"name":"shop","locked":true},{"name":"vault","locked":true}]`},
	{"mia", "GET /teams/acme/apps", "", 200, `[{"name":"shop","locked":true},{"name":"vault","locked":true}]`},
	{"vic", "GET /teams/acme/apps", "", 200, `[{"name":"shop","locked":true},{"name":"vault","locked":true}]`},
	// locked already: stays so, and is no error
	{"ada", "PATCH /teams/apps/shop", `{"locked":true}`, 200, `{"locked":true}`},
	// heroku apps:unlock
	{"ada", "GET /teams/apps/shop", "", 200, `{"locked":true}`},
	{"ada", "PATCH /teams/apps/shop", `{"locked":false}`, 200, `{"name":"shop","locked":false}`},
	{"ada", "PATCH /teams/apps/shop", `{"locked":false}`, 200, `{"locked":false}`},
	{"mia", "GET /apps/shop", "", 200, `{"name":"shop"}`},
	// whoever has manage may, also from outside the team, and may let people in while the app is locked
	{"jill", "POST /teams/apps/vault/collaborators", `{"user":"mia@acme.com","permissions":["deploy"]}`, 201, `{"role":"member","permissions":[{"name":"deploy"},{"name":"view"}]}`},
	{"mia", "GET /apps/vault", "", 200, `{"name":"vault"}`},
	{"jill", "PATCH /teams/apps/vault", `{"locked":false}`, 200, `{"locked":false}`},
	{"jill", "PATCH /teams/apps/vault", `{"locked":true}`, 200, `{"locked":true}`},
	// a team user who comes after the lock sees nothing of the app until he is let in
	{"ada", "PUT /teams/acme/members", `{"email":"sam@acme.com","role":"member"}`, 201, ""},
	{"sam", "GET /apps/vault", "", 403, "forbidden: You do not have access to the app vault."},
	{"ada", "POST /teams/apps/vault/collaborators", `{"user":"sam@acme.com","permissions":["view"]}`, 201, ""},
	{"sam", "GET /apps/vault", "", 200, `{"name":"vault"}`},
}

var lockRefusals = []exchange{
	{"gil", "PATCH /teams/apps/vault", `{"locked":false}`, 403, "forbidden: requires team role admin or app permission manage"},
	{"mia", "PATCH /teams/apps/vault", `{"locked":false}`, 403, "forbidden: You do not have access to the app vault."},
	{"mia", "PATCH /teams/apps/shop", `{"locked":true}`, 403, "forbidden: requires team role admin or app permission manage"},
	{"vic", "PATCH /teams/apps/shop", `{"locked":true}`, 403, "forbidden: requires team role admin or app permission manage"},
	{"col", "PATCH /teams/apps/shop", `{"locked":true}`, 403, "forbidden: requires team role admin or app permission manage"},
	{"sam", "PATCH /teams/apps/shop", `{"locked":true}`, 403, "forbidden: You do not have access to the app shop."},
	{"sam", "PATCH /teams/apps/hobby", `{"locked":true}`, 422, "invalid_params: is a personal app"},
	{"ada", "PATCH /teams/apps/shop", `{"locked":true,"owner":"sam@acme.com"}`, 422, "invalid_params: locked or owner"},
	{"ada", "PATCH /teams/apps/shop", `{}`, 422, "invalid_params: locked or owner"},
	{"ada", "PATCH /teams/apps/none", `{"locked":true}`, 404, "not_found: Couldn't find that app."},
}

func testLock(t *testing.T, g Target) {
	w := enter(t, g, locks, "ada /teams/acme/apps", "ada /teams/acme/permissions", "sam /users/~/apps")
	w.play(lockRefusals...)
	w.play(lockTranscript...)
}

// appRoutes is every route of an app. SELF is whoever asks.
var appRoutes = []call{
	{"GET /apps/vault", ""},
	{"PATCH /apps/vault", `{"name":"vault-two"}`},
	{"PATCH /apps/vault", `{"maintenance":true}`},
	{"PATCH /apps/vault", `{"build_stack":"heroku-22"}`},
	{"DELETE /apps/vault", ""},
	{"GET /teams/apps/vault", ""},
	{"PATCH /teams/apps/vault", `{"locked":false}`},
	{"PATCH /teams/apps/vault", `{"locked":true}`},
	{"PATCH /teams/apps/vault", `{"owner":"~"}`},
	{"DELETE /teams/apps/vault", ""},
	{"GET /apps/vault/collaborators", ""},
	{"POST /apps/vault/collaborators", `{"user":"SELF"}`},
	{"GET /apps/vault/collaborators/gil@acme.com", ""},
	{"GET /apps/vault/collaborators/~", ""},
	{"DELETE /apps/vault/collaborators/gil@acme.com", ""},
	{"DELETE /apps/vault/collaborators/SELF", ""},
	{"GET /teams/apps/vault/collaborators", ""},
	{"POST /teams/apps/vault/collaborators", `{"user":"SELF"}`}, // heroku apps:join
	{"POST /teams/apps/vault/collaborators", `{"user":"~","permissions":["manage"]}`},
	{"GET /teams/apps/vault/collaborators/gil@acme.com", ""},
	{"PATCH /teams/apps/vault/collaborators/gil@acme.com", `{"permissions":["manage"]}`},
	{"PATCH /teams/apps/vault/collaborators/SELF", `{"permissions":["manage"]}`},
	{"DELETE /teams/apps/vault/collaborators/gil%40acme.com", ""},
	{"GET /apps/vault/addons", ""},
	{"POST /apps/vault/addons", `{"plan":"scheduler"}`},
	{"GET /apps/vault/addons/vault-redis", ""},
	{"PATCH /apps/vault/addons/vault-redis", `{"plan":"heroku-redis:premium-0"}`},
	{"DELETE /apps/vault/addons/vault-redis", ""},
}

// shut holds every route of vault against a person who must see nothing of it. ref is how the path names the app.
func (w *world) shut(name, ref string) {
	w.t.Helper()
	var refused []exchange
	for _, c := range appRoutes {
		request := strings.Replace(replaceSelf(c.request, name), "/vault", "/"+ref, 1)
		refused = append(refused, exchange{token(name), request, replaceSelf(c.body, name), 403, "forbidden: You do not have access to the app vault."})
	}
	w.play(refused...)
}

func testLockedApp(t *testing.T, g Target) {
	w := enter(t, g, locks, "ada /teams/acme/apps", "ada /teams/acme/permissions", "ada /teams/acme/addons")
	w.each = false // 200 requests: what changed is looked for after all of a person's
	id := get[api.App](w, "ada", "/apps/vault").ID
	outside := func(when string) {
		t.Helper()
		for _, name := range []string{"sam", "col@creativeinc.com"} {
			w.shut(name, "vault")
		}
		w.equal("sam's apps "+when, w.names("sam", "/apps"), "hobby")
		w.equal("col's apps "+when, w.names("col", "/apps"), "shop")
		w.equal("col's apps of the team "+when, w.names("col", "/teams/acme/apps"), "shop")
	}
	outside("while it is locked")
	w.shut("mia", "vault")
	w.shut("vic", id)
	for _, name := range []string{"mia", "vic"} {
		// The name stays in the team's list, as the CLI shows it; nothing else of the app does.
		w.equal(name+": the team's apps", w.names(name, "/teams/acme/apps"), "shop vault")
		w.equal(name+": apps", w.names(name, "/apps"), "shop")
		w.equal(name+": own apps", w.names(name, "/users/~/apps"), "")
		w.equal(name+": apps as a member", w.names(name, fmt.Sprintf("/teams/acme/members/%s/apps", address(name))), "shop")
	}
	w.play(
		// Whoever has a grant is let in, to what the grant opens; the admin to everything.
		exchange{"gil", "GET /apps/vault", "", 200, `{"name":"vault"}`},
		exchange{"gil", "GET /teams/apps/vault", "", 200, `{"locked":true,"joined":true}`},
		exchange{"gil", "GET /apps/vault/collaborators/gil@acme.com", "", 200, `{"permissions":[{"name":"view"}]}`},
		exchange{"gil", "GET /apps/vault/addons", "", 200, `[{"name":"vault-redis"}]`},
		exchange{"gil", "PATCH /apps/vault", `{"maintenance":true}`, 403, "forbidden: app permission deploy or operate"},
		exchange{"jill", "GET /apps/vault/collaborators", "", 200, ""},
		exchange{"ada", "GET /apps/vault/addons/vault-redis", "", 200, `{"name":"vault-redis"}`},

		// Unlocked, it is open to the team again, and to nobody else.
		exchange{"ada", "PATCH /teams/apps/vault", `{"locked":false}`, 200, `{"locked":false}`},
		exchange{"mia", "GET /apps/vault", "", 200, `{"name":"vault"}`},
		exchange{"mia", "GET /apps/vault/addons", "", 200, `[{"name":"vault-redis"}]`},
		exchange{"vic", "GET /teams/apps/vault", "", 200, `{"locked":false,"joined":false}`},
		exchange{"vic", "GET /apps/vault/collaborators/gil@acme.com", "", 200, `{"permissions":[{"name":"view"}]}`},
		exchange{"mia", "PATCH /apps/vault", `{"maintenance":true}`, 403, "forbidden: app permission deploy or operate"},
	)
	outside("while it is unlocked")
	w.equal("mia's apps", w.names("mia", "/apps"), "shop vault")
	w.equal("grants", w.grants("ada", "acme"), "shop: col@creativeinc.com deploy+view; vault: gil@acme.com view, jill@creativeinc.com manage+view")
	w.play(exchange{"jill", "PATCH /teams/apps/vault", `{"locked":true}`, 200, `{"locked":true}`})
	w.equal("grants after another lock", w.grants("ada", "acme"), "shop: col@creativeinc.com deploy+view; vault: gil@acme.com view, jill@creativeinc.com manage+view")
	w.shut("mia", id)
	w.play(exchange{"gil", "GET /apps/vault", "", 200, `{"name":"vault"}`})
}

// testJoin is heroku apps:join: a user of the team adds himself, to an unlocked app, with view and no more.
func testJoin(t *testing.T, g Target) {
	w := enter(t, g, locks, "ada /teams/acme/permissions", "sam /apps/hobby/collaborators")
	w.play(
		exchange{"mia", "GET /account", "", 200, `{"email":"mia@acme.com"}`},
		exchange{"mia", "POST /teams/apps/vault/collaborators", `{"user":"mia@acme.com"}`, 403, "forbidden: You do not have access to the app vault."},
		exchange{"vic", "POST /apps/vault/collaborators", `{"user":"~"}`, 403, "forbidden: You do not have access to the app vault."},
		exchange{"sam", "POST /teams/apps/shop/collaborators", `{"user":"sam@acme.com"}`, 403, "forbidden: You do not have access to the app shop."},
		exchange{"jill", "POST /teams/apps/shop/collaborators", `{"user":"jill@creativeinc.com"}`, 403, "forbidden: You do not have access to the app shop."},
		exchange{"mia", "POST /teams/apps/hobby/collaborators", `{"user":"mia@acme.com"}`, 403, "forbidden: You do not have access to the app hobby."},
		// Nobody brings somebody else, and nobody raises himself: when he joins, or once he is in.
		exchange{"mia", "POST /teams/apps/shop/collaborators", `{"user":"vic@acme.com"}`, 403, "forbidden: app permission manage"},
		exchange{"mia", "POST /teams/apps/shop/collaborators", `{"user":"mia@acme.com","permissions":["deploy"]}`, 403, "forbidden: app permission manage"},
		exchange{"mia", "POST /teams/apps/shop/collaborators", `{"user":"~","permissions":["view","manage"]}`, 403, "forbidden: app permission manage"},
		exchange{"vic", "POST /apps/shop/collaborators", `{"user":"vic@acme.com","permissions":["operate","deploy","manage","view"]}`, 403, "forbidden: app permission manage"},

		exchange{"mia", "POST /teams/apps/shop/collaborators", `{"user":"mia@acme.com"}`, 201, `{"role":"member","user":{"email":"mia@acme.com"},"permissions":[{"name":"view"}]}`},
		exchange{"vic", "POST /apps/shop/collaborators", `{"user":"~","permissions":["view"]}`, 201, `{"role":"viewer","permissions":[{"name":"view"}]}`},
		exchange{"mia", "GET /teams/apps/shop", "", 200, `{"joined":true}`},

		exchange{"mia", "POST /teams/apps/shop/collaborators", `{"user":"mia@acme.com"}`, 422, "invalid_params: User is already a collaborator on app"},
		exchange{"mia", "POST /teams/apps/shop/collaborators", `{"user":"mia@acme.com","permissions":["manage"]}`, 403, "forbidden: app permission manage"},
		exchange{"mia", "PATCH /teams/apps/shop/collaborators/mia@acme.com", `{"permissions":["deploy"]}`, 403, "forbidden: app permission manage"},
		exchange{"mia", "PATCH /teams/apps/shop/collaborators/~", `{"permissions":["manage"]}`, 403, "forbidden: app permission manage"},
		exchange{"gil", "PATCH /teams/apps/vault/collaborators/~", `{"permissions":["manage"]}`, 403, "forbidden: app permission manage"},

		// Who joined while it was unlocked stays when it is locked. An admin may join a locked app.
		exchange{"ada", "PATCH /teams/apps/shop", `{"locked":true}`, 200, ""},
		exchange{"mia", "GET /apps/shop", "", 200, `{"name":"shop"}`},
		exchange{"gil", "POST /teams/apps/shop/collaborators", `{"user":"gil@acme.com"}`, 403, "forbidden: You do not have access to the app shop."},
		exchange{"ada", "POST /teams/apps/shop/collaborators", `{"user":"ada@acme.com"}`, 201, `{"role":"admin"}`},
	)
	w.equal("grants", w.grants("ada", "acme"),
		"shop: ada@acme.com view, col@creativeinc.com deploy+view, mia@acme.com view, vic@acme.com view; vault: gil@acme.com view, jill@creativeinc.com manage+view")
}
