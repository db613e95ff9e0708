package review

import (
	"fmt"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
)

// ask takes over what the API said. What it said of a whole team or account takes the place of what the state has, which is older.
func (r *reading) ask(live *organization.Organization) {
	for _, ref := range live.Missing {
		r.gaps.add(fmt.Sprintf("%s, which the plan is about, is not there, or the token may not see it. What is said of it comes from the plan alone.", ref))
	}
	for _, a := range live.Accounts {
		r.liveAccount(a)
	}
	for _, t := range live.Teams {
		r.liveTeam(t)
	}
}

// missed notes what the API would not tell.
func (r *reading) missed(of string, unread []organization.Gap) {
	for _, gap := range unread {
		r.gaps.add(fmt.Sprintf("Of %s, %s. What depends on it is left out here.", of, gap))
	}
}

func (r *reading) liveAccount(live *organization.Account) {
	a := r.account(live.ID, live.Name)
	a.name = live.Name
	r.missed("the enterprise account "+live.Name, live.Unread)
	if len(live.Unread) > 0 {
		return
	}
	a.members, a.whole = map[*person]access.AccountPermissions{}, true
	for i := range live.Members {
		m := &live.Members[i]
		p := r.people.who(m.User.ID, m.User.Email)
		p.email, p.twoFactor = m.User.Email, &m.TwoFactorAuthentication
		words := make([]string, len(m.Permissions))
		for j := range m.Permissions {
			words[j] = m.Permissions[j].Name
		}
		a.members[p] = accountPermissions(words)
		if m.IdentityProvider != nil {
			put(&a.federated, p, true)
			if owner := m.IdentityProvider.Owner; owner != nil && owner.ID == live.ID {
				put(&a.own, p, true)
			}
		}
	}
}

func (r *reading) liveTeam(live *organization.Team) {
	t := r.team(live.ID, live.Name)
	t.name, t.kind = live.Name, live.Type
	if live.EnterpriseAccount != nil {
		t.account = r.account(live.EnterpriseAccount.ID, live.EnterpriseAccount.Name).row
	}
	t.roles, t.invited, t.federated, t.whole = map[*person]access.Role{}, nil, nil, true
	for i := range live.Members {
		m := &live.Members[i]
		p := r.people.who(m.User.ID, m.Email)
		p.email, p.twoFactor = m.Email, &m.TwoFactorAuthentication
		if has := role(pointed(m.Role)); has != access.NoRole {
			t.roles[p] = has
		}
		if m.Federated {
			put(&t.federated, p, true)
		}
	}
	for i := range live.Invitations {
		m := &live.Invitations[i]
		put(&t.invited, r.people.who(m.User.ID, m.User.Email), role(pointed(m.Role)))
	}
	r.missed("the team "+live.Name, live.Unread)
	if live.Blurred {
		r.gaps.add(fmt.Sprintf("What admins of the team %s were given on its apps and spaces, beside what they have as admins, could not be read: who ceases to be one may keep more than what is shown.", live.Name))
	}
	r.liveThings(t, live)
	r.liveSettings(t, live)
}

func pointed(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// liveThings takes over apps and spaces.
func (r *reading) liveThings(t *team, live *organization.Team) {
	for _, a := range r.apps.list { // it has no others than those that follow
		if a.team == t.row {
			a.team = none
		}
	}
	for _, one := range live.Spaces {
		s := r.space(one.ID, one.Name)
		s.name, s.team = one.Name, t.row
		if s.whole = !one.Closed; s.whole {
			s.grants = map[*person]bool{}
		}
		for _, g := range one.Grants {
			if creates(g.Permissions) {
				s.grants[r.people.who(g.UserID, g.Email)] = true
			}
		}
		if one.Rules == nil {
			continue
		}
		s.trusted, s.denied, s.ranged = nil, nil, true
		for _, rule := range one.Rules.Rules {
			if rule.Action == access.InboundAllow {
				s.trusted = append(s.trusted, rule.Source)
			} else {
				s.denied = append(s.denied, rule.Source)
			}
		}
	}
	for _, one := range live.Apps {
		a := r.app(one.ID, one.Name)
		a.name, a.team, a.locked, a.known, a.whole = one.Name, t.row, one.Locked, true, true
		a.grants = map[*person]access.Permissions{}
		for _, g := range one.Grants {
			a.grants[r.people.who(g.UserID, g.Email)] = permissions(g.Permissions)
		}
		if one.Space != nil {
			a.space = r.space(one.Space.ID, one.Space.Name).row
		}
	}
}

// liveSettings takes over how the team works.
func (r *reading) liveSettings(t *team, live *organization.Team) {
	if p := live.Preferences; p != nil {
		t.controls, t.thirdParty = p.AddonsControls, p.ThirdPartyOAuthAccess
		t.defaultRole = string(access.JoinRole(role(pointed(p.DefaultPermission))))
	}
	if !live.Lacks(organization.Allowlist) {
		t.services = map[string]bool{}
		for i := range live.Services {
			t.services[live.Services[i].AddonService.Name] = true
		}
	}
	if !live.Lacks(organization.Addons) {
		t.installs, t.installed = nil, true
		for i := range live.Addons {
			one := &live.Addons[i]
			t.installs = append(t.installs, install{one.Name, one.AddonService.Name, one.App.Name})
		}
	}
	t.provider = ""
	for i := range live.Providers {
		t.provider = live.Providers[i].EntityID
	}
}
