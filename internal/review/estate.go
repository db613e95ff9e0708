package review

import (
	"cmp"
	"maps"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// The kinds of object, as a report names them.
const (
	ofTeam    = "team"
	ofApp     = "app"
	ofSpace   = "space"
	ofAccount = "enterprise_account"

	ofAllowlist = "addon_allowlist" // of a team, in no report
)

// estate is who has what at one moment. Objects are in rows, and one object is in the same row before and after the plan: that is what it
// is known by, whatever it is called.
type estate struct {
	teams    rows[team]
	apps     rows[app]
	spaces   rows[space]
	accounts rows[account]

	granted map[spotOf]bool // see guests
}

// none is the row of nothing.
const none = -1

// rows are the objects of one kind, found by id or name. Names are found that the object had before, too, unless another has it by now.
type rows[T any] struct {
	list []*T
	by   map[string]int
}

// place is what every object has.
type place struct {
	row      int
	id, name string
	gone     bool // deleted by the plan
	created  bool // by the plan
}

func (p *place) self() *place { return p }

// label is what people know the object as.
func (p *place) label() string { return cmp.Or(p.name, p.id, "(known after apply)") }

// placed is an object of a row.
type placed[T any] interface {
	*T
	self() *place
}

// find finds an object by its id or, where that is not known, by its name, and makes one that is not there. Without either there is none.
func find[T any, P placed[T]](r *rows[T], id, name string) P {
	if id == "" && name == "" {
		return nil
	}
	row, ok := r.by[id]
	if !ok || id == "" {
		row, ok = r.by[name]
		if ok = ok && name != ""; ok {
			known := P(r.list[row]).self().id
			ok = known == "" || id == "" || known == id // else the name is another's by now
		}
	}
	if !ok {
		return add[T, P](r, id, name)
	}
	p := P(r.list[row]).self()
	p.id, p.name = cmp.Or(p.id, id), cmp.Or(p.name, name)
	r.index(row, p)
	return r.list[row]
}

// add makes an object.
func add[T any, P placed[T]](r *rows[T], id, name string) P {
	object := P(new(T))
	*object.self() = place{row: len(r.list), id: id, name: name}
	r.list = append(r.list, object)
	r.index(object.self().row, object.self())
	return object
}

func (r *rows[T]) index(row int, p *place) {
	if r.by == nil {
		r.by = map[string]int{}
	}
	for _, key := range []string{p.id, p.name} {
		if key != "" {
			r.by[key] = row
		}
	}
}

// at is the object of a row; nil for none, or one that is not there yet.
func (r *rows[T]) at(row int) *T {
	if row < 0 || row >= len(r.list) {
		return nil
	}
	return r.list[row]
}

// team is a team with its people and settings. What is not known is nil or empty.
type team struct {
	place
	kind      string // enterprise or team
	account   int    // the row of its enterprise account; none for none, or one that is not known
	roles     map[*person]access.Role
	invited   map[*person]access.Role // have not accepted yet
	federated map[*person]bool        // sign in through an identity provider
	whole     bool                    // everybody who has a role is known

	defaultRole string
	thirdParty  *bool
	provider    string // what is known of its identity provider
	controls    *bool  // the allowlist is enforced
	services    map[string]bool
	installs    []install
	installed   bool // every add-on is known
}

// install is an add-on on an app.
type install struct{ addon, service, app string }

// app is an app with what people were given on it.
type app struct {
	place
	team   int     // none for a personal app, or an unknown team
	owner  *person // of a personal app
	space  int
	locked bool
	known  bool // whether it is locked is
	grants map[*person]access.Permissions
	whole  bool // every grant is known
}

// space is a private space with who was given create_apps on it.
type space struct {
	place
	team            int
	grants          map[*person]bool
	whole           bool
	trusted, denied []string // networks
	ranged          bool     // they are known
}

// account is an enterprise account with who has what there.
type account struct {
	place
	members   map[*person]access.AccountPermissions
	federated map[*person]bool
	own       map[*person]bool // of these, those who sign in through the account's own identity provider
	whole     bool
}

// person is somebody, the same before and after the plan.
type person struct {
	id, email string
	name      string // what a person without an address is called
	unknown   bool   // nobody knows yet who that is
	twoFactor *bool
}

// label is what people know the person as.
func (p *person) label() string { return cmp.Or(p.email, p.name, p.id) }

func byLabel(a, b *person) int {
	return cmp.Or(cmp.Compare(access.FoldEmail(a.label()), access.FoldEmail(b.label())), cmp.Compare(a.label(), b.label()), cmp.Compare(a.id, b.id))
}

// people finds people by id or address.
type people struct{ by map[string]*person }

// who finds a person by the id or, where that is not known, by the address, and adds one who is not there.
func (p *people) who(id, email string) *person {
	if p.by == nil {
		p.by = map[string]*person{}
	}
	key := access.FoldEmail(email)
	one, ok := p.by[id]
	if !ok || id == "" {
		one, ok = p.by[key]
		ok = ok && key != "" && (id == "" || one.id == "" || one.id == id)
	}
	if !ok {
		one = &person{}
	}
	one.id, one.email = cmp.Or(one.id, id), cmp.Or(one.email, email)
	for _, key := range []string{id, key} {
		if key != "" {
			p.by[key] = one
		}
	}
	return one
}

// copied is an estate that can be changed without changing this one.
func (e *estate) copied() *estate {
	return &estate{
		teams: copyRows(&e.teams, func(t *team) {
			t.roles, t.invited, t.federated = maps.Clone(t.roles), maps.Clone(t.invited), maps.Clone(t.federated)
			t.services, t.installs = maps.Clone(t.services), slices.Clone(t.installs)
		}),
		apps:     copyRows(&e.apps, func(a *app) { a.grants = maps.Clone(a.grants) }),
		spaces:   copyRows(&e.spaces, func(s *space) { s.grants = maps.Clone(s.grants) }),
		accounts: copyRows(&e.accounts, func(a *account) { a.members = maps.Clone(a.members) }),
	}
}

func copyRows[T any](r *rows[T], deeper func(*T)) rows[T] {
	out := rows[T]{by: maps.Clone(r.by)}
	for _, one := range r.list {
		another := *one
		deeper(&another)
		out.list = append(out.list, &another)
	}
	return out
}

// put puts a value into a map that may be nil.
func put[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = value
}

// The ways to find an object, with what a new one begins with.

func (e *estate) team(id, name string) *team {
	n := len(e.teams.list)
	t := find[team, *team](&e.teams, id, name)
	if len(e.teams.list) > n {
		t.account, t.roles = none, map[*person]access.Role{}
	}
	return t
}

func (e *estate) app(id, name string) *app {
	n := len(e.apps.list)
	a := find[app, *app](&e.apps, id, name)
	if len(e.apps.list) > n {
		a.team, a.space, a.grants = none, none, map[*person]access.Permissions{}
	}
	return a
}

func (e *estate) space(id, name string) *space {
	n := len(e.spaces.list)
	s := find[space, *space](&e.spaces, id, name)
	if len(e.spaces.list) > n {
		s.team, s.grants = none, map[*person]bool{}
	}
	return s
}

func (e *estate) account(id, name string) *account {
	n := len(e.accounts.list)
	a := find[account, *account](&e.accounts, id, name)
	if len(e.accounts.list) > n {
		a.members = map[*person]access.AccountPermissions{}
	}
	return a
}

// belongs notes the team of an app or a space that was only known by what it is called.
func (e *estate) belongs(row *int, id, name string) {
	if t := e.team(id, name); t != nil {
		*row = t.row
	}
}
