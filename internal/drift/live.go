package drift

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
)

// live is what is there, as far as it concerns a state.
type live struct {
	facts
	names   map[string]string // of teams, apps, spaces and accounts, by id
	teams   map[string]*organization.Team
	owners  map[string]string // the ids of the accounts of teams, by the ids of these
	unread  map[string]bool   // kinds of facts of a place or a team that could not be read
	blurred map[string]bool   // who of a team is an admin whose permissions cannot be told, by team and person: the id, and the address, which begins with =
	gaps    []string
}

// readLive reads the teams and accounts of a state, and looks for its apps and spaces elsewhere if they are not there.
func readLive(ctx context.Context, c *client.Client, s *state) (*live, error) {
	l := &live{
		names: map[string]string{}, teams: map[string]*organization.Team{}, owners: map[string]string{}, unread: map[string]bool{}, blurred: map[string]bool{},
	}
	o, err := organization.Read(ctx, c, organization.Choice{
		Teams: slices.Sorted(maps.Keys(s.teams)), Alone: slices.Sorted(maps.Keys(s.accounts)), Lenient: true,
	})
	if err != nil {
		return nil, err
	}
	for _, account := range o.Accounts {
		l.account(account, slices.ContainsFunc(s.list, func(f *fact) bool { return f.kind == "identity_provider" && f.account == account.ID }))
	}
	for _, team := range o.Teams {
		l.team(team)
	}
	return l, l.search(ctx, c, s)
}

// search looks for apps and spaces that are in none of the teams that were read: somebody may have transferred them, or the state does not tell the team,
// as of the trusted ranges of a space. That team is one of the state's then.
func (l *live) search(ctx context.Context, c *client.Client, s *state) error {
	looked := map[string]bool{}
	for _, f := range s.list {
		var kind string
		switch f.kind {
		case "team_app", "app_lock", "app_access", "app_collaborators":
			kind = "team_app"
		case "space", "space_access", "space_trusted_ips":
			kind = "space"
		default:
			continue
		}
		if f.place == "" || looked[f.place] || l.by[key(kind, f.place, "")] != nil || kind == "space" && l.unread["space "+f.team] {
			continue
		}
		looked[f.place] = true
		team, err := l.whose(ctx, c, kind, f.place)
		switch {
		case client.NotFound(err), errors.Is(err, errPersonal):
		case client.Lacking(err):
			l.hide(f.place, "%s could not be looked for: %v", f.what(s.names), err)
		case err != nil:
			return err
		case l.teams[team] != nil:
			l.hide(f.place, "%s is there, and could not be read with its team", f.what(s.names))
		default:
			if err := l.elsewhere(ctx, c, team, f.place, f.what(s.names)); err != nil {
				return err
			}
		}
	}
	for _, f := range s.list {
		if there := l.by[key("space", f.place, "")]; there != nil && f.kind == "space_trusted_ips" && !s.tells(f.place) {
			s.teams[there.team] = true
		}
	}
	return nil
}

var errPersonal = errors.New("it belongs to no team")

// whose finds the team that an app or a space belongs to. An app that belongs to a person by now is shown as that, without anything else.
func (l *live) whose(ctx context.Context, c *client.Client, kind, id string) (team string, err error) {
	if kind == "space" {
		space, err := c.GetSpace(ctx, id)
		if err != nil {
			return "", err
		}
		return space.Team.ID, nil
	}
	app, err := c.GetTeamApp(ctx, id)
	if err != nil {
		return "", err
	}
	if app.Team == nil {
		l.app(&organization.Team{}, &organization.App{TeamApp: *app})
		return "", errPersonal
	}
	if app.Team.ID != "" {
		return app.Team.ID, nil
	}
	found, err := c.GetTeam(ctx, app.Team.Name)
	if err != nil {
		return "", err
	}
	return found.ID, nil
}

// elsewhere reads the team to which something was transferred.
func (l *live) elsewhere(ctx context.Context, c *client.Client, team, id, what string) error {
	o, err := organization.Read(ctx, c, organization.Choice{Teams: []string{team}})
	if client.Lacking(err) {
		l.hide(id, "%s belongs to another team, which could not be read: %v", what, err)
		return nil
	}
	if err != nil {
		return err
	}
	l.team(o.Teams[0])
	return nil
}

// hide notes that nothing is known of an app or a space.
func (l *live) hide(id, format string, values ...any) {
	for _, kind := range []string{"team_app", "app_lock", "app_access", "app_collaborators", "space", "space_access", "space_trusted_ips"} {
		l.unread[kind+" "+id] = true
	}
	l.gaps = append(l.gaps, fmt.Sprintf(format, values...))
}

// unknown reports whether it could not be read whether a fact is still one.
func (l *live) unknown(f *fact) bool {
	return l.unread[f.kind+" "+f.place] || l.unread[f.kind+" "+f.team] || l.unread[f.kind+" "+f.account] || f.kind == "app_access" && (l.blurred[f.team+" "+f.who] || l.blurred[f.team+" ="+access.FoldEmail(f.word)])
}

// home is the team of the app or space that a fact is about, where the state does not tell it.
func (l *live) home(f *fact) string {
	for _, kind := range []string{"team_app", "space"} {
		if there := l.by[key(kind, f.place, "")]; f.team == "" && there != nil {
			return there.team
		}
	}
	return f.team
}

func (l *live) put(kind, place, who, word, team, importID string, values ...value) *fact {
	f := &fact{kind: kind, place: place, who: who, word: word, team: team, importID: importID, values: values}
	l.add(f)
	return f
}

// account takes apart who is in an enterprise account, and where its people sign in. Heroku's own API never tells the latter, which is a gap where the
// state has it.
func (l *live) account(a *organization.Account, provided bool) {
	l.names[a.ID] = a.Name
	if len(a.Unread) > 0 {
		l.unread["enterprise_account_member "+a.ID], l.unread["enterprise_account_members "+a.ID] = true, true
		l.gaps = append(l.gaps, describe(a.Unread, "")...)
	}
	l.unread["identity_provider "+a.ID] = len(a.Hidden) > 0
	if provided {
		l.gaps = append(l.gaps, describe(a.Hidden, "enterprise account "+a.Name+": ")...)
	}
	l.providers("", "enterprise-account/"+a.Name, a.Providers)
	l.put("enterprise_account_members", a.ID, "", "", "", a.Name)
	for _, m := range a.Members {
		has := value{name: "permissions", is: words("enterprise_account_member", api.Words(m.Permissions))}
		f := l.put("enterprise_account_member", a.ID, m.User.ID, m.User.Email, "", a.Name+":"+m.User.Email, has)
		f.federated = m.IdentityProvider != nil
	}
}

// providers takes apart where people sign in, of a team or, without one, of an enterprise account.
func (l *live) providers(team, owner string, list []api.TeamIdentityProvider) {
	for _, p := range list {
		l.put("identity_provider", p.ID, "", "", team, owner+":"+p.ID, value{name: "entity_id", is: p.EntityID}, value{name: "sso_target_url", is: p.SSOTargetURL},
			value{name: "slo_target_url", is: p.SLOTargetURL}, value{name: "certificate", is: p.Certificate, shown: "another certificate"})
	}
}

// team takes a team apart.
func (l *live) team(t *organization.Team) {
	l.names[t.ID], l.teams[t.ID] = t.Name, t
	l.gaps = append(l.gaps, describe(t.Unread, "team "+t.Name+": ")...)
	values := []value{{name: "name", is: t.Name}, {name: "enterprise_account"}}
	if a := t.EnterpriseAccount; a != nil {
		l.owners[t.ID] = a.ID
		l.names[a.ID] = a.Name
		values[1] = value{name: "enterprise_account", is: a.ID, shown: a.Name}
	}
	if p := t.Preferences; p != nil {
		role := string(access.Member)
		if p.DefaultPermission != nil {
			role = *p.DefaultPermission
		}
		values = append(values, value{name: "default_role", is: role})
		if p.ThirdPartyOAuthAccess != nil {
			values = append(values, value{name: "third_party_oauth_access", is: fmt.Sprint(*p.ThirdPartyOAuthAccess)})
		}
	}
	l.put("team", t.ID, "", "", t.ID, t.ID, values...)
	l.put("team_members", t.ID, "", "", t.ID, t.Name)
	federated := l.members(t)
	l.allowlist(t)
	for kind, what := range map[string]string{"identity_provider": organization.Provider, "space": organization.Spaces, "space_access": organization.Spaces, "space_trusted_ips": organization.Spaces} {
		l.unread[kind+" "+t.ID] = t.Lacks(what)
	}
	l.providers(t.ID, t.Name, t.Providers)
	for _, s := range t.Spaces {
		l.space(t, s, federated)
	}
	for _, app := range t.Apps {
		l.app(t, app)
		for _, g := range app.Grants {
			f := l.put("app_access", app.ID, g.UserID, g.Email, t.ID, app.Name+":"+g.Email, value{name: "permissions", is: words("app_access", g.Permissions)})
			f.federated, f.fixed = federated[g.UserID], t.Type != api.TeamTypeEnterprise
		}
	}
}

// members takes apart who is in a team, and finds who signs in through an identity provider.
func (l *live) members(t *organization.Team) (federated map[string]bool) {
	federated = map[string]bool{}
	put := func(id, email string, role *string) *fact {
		return l.put("team_member", t.ID, id, email, t.ID, t.Name+":"+email, value{name: "role", is: *role})
	}
	for _, m := range t.Members {
		federated[m.User.ID] = m.Federated
		if m.Role == nil || access.Role(*m.Role) == access.Collaborator {
			continue
		}
		put(m.User.ID, m.Email, m.Role).federated = m.Federated
		blurred := t.Blurred && access.Role(*m.Role) == access.Admin
		l.blurred[t.ID+" "+m.User.ID], l.blurred[t.ID+" ="+access.FoldEmail(m.Email)] = blurred, blurred
	}
	for _, i := range t.Invitations {
		if _, joined := federated[i.User.ID]; i.Role != nil && !joined {
			put(i.User.ID, i.User.Email, i.Role)
		}
	}
	return federated
}

// allowlist takes apart what may be installed.
func (l *live) allowlist(t *organization.Team) {
	lacks := t.Lacks(organization.Allowlist)
	l.unread["allowed_addon_service "+t.ID], l.unread["addon_allowlist "+t.ID] = lacks, lacks || t.Preferences == nil
	names := make([]string, 0, len(t.Services))
	for _, s := range t.Services {
		names = append(names, s.AddonService.Name)
		l.put("allowed_addon_service", t.ID, s.AddonService.ID, s.AddonService.Name, t.ID, t.Name+":"+s.AddonService.Name)
	}
	if p := t.Preferences; p != nil {
		l.put("addon_allowlist", t.ID, "", "", t.ID, t.Name, value{name: "addon_services", is: words("addon_allowlist", names)},
			value{name: "enforced", is: fmt.Sprint(p.AddonsControls != nil && *p.AddonsControls)})
	}
}

// app takes an app apart, but for what people were given on it.
func (l *live) app(t *organization.Team, app *organization.App) {
	l.names[app.ID] = app.Name
	values := []value{
		{name: "name", is: app.Name},
		{name: "team", is: t.ID, shown: t.Name},
		{name: "region", is: app.Region.Name, also: []string{app.Region.ID}},
		{name: "stack", is: app.BuildStack.Name, also: []string{app.BuildStack.ID}},
		{name: "space"},
	}
	if s := app.Space; s != nil {
		values[4] = value{name: "space", is: s.ID, shown: s.Name}
	}
	l.put("team_app", app.ID, "", "", t.ID, app.ID, values...)
	l.put("app_collaborators", app.ID, "", "", t.ID, app.Name)
	if app.Locked {
		l.put("app_lock", app.ID, "", "", t.ID, app.Name)
	}
}

// space takes a private space apart.
func (l *live) space(t *organization.Team, s *organization.Space, federated map[string]bool) {
	l.names[s.ID] = s.Name
	l.put("space", s.ID, "", "", t.ID, s.ID, value{name: "name", is: s.Name}, value{name: "team", is: t.ID, shown: t.Name},
		value{name: "region", is: s.Region.Name, also: []string{s.Region.ID}}, value{name: "generation", is: s.Generation.Name, also: []string{s.Generation.ID}},
		value{name: "cidr", is: networks([]string{s.CIDR})}, value{name: "data_cidr", is: networks([]string{s.DataCIDR})}, value{name: "shield", is: fmt.Sprint(s.Shield)})
	l.unread["space_trusted_ips "+s.ID], l.unread["space_access "+s.ID] = s.Rules == nil, s.Closed
	if s.Rules != nil {
		l.put("space_trusted_ips", s.ID, "", "", t.ID, s.Name, value{name: "ranges", is: networks(sources(s.Rules, access.InboundAllow))},
			value{name: "denied_ranges", is: networks(sources(s.Rules, access.InboundDeny))})
	}
	for _, g := range s.Grants {
		f := l.put("space_access", s.ID, g.UserID, g.Email, t.ID, s.Name+":"+g.Email, value{name: "permissions", is: words("space_access", g.Permissions)})
		f.federated = federated[g.UserID]
	}
}

// sources lists the networks of the rules of an action.
func sources(rules *api.InboundRuleset, action string) (networks []string) {
	for _, rule := range rules.Rules {
		if rule.Action == action {
			networks = append(networks, rule.Source)
		}
	}
	return networks
}

// describe writes gaps as sentences.
func describe(gaps []organization.Gap, where string) (sentences []string) {
	for _, g := range gaps {
		sentences = append(sentences, where+g.String())
	}
	return sentences
}
