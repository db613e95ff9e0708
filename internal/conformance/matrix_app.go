package conformance

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// appProbes does every action on an app once.
var appProbes = []probe{
	{action: access.AppRead, request: "GET /apps/$APP"},
	{action: access.AppRename, request: "PATCH /apps/$APP", body: `{"name":"$APP-x"}`, undo: call{"PATCH /apps/$APP-x", `{"name":"$APP"}`}},
	{action: access.AppMaintenance, request: "PATCH /apps/$APP", body: `{"maintenance":true}`},
	{action: access.AppStackWrite, request: "PATCH /apps/$APP", body: `{"build_stack":"heroku-22"}`},
	{action: access.AppDelete, request: "DELETE /apps/$APP", alone: true},
	{action: access.AppLock, request: "PATCH /teams/apps/$APP", body: `{"locked":$LOCK}`, undo: call{"PATCH /teams/apps/$APP", `{"locked":$LOCKED}`}},
	{action: access.AppTransfer, request: "PATCH /teams/apps/$APP", body: `{"owner":"~"}`, alone: true},
	{action: access.AppAccessRead, request: "GET /apps/$APP/collaborators"},
	{action: access.AppAccessWrite, request: "POST /teams/apps/$APP/collaborators", body: `{"user":"new@acme.com","permissions":["deploy"]}`},
	{action: access.AppAccessDelete, request: "DELETE /apps/$APP/collaborators/zoe@acme.com", undo: call{"POST /teams/apps/$APP/collaborators", `{"user":"zoe@acme.com"}`}},
	{action: access.AppJoin, request: "POST /teams/apps/$APP/collaborators", body: `{"user":"$WHO"}`, fresh: true, rule: joining, undo: call{"DELETE /apps/$APP/collaborators/$WHO", ""}},
	{action: access.AppAddonsRead, request: "GET /apps/$APP/addons"},
	{action: access.AppAddonsFree, request: "POST /apps/$APP/addons", body: `{"plan":"acme-addon:free"}`},
	{action: access.AppAddonsPaid, request: "POST /apps/$APP/addons", body: `{"plan":"acme-addon:paid"}`},
}

// otherAppProbes are the other requests that do the same.
var otherAppProbes = []probe{
	{action: access.AppRead, request: "GET /teams/apps/$APP"},
	{action: access.AppDelete, request: "DELETE /teams/apps/$APP", alone: true},
	{action: access.AppTransfer, request: "PATCH /teams/apps/$APP", body: `{"owner":"root@acme.com"}`, alone: true},
	{action: access.AppAccessRead, request: "GET /teams/apps/$APP/collaborators"},
	{action: access.AppAccessRead, request: "GET /apps/$APP/collaborators/zoe@acme.com"},
	{action: access.AppAccessRead, request: "GET /teams/apps/$APP/collaborators/zoe%40acme.com"},
	{action: access.AppAccessWrite, request: "POST /apps/$APP/collaborators", body: `{"user":"other@acme.com"}`},
	{action: access.AppAccessWrite, request: "PATCH /teams/apps/$APP/collaborators/zoe@acme.com", body: `{"permissions":["operate"]}`},
	{action: access.AppAccessDelete, request: "DELETE /teams/apps/$APP/collaborators/zoe%40acme.com", undo: call{"POST /teams/apps/$APP/collaborators", `{"user":"zoe@acme.com"}`}},
	{action: access.AppJoin, request: "POST /apps/$APP/collaborators", body: `{"user":"~"}`, fresh: true, rule: joining, undo: call{"DELETE /apps/$APP/collaborators/$WHO", ""}},
	{action: access.AppAddonsRead, request: "GET /apps/$APP/addons/$APP-free"},
	{action: access.AppAddonsFree, request: "PATCH /apps/$APP/addons/$APP-free", body: `{"plan":"acme-addon:gratis"}`},
	{action: access.AppAddonsPaid, request: "PATCH /apps/$APP/addons/$APP-free", body: `{"plan":"acme-addon:paid"}`, undo: call{"PATCH /apps/$APP/addons/$APP-free", `{"plan":"acme-addon:free"}`}},
	{action: access.AppAddonsPaid, request: "PATCH /apps/$APP/addons/$APP-paid", body: `{"plan":"acme-addon:free"}`, undo: call{"PATCH /apps/$APP/addons/$APP-paid", `{"plan":"acme-addon:paid"}`}},
	{action: access.AppAddonsFree, request: "DELETE /apps/$APP/addons/$APP-free"},
	{action: access.AppAddonsPaid, request: "DELETE /apps/$APP/addons/$APP-paid"},
	{action: access.AppAccessDelete, request: "DELETE /apps/$APP/collaborators/$WHO", self: true, granted: true, alone: true},
}

// joining is the rule that a locked app is not joined, but by an admin, who manages it.
func joining(app string, o access.Object, role access.Role) error {
	if role == access.Admin {
		return nil
	}
	_, err := access.JoinApp(app, o)
	return err
}

// places are where an app stands.
var places = []struct {
	name   string
	locked bool
}{{"open", false}, {"shut", true}}

// testMatrixApps tries every action on an app by everybody, on an app of his own that is open and on one that is locked.
func testMatrixApps(t *testing.T, g Target) {
	try := func(prefix string, thorough, addons bool, probes []probe) {
		for name, set := range worlds(probes) {
			t.Run(prefix+name, func(t *testing.T) {
				t.Parallel()
				everybody := cast(thorough, false)
				w := enter(t, g, appSeed(everybody, addons))
				state := w.apps()
				for _, p := range set {
					state = tryApps(w, p, everybody, state)
				}
			})
		}
	}
	try("", g.Thorough, false, appProbes)
	try("runtime ", g.Thorough, false, runtimeProbes)
	if g.Thorough {
		try("other ", false, true, otherAppProbes)
	}
}

// tryApps tries one probe by everybody, and fails if a refusal left a trace on the app that it was about. It takes what the apps
// were before, and gives what they are now.
func tryApps(w *world, p probe, everybody []person, before map[string]string) map[string]string {
	w.t.Helper()
	if p.first.request != "" {
		for _, who := range everybody {
			for _, place := range places {
				w.byRoot(p.first, who, "acme", who.name+"-"+place.name)
			}
		}
		before = w.apps()
	}
	refused := []string{}
	for _, who := range everybody {
		for _, place := range places {
			if !p.concerns(who) {
				continue
			}
			app := who.name + "-" + place.name
			here := p
			lock := strings.NewReplacer("$LOCKED", fmt.Sprint(place.locked), "$LOCK", fmt.Sprint(!place.locked))
			here.body, here.undo.body = lock.Replace(p.body), lock.Replace(p.undo.body)
			if !here.try(w, who, access.Object{Kind: access.App, Locked: place.locked}, "acme", app) {
				refused = append(refused, app)
			}
		}
	}
	if !writes(p.request) {
		return before
	}
	after := w.apps()
	for _, app := range refused {
		if before[app] == "" || before[app] != after[app] {
			w.t.Errorf("%s: refused, and changed %s: %s", p.request, app, difference(before[app], after[app]))
		}
	}
	return after
}

// appSeed gives everybody two apps of his own in the team acme, with his grant, and a bystander's on each.
func appSeed(everybody []person, addons bool) string {
	var users, members, apps strings.Builder
	for _, p := range everybody {
		users.WriteString(" " + p.name)
		if p.Role != access.NoRole {
			fmt.Fprintf(&members, "      - {email: %s@acme.com, role: %s}\n", p.name, p.Role)
		}
		for _, place := range places {
			app := p.name + "-" + place.name
			fmt.Fprintf(&apps, "      - name: %s\n        locked: %v\n        collaborators:\n          - {email: zoe@acme.com}\n", app, place.locked)
			if p.Grant != 0 {
				fmt.Fprintf(&apps, "          - {email: %s@acme.com, permissions: [%s]}\n", p.name, p.Grant)
			}
			if addons {
				fmt.Fprintf(&apps, "        addons: [{service: acme-addon, plan: free, name: %s-free}, {service: acme-addon, plan: paid, name: %s-paid}]\n", app, app)
			}
		}
	}
	return people("root zoe"+users.String()) + `
addon_services:
  - {name: acme-addon, plans: [{name: free}, {name: gratis}, {name: paid, price_cents: 500}]}
teams:
  - name: acme
    members:
      - {email: root@acme.com, role: admin}
` + members.String() + "    apps:\n" + apps.String()
}

// apps is all that root sees of the team's apps: the app, the grants on it, its add-ons; by the app's name.
func (w *world) apps() map[string]string {
	w.t.Helper()
	state := map[string]string{}
	for _, raw := range get[[]json.RawMessage](w, "root", "/teams/acme/apps") {
		state[decode[api.Ref](w, raw).Name] += string(raw)
	}
	for _, raw := range get[[]json.RawMessage](w, "root", "/teams/acme/permissions") {
		state[decode[api.Ref](w, raw).Name] += string(raw)
	}
	for _, raw := range get[[]json.RawMessage](w, "root", "/teams/acme/addons") {
		state[decode[api.Addon](w, raw).App.Name] += string(raw)
	}
	return state
}

func decode[T any](w *world, raw []byte) T {
	w.t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		w.t.Fatalf("%v: %s", err, raw)
	}
	return v
}
