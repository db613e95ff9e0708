package conformance

import "testing"

// moves is three teams and apps to move between them: mia is a member of the first two and a viewer of the third, max manages
// an app, joe is in the first team, ann in none.
var moves = people("ada mia max joe vic ann eve col@creativeinc.com") + `
teams:
  - name: acme
    members:
      - {email: ada@acme.com, role: admin}
      - {email: mia@acme.com, role: member}
      - {email: max@acme.com, role: member}
      - {email: joe@acme.com, role: viewer}
    apps:
      - name: website
        collaborators:
          - {email: max@acme.com, permissions: [manage]}
          - {email: mia@acme.com, permissions: [deploy, operate]}
          - {email: col@creativeinc.com, permissions: [manage]}
      - {name: locked-app, locked: true, collaborators: [{email: mia@acme.com, permissions: [manage]}]}
      - {name: store, collaborators: [{email: max@acme.com, permissions: [manage]}]}
  - name: beta
    members: [{email: eve@acme.com, role: admin}, {email: mia@acme.com, role: member}, {email: max@acme.com, role: member}]
  - name: gamma
    members: [{email: eve@acme.com, role: admin}, {email: mia@acme.com, role: viewer}, {email: max@acme.com, role: viewer}]
apps:
  - {name: deep-spring-4274, owner: mia@acme.com, collaborators: [{email: ann@acme.com}], addons: [{service: heroku-redis, plan: mini}]}
  - {name: joes-app, owner: joe@acme.com}
`

var watchMoves = []string{"ada /teams/acme/permissions", "ada /teams/acme/apps", "eve /teams/beta/permissions", "eve /teams/gamma/apps", "mia /users/~/apps", "joe /users/~/apps"}

func testTransferToTeam(t *testing.T, g Target) {
	w := enter(t, g, moves, watchMoves...)
	w.play(
		// a team that the caller is not in, is a viewer of, or does not exist
		exchange{"mia", "PATCH /teams/apps/deep-spring-4274", `{"owner":"gamma"}`, 403, "forbidden: requires team role admin or member"},
		exchange{"joe", "PATCH /teams/apps/joes-app", `{"owner":"acme"}`, 403, "forbidden: requires team role admin or member"},
		exchange{"joe", "PATCH /teams/apps/joes-app", `{"owner":"beta"}`, 403, "forbidden: You do not have access to the team beta."},
		exchange{"mia", "PATCH /teams/apps/deep-spring-4274", `{"owner":"acne"}`, 404, "not_found: Couldn't find that team."},
		exchange{"mia", "PATCH /teams/apps/deep-spring-4274", `{"owner":""}`, 422, "invalid_params: owner is the name or id of a team"},
		// an app that the caller does not own or manage, whatever he is in the target
		exchange{"ada", "PATCH /teams/apps/deep-spring-4274", `{"owner":"acme"}`, 403, "forbidden: You do not have access to the app deep-spring-4274."},
		exchange{"ann", "PATCH /teams/apps/deep-spring-4274", `{"owner":"acme"}`, 403, "forbidden: app permission manage"},
		exchange{"mia", "PATCH /teams/apps/website", `{"owner":"beta"}`, 403, "forbidden: app permission manage"},
		exchange{"eve", "PATCH /teams/apps/website", `{"owner":"beta"}`, 403, "forbidden: You do not have access to the app website."},
		exchange{"max", "PATCH /teams/apps/website", `{"owner":"gamma"}`, 403, "forbidden: requires team role admin or member"},
		exchange{"col", "PATCH /teams/apps/website", `{"owner":"beta"}`, 403, "forbidden: You do not have access to the team beta."},
		exchange{"max", "PATCH /teams/apps/website", `{"owner":"acme"}`, 422, "invalid_params: is in the team acme already"},

		// heroku apps:transfer acme -a deep-spring-4274: from a person to a team, at once; the old owner keeps every permission
		exchange{"mia", "GET /apps/deep-spring-4274", "", 200, `{"owner":{"email":"mia@acme.com"},"team":null}`},
		exchange{"mia", "PATCH /teams/apps/deep-spring-4274", `{"owner":"acme"}`, 200, `{"owner":{"email":"acme@herokumanager.com"},"team":{"name":"acme"},"locked":false,"joined":true}`},
		exchange{"mia", "GET /apps/deep-spring-4274/collaborators/mia@acme.com", "", 200, `{"role":"member","permissions":[{"name":"deploy"},{"name":"manage"},{"name":"operate"},{"name":"view"}]}`},
		exchange{"ann", "GET /apps/deep-spring-4274", "", 200, `{"name":"deep-spring-4274"}`},
		exchange{"joe", "GET /apps/deep-spring-4274/addons", "", 200, `[{"addon_service":{"name":"heroku-redis"}}]`},
		exchange{"ada", "PATCH /apps/deep-spring-4274", `{"maintenance":true}`, 200, `{"maintenance":true}`},

		// from a team to a team, with manage and a member's role in the target
		exchange{"max", "GET /apps/website", "", 200, `{"owner":{"email":"acme@herokumanager.com"}}`},
		exchange{"max", "PATCH /teams/apps/website", `{"owner":"beta"}`, 200, `{"owner":{"email":"beta@herokumanager.com"},"team":{"name":"beta"}}`},
		exchange{"ada", "GET /apps/website", "", 403, "forbidden: You do not have access to the app website."},
		exchange{"joe", "GET /apps/website", "", 403, "forbidden: You do not have access to the app website."},
		exchange{"eve", "PATCH /apps/website", `{"maintenance":true}`, 200, `{"maintenance":true}`},
		exchange{"col", "GET /apps/website", "", 200, `{"team":{"name":"beta"}}`},
		exchange{"ada", "PATCH /teams/apps/website", `{"owner":"acme"}`, 403, "forbidden: You do not have access to the app website."},
	)
	w.equal("grants in beta", w.grants("eve", "beta"), "website: col@creativeinc.com manage+view, max@acme.com deploy+manage+operate+view, mia@acme.com deploy+operate+view")
	id := get[struct{ ID string }](w, "eve", "/teams/beta").ID
	w.play(
		// the lock goes with the app, and the team can be named by id
		exchange{"mia", "PATCH /teams/apps/locked-app", `{"owner":"` + id + `"}`, 200, `{"locked":true,"team":{"name":"beta"}}`},
		exchange{"max", "GET /apps/locked-app", "", 403, "forbidden: You do not have access to the app locked-app."},
		exchange{"eve", "GET /apps/locked-app", "", 200, `{"name":"locked-app"}`},
	)
	w.equal("apps left in acme", w.names("ada", "/teams/acme/apps"), "deep-spring-4274 store")
	w.play(
		// Eco dynos are for personal apps; in a team they are Basic
		exchange{"joe", "POST /apps/joes-app/builds", build, 201, ""},
		exchange{"joe", "PATCH /apps/joes-app/formation/web", `{"quantity":1,"size":"eco"}`, 200, `{"quantity":1,"size":"Eco"}`},
		exchange{"ada", "PATCH /teams/acme/members", `{"email":"joe@acme.com","role":"member"}`, 200, ""},
		exchange{"joe", "PATCH /teams/apps/joes-app", `{"owner":"acme"}`, 200, `{"team":{"name":"acme"}}`},
		exchange{"joe", "GET /apps/joes-app/formation/web", "", 200, `{"quantity":1,"size":"Basic","dyno_size":{"name":"Basic"}}`},
		exchange{"joe", "GET /apps/joes-app/dynos/web.1", "", 200, `{"size":"Basic","state":"up"}`},
		exchange{"joe", "PATCH /apps/joes-app/formation/web", `{"size":"Eco"}`, 422, "invalid_params: only personal apps can have Eco dynos"},
	)
}

func testTransferToPerson(t *testing.T, g Target) {
	w := enter(t, g, moves, watchMoves...)
	w.play(
		exchange{"max", "PATCH /teams/apps/website", `{"owner":"ann@acme.com"}`, 422, "invalid_params: ann@acme.com is not a user of the team acme"},
		exchange{"max", "PATCH /teams/apps/website", `{"owner":"col@creativeinc.com"}`, 422, "invalid_params: is not a user of the team acme"},
		exchange{"ada", "PATCH /teams/apps/website", `{"owner":"eve@acme.com"}`, 422, "invalid_params: is not a user of the team acme"},
		exchange{"max", "PATCH /teams/apps/website", `{"owner":"nobody@acme.com"}`, 404, "not_found: Couldn't find that user"},
		exchange{"max", "PATCH /teams/apps/website", `{"owner":"acme@herokumanager.com"}`, 404, "not_found: Couldn't find that user"},
		exchange{"max", "PATCH /teams/apps/website", `{"owner":"00000000-0000-4000-8000-000000000000"}`, 404, "not_found: Couldn't find that user"},
		exchange{"mia", "PATCH /teams/apps/website", `{"owner":"mia@acme.com"}`, 403, "forbidden: app permission manage"},
		exchange{"mia", "PATCH /teams/apps/website", `{"owner":"~"}`, 403, "forbidden: app permission manage"},
		exchange{"ann", "PATCH /teams/apps/website", `{"owner":"~"}`, 403, "forbidden: You do not have access to the app website."},
		exchange{"max", "PATCH /teams/apps/locked-app", `{"owner":"~"}`, 403, "forbidden: You do not have access to the app locked-app."},
		exchange{"mia", "PATCH /teams/apps/deep-spring-4274", `{"owner":"joe@acme.com"}`, 422, "invalid_params: POST /account/app-transfers"},

		// heroku apps:transfer joe@acme.com -a website --confirm website: every collaborator is removed, also who transferred
		exchange{"max", "GET /apps/website", "", 200, `{"owner":{"email":"acme@herokumanager.com"}}`},
		exchange{"max", "PATCH /teams/apps/website", `{"owner":"joe@acme.com"}`, 200, `{"owner":{"email":"joe@acme.com"},"team":null,"organization":null,"locked":false}`},
		exchange{"joe", "GET /apps/website/collaborators", "", 200, `[{"role":"owner","user":{"email":"joe@acme.com"}}]`},
		exchange{"max", "GET /apps/website", "", 403, "forbidden: You do not have access to the app website."},
		exchange{"mia", "GET /apps/website", "", 403, "forbidden: You do not have access to the app website."},
		exchange{"col", "GET /apps/website", "", 403, "forbidden: You do not have access to the app website."},
		exchange{"ada", "GET /apps/website", "", 403, "forbidden: You do not have access to the app website."},
		exchange{"joe", "PATCH /apps/website", `{"name":"joes-website"}`, 200, `{"name":"joes-website"}`},

		// to oneself; the lock ends with the team
		exchange{"mia", "PATCH /teams/apps/locked-app", `{"owner":"~"}`, 200, `{"owner":{"email":"mia@acme.com"},"locked":false,"team":null}`},
		exchange{"ada", "GET /apps/locked-app", "", 403, "forbidden: You do not have access to the app locked-app."},
	)
	w.equal("apps left in acme", w.names("ada", "/teams/acme/apps"), "store")
	w.equal("joe's apps", w.names("joe", "/users/~/apps"), "joes-app joes-website")
	w.equal("col's apps", w.names("col", "/apps"), "")
	w.equal("col's teams", w.names("col", "/teams"), "")
}

// testLeave is heroku members:remove of oneself and heroku apps:leave.
func testLeave(t *testing.T, g Target) {
	w := enter(t, g, people("ada bob mia vic jill@creativeinc.com sam")+`
teams:
  - name: example-team
    members:
      - {email: ada@acme.com, role: admin}
      - {email: bob@acme.com, role: admin}
      - {email: mia@acme.com, role: member}
      - {email: vic@acme.com, role: viewer}
    apps:
      - {name: my-app-1, locked: true, collaborators: [{email: jill@creativeinc.com, permissions: [deploy]}, {email: mia@acme.com, permissions: [manage]}, {email: vic@acme.com}]}
      - {name: my-app-2, collaborators: [{email: jill@creativeinc.com}, {email: mia@acme.com, permissions: [deploy]}]}
`, "ada /teams/example-team/members", "ada /teams/example-team/permissions")
	w.play(
		// a collaborator is not a user of the team, and cannot leave it: he leaves app by app
		exchange{"jill", "DELETE /teams/example-team/members/jill%40creativeinc.com", "", 403, "forbidden: requires team role admin"},
		exchange{"sam", "DELETE /teams/example-team/members/sam%40acme.com", "", 403, "forbidden: You do not have access to the team example-team."},
		exchange{"vic", "DELETE /teams/example-team/members/mia%40acme.com", "", 403, "forbidden: requires team role admin"},
		exchange{"jill", "DELETE /apps/my-app-1/collaborators/mia%40acme.com", "", 403, "forbidden: app permission manage"},
		exchange{"sam", "DELETE /apps/my-app-1/collaborators/sam%40acme.com", "", 403, "forbidden: You do not have access to the app my-app-1."},
		exchange{"ada", "DELETE /apps/my-app-1/collaborators/ada%40acme.com", "", 404, "not_found: Couldn't find that user"}, // an admin has no grant to leave

		// heroku apps:leave -a my-app-1
		exchange{"jill", "GET /account", "", 200, `{"email":"jill@creativeinc.com"}`},
		exchange{"jill", "DELETE /apps/my-app-1/collaborators/jill%40creativeinc.com", "", 200, `{"user":{"email":"jill@creativeinc.com"}}`},
		exchange{"jill", "GET /apps/my-app-1", "", 403, "forbidden: You do not have access to the app my-app-1."},
		exchange{"jill", "GET /teams", "", 200, `[{"name":"example-team","role":"collaborator"}]`},
		// heroku access:remove -a my-app-2 jill@creativeinc.com, by herself: the last grant gone, the team is gone too
		exchange{"jill", "DELETE /apps/my-app-2/collaborators/jill@creativeinc.com", "", 200, ""},
		exchange{"jill", "GET /teams", "", 200, `[]`},
		exchange{"jill", "DELETE /apps/my-app-2/collaborators/~", "", 403, "forbidden: You do not have access to the app my-app-2."},
		// a viewer leaves a locked app by ~, a member one app of two
		exchange{"vic", "DELETE /teams/apps/my-app-1/collaborators/~", "", 200, `{"user":{"email":"vic@acme.com"}}`},
		exchange{"vic", "GET /apps/my-app-1", "", 403, "forbidden: You do not have access to the app my-app-1."},
		exchange{"mia", "DELETE /apps/my-app-2/collaborators/mia%40acme.com", "", 200, ""},
		exchange{"mia", "GET /apps/my-app-2", "", 200, `{"name":"my-app-2"}`}, // still a member, and the app is open

		// heroku members:remove --team example-team email@example.com, by oneself: any role
		exchange{"mia", "GET /teams/example-team", "", 200, `{"role":"member"}`},
		exchange{"mia", "DELETE /teams/example-team/members/mia%40acme.com", "", 200, `{"email":"mia@acme.com"}`},
		exchange{"mia", "GET /teams", "", 200, `[]`},
		exchange{"vic", "DELETE /teams/example-team/members/~", "", 200, `{"email":"vic@acme.com","role":"viewer"}`},
		exchange{"bob", "DELETE /teams/example-team/members/BOB@acme.com", "", 200, `{"email":"bob@acme.com","role":"admin"}`},
		exchange{"ada", "DELETE /teams/example-team/members/ada%40acme.com", "", 422, "invalid_params: at least one admin"},
	)
	w.equal("members", w.roles("ada", "example-team"), "ada@acme.com admin")
	w.equal("grants", w.grants("ada", "example-team"), "my-app-1: ; my-app-2: ")
}
