package conformance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// probe is a request that does one action of [access.Table]. In request, body and undo, $APP is the app of the person who is
// tried, $TEAM the team, $WHO his address, $NAME his name.
type probe struct {
	action        access.Action
	request, body string

	// first is done by the admin root before the request, so that there is something to do it to.
	first call
	// undo puts back what an allowed probe changed, by the admin root. What neither undoes nor only adds is alone.
	undo call
	// alone is a probe that leaves nothing for others, and has a world to itself.
	alone bool
	// self is a probe that concerns the person himself.
	self bool
	// fresh is a probe for people without a grant on the app, granted for those with one: the others would be told something else.
	fresh, granted bool
	// rule is the rule with state that the request answers to besides the table.
	rule func(app string, o access.Object, role access.Role) error
}

// person is somebody whom the probes try: a role, grants, permissions on the enterprise account.
type person struct {
	name string
	access.Subject
}

// cast is everybody: three sorts of people with each set of grants, an admin and, where an enterprise account has a say, people
// with permissions on it. Without thorough it is those who differ in kind.
func cast(thorough, accounts bool) []person {
	few := strings.Fields("admin member member-vm viewer-vd outsider outsider-vdo outsider-vm account-vbm account-vc")
	var all []person
	add := func(name string, s access.Subject) {
		if thorough || slices.Contains(few, name) {
			all = append(all, person{name, s})
		}
	}
	add("admin", access.Subject{Role: access.Admin})
	for _, role := range []access.Role{access.NoRole, access.Viewer, access.Member} {
		name := string(role)
		if role == access.NoRole {
			name = "outsider"
		}
		add(name, access.Subject{Role: role})
		for extra := range access.Permissions(8) {
			grant := access.View | extra<<1 // Heroku stores view with every grant
			add(name+"-"+initials(grant.Names(), "vdom"), access.Subject{Role: role, Grant: grant, Collaborator: true})
		}
	}
	for extra := range access.AccountPermissions(8) {
		if set := access.AccountView | extra<<1; accounts {
			add("account-"+initials(set.Names(), "vbmc"), access.Subject{Account: set})
		}
	}
	return all
}

// initials abbreviates words by their first letters, in the order given: "vdo" is view, deploy and operate.
func initials(words []string, order string) string {
	return strings.Map(func(letter rune) rune {
		if slices.ContainsFunc(words, func(w string) bool { return rune(w[0]) == letter }) {
			return letter
		}
		return -1
	}, order)
}

// fill puts the names of one trial into a text.
func (p person) fill(text, team, app string) string {
	return strings.NewReplacer("$APP", app, "$TEAM", team, "$WHO", p.name+"@acme.com", "$NAME", p.name).Replace(text)
}

// try makes the probe's request as a person and holds the answer against the access model. It reports whether it was to be allowed.
func (p probe) try(w *world, who person, o access.Object, team, app string) bool {
	w.t.Helper()
	subject := who.Subject
	// A person is himself where the team or the app knows him: by his role, by his grant.
	subject.Self = p.self && (o.Kind == access.Team && who.Role != access.NoRole || o.Kind == access.App && who.Grant != 0)
	decision := access.Decide(p.action, subject, o)
	allowed := decision.Allowed && (p.rule == nil || p.rule(app, o, who.Role) == nil)
	name := map[access.Kind]string{access.Team: team, access.App: app, access.Enterprise: team}[o.Kind]
	visible := o.Kind == access.Nothing || access.EffectiveSet(subject, o).Has(access.View) || access.Decide(access.TeamRead, subject, o).Allowed ||
		o.Kind == access.Enterprise && subject.Account != 0

	as, request := who.name, who.fill(p.request, team, app)
	if subject.Anonymous {
		as = ""
	}
	got := w.send(as, request, who.fill(p.body, team, app), nil)
	var refusal api.Error
	if got.status >= http.StatusBadRequest {
		if err := json.Unmarshal(got.body, &refusal); err != nil {
			w.t.Errorf("%s: %s: %v: %s", as, request, err, got.body)
		}
	}
	said := fmt.Sprintf("%s (%s, locked %v): %s: status %d %s %q", who.name, p.action, o.Locked, request, got.status, refusal.ID, refusal.Message)
	switch {
	case allowed:
		if got.status >= http.StatusBadRequest {
			w.t.Errorf("%s; want allowed by %s", said, decision.Reason)
		}
	case subject.Anonymous:
		if got.status != http.StatusUnauthorized || refusal.ID != api.ErrUnauthorized {
			w.t.Errorf("%s; want 401 unauthorized", said)
		}
	case got.status != http.StatusForbidden || refusal.ID != api.ErrForbidden:
		w.t.Errorf("%s; want 403 forbidden: %s", said, decision.Reason)
	case !visible && refusal.Message != fmt.Sprintf("You do not have access to the %s %s.", o.Kind, name):
		w.t.Errorf("%s; nothing of it is visible, and the refusal does not say just that", said)
	case visible && (!strings.Contains(refusal.Message, decision.Reason) || !strings.Contains(refusal.Message, name)):
		w.t.Errorf("%s; the refusal does not name %s and say that it %s", said, name, decision.Reason)
	}
	if allowed && p.undo.request != "" {
		w.byRoot(p.undo, who, team, app)
	}
	return allowed
}

// byRoot does what makes a probe possible, or undoes it.
func (w *world) byRoot(c call, who person, team, app string) {
	w.t.Helper()
	done := w.send("root", who.fill(c.request, team, app), who.fill(c.body, team, app), nil)
	if done.status >= http.StatusBadRequest {
		w.t.Errorf("root: %s: %d %s", who.fill(c.request, team, app), done.status, done.body)
	}
}

// concerns reports whether the probe is for this person.
func (p probe) concerns(who person) bool {
	return (!p.fresh || who.Grant == 0) && (!p.granted || who.Grant != 0)
}

// worlds divides probes into those that share a world and those that have one each, and names each set.
func worlds(probes []probe) map[string][]probe {
	sets := map[string][]probe{}
	for _, p := range probes {
		name := "shared"
		if p.alone {
			name = fmt.Sprintf("%s %d", p.action, len(sets))
		}
		sets[name] = append(sets[name], p)
	}
	return sets
}
