package review

import (
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// gains are the rules for permissions that are gained.
var gains = map[string]string{
	"view": "gains_view", "deploy": "gains_deploy", "operate": "gains_operate", "manage": "gains_manage",
}

// accountGains are the same for enterprise accounts.
var accountGains = map[string]string{"manage": "gains_account_manage", "create": "gains_account_create"}

// app compares what people may do with an app. Where the app itself stays as it is, only those are looked at whose role or grant changes.
func (d *difference) app(row int, moved map[int]map[*person]bool) {
	a, b := d.after.apps.at(row), d.apps.at(row)
	if b == nil {
		b = &app{place: a.place, team: none, space: none}
		if !a.created {
			b.team = a.team
		}
	}
	if a.team == none && b.team == none && a.owner == nil && b.owner == nil && len(a.grants)+len(b.grants) == 0 {
		return
	}
	who := map[*person]bool{}
	if a.gone != b.gone || a.created || a.team != b.team || a.locked != b.locked || a.owner != b.owner {
		for _, p := range slices.Concat(d.allOn(d.estate, b), d.allOn(d.after, a)) {
			who[p] = true
		}
	} else {
		for p := range moved[a.team] {
			who[p] = true
		}
		for _, p := range either(b.grants, a.grants) {
			if b.grants[p] != a.grants[p] {
				who[p] = true
			}
		}
	}
	o := d.appShown(a)
	for p := range who {
		d.onApp(p, o, a, b)
	}
}

// allOn lists everybody who may have something to do with an app.
func (d *difference) allOn(e *estate, a *app) []*person {
	list := holders(a.grants)
	if a.owner != nil {
		list = append(list, a.owner)
	}
	if t := e.teams.at(a.team); t != nil {
		list = append(list, holders(t.roles)...)
	}
	return list
}

// onApp compares the permissions of one person on an app.
func (d *difference) onApp(who *person, o Object, a, b *app) {
	before, after := d.seen(d.estate, b, who), d.seen(d.after, a, who)
	if a.gone {
		after = side{object: before.object}
	}
	if a.created {
		before = side{object: after.object}
	}
	was, will := access.Effective(before.subject, before.object), access.Effective(after.subject, after.object)
	if len(was)+len(will) == 0 {
		return
	}
	causes := slices.Concat(d.touches(ofApp, a.row, who), d.touches(ofApp, a.row, nil))
	for _, team := range []int{b.team, a.team} {
		if team != none {
			causes = append(causes, d.touches(ofTeam, team, who)...)
			if t := d.after.teams.at(team); t.gone {
				causes = append(causes, d.touches(ofTeam, team, nil)...)
			}
		}
	}
	for _, p := range access.AppPermissions {
		x, y := before, after
		x.reason, y.reason = reasonOf(was, p.Permission), reasonOf(will, p.Permission)
		d.compare(who, o, right{p.Name, gains[p.Name], access.Subject{Grant: p.Permission}, access.App, causes}, x, y)
	}
}

// seen is a person as an app sees him.
func (d *difference) seen(e *estate, a *app, who *person) side {
	return side{
		subject: access.Subject{Role: e.role(a.team, who), Grant: a.grants[who], Owner: a.owner == who && a.owner != nil},
		object:  access.Object{Kind: access.App, Locked: a.locked, Personal: a.owner != nil && a.team == none},
	}
}

func reasonOf(list []access.EffectivePermission, p access.Permissions) string {
	for _, one := range list {
		if one.Permission == p {
			return one.Reason
		}
	}
	return ""
}

// space compares who may create apps in a space.
func (d *difference) space(row int, moved map[int]map[*person]bool) {
	a, b := d.after.spaces.at(row), d.spaces.at(row)
	if b == nil {
		b = &space{place: a.place, team: none}
		if !a.created {
			b.team = a.team
		}
	}
	who := map[*person]bool{}
	for _, p := range either(b.grants, a.grants) {
		who[p] = true
	}
	if a.gone != b.gone || a.created || a.team != b.team {
		for _, t := range []*team{d.teams.at(b.team), d.after.teams.at(a.team)} {
			if t != nil {
				for p := range t.roles {
					who[p] = true
				}
			}
		}
	} else {
		for p := range moved[a.team] {
			who[p] = true
		}
	}
	o := d.spaceShown(a)
	for p := range who {
		before, after := d.inSpace(d.estate, b, p, a.created), d.inSpace(d.after, a, p, a.gone)
		if before.reason == after.reason {
			continue
		}
		causes := slices.Concat(d.touches(ofSpace, row, p), d.touches(ofSpace, row, nil), d.touches(ofTeam, a.team, p), d.touches(ofTeam, b.team, p))
		d.compare(p, o, right{access.SpaceCreateApps, "gains_create_apps", access.Subject{Role: access.Member, CreateApps: true}, access.Space, causes}, before, after)
	}
}

// inSpace is a person as a space sees him.
func (d *difference) inSpace(e *estate, v *space, who *person, missing bool) side {
	s := side{object: access.Object{Kind: access.Space}}
	if missing {
		return s
	}
	has := e.role(v.team, who)
	s.subject = access.Subject{Role: has, CreateApps: v.grants[who]}
	switch {
	case access.CreatesSpaceApps(has, false):
		s.reason = "team role " + string(has)
	case access.CreatesSpaceApps(has, v.grants[who]):
		s.reason = "granted on the space"
	case has == access.NoRole && v.grants[who] && !e.whole(v.team): // nobody knows the role, and who could not have it could not be given it
		s.reason = "granted on the space"
		s.subject.Role = access.Member
	}
	return s
}

// whole reports whether everybody in a team is known.
func (e *estate) whole(team int) bool {
	t := e.teams.at(team)
	return t != nil && t.whole
}

// account compares what people may do in an enterprise account.
func (d *difference) account(row int) {
	a, b := d.after.accounts.at(row), d.accounts.at(row)
	if b == nil {
		b = &account{}
	}
	o := accountObject(a)
	for _, who := range either(b.members, a.members) {
		was, will := b.members[who], a.members[who]
		if was == will {
			continue
		}
		before := side{subject: access.Subject{Account: was}, object: access.Object{Kind: access.Enterprise}}
		after := side{subject: access.Subject{Account: will}, object: before.object}
		causes := d.touches(ofAccount, row, who)
		for i, name := range access.AccountPermissionNames {
			one := access.AccountPermissions(1 << i)
			x, y := before, after
			x.reason, y.reason = held(was, one), held(will, one)
			rule, ok := accountGains[name]
			if !ok {
				rule = "gains_account_permission"
			}
			d.compare(who, o, right{name, rule, access.Subject{Account: one}, access.Enterprise, causes}, x, y)
		}
	}
}

func held(set, one access.AccountPermissions) string {
	if set.Has(one) {
		return "granted in the enterprise account"
	}
	return ""
}
