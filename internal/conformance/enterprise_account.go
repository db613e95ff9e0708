package conformance

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

const (
	firmPath    = "/enterprise-accounts/firm"
	firmMembers = "/enterprise-accounts/firm/members"
)

var watchAccount = []string{"bob " + firmPath, "bob " + firmMembers, "sam /enterprise-accounts/other-firm"}

// standing lists the members of an account with their permissions, as one line: "ada@acme.com view, bob@acme.com view+manage".
func (w *world) standing(as, account string) string {
	w.t.Helper()
	members := get[[]api.EnterpriseAccountMember](w, as, "/enterprise-accounts/"+account+"/members")
	var lines []string
	for _, m := range members {
		var words []string
		for _, p := range m.Permissions {
			words = append(words, p.Name)
		}
		lines = append(lines, m.User.Email+" "+strings.Join(words, "+"))
	}
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

func testEnterpriseAccounts(t *testing.T, g Target) {
	w := enter(t, g, firm, watchAccount...)
	w.play(
		exchange{"cat", "GET /enterprise-accounts", "", 200, `[{"name":"firm","permissions":["view","create"],"trial":false,"partner_benefits":false,"identity_provider":null}]`},
		exchange{"ada", "GET /enterprise-accounts", "", 200, `[{"name":"firm","permissions":["view"]}]`}, // she has a role in a team
		exchange{"jill", "GET /enterprise-accounts", "", 200, `[]`},                                      // a collaborator is not in the account
		exchange{"bob", "GET " + firmPath, "", 200, `{"name":"firm","permissions":["view","billing","manage"]}`},
		exchange{"vera", "GET " + firmPath, "", 200, `{"permissions":["view"]}`},
		exchange{"sam", "GET " + firmPath, "", 403, "forbidden: You do not have access to the enterprise account firm."},
		exchange{"jill", "GET " + firmMembers, "", 403, "forbidden: You do not have access to the enterprise account firm."},
		exchange{"bob", "GET /enterprise-accounts/nothing", "", 404, "not_found: Couldn't find that enterprise account."},

		exchange{"cat", "PATCH " + firmPath, `{"name":"company"}`, 403, "forbidden: requires account permission manage"},
		exchange{"ada", "PATCH " + firmPath, `{"name":"company"}`, 403, "forbidden: requires account permission manage"},
		exchange{"sam", "PATCH " + firmPath, `{"name":"company"}`, 403, "forbidden: You do not have access to the enterprise account firm."},
		exchange{"bob", "PATCH " + firmPath, `{"name":"other-firm"}`, 422, "invalid_params: Enterprise account name other-firm is already taken"},
		exchange{"bob", "PATCH " + firmPath, `{"name":"No!"}`, 422, "invalid_params: Enterprise account name must start with a letter"},
		exchange{"bob", "PATCH " + firmPath, `{"name":""}`, 422, "invalid_params: Nothing to change"},
		exchange{"bob", "PATCH " + firmPath, `{"name":7}`, 422, "invalid_params: name must be a string"},
		exchange{"bob", "PATCH " + firmPath, `{}`, 422, "invalid_params: Nothing to change"},
	)
	before := get[api.EnterpriseAccount](w, "bob", firmPath)
	w.watch = nil
	w.play(
		exchange{"bob", "PATCH " + firmPath, `{"name":"company"}`, 200, `{"name":"company"}`},
		exchange{"bob", "GET " + firmPath, "", 404, "not_found: Couldn't find that enterprise account."},
		exchange{"bob", "GET /enterprise-accounts/" + before.ID, "", 200, `{"name":"company"}`},
		exchange{"ada", "GET /teams/acme", "", 200, `{"enterprise_account":{"name":"company"}}`},
		exchange{"bob", "GET /enterprise-accounts/company/members", "", 200, ""},
	)
}

func testAccountMembers(t *testing.T, g Target) {
	w := enter(t, g, firm, watchAccount...)
	const first = "ada@acme.com view, bob@acme.com view+billing+manage, cat@acme.com view+create, mia@acme.com view, vera@acme.com view, vic@acme.com view"
	w.equal("members", w.standing("vera", "firm"), first) // with any permission one sees who is there
	w.play(
		exchange{"cat", "POST " + firmMembers, `{"user":"sam@acme.com","permissions":["view"]}`, 403, "forbidden: requires account permission manage"},
		exchange{"ada", "PATCH " + firmMembers + "/ada@acme.com", `{"permissions":["manage"]}`, 403, "forbidden: requires account permission manage"},
		exchange{"vera", "DELETE " + firmMembers + "/vera@acme.com", "", 403, "forbidden: requires account permission manage"}, // nobody leaves by himself
		exchange{"sam", "DELETE " + firmMembers + "/bob@acme.com", "", 403, "forbidden: You do not have access to the enterprise account firm."},
		exchange{"bob", "POST " + firmMembers, `{}`, 422, "invalid_params: user is required"},
		exchange{"bob", "POST " + firmMembers, `{"user":"sam@acme.com"}`, 422, "invalid_params: permissions is required: a list of view, billing, manage and create"},
		exchange{"bob", "POST " + firmMembers, `{"user":"sam@acme.com","permissions":["mange"]}`, 422, `invalid_params: Unknown permission "mange". Permissions on an enterprise account are view, billing, manage and create`},
		exchange{"bob", "POST " + firmMembers, `{"user":"sam@acme.com","permissions":"view"}`, 422, "invalid_params: permissions must be a list of strings"},
		exchange{"bob", "POST " + firmMembers, `{"user":"nobody","permissions":["view"]}`, 422, "invalid_params: "},
		exchange{"bob", "POST " + firmMembers, `{"user":"6b7a5a34-4b0c-4c7e-9a51-0d7b6e2b4a10","permissions":["view"]}`, 404, "not_found: Couldn't find that user."},
		exchange{"bob", "POST " + firmMembers, `{"user":"MIA@acme.com","permissions":["billing"]}`, 422, "invalid_params: mia@acme.com is already a member of the enterprise account firm"},
		exchange{"bob", "PATCH " + firmMembers + "/sam@acme.com", `{"permissions":["view"]}`, 404, "not_found: Couldn't find that member."},
		exchange{"bob", "PATCH " + firmMembers + "/mia@acme.com", `{}`, 422, "invalid_params: permissions is required"},
		exchange{"bob", "DELETE " + firmMembers + "/nobody@acme.com", "", 404, "not_found: Couldn't find that member."},
		exchange{"bob", "DELETE " + firmMembers + "/ada@acme.com", "", 422, "invalid_params: ada@acme.com has a role in teams of the enterprise account firm: acme and beta. Remove that first"},
	)
	w.equal("members after all refusals", w.standing("bob", "firm"), first)
	w.watch = nil
	w.play(
		// the four are independent, and view comes with each
		exchange{"bob", "POST " + firmMembers, `{"user":"sam@acme.com","permissions":["billing"]}`, 201, `{"user":{"email":"sam@acme.com"},"permissions":[{"name":"view"},{"name":"billing"}],"enterprise_account":{"name":"firm"},"two_factor_authentication":false,"identity_provider":null}`},
		exchange{"sam", "GET " + firmPath, "", 200, `{"permissions":["view","billing"]}`},
		exchange{"sam", "POST /enterprise-accounts/firm/teams", `{"name":"gamma"}`, 403, "forbidden: requires account permission create"},
		exchange{"bob", "PATCH " + firmMembers + "/SAM%40acme.com", `{"permissions":["create"]}`, 200, `{"permissions":[{"name":"view"},{"name":"create"}]}`},
		exchange{"sam", "POST /enterprise-accounts/firm/teams", `{"name":"gamma"}`, 201, `{"name":"gamma"}`},
		exchange{"bob", "PATCH " + firmMembers + "/sam@acme.com", `{"permissions":[]}`, 200, `{"permissions":[{"name":"view"}]}`},
		exchange{"bob", "DELETE " + firmMembers + "/sam@acme.com", "", 422, "invalid_params: a team of the enterprise account firm: gamma"},
		exchange{"sam", "DELETE /teams/gamma", "", 200, ""},
		exchange{"bob", "DELETE " + firmMembers + "/sam@acme.com", "", 200, `{"user":{"email":"sam@acme.com"},"permissions":[{"name":"view"}]}`},
		exchange{"sam", "GET " + firmPath, "", 403, "forbidden: You do not have access"},
		exchange{"bob", "POST " + firmMembers, `{"user":"new@acme.com","permissions":["view"]}`, 201, `{"user":{"email":"new@acme.com"}}`}, // not known before
		exchange{"bob", "DELETE " + firmMembers + "/new@acme.com", "", 200, ""},

		// to be added to a team gives view on the account; to leave the team does not take it away
		exchange{"ada", "PUT /teams/acme/members", `{"email":"sam@acme.com","role":"member"}`, 201, ""},
		exchange{"sam", "GET " + firmPath, "", 200, `{"permissions":["view"]}`},
		exchange{"ada", "DELETE /teams/acme/members/sam@acme.com", "", 200, ""},
		exchange{"sam", "GET " + firmPath, "", 200, `{"permissions":["view"]}`},
		// who has more keeps it when added to a team
		exchange{"ada", "PUT /teams/acme/members", `{"email":"cat@acme.com","role":"viewer"}`, 201, ""},
		exchange{"cat", "GET " + firmPath, "", 200, `{"permissions":["view","create"]}`},
	)
}

// testLastManager: every way to lose the last one who manages an account, by all names of him.
func testLastManager(t *testing.T, g Target) {
	w := enter(t, g, firm, watchAccount...)
	id := ""
	for _, m := range get[[]api.EnterpriseAccountMember](w, "bob", firmMembers) {
		if m.User.Email == "bob@acme.com" {
			id = m.User.ID
		}
	}
	const last = "invalid_params: The enterprise account firm must have at least one member with the permission manage"
	for _, ref := range []string{"bob%40acme.com", "BOB@acme.com", "~", id} {
		w.play(
			exchange{"bob", "DELETE " + firmMembers + "/" + ref, "", 422, last},
			exchange{"bob", "PATCH " + firmMembers + "/" + ref, `{"permissions":["view","billing","create"]}`, 422, last},
		)
	}
	w.play(
		exchange{"bob", "PATCH " + firmMembers + "/bob@acme.com", `{"permissions":["manage"]}`, 200, `{"permissions":[{"name":"view"},{"name":"manage"}]}`},
		exchange{"bob", "PATCH " + firmMembers + "/vera@acme.com", `{"permissions":["manage"]}`, 200, ""},
		exchange{"bob", "DELETE " + firmMembers + "/~", "", 200, `{"user":{"email":"bob@acme.com"}}`},
	)
	w.watch = []string{"vera " + firmMembers}
	w.play(exchange{"vera", "DELETE " + firmMembers + "/vera@acme.com", "", 422, last})
}

// testManagersRemoveEachOther lets the two who manage an account take that from each other at the same moment: one of them stays.
func testManagersRemoveEachOther(t *testing.T, g Target) {
	const rounds = 20
	var seed strings.Builder
	seed.WriteString(people("ada bob mia") + "enterprise_accounts:\n")
	for i := range rounds {
		fmt.Fprintf(&seed, "  - {name: firm-%d, members: [{email: ada@acme.com, permissions: [manage]}, {email: bob@acme.com, permissions: [manage]}, {email: mia@acme.com, permissions: [view]}]}\n", i)
	}
	w := enter(t, g, seed.String())
	for i := range rounds {
		path := fmt.Sprintf("/enterprise-accounts/firm-%d/members", i)
		requests := []call{{"DELETE " + path + "/bob@acme.com", ""}, {"PATCH " + path + "/ada@acme.com", `{"permissions":["billing"]}`}}
		askers := []string{"ada", "bob"}
		var got [2]answer
		var failed [2]error
		var both sync.WaitGroup
		for k := range requests {
			both.Go(func() { got[k], failed[k] = w.try(askers[k], requests[k].request, requests[k].body, nil) })
		}
		both.Wait()
		if err := errors.Join(failed[:]...); err != nil {
			t.Fatal(err)
		}
		managers := strings.Count(w.standing("mia", fmt.Sprintf("firm-%d", i)), "manage")
		for k := range requests {
			if s := got[k].status; s != 200 && s != 403 && s != 422 { // who comes second manages it no more, or is the last one
				t.Errorf("%s: status %d: %s", requests[k].request, s, got[k].body)
			}
		}
		if managers != 1 || (got[0].status == 200) == (got[1].status == 200) {
			t.Errorf("round %d: %d and %d, and %d manage the account", i, got[0].status, got[1].status, managers)
		}
	}
}
