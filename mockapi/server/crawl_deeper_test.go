package server

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// crawlDeeper is a request whose handler asks for more than its route does: who may make it, and the status that he gets. The bodies
// ask for what is refused once access is given, where there is such a thing, so that little changes.
type crawlDeeper struct {
	route, body string
	may         func(who string, g crawlTarget) bool
	status      int
}

// its is the right to do something to the thing that the request is about.
func its(actions ...access.Action) func(string, crawlTarget) bool {
	return func(who string, g crawlTarget) bool {
		return !slices.ContainsFunc(actions, func(a access.Action) bool { return !crawlMay(who, a, g.name) })
	}
}

// on is the right to do something to a thing that the body names.
func on(a access.Action, name string) func(string, crawlTarget) bool {
	return func(who string, _ crawlTarget) bool { return crawlMay(who, a, name) }
}

func both(one, two func(string, crawlTarget) bool) func(string, crawlTarget) bool {
	return func(who string, g crawlTarget) bool { return one(who, g) && two(who, g) }
}

// ofApp is the right to do something to the app of a coupling.
func ofApp(a access.Action) func(string, crawlTarget) bool {
	return func(who string, g crawlTarget) bool { return crawlMay(who, a, g.app) }
}

// joins is who may add himself to an app: who manages it, and the team's users while it is not locked. Who has a grant hears that.
func joins(who string, g crawlTarget) bool {
	a := crawlApps[g.name]
	return crawlMay(who, access.AppAccessWrite, g.name) || crawlMay(who, access.AppJoin, g.name) && (!a.locked || a.grants[who] != 0)
}

// moves is who may give an app to a team; one in a space cannot be moved by anybody.
func moves(who string, g crawlTarget) bool {
	return crawlMay(who, access.AppTransfer, g.name) && (crawlApps[g.name].space != "" || crawlMay(who, access.TeamAppTransferIn, "clubhouse"))
}

// ownClient is who comes with a client of Heroku's own.
func ownClient(who string, _ crawlTarget) bool { return !crawlClients[who] }

// receives is who is offered the app of a transfer.
func receives(who string, _ crawlTarget) bool { return who == "fri" }

const (
	addons  = "POST /apps/{app}/addons"
	couple  = "POST /pipeline-couplings"
	pass    = "POST /pipeline-transfers"
	offer   = "POST /account/app-transfers"
	inSpace = "POST /spaces/{space}/transfer"
	inTeam  = "POST /teams/apps"
	share   = "POST /teams/apps/{app}/collaborators"
	share2  = "POST /apps/{app}/collaborators"
)

var crawlDeeply = []crawlDeeper{
	{"PATCH /account", `{"two_factor_authentication":true}`, ownClient, 200},
	{"PATCH /users/{user}", `{"two_factor_authentication":false}`, ownClient, 200},
	{"PATCH /teams/{team}", `{"name":"No such name!"}`, its(access.TeamWrite), 422},
	{inTeam, `{"name":"No!","team":"widgets"}`, on(access.TeamAppCreate, "widgets"), 422},
	{inTeam, `{"name":"No!","team":"gadgets"}`, on(access.TeamAppCreate, "gadgets"), 422},
	{inTeam, `{"name":"No!","space":"nasaspace"}`, on(access.SpaceAppCreate, "nasaspace"), 422},
	{"PATCH /teams/apps/{app}", `{"locked":true}`, its(access.AppLock), 0},
	{"PATCH /teams/apps/{app}", `{"owner":""}`, its(access.AppTransfer), 422},
	{"PATCH /teams/apps/{app}", `{"owner":"clubhouse"}`, moves, 0},
	{"PATCH /apps/{app}", `{"name":"No!"}`, its(access.AppRename), 422},
	{"PATCH /apps/{app}", `{"maintenance":true}`, its(access.AppMaintenance), 200},
	{"PATCH /apps/{app}", `{"build_stack":"none"}`, its(access.AppStackWrite), 422},
	{share, `{"user":"{collaborator}"}`, its(access.AppAccessWrite), 422},
	{share, `{"user":"~"}`, joins, 0},
	{share2, `{"user":"{collaborator}"}`, its(access.AppAccessWrite), 422},
	{share2, `{"user":"~"}`, joins, 0},
	{addons, `{"plan":"scheduler:standard","name":"{addon}"}`, its(access.AppAddonsFree), 422},
	{addons, `{"plan":"heroku-redis:mini","name":"{addon}"}`, its(access.AppAddonsPaid), 422},
	{"PATCH /apps/{app}/addons/{addon}", `{"name":"No!"}`, its(access.AppAddonsFree), 422},
	{"DELETE /apps/{app}/addons/{addon}", `{}`, its(access.AppAddonsFree), 0},
	{"POST /apps/{app}/releases", `{"slug":"none"}`, its(access.AppReleaseCreate), 404},
	{"POST /apps/{app}/releases", `{"release":"none"}`, its(access.AppReleaseRollback), 404},
	{"POST /spaces", `{"name":"nasaspace","team":"widgets"}`, on(access.TeamSpaceCreate, "widgets"), 422},
	{inSpace, `{"new_owner":"widgets"}`, both(its(access.SpaceTransfer), on(access.TeamSpaceCreate, "widgets")), 422},
	{"POST /pipelines", `{"name":"flowline","owner":{"type":"team","id":"widgets"}}`, on(access.TeamPipelineCreate, "widgets"), 422},
	{couple, `{"app":"shopfront","pipeline":"flowline","stage":"test"}`, both(on(access.PipelineWrite, "flowline"), on(access.AppPipelineWrite, "shopfront")), 422},
	{couple, `{"app":"strongroom","pipeline":"flowline","stage":"test"}`, both(on(access.PipelineWrite, "flowline"), on(access.AppPipelineWrite, "strongroom")), 422},
	{"PATCH /pipeline-couplings/{coupling}", `{"stage":"production"}`, both(its(access.PipelineWrite), ofApp(access.AppPipelineWrite)), 200},
	{"DELETE /pipeline-couplings/{coupling}", `{}`, both(its(access.PipelineWrite), ofApp(access.AppPipelineWrite)), 200},
	{pass, `{"pipeline":{"id":"flowline"},"new_owner":{"type":"team","id":"widgets"}}`, both(on(access.PipelineTransfer, "flowline"), on(access.TeamPipelineCreate, "widgets")), 422},
	{pass, `{"pipeline":{"id":"flowline"},"new_owner":{"type":"user","id":"~"}}`, both(on(access.PipelineTransfer, "flowline"), on(access.AppTransfer, "strongroom")), 0},
	{offer, `{"app":"hobbyhorse","recipient":"sam@people.test"}`, on(access.AppTransferCreate, "hobbyhorse"), 422},
	{offer, `{"app":"shopfront","recipient":"sam@people.test"}`, on(access.AppTransfer, "shopfront"), 422},
	{"PATCH /account/app-transfers/{transfer}", `{"state":"none"}`, receives, 422},
	{"DELETE /account/app-transfers/{transfer}", `{}`, its(access.AppTransferDelete), 200},
	{"POST /addon-attachments", `{"addon":"addon-of-shopfront","app":"strongroom","name":"No!"}`, both(on(access.AppAddonsFree, "shopfront"), on(access.AppAddonsFree, "strongroom")), 422},
	{"DELETE /addon-attachments/{attachment}", `{}`, its(access.AppAddonsFree), 0},
}

// deep makes the requests for which a route asks too little and its handler the rest: who is refused changes nothing, and who
// is not gets as far as the model says. A writing route whose action only looks has to be among them.
func (w *crawler) deep(t *testing.T) {
	known, start := map[string]bool{}, w.turn
	for n, d := range crawlDeeply {
		known[d.route] = true
		at := slices.IndexFunc(routes, func(rt route) bool { return rt.method+" "+rt.pattern == d.route })
		if at < 0 {
			t.Errorf("crawl_deeper_test.go names %s, which is no route", d.route)
			continue
		}
		targets := slices.DeleteFunc(w.targets(routes[at]), func(g crawlTarget) bool { return g.gone })
		for i, g := range targets {
			if w.soak || i == (start+n)%len(targets) {
				w.deeper(t, routes[at], g, d)
			}
		}
	}
	for _, rt := range routes {
		if changes(rt) && strings.HasSuffix(string(rt.action), ".read") && !known[rt.method+" "+rt.pattern] {
			t.Errorf("%s %s changes something and asks for %s alone; say in crawl_deeper_test.go what its handler asks for", rt.method, rt.pattern, rt.action)
		}
	}
}

// deeper makes one such request about one thing: first as those who may not, then as those who may.
func (w *crawler) deeper(t *testing.T, rt route, g crawlTarget, d crawlDeeper) {
	t.Helper()
	path, _ := crawlPath(rt.pattern, g.params)
	body := d.body
	for placeholder, value := range g.params {
		body = strings.ReplaceAll(body, `"{`+placeholder+`}"`, `"`+value+`"`)
	}
	var allowed []crawlCaller
	for _, c := range w.callers(rt, g, g.kind == access.Nothing) {
		want := w.expected(c, rt, g)
		if want == http.StatusOK && d.may(c.who, g) {
			allowed = append(allowed, c)
			continue
		}
		if want == http.StatusOK {
			want = http.StatusForbidden
		}
		if got := w.ask(t, c, rt.method, path, body, nil, g); got.Code != want {
			t.Errorf("%s %s %s as %s: %d %s, the model says %d", rt.method, path, body, c.who, got.Code, got.Body, want)
		}
	}
	if w.fingerprint() != w.print {
		t.Fatalf("%s %s %s changed something for somebody who was refused", rt.method, path, body)
	}
	for _, c := range allowed {
		got := w.ask(t, c, rt.method, path, body, nil, g)
		if d.status != 0 && got.Code != d.status || d.status == 0 && class(got.Code) != http.StatusOK {
			t.Errorf("%s %s %s as %s: %d %s, the model says that he may", rt.method, path, body, c.who, got.Code, got.Body)
		}
		if got.Code < http.StatusMultipleChoices {
			w.restart(t)
		}
	}
}
