package conformance

import "testing"

// offers is a person with an app of her own, two people whom she has let in, and one whom she has not.
var offers = people("ada mia joe sam") + `
teams:
  - {name: acme, type: enterprise, members: [{email: ada@acme.com, role: admin}], apps: [{name: website}]}
apps:
  - {name: hobby, owner: ada@acme.com, collaborators: [{email: mia@acme.com}, {email: joe@acme.com}]}
`

// testOffers is heroku apps:transfer from a person to a person, who accepts or declines.
func testOffers(t *testing.T, g Target) {
	w := enter(t, g, offers, "ada /account/app-transfers", "mia /account/app-transfers", "ada /apps/hobby/collaborators", "mia /users/~/apps")
	w.play(
		exchange{"ada", "POST /account/app-transfers", `{"app":"hobby","recipient":"sam@acme.com"}`, 422, "invalid_params: sam@acme.com is not a collaborator on the app hobby"},
		exchange{"ada", "POST /account/app-transfers", `{"app":"hobby","recipient":"nobody@acme.com"}`, 422, "invalid_params: is not a collaborator"},
		exchange{"ada", "POST /account/app-transfers", `{"app":"hobby","recipient":"~"}`, 422, "invalid_params: owns the app hobby already"},
		exchange{"ada", "POST /account/app-transfers", `{"app":"website","recipient":"mia@acme.com"}`, 422, "invalid_params: belongs to the team acme"},
		exchange{"ada", "POST /account/app-transfers", `{"app":"none","recipient":"mia@acme.com"}`, 404, "not_found: Couldn't find that app."},
		exchange{"ada", "POST /account/app-transfers", `{"app":"hobby"}`, 422, "invalid_params: recipient"},
		exchange{"mia", "POST /account/app-transfers", `{"app":"hobby","recipient":"joe@acme.com"}`, 403, "forbidden: owner"},
		exchange{"sam", "POST /account/app-transfers", `{"app":"hobby","recipient":"joe@acme.com"}`, 403, "forbidden: You do not have access to the app hobby."},

		// offered, and declined
		exchange{"ada", "POST /account/app-transfers", `{"app":"hobby","recipient":"mia@acme.com"}`, 201, `{"state":"pending","owner":{"email":"ada@acme.com"},"recipient":{"email":"mia@acme.com"}}`},
		exchange{"ada", "POST /account/app-transfers", `{"app":"hobby","recipient":"joe@acme.com"}`, 422, "invalid_params: offered to somebody already"},
		exchange{"joe", "GET /account/app-transfers/hobby", "", 404, "not_found: Couldn't find that"},
		exchange{"joe", "PATCH /account/app-transfers/hobby", `{"state":"accepted"}`, 404, "not_found: Couldn't find that"},
		exchange{"ada", "PATCH /account/app-transfers/hobby", `{"state":"accepted"}`, 403, "forbidden: "},
		exchange{"mia", "PATCH /account/app-transfers/hobby", `{"state":"perhaps"}`, 422, "invalid_params: accepted or declined"},
		exchange{"mia", "DELETE /account/app-transfers/hobby", "", 403, "forbidden: owner"},
		exchange{"mia", "PATCH /account/app-transfers/hobby", `{"state":"declined"}`, 200, `{"state":"declined"}`},
		exchange{"mia", "PATCH /account/app-transfers/hobby", `{"state":"accepted"}`, 422, "invalid_params: declined already"},
		exchange{"ada", "GET /apps/hobby", "", 200, `{"owner":{"email":"ada@acme.com"}}`},

		// offered, and taken back
		exchange{"ada", "POST /account/app-transfers", `{"app":"hobby","recipient":"joe@acme.com"}`, 201, ""},
		exchange{"ada", "DELETE /account/app-transfers/hobby", "", 200, `{"recipient":{"email":"joe@acme.com"}}`},

		// offered, and accepted: the old owner stays as a collaborator, everybody else too
		exchange{"ada", "POST /account/app-transfers", `{"app":"hobby","recipient":"mia@acme.com"}`, 201, ""},
		exchange{"mia", "PATCH /account/app-transfers/hobby", `{"state":"accepted"}`, 200, `{"state":"accepted"}`},
		exchange{"ada", "GET /apps/hobby", "", 200, `{"owner":{"email":"mia@acme.com"}}`},
		exchange{"joe", "GET /apps/hobby", "", 200, ""},
		exchange{"ada", "DELETE /apps/hobby", "", 403, "forbidden: "},
		exchange{"ada", "POST /account/app-transfers", `{"app":"hobby","recipient":"joe@acme.com"}`, 403, "forbidden: owner"},
	)
}
