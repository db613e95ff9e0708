package review

import (
	"cmp"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// permissions reads permissions on an app, as the API keeps them. Words that there are not are left out.
func permissions(words []string) (set access.Permissions) {
	for _, w := range words {
		if one, err := access.ParsePermissions([]string{w}); err == nil {
			set |= one
		}
	}
	return set
}

// accountPermissions reads permissions on an enterprise account in the same way.
func accountPermissions(words []string) (set access.AccountPermissions) {
	for _, w := range words {
		if one, err := access.ParseAccountPermissions([]string{w}); err == nil {
			set |= one
		}
	}
	return set
}

// creates reads permissions on a space in the same way.
func creates(words []string) bool {
	set, err := access.ParseSpacePermissions(words)
	return err == nil && set
}

func (r *reading) loadAccountMember(_ *planfile.Object, v values) {
	if a := r.account(v.named("enterprise_account_id", "enterprise_account")); a != nil {
		a.members[r.seen(v)] = accountPermissions(v.words("permissions"))
	}
}

func (r *reading) loadAccountMembers(_ *planfile.Object, v values) {
	if a, listed := r.account(v.named("enterprise_account_id", "enterprise_account")), v.in("members"); a != nil {
		r.wholeList(&a.whole, listed, func(p *person, email string) { a.members[p] = accountPermissions(listed.words(email)) })
	}
}

func (r *reading) loadAccountMemberRows(_ *planfile.Object, v values) {
	a := r.account(v.named("enterprise_account_id", "enterprise_account"))
	if a == nil {
		return
	}
	for _, row := range v.list("members") {
		p := r.seen(row)
		a.members[p] = accountPermissions(row.words("permissions"))
		if row.is("federated") {
			put(&a.federated, p, true)
		}
	}
	a.whole = true
}

// appOf finds the app that a grant or a lock is on, and notes its team.
func (r *reading) appOf(v values, id string) *app {
	a := r.app(v.named(id, "app"))
	if a != nil && a.team == none {
		r.belongs(&a.team, v.text("team_id"), "")
	}
	return a
}

func (r *reading) loadGrant(_ *planfile.Object, v values) {
	a := r.appOf(v, "app_id")
	if a == nil {
		return
	}
	words := v.words("effective_permissions")
	if len(words) == 0 {
		words = v.words("permissions")
	}
	a.grants[r.seen(v)] = permissions(words)
}

func (r *reading) loadGrants(_ *planfile.Object, v values) {
	if a, listed := r.appOf(v, "app_id"), v.in("collaborators"); a != nil {
		r.wholeList(&a.whole, listed, func(p *person, email string) { a.grants[p] = permissions(listed.words(email)) })
	}
}

// loadGrantRows leaves out admins: the API lists them with what they may, whether it was granted or not.
func (r *reading) loadGrantRows(_ *planfile.Object, v values) {
	a := r.appOf(v, "app_id")
	if a == nil {
		return
	}
	for _, row := range v.list("collaborators") {
		if p := r.seen(row); role(row.text("role")) != access.Admin {
			a.grants[p] = permissions(row.words("permissions"))
		}
	}
	a.whole = true
}

// loadEffective finds out from what people may do what they were given: who has no role has nothing else, and nobody but an admin has more
// than view without a grant.
func (r *reading) loadEffective(_ *planfile.Object, v values) {
	t := r.team(reference(v.text("team")))
	for _, row := range v.list("people") {
		p, has := r.seen(row), role(row.text("role"))
		if t != nil && has != access.NoRole {
			t.roles[p] = has
		}
		may := map[*app]access.Permissions{}
		for _, one := range row.list("access") {
			if a := r.app(reference(one.text("app"))); a != nil {
				may[a] |= permissions([]string{one.text("permission")})
				if t != nil {
					a.team = t.row
				}
			}
		}
		for a, set := range may {
			if has == access.NoRole || has != access.Admin && set != access.View {
				a.grants[p] = set
			}
		}
	}
}

func (r *reading) loadLock(_ *planfile.Object, v values) {
	if a := r.appOf(v, "id"); a != nil {
		a.locked, a.known = true, true
	}
}

func (r *reading) loadSpaceGrant(_ *planfile.Object, v values) {
	s := r.space(v.named("space_id", "space"))
	if s == nil {
		return
	}
	if s.team == none {
		r.belongs(&s.team, v.text("team_id"), "")
	}
	if creates(v.words("permissions")) {
		s.grants[r.seen(v)] = true
	}
}

func (r *reading) loadRanges(_ *planfile.Object, v values) {
	if s := r.space(v.named("space_id", "space")); s != nil {
		s.trusted, s.denied, s.ranged = v.words("ranges"), v.words("denied_ranges"), true
	}
}

func (r *reading) loadAllowlist(_ *planfile.Object, v values) {
	t := r.team(v.named("team_id", "team"))
	if t == nil {
		return
	}
	for _, service := range v.words("addon_services") {
		put(&t.services, service, true)
	}
	t.controls = v.truth("enforced")
}

func (r *reading) loadService(_ *planfile.Object, v values) {
	if t := r.team(v.named("team_id", "team")); t != nil {
		put(&t.services, serviceOf(v), true)
	}
}

// serviceOf is the name of the service of an allowlist entry, or what the user calls it.
func serviceOf(v values) string { return cmp.Or(v.text("addon_service_name"), v.text("addon_service")) }

// loadExceptions finds add-ons that the allowlist does not allow.
func (r *reading) loadExceptions(_ *planfile.Object, v values) {
	t := r.team(v.named("team_id", "team"))
	if t == nil {
		return
	}
	for _, row := range v.list("exceptions") {
		for _, one := range row.list("installs") {
			t.installs = append(t.installs, install{one.text("addon"), row.text("addon_service"), one.text("app")})
		}
	}
}

func (r *reading) loadProvider(_ *planfile.Object, v values) {
	if t := r.team(v.named("team_id", "team")); t != nil {
		t.provider = cmp.Or(v.text("entity_id"), t.provider)
	}
	r.account(v.named("enterprise_account_id", "enterprise_account"))
}
