package drift

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/trail"
)

// fact is one thing that a state says, or that is there. The kind is a type of resource without the provider's name.
type fact struct {
	kind      string
	place     string // the id of the team, app, space or account that it is about
	who, word string // who or what of it: an id and, where that is not known, an address or the name of a service
	team      string // the id of the team that it belongs to
	account   string // the id of the enterprise account that an identity provider belongs to, if it is not a team's
	values    []value

	// of the state
	resource string // the type that has it: a list of people has many facts
	address  string
	listed   bool // it is one line of a list

	// of what is there
	federated bool
	fixed     bool // nobody can choose or manage it
	importID  string
	accounted bool // the state has it
}

// value is one attribute.
type value struct {
	name, is string
	shown    string   // in place of is, for people
	also     []string // other spellings
}

func (v value) String() string {
	if v.shown != "" {
		return v.shown
	}
	if v.is == "" {
		return "none"
	}
	return v.is
}

// same reports whether two values mean the same.
func (v value) same(o value) bool {
	if v.name == "certificate" {
		return access.SameCertificate(v.is, o.is)
	}
	return v.is == o.is || slices.Contains(o.also, v.is) || slices.Contains(v.also, o.is)
}

// has is what a person has, for people.
func (f *fact) has() string {
	if len(f.values) == 0 {
		return ""
	}
	return f.values[0].String()
}

// facts finds facts again: by what they are about, and whom.
type facts struct {
	list []*fact
	by   map[string]*fact
}

func key(kind, place, who string) string { return kind + "\x00" + place + "\x00" + who }

func (fs *facts) add(f *fact) {
	if fs.by == nil {
		fs.by = map[string]*fact{}
	}
	fs.list = append(fs.list, f)
	if f.who != "" || f.word == "" {
		fs.by[key(f.kind, f.place, f.who)] = f
	}
	if f.word != "" {
		fs.by[key(f.kind, f.place, "="+access.FoldEmail(f.word))] = f
	}
}

// find finds the same fact: by the id of a person first, since addresses change.
func (fs *facts) find(f *fact) *fact {
	if f.who != "" || f.word == "" {
		if found := fs.by[key(f.kind, f.place, f.who)]; found != nil {
			return found
		}
	}
	if f.word == "" {
		return nil
	}
	found := fs.by[key(f.kind, f.place, "="+access.FoldEmail(f.word))]
	if found != nil && f.who != "" && found.who != "" && found.who != f.who { // somebody else has the address by now
		return nil
	}
	return found
}

// what names a fact for people. Names are those of teams, apps, spaces and accounts, by id.
func (f *fact) what(names map[string]string) string {
	place := names[f.place]
	if place == "" {
		place = f.place
	}
	switch f.kind {
	case "team":
		return "the team " + place
	case "team_app":
		return "the app " + place
	case "space":
		return "the private space " + place
	case "app_lock":
		return "the lock of the app " + place
	case "team_member":
		return f.word + " in the team " + place
	case "app_access":
		return f.word + " on the app " + place
	case "space_access":
		return f.word + " on the private space " + place
	case "enterprise_account_member":
		return f.word + " in the enterprise account " + place
	case "allowed_addon_service":
		return f.word + " on the add-on allowlist of the team " + place
	case "addon_allowlist":
		return "the add-on allowlist of the team " + place
	case "identity_provider":
		if team := names[f.team]; team != "" {
			return "the identity provider of the team " + team
		}
		if account := names[f.account]; account != "" {
			return "the identity provider of the enterprise account " + account
		}
		return "the identity provider " + place
	case "space_trusted_ips":
		return "the trusted IP ranges of the private space " + place
	case "team_members":
		return "the members of the team " + place
	case "app_collaborators":
		return "the collaborators of the app " + place
	case "enterprise_account_members":
		return "the members of the enterprise account " + place
	}
	return fmt.Sprintf("the %s %s", strings.ReplaceAll(f.kind, "_", " "), place)
}

// subject is a fact as the audit trail knows it.
func (f *fact) subject() trail.Subject {
	s := trail.Of(f.kind)
	s.Team = f.team
	switch f.kind {
	case "team_app", "app_lock", "app_access", "app_collaborators":
		s.App = f.place
	case "space", "space_access", "space_trusted_ips":
		s.Space = f.place
	}
	switch f.kind {
	case "team_member", "app_access", "space_access", "enterprise_account_member":
		s.User, s.Email = f.who, f.word
	}
	return s
}

// words are permissions as they are compared: sorted, and with view where the API always gives it.
func words(kind string, list []string) string {
	switch kind {
	case "app_access":
		if set, err := access.ParsePermissions(list); err == nil {
			list = set.Names()
		}
	case "enterprise_account_member":
		if set, err := access.ParseAccountPermissions(list); err == nil {
			list = set.Names()
		}
	}
	return strings.Join(slices.Sorted(slices.Values(list)), ", ")
}

// networks are ranges as they are compared.
func networks(list []string) string {
	plain := make([]string, len(list))
	for i, n := range list {
		plain[i] = n
		if prefix, err := netip.ParsePrefix(n); err == nil {
			plain[i] = prefix.Masked().String()
		}
	}
	slices.Sort(plain)
	return strings.Join(plain, ", ")
}
