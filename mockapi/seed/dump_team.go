package seed

import (
	"fmt"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func (d *dumper) team(t store.Team) Team {
	w := Team{ID: d.id(t.ID), Name: t.Name, EnterpriseAccount: d.accounts[t.AccountID], DefaultRole: string(t.DefaultRole), AddonControls: t.AddonControls, IdentityProvider: d.identityProvider(t.ID)}
	if t.HerokuClientsOnly {
		w.ThirdPartyOAuth = new(bool)
	}
	if !t.Enterprise() {
		w.Type = t.Type
	}
	if t.License.Provisioned() {
		licenses := Licenses(t.License)
		w.Licenses = &licenses
	}
	admin := ""
	for _, m := range d.members[t.ID] {
		if m.Role == access.Admin && admin == "" {
			admin = m.UserID
		}
		w.Members = append(w.Members, Member{ID: d.id(m.ID), Email: d.emails[m.UserID], Role: string(m.Role), Federated: m.Federated})
		d.mustBeInAccount(t, m)
	}
	if admin == "" {
		d.left = append(d.left, fmt.Sprintf("an admin of the team %s: it has none, and no file is loaded with such a team", t.Name))
	}
	by := func(userID string) string { // who did something, unless it is the one whom a load would take
		if userID == admin {
			return ""
		}
		return d.emails[userID]
	}
	for _, i := range d.invitations[t.ID] {
		w.Invitations = append(w.Invitations, Invitation{ID: d.id(i.ID), Email: d.emails[i.User.ID], Role: string(i.Role), InvitedBy: by(i.InvitedBy.ID)})
	}
	for _, s := range d.allowed[t.ID] {
		w.AllowedAddonServices = append(w.AllowedAddonServices, AllowedService{ID: d.id(s.ID), Service: s.Service, AddedBy: by(s.AddedByID)})
	}
	for _, s := range d.spaces[t.ID] {
		w.Spaces = append(w.Spaces, d.space(s, by))
	}
	for _, a := range d.teamApps[t.ID] {
		w.Apps = append(w.Apps, d.app(a))
	}
	for _, p := range d.pipelines[t.ID] {
		w.Pipelines = append(w.Pipelines, d.pipeline(p))
	}
	return w
}

// mustBeInAccount tells of a person whom a load would put into the team's enterprise account.
func (d *dumper) mustBeInAccount(t store.Team, m store.TeamMember) {
	if t.AccountID != "" && !d.inAccount[t.AccountID+" "+m.UserID] {
		d.left = append(d.left, fmt.Sprintf("that %s of the team %s is not in its enterprise account: a load puts everybody there", d.emails[m.UserID], t.Name))
	}
}

func (d *dumper) space(s store.Space, by func(userID string) string) Space {
	w := Space{
		ID: d.id(s.ID), Name: s.Name, Region: s.Region, Shield: s.Shield, CIDR: s.CIDR, DataCIDR: s.DataCIDR, LogDrainURL: s.LogDrainURL,
	}
	if s.Generation != access.Cedar {
		w.Generation = s.Generation
	}
	for _, g := range d.spaceGrants[s.ID] {
		w.Members = append(w.Members, SpaceMember{Email: d.emails[g.User.ID], Permissions: []string{access.SpaceCreateApps}})
	}
	ruleset, ok := d.rulesets[s.ID]
	creator := by(ruleset.CreatedByID)
	if !ok || creator == "" && slices.Equal(ruleset.Rules, access.DefaultInboundRules) {
		return w
	}
	w.InboundRuleset = &InboundRuleset{CreatedBy: creator, Rules: []InboundRule{}}
	for _, r := range ruleset.Rules {
		w.InboundRuleset.Rules = append(w.InboundRuleset.Rules, InboundRule(r))
	}
	return w
}

func (d *dumper) app(a store.App) App {
	return App{
		ID: d.id(a.ID), Name: a.Name, Locked: a.Locked, Space: a.SpaceName, InternalRouting: a.InternalRouting,
		AppSettings: settings(a), Collaborators: d.grants(a), Addons: d.addonsOf(a),
	}
}

func (d *dumper) personalApp(a store.App) PersonalApp {
	return PersonalApp{
		ID: d.id(a.ID), Name: a.Name, Owner: d.emails[a.OwnerID], OfferedTo: d.emails[d.offers[a.ID]],
		AppSettings: settings(a), Collaborators: d.grants(a), Addons: d.addonsOf(a),
	}
}

// settings leaves out what a new app has anyway.
func settings(a store.App) AppSettings {
	s := AppSettings{Maintenance: a.Maintenance, ACM: a.ACM}
	if a.SpaceID == "" && a.Region != access.Regions(false)[0] {
		s.Region = a.Region
	}
	if a.Stack != access.Stacks(a.Generation)[0] {
		s.Stack = a.Stack
	}
	if a.BuildStack != a.Stack {
		s.BuildStack = a.BuildStack
	}
	return s
}

func (d *dumper) grants(a store.App) (list []Collaborator) {
	for _, c := range d.collaborators[a.ID] {
		w := Collaborator{Email: d.emails[c.User.ID]}
		if !a.Personal() {
			w.Permissions = c.Permissions.Names()
		} else if c.Permissions != access.DefaultGrant(false) {
			d.left = append(d.left, fmt.Sprintf("that %s has the permissions %s on the personal app %s: a load gives %s", w.Email, c.Permissions, a.Name, access.FixedPermissions))
		}
		list = append(list, w)
	}
	return list
}

func (d *dumper) addonsOf(a store.App) (list []Addon) {
	for _, v := range d.addons[a.ID] {
		w := Addon{ID: d.id(v.ID), Service: v.Plan.ServiceName, Plan: v.Plan.Name, Name: v.Name}
		for _, x := range d.attachments[v.ID] {
			attachment := Attachment{Name: x.Name, Namespace: x.Namespace}
			if !x.Billing() {
				attachment.App = x.AppName
			}
			w.Attachments = append(w.Attachments, attachment)
		}
		if slices.Equal(w.Attachments, []Attachment{{Name: v.Plan.AttachmentName()}}) {
			w.Attachments = nil
		}
		list = append(list, w)
	}
	return list
}

func (d *dumper) pipeline(p store.Pipeline) Pipeline {
	w := Pipeline{ID: d.id(p.ID), Name: p.Name, Owner: d.emails[p.OwnerID]}
	if p.Generation != access.Cedar {
		w.Generation = p.Generation
	}
	for _, k := range d.couplings[p.ID] {
		w.Apps = append(w.Apps, Coupling{App: d.apps[k.AppID].Name, Stage: k.Stage})
	}
	return w
}
