package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// simulation carries out a plan on a copy of an estate.
type simulation struct {
	reading           // as it was before
	after     *estate // as it is after the steps so far
	me        *person // whom Terraform works as
	resources inventory
	config    planfile.Configuration

	touched map[spot][]*Cause
	drops   []drop
	open    []openChange
	left    map[spotOf]*step // what takes people out of teams
	found   []Finding
	outside map[*person][]int // teams in which people have rights without a role
	byTeam  map[int][]*app    // apps after the steps so far; nil when they have to be looked for
	drift   []planfile.Change
}

// spot is where a change of the plan has an effect: an object, or what a person has there.
type spot struct {
	object
	who *person
}

// drop is what somebody loses by leaving a team.
type drop struct {
	who   *person
	team  int
	what  string // "deploy and view on acme-shop"
	cause *Cause
}

// openChange is a right that depends on values that are not known yet.
type openChange struct {
	who    *person
	change Change
}

// newSimulation makes a copy of what was read.
func newSimulation(r reading, f *planfile.File) *simulation {
	s := &simulation{reading: r, after: r.copied(), touched: map[spot][]*Cause{}, resources: inventory{}, config: f.Configuration, drift: f.Drift}
	for _, at := range slices.Sorted(maps.Keys(r.objects)) {
		s.resources.add(at)
	}
	return s
}

// myself is the person that Terraform works as; somebody unknown where nobody said who that is.
func (s *simulation) myself() *person {
	if s.me == nil {
		s.me = &person{name: "the person that Terraform works as", unknown: true}
		s.gaps.add("Who Terraform works as is not known: whoever it is becomes admin of every team that the plan creates, and gets every permission on every app that it creates or transfers.")
	}
	return s.me
}

// touch notes that a step has to do with an object, or with what somebody has there.
func (s *simulation) touch(st *step, kind string, row int, who *person) {
	at := spot{object{kind, row}, who}
	if list := s.touched[at]; len(list) == 0 || list[len(list)-1] != st.cause {
		s.touched[at] = append(list, st.cause)
	}
}

// simulators carry out steps, by kind of object.
var simulators = map[string]func(*simulation, *step){
	"team": (*simulation).doTeam, "team_app": (*simulation).doApp, "space": (*simulation).doSpace, "app_transfer": (*simulation).doTransfer,
	"team_member": (*simulation).doMember, "team_members": (*simulation).doMembers,
	"enterprise_account_member": (*simulation).doAccountMember, "enterprise_account_members": (*simulation).doAccountMembers,
	"app_access": (*simulation).doGrant, "app_collaborators": (*simulation).doGrants, "app_lock": (*simulation).doLock, "space_access": (*simulation).doSpaceGrant,
	"addon_allowlist": (*simulation).doAllowlist, "allowed_addon_service": (*simulation).doService,
	"identity_provider": (*simulation).doProvider, "space_trusted_ips": (*simulation).doRanges,
}

// shapes are the attributes of which a wrong type would be taken for an absent value.
var (
	textual = []string{"id", "name", "team", "team_id", "app", "app_id", "space", "space_id", "email", "user_id", "role", "status", "recipient", "enterprise_account", "enterprise_account_id", "default_role", "addon_service"}
	setlike = []string{"permissions", "ranges", "denied_ranges", "addon_services"}
	maplike = []string{"members", "collaborators"}
)

// do carries out one step.
func (s *simulation) do(st *step) {
	do := simulators[st.kind]
	if do == nil {
		o, _ := s.driftObject(st.now())
		o.Name = cmp.Or(o.Name, st.change.Address)
		s.finding(st, "unknown_access", o, nil, "%s is of a type that this version does not know, so what it does is left out here.", st.change.Address)
		return
	}
	for _, v := range []values{st.before, st.after} {
		for _, name := range v.odd(textual, setlike, maplike) {
			s.gaps.add(fmt.Sprintf("The value of %s in %s is of a type that it cannot have, so what it means is left out here.", name, st.change.Address))
		}
	}
	do(s, st)
}

// now are the values that a step is about: those that it makes, or those that go.
func (st *step) now() values {
	if st.does == "delete" {
		return st.before
	}
	return st.after
}

// target finds what a step refers to, by a known id, by what the user wrote, or by what the configuration refers to. It is nil, and said to
// be unknown, where nothing of that is known.
func target[T any](s *simulation, st *step, kind, idAttribute, attribute string, get func(id, name string) *T, at func(row int) *T) *T {
	v := st.now()
	if id, name := v.named(idAttribute, attribute); id != "" || name != "" {
		return get(id, name)
	}
	for _, candidate := range s.resources.instances(s.config, st.change.Address, attribute) {
		if o, ok := s.objects[candidate]; ok && o.kind == kind {
			return at(o.row)
		}
	}
	return nil
}

func (s *simulation) teamTarget(st *step) *team {
	return target(s, st, ofTeam, "team_id", "team", s.after.team, s.after.teams.at)
}

func (s *simulation) appTarget(st *step, id string) *app {
	return target(s, st, ofApp, id, "app", s.after.app, s.after.apps.at)
}

func (s *simulation) spaceTarget(st *step) *space {
	return target(s, st, ofSpace, "space_id", "space", s.after.space, s.after.spaces.at)
}

func (s *simulation) accountTarget(st *step) *account {
	return target(s, st, ofAccount, "enterprise_account_id", "enterprise_account", s.after.account, s.after.accounts.at)
}

// personOf is whom a step is about; somebody unknown, known by the address of the resource, where the plan does not say yet.
func (s *simulation) personOf(st *step) *person {
	v := st.now()
	id, email := v.text("user_id"), v.text("email")
	if id == "" && email == "" {
		return s.stranger(st)
	}
	p := s.people.who(id, email)
	if with := v.truth("two_factor_authentication"); with != nil && p.twoFactor == nil {
		p.twoFactor = with
	}
	return p
}

func (s *simulation) stranger(st *step) *person {
	return &person{name: st.change.Address, unknown: true}
}

// unclear notes rights that nobody can tell before the plan is applied.
func (s *simulation) unclear(st *step, who *person, o Object, rights ...string) {
	if len(rights) == 0 {
		rights = []string{known("")}
	}
	for _, right := range rights {
		s.open = append(s.open, openChange{who, Change{
			Effect: Unknown, Rule: "unknown_access", Object: o, Right: right, After: "known after the plan is applied", Actions: []string{}, Causes: []Cause{*st.cause},
		}})
	}
}

// somewhere is an object of which only the resource is known that names it.
func (s *simulation) somewhere(st *step, kind, attribute string) Object {
	name := "(known after apply)"
	if refs := s.resources.instances(s.config, st.change.Address, attribute); len(refs) == 1 {
		name = refs[0]
	} else if module, resource, _ := address(st.change.Address); s.config[withoutIndexes(module)] != nil {
		if refs := s.config[withoutIndexes(module)].Resources[resource][attribute]; len(refs) > 0 {
			name = refs[0] + " (known after apply)"
		}
	}
	return Object{Kind: kind, Name: name}
}

// finding notes something that follows.
func (s *simulation) finding(st *step, rule string, o Object, who []*person, format string, arguments ...any) {
	f := Finding{Rule: rule, Text: fmt.Sprintf(format, arguments...), Object: o, People: labels(who), Causes: []Cause{}}
	if st != nil {
		f.Causes = append(f.Causes, *st.cause)
	}
	s.found = append(s.found, f)
}

// labels names people, sorted. It never returns nil.
func labels(who []*person) []string {
	who = slices.SortedFunc(slices.Values(who), byLabel)
	names := make([]string, 0, len(who))
	for _, p := range who {
		names = append(names, p.label())
	}
	return names
}

// few names some people for a sentence.
func few(who []*person) string {
	const most = 5
	names := labels(who)
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return sentence(names)
}

// Objects as a report names them.

func (e *estate) teamObject(t *team) Object { return Object{Kind: ofTeam, Name: t.label()} }

func (e *estate) within(kind string, p *place, team int) Object {
	o := Object{Kind: kind, Name: p.label()}
	if t := e.teams.at(team); t != nil {
		o.Team = t.label()
	}
	return o
}

func (e *estate) appObject(a *app) Object { return e.within(ofApp, &a.place, a.team) }

// appShown is an app as a report names it: one that is deleted, as it was.
func (s *simulation) appShown(a *app) Object {
	if b := s.apps.at(a.row); a.gone && b != nil {
		return s.appObject(b)
	}
	return s.after.appObject(a)
}

// spaceShown is the same of a space.
func (s *simulation) spaceShown(v *space) Object {
	if b := s.spaces.at(v.row); v.gone && b != nil {
		return s.spaceObject(b)
	}
	return s.after.spaceObject(v)
}

func (e *estate) spaceObject(v *space) Object { return e.within(ofSpace, &v.place, v.team) }

func accountObject(a *account) Object { return Object{Kind: ofAccount, Name: a.label()} }

// role is what somebody is in a team; nothing in none.
func (e *estate) role(team int, p *person) access.Role {
	if t := e.teams.at(team); t != nil && !t.gone {
		return t.roles[p]
	}
	return access.NoRole
}
