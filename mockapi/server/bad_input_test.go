package server_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
)

// blunder is a request that must not do anything: what is wrong with it, and what the answer says.
type blunder struct {
	who, method, path string // $word is an id
	body              any
	status            int
	says              string
}

// refusedBy are the answers that are refusals of a rule: they are in the audit trail, as every 403 is, and other mistakes are not.
var refusedBy = []string{
	"at least one member with the permission manage", "Remove that first", "has an identity provider already", "can only be transferred", "always has the permission",
	"viewers create no apps", "is not a collaborator on the app", "owns the app", "still has 1 app", "still owns", "is not an Enterprise Team", "at least one admin", "is not a user of the team", "cannot leave it",
}

// badWorld is a world in which everything that is managed in an enterprise is there once, with an account whose clock a test moves.
const badWorld = `
users:
  - {email: ada@acme.test, token: HRKU-ada}
  - {email: joe@acme.test, token: HRKU-joe}
  - {email: vic@acme.test, token: HRKU-vic}
  - {email: jill@creative.test, token: HRKU-jill}
  - {email: sam@elsewhere.test, token: HRKU-sam}
enterprise_accounts:
  - {name: acme, members: [{email: ada@acme.test, permissions: [view, billing, manage, create]}]}
  - {name: other, members: [{email: sam@elsewhere.test, permissions: [manage, billing]}]}
teams:
  - name: widgets
    enterprise_account: acme
    members: [{email: ada@acme.test, role: admin}, {email: joe@acme.test, role: member}, {email: vic@acme.test, role: viewer}]
    apps: [{name: web}, {name: inside, space: orbit}]
    spaces: [{name: orbit, members: [{email: joe@acme.test, permissions: [create_apps]}]}]
  - {name: gadgets, enterprise_account: acme, members: [{email: ada@acme.test, role: admin}]}
  - {name: others, enterprise_account: other, members: [{email: ada@acme.test, role: admin}, {email: sam@elsewhere.test, role: admin}]}
  - {name: club, type: team, members: [{email: sam@elsewhere.test, role: admin}]}
apps:
  - {name: hobby, owner: joe@acme.test, collaborators: [{email: jill@creative.test}]}
  - {name: pastime, owner: joe@acme.test}
`

// TestBadInput makes every blunder that people make with what is managed in an enterprise, one after the other: each is answered with
// Heroku's error and a message that says what is wrong, changes nothing, and is in the audit trail if it is a refusal. Then the clock
// jumps, forth and back, and what is out of date by then is refused as well.
func TestBadInput(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		w := &wrongWalk{walk: walk{t: t, kept: map[string]string{"none": "6b7a5a34-4b0c-4c7e-9a51-0d7b6e2b4a10"}}}
		var clock *hands
		w.s, clock = startWith(t, database, badWorld, noon, slog.New(slog.DiscardHandler))
		for _, m := range []mutation{
			{who: "ada", method: "GET", path: "/enterprise-accounts/acme", keep: "acme"},
			{who: "ada", method: "GET", path: "/teams/widgets", keep: "widgets"},
			{who: "ada", method: "POST", path: "/teams/widgets/identity-providers", body: provider(t, "https://idp.acme.test"), keep: "provider", events: "identity_provider.create"},
			{who: "ada", method: "POST", path: "/enterprise-accounts/acme/identity-providers", body: provider(t, "https://idp.acme.test"), keep: "wide", events: "identity_provider.create"},
			{who: "sam", method: "POST", path: "/teams/others/identity-providers", body: provider(t, "https://idp.other.test"), keep: "theirs", events: "identity_provider.create"},
			{who: "joe", method: "POST", path: "/account/app-transfers", body: object{"app": "hobby", "recipient": "jill@creative.test"}, keep: "offer", events: "app_transfer.create"},
		} {
			m.open = true
			w.make(m)
		}
		w.world = w.dump()
		for _, list := range [][]blunder{mistakesWithAccounts, mistakesWithOneself, mistakesWithUsage, mistakesWithProviders(t), mistakesWithSpaces, mistakesWithTrustedIPs, mistakesWithTransfers, mistakesWithSwitches} {
			w.check(list)
		}
		clock.move(11 * 365 * 24 * time.Hour)
		w.check([]blunder{
			{"ada", "PATCH", "/teams/widgets/identity-providers/$provider", object{"entity_id": "https://sso.acme.test"}, 422, "certificate has expired: it was valid until"},
			{"ada", "GET", "/teams/$widgets/usage/daily?start=2031-05-06", nil, 422, "Daily usage goes back 6 months"},
			{"ada", "GET", "/enterprise-accounts/$acme/usage/monthly?start=2031-05", nil, 422, "Monthly usage goes back 12 months"},
		})
		clock.move(-20 * 365 * 24 * time.Hour)
		w.check([]blunder{
			{"ada", "GET", "/enterprise-accounts/acme/events?day=2031-05-06", nil, 422, "day 2031-05-06 lies in the future"},
			{"ada", "GET", "/enterprise-accounts/acme/archives/2031/05", nil, 404, "Couldn't find that archive."},
			{"ada", "GET", "/teams/$widgets/usage/monthly?start=2031-05", nil, 422, "start 2031-05 lies in the future"},
		})
	})
}

// wrongWalk is a walk that must not lead anywhere.
type wrongWalk struct {
	walk
	world seed.File
}

// dump is all that says who may do what.
func (w *wrongWalk) dump() seed.File {
	w.t.Helper()
	file, _, err := seed.Dump(w.t.Context(), w.s.Store, true)
	if err != nil {
		w.t.Fatal(err)
	}
	return file
}

var errorIDs = map[int]string{
	http.StatusBadRequest: api.ErrBadRequest, http.StatusForbidden: api.ErrForbidden, http.StatusNotFound: api.ErrNotFound, http.StatusUnprocessableEntity: api.ErrInvalidParams,
	http.StatusRequestedRangeNotSatisfiable: api.ErrRange,
}

func (w *wrongWalk) check(list []blunder) {
	w.t.Helper()
	for _, m := range list {
		status, answer, wrote := w.ask(m.who, mutation{method: m.method, path: m.path, body: m.body})
		var e api.Error
		if err := json.Unmarshal(answer, &e); err != nil || status != m.status || e.ID != errorIDs[m.status] || !strings.Contains(e.Message, w.fill(m.says)) || !strings.HasSuffix(e.Message, ".") {
			w.t.Errorf("%s %s %v as %s: %d %s, want %d %s %q", m.method, m.path, m.body, m.who, status, answer, m.status, errorIDs[m.status], m.says)
		}
		refusal := status == http.StatusForbidden
		for _, says := range refusedBy {
			refusal = refusal || strings.Contains(e.Message, says)
		}
		if refusal && len(wrote) != 1 || !refusal && len(wrote) != 0 {
			w.t.Errorf("%s %s %v as %s: %s, and the audit trail has %+v", m.method, m.path, m.body, m.who, answer, wrote)
		}
	}
	if now := w.dump(); !reflect.DeepEqual(now, w.world) {
		w.t.Errorf("something changed after %s %s: %+v\nwas %+v", list[0].method, list[0].path, now, w.world)
	}
}
