package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// reading puts an estate together out of what a state says, and the API.
type reading struct {
	*estate
	people  people
	objects map[string]object // what a resource is of, by its address
	gaps    gaps
}

// object is a row of an estate.
type object struct {
	kind string
	row  int
}

// gaps are sentences about what was not known, each once.
type gaps map[string]bool

func (g *gaps) add(sentence string) { put((*map[string]bool)(g), sentence, true) }

// loaders read the objects of a state: first what stands alone, then what belongs to it. Data sources have their own.
var loaders = []map[string]func(*reading, *planfile.Object, values){
	{
		"team": (*reading).loadTeam, "data team": (*reading).loadTeam, "data teams": (*reading).loadTeams,
		"data enterprise_account": (*reading).loadAccount,
	},
	{"space": (*reading).loadSpace, "data space": (*reading).loadSpace},
	{"team_app": (*reading).loadApp, "data team_apps": (*reading).loadApps},
	{
		"team_member": (*reading).loadMember, "team_members": (*reading).loadMembers, "data team_members": (*reading).loadMemberRows, "data compliance": (*reading).loadCompliance,
		"enterprise_account_member": (*reading).loadAccountMember, "enterprise_account_members": (*reading).loadAccountMembers, "data enterprise_account_members": (*reading).loadAccountMemberRows,
	},
	{
		"app_access": (*reading).loadGrant, "app_collaborators": (*reading).loadGrants, "data app_collaborators": (*reading).loadGrantRows, "data effective_access": (*reading).loadEffective,
		"app_lock": (*reading).loadLock, "space_access": (*reading).loadSpaceGrant, "space_trusted_ips": (*reading).loadRanges,
		"addon_allowlist": (*reading).loadAllowlist, "allowed_addon_service": (*reading).loadService, "data addon_allowlist_exceptions": (*reading).loadExceptions,
		"identity_provider": (*reading).loadProvider, "data identity_provider": (*reading).loadProvider,
	},
}

// load reads the state that the plan was made from.
func (r *reading) load(f *planfile.File) {
	objects := slices.Clone(f.Objects)
	seen := make(map[string]bool, len(objects))
	for i := range objects {
		seen[objects[i].Address+objects[i].Deposed] = true
	}
	for i := range f.Changes {
		if c := &f.Changes[i]; !seen[c.Address+c.Deposed] && len(c.Before) > 0 {
			o := c.Object
			o.Values = c.Before
			objects = append(objects, o)
		}
	}
	kinds := map[string][]*planfile.Object{}
	for i := range objects {
		kind := strings.TrimPrefix(objects[i].Type, planfile.Prefix)
		if objects[i].Mode == "data" {
			kind = "data " + kind
		}
		kinds[kind] = append(kinds[kind], &objects[i])
	}
	for _, step := range loaders {
		for kind, load := range step {
			for _, o := range kinds[kind] {
				load(r, o, valuesOf(o.Values, nil))
			}
		}
	}
}

// is notes what a resource is of.
func (r *reading) is(o *planfile.Object, kind string, row int) {
	if o.Deposed == "" {
		r.objects[o.Address] = object{kind, row}
	}
}

func (r *reading) loadTeam(o *planfile.Object, v values) {
	id, name := v.named("id", "team")
	t := r.team(id, cmp.Or(v.text("name"), name))
	if t == nil {
		return
	}
	r.is(o, ofTeam, t.row)
	r.describe(t, v)
	t.defaultRole = cmp.Or(t.defaultRole, v.text("default_role"))
	t.provider = cmp.Or(t.provider, v.text("identity_provider"))
	t.thirdParty = cmp.Or(t.thirdParty, v.truth("third_party_oauth_access"))
	t.controls = cmp.Or(t.controls, v.truth("addon_controls"))
}

// describe notes what kind of team it is, and whose.
func (r *reading) describe(t *team, v values) {
	t.kind = cmp.Or(t.kind, v.text("type"))
	if a := r.account(v.named("enterprise_account_id", "enterprise_account")); a != nil {
		t.account = a.row
	}
}

func (r *reading) loadTeams(_ *planfile.Object, v values) {
	for _, row := range v.list("teams") {
		if t := r.team(row.text("id"), row.text("name")); t != nil {
			r.describe(t, row)
		}
	}
}

func (r *reading) loadAccount(_ *planfile.Object, v values) {
	r.account(v.text("id"), v.text("name"))
}

func (r *reading) loadSpace(o *planfile.Object, v values) {
	s := r.space(v.text("id"), v.text("name"))
	if s == nil {
		return
	}
	r.is(o, ofSpace, s.row)
	r.belongs(&s.team, v.text("team_id"), nameOf(v.text("team")))
	if o.Mode == "data" {
		s.trusted, s.denied, s.ranged = v.words("trusted_ranges"), v.words("denied_ranges"), true
	}
}

// nameOf is what a user wrote, if it is no id.
func nameOf(ref string) string {
	_, name := reference(ref)
	return name
}

func (r *reading) loadApp(o *planfile.Object, v values) {
	a := r.app(v.text("id"), v.text("name"))
	if a == nil {
		return
	}
	r.is(o, ofApp, a.row)
	r.belongs(&a.team, v.text("team_id"), nameOf(v.text("team")))
	if s := r.space(v.named("space_id", "space")); s != nil {
		a.space = s.row
	}
}

func (r *reading) loadApps(_ *planfile.Object, v values) {
	t := r.team(v.named("team_id", "team"))
	for _, row := range v.list("apps") {
		a := r.app(row.text("id"), row.text("name"))
		if a == nil || t == nil {
			continue
		}
		a.team, a.locked, a.known = t.row, row.is("locked"), true
		if s := r.space(reference(row.text("space"))); s != nil {
			a.space = s.row
		}
	}
}

// seen notes what a row says of a person.
func (r *reading) seen(v values) *person {
	p := r.people.who(v.text("user_id"), v.text("email"))
	if with := v.truth("two_factor_authentication"); with != nil {
		p.twoFactor = with
	}
	return p
}

// role reads a role. Who only has permissions on apps has none.
func role(word string) access.Role {
	known, err := access.ParseRole(word)
	if err != nil {
		return access.NoRole
	}
	return known
}

// sits notes the role of a person in a team.
func (r *reading) sits(t *team, v values) {
	p := r.seen(v)
	has := role(v.text("role"))
	switch {
	case has == access.NoRole:
	case v.text("status") == "pending":
		put(&t.invited, p, has)
	default:
		t.roles[p] = has
	}
	if v.is("federated") {
		put(&t.federated, p, true)
	}
}

func (r *reading) loadMember(_ *planfile.Object, v values) {
	if t := r.team(v.named("team_id", "team")); t != nil {
		r.sits(t, v)
	}
}

// wholeList reads a list that is owned as a whole: whoever is not on it has nothing there.
func (r *reading) wholeList(whole *bool, listed values, has func(p *person, email string)) {
	for email := range listed.known {
		has(r.people.who("", email), email)
	}
	*whole = true
}

func (r *reading) loadMembers(_ *planfile.Object, v values) {
	t, listed := r.team(v.named("team_id", "team")), v.in("members")
	if t == nil {
		return
	}
	r.wholeList(&t.whole, listed, func(p *person, email string) {
		has := role(listed.text(email))
		if _, known := t.invited[p]; !known && has != access.NoRole {
			t.roles[p] = has
		}
	})
}

func (r *reading) loadMemberRows(_ *planfile.Object, v values) {
	t := r.team(v.named("team_id", "team"))
	if t == nil {
		return
	}
	for _, row := range v.list("members") {
		r.sits(t, row)
	}
	t.whole = t.whole || v.null("roles")
}

func (r *reading) loadCompliance(_ *planfile.Object, v values) {
	for _, row := range v.list("people") {
		if t := r.team(reference(row.text("team"))); t != nil {
			r.sits(t, row)
		}
	}
}
