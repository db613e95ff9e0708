package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/hcl"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
)

// teamWriter writes one team.
type teamWriter struct {
	*writer
	team      *organization.Team
	on        place
	name      string          // fit for an address
	federated map[string]bool // people who are left out, by id
	after     string          // what holds the members
	head      strings.Builder // comments
	body      strings.Builder
}

// team writes a team with its people and things.
func (w *writer) team(team *organization.Team) string {
	t := &teamWriter{writer: w, team: team, federated: map[string]bool{}}
	t.on = w.placeOf("team", team.ID, team.Name)
	_, t.name, _ = strings.Cut(t.on.address, ".")
	t.head.WriteString(comment("The team %s.", team.Name))
	t.head.WriteString(w.gaps("the team "+team.Name, team.Unread))
	t.body.WriteString(w.single("team", t.name, team.ID, t.settings(), kept()))
	t.members()
	t.allowlist()
	t.body.WriteString(t.providers(t.on, t.name, "", team.Providers))
	for _, s := range team.Spaces {
		t.space(s)
	}
	unchosen := 0
	for _, app := range team.Apps {
		unchosen += t.app(app)
	}
	if unchosen > 0 {
		t.head.WriteString(w.note("The collaborators of %d apps of the team %s are left out: in a team without an enterprise account their permissions cannot be chosen.", unchosen, team.Name))
	}
	return t.head.String() + "\n" + t.body.String()
}

// settings are what the team itself is.
func (t *teamWriter) settings() string {
	arguments := []hcl.Argument{{Name: "name", Value: hcl.Literal(t.team.Name)}}
	if account := t.team.EnterpriseAccount; account != nil {
		arguments = append(arguments, hcl.Argument{Name: "enterprise_account", Value: hcl.Literal(account.Name)})
	}
	if p := t.team.Preferences; p != nil {
		role := string(access.Member) // what no role means on the wire
		if p.DefaultPermission != nil {
			role = *p.DefaultPermission
		}
		arguments = append(arguments, hcl.Argument{Name: "default_role", Value: hcl.Literal(role)})
		if p.ThirdPartyOAuthAccess != nil {
			arguments = append(arguments, hcl.Argument{Name: "third_party_oauth_access", Value: fmt.Sprint(*p.ThirdPartyOAuthAccess)})
		}
	}
	return hcl.Arguments(arguments...)
}

// members writes who is in the team, and who has been invited.
func (t *teamWriter) members() {
	p := people{kind: "team_member", all: "team_members", list: "members", name: t.name, on: t.on, column: "role"}
	joined, leads, outside := map[string]bool{}, false, 0
	add := func(email string, role *string) {
		p.rows = append(p.rows, row{email, hcl.Literal(*role)})
	}
	for _, m := range t.team.Members {
		if m.Role == nil || access.Role(*m.Role) == access.Collaborator {
			if m.Federated && !t.Federated {
				t.federated[m.User.ID] = true
				outside++
			}
			continue
		}
		joined[m.User.ID] = true
		if m.Federated && !t.Federated {
			t.federated[m.User.ID] = true
			continue
		}
		leads = leads || access.Role(*m.Role) == access.Admin
		add(m.Email, m.Role)
	}
	for _, i := range t.team.Invitations {
		if i.Role != nil && !joined[i.User.ID] {
			add(i.User.Email, i.Role)
		}
	}
	slices.SortStableFunc(p.rows, func(a, b row) int { return strings.Compare(access.FoldEmail(a.email), access.FoldEmail(b.email)) })
	t.head.WriteString(t.leftOut(len(t.federated)-outside, "in the team "+t.team.Name))
	t.head.WriteString(t.leftOut(outside, "with permissions on apps of the team "+t.team.Name+", but no role in it,"))
	if p.exclusive = t.Exclusive; p.exclusive && !leads {
		p.exclusive = false
		t.head.WriteString(t.note("Nobody in the team %s with a password is an admin, so that herokuenterprise_team_members could not have the whole list.", t.team.Name))
	}
	if account := t.team.EnterpriseAccount; account != nil {
		p.after = t.accounts[account.ID]
	}
	text, address := t.people(p)
	t.after = address
	t.body.WriteString(text)
}

// allowlist writes which add-on services may be installed. One that could not be read is not taken for empty.
func (t *teamWriter) allowlist() {
	if t.team.Lacks(organization.Allowlist) {
		return
	}
	names := make([]string, 0, len(t.team.Services))
	for _, s := range t.team.Services {
		names = append(names, s.AddonService.Name)
	}
	enforced := t.team.Preferences != nil && t.team.Preferences.AddonsControls != nil && *t.team.Preferences.AddonsControls
	if len(names) == 0 && (!t.Exclusive || !enforced) {
		return
	}
	if t.Exclusive && t.team.Preferences != nil {
		t.body.WriteString("\n" + t.single("addon_allowlist", t.names.Take(prefix+"addon_allowlist", t.name), t.team.ID, hcl.Arguments(
			t.on.by("id"), hcl.Argument{Name: "addon_services", Value: hcl.Literals(names)}, hcl.Argument{Name: "enforced", Value: fmt.Sprint(enforced)})))
		return
	}
	const kind = prefix + "allowed_addon_service"
	if len(names) == 1 {
		t.body.WriteString("\n" + t.single("allowed_addon_service", t.names.Take(kind, t.name, names[0]), t.team.ID+":"+names[0],
			hcl.Arguments(t.on.by("id"), hcl.Argument{Name: "addon_service", Value: hcl.Literal(names[0])})))
		return
	}
	name, local := t.names.Take(kind, t.name), t.names.Take("local", t.name, "addon_services")
	t.imports = append(t.imports, hcl.Block("import", hcl.Arguments(
		hcl.Argument{Name: "for_each", Value: "local." + local},
		hcl.Argument{Name: "to", Value: kind + "." + name + "[each.key]"},
		hcl.Argument{Name: "id", Value: `"` + t.team.ID + `:${each.key}"`},
	)))
	t.body.WriteString("\n" + hcl.Block("locals", hcl.Arguments(hcl.Argument{Name: local, Value: "toset(" + hcl.Literals(names) + ")"})) +
		"\n" + hcl.Block(hcl.Resource(kind, name), hcl.Arguments(hcl.Argument{Name: "for_each", Value: "local." + local}),
		hcl.Arguments(t.on.by("id"), hcl.Argument{Name: "addon_service", Value: "each.key"})))
}

// grants writes what people were given on something.
func (t *teamWriter) grants(p people, given []organization.Grant) {
	for _, g := range given {
		if !t.federated[g.UserID] {
			p.rows = append(p.rows, row{g.Email, hcl.Literals(g.Permissions)})
		}
	}
	p.column, p.after = "permissions", t.after
	text, _ := t.people(p)
	t.body.WriteString(text)
}

// app writes an app, its lock and what people were given on it. It returns 1 if it left them out, else 0.
func (t *teamWriter) app(a *organization.App) (unchosen int) {
	on := t.placeOf("team_app", a.ID, a.Name)
	name := hcl.Label(a.Name)
	if !t.managed(a.ID) {
		_, name, _ = strings.Cut(on.address, ".")
		t.body.WriteString("\n" + t.single("team_app", name, a.ID, t.appSettings(a), kept()))
	}
	if a.Locked {
		t.body.WriteString("\n" + t.single("app_lock", t.names.Take(prefix+"app_lock", a.Name), a.ID, hcl.Arguments(on.by("id"))))
	}
	if t.team.Type != api.TeamTypeEnterprise {
		return min(len(a.Grants), 1)
	}
	t.grants(people{kind: "app_access", all: "app_collaborators", list: listOf("collaborators", "access", t.Exclusive), name: name, on: on, exclusive: t.Exclusive}, a.Grants)
	return 0
}

// listOf is the argument of an exclusive resource, or the end of a map's name.
func listOf(whole, each string, exclusive bool) string {
	if exclusive {
		return whole
	}
	return each
}

// appSettings are what an app itself is.
func (t *teamWriter) appSettings(a *organization.App) string {
	arguments := []hcl.Argument{t.on.by("name"), {Name: "name", Value: hcl.Literal(a.Name)}, {Name: "region", Value: hcl.Literal(a.Region.Name)}}
	if a.Space != nil {
		there, found := t.places[a.Space.ID]
		if !found {
			there = place{attribute: "space", name: a.Space.Name}
		}
		arguments = append(arguments, there.by("name"))
	}
	return hcl.Arguments(arguments...)
}

// space writes a private space, who may create apps in it, and from where web traffic is let in.
func (t *teamWriter) space(s *organization.Space) {
	on, there := t.places[s.ID]
	if !there {
		t.head.WriteString(t.note("The private space %s is being deleted, and is left out.", s.Name))
		return
	}
	name := hcl.Label(s.Name)
	if !t.managed(s.ID) {
		_, name, _ = strings.Cut(on.address, ".")
		t.body.WriteString("\n" + t.single("space", name, s.ID, hcl.Arguments(
			t.on.by("name"), hcl.Argument{Name: "name", Value: hcl.Literal(s.Name)}, hcl.Argument{Name: "region", Value: hcl.Literal(s.Region.Name)},
			hcl.Argument{Name: "generation", Value: hcl.Literal(s.Generation.Name)}, hcl.Argument{Name: "shield", Value: fmt.Sprint(s.Shield)},
			hcl.Argument{Name: "cidr", Value: hcl.Literal(s.CIDR)}, hcl.Argument{Name: "data_cidr", Value: hcl.Literal(s.DataCIDR)}), kept()))
	}
	t.grants(people{kind: "space_access", list: "space_access", name: name, on: on}, s.Grants)
	if s.Rules == nil {
		return
	}
	arguments := []hcl.Argument{on.by("id"), {Name: "ranges", Value: hcl.Literals(sources(s.Rules, access.InboundAllow))}}
	if denied := sources(s.Rules, access.InboundDeny); len(denied) > 0 {
		arguments = append(arguments, hcl.Argument{Name: "denied_ranges", Value: hcl.Literals(denied)})
	}
	t.body.WriteString("\n" + t.single("space_trusted_ips", t.names.Take(prefix+"space_trusted_ips", name), s.ID, hcl.Arguments(arguments...)))
}

// sources lists the networks of the rules of an action, sorted.
func sources(rules *api.InboundRuleset, action string) []string {
	networks := []string{}
	for _, rule := range rules.Rules {
		if rule.Action == action {
			networks = append(networks, rule.Source)
		}
	}
	slices.Sort(networks)
	return networks
}
