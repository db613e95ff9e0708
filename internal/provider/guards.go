package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// What the plan of each kind of object means for people: see guard.

// guard looks after the team's admins, its own person, and people without a second factor.
func (r *teamMemberResource) guard(ctx context.Context, s step[teamMemberModel]) error {
	if s.comes() {
		team, err := r.askedTeam(ctx, s.plan.Team)
		if err != nil || team == nil {
			return err
		}
		if s.plan.Email.IsUnknown() {
			return r.somebody(ctx, team.ID, s.plan.Role)
		}
		return r.seated(ctx, s, team.ID, team.Name, s.plan.Email)
	}
	return r.seated(ctx, s, s.state.TeamID.ValueString(), s.state.Team.ValueString(), s.state.Email)
}

// seated looks at what the plan makes of a person in a team.
func (r *teamMemberResource) seated(ctx context.Context, s step[teamMemberModel], team, name string, email types.String) error {
	var user types.String
	role := access.NoRole
	if s.state != nil {
		user = s.state.UserID
	}
	if s.plan != nil {
		role = access.Role(s.plan.Role.ValueString())
	}
	where := func() string { return "the team " + r.teamNamed(ctx, name) }
	if s.stays() && s.plan.Role.Equal(s.state.Role) { // the state knows who it is: no call is needed
		r.placed(ctx, r.ledger.seats(team), user.ValueString(), false, s.again, email.ValueString(), where)
		r.wiped(ctx, team, user.ValueString(), email.ValueString())
		if s.state.Status.ValueString() == statusPending {
			role = statusPending
		}
		return r.becomes(ctx, team, user.ValueString(), string(role), access.NoRole)
	}
	key, row, err := r.person(ctx, team, user, email)
	if err != nil {
		return err
	}
	r.placed(ctx, r.ledger.seats(team), key, s.goes(), s.again, email.ValueString(), where)
	r.wiped(ctx, team, key, email.ValueString())
	as := string(access.NoRole)
	if s.plan != nil {
		if as, err = r.counts(ctx, team, s.plan.Role, row != nil); err != nil {
			return err
		}
	}
	if s.plan != nil && s.plan.Role.IsUnknown() {
		r.ledger.notes(team, key, as)
		return nil
	}
	name = r.teamNamed(ctx, name)
	was := access.NoRole
	if row != nil {
		was = roleOf(row)
	}
	switch {
	case role == access.NoRole && row != nil:
		err = r.ownRights(ctx, types.StringValue(row.User.ID), "would be removed from the team "+name)
	case s.again && row != nil:
		err = r.ownRights(ctx, types.StringValue(row.User.ID), "would be removed from the team "+name+" before being added again, which somebody else has to do")
	case access.Outranks(was, role):
		err = r.ownRights(ctx, types.StringValue(row.User.ID), fmt.Sprintf("would become %s instead of %s in the team %s", role, was, name))
	case role == access.Admin && was != access.Admin:
		r.secondFactor(ctx, team, row, email, "the role admin in the team "+name)
	}
	if err != nil {
		return err
	}
	return r.becomes(ctx, team, key, as, was)
}

// somebody notes a person who joins, and of whom the plan does not know yet who it is: it may well be the one who takes over.
func (r *teamMemberResource) somebody(ctx context.Context, team string, role types.String) error {
	as, err := r.counts(ctx, team, role, false)
	if as == string(access.Admin) {
		r.ledger.notes(team, somebody, as)
	}
	return err
}

// counts is the role as which a person counts when a team is judged. A role that the plan does not know yet may be any. Who has to be
// asked into the team first has none before accepting.
func (r *teamMemberResource) counts(ctx context.Context, team string, role types.String, joined bool) (string, error) {
	admin := string(access.Admin)
	if !role.IsUnknown() && role.ValueString() != admin {
		return role.ValueString(), nil
	}
	if !joined {
		if inviting, err := r.inviting(ctx, team); err != nil || inviting != nil {
			return statusPending, err
		}
	}
	return admin, nil
}

// guard looks after the person that Terraform works as, people without a second factor and people outside the team.
func (r *appAccessResource) guard(ctx context.Context, s step[appAccessModel]) error {
	if s.comes() {
		app, team, err := r.askedApp(ctx, s.plan.App)
		if err != nil || app == nil || s.plan.Email.IsUnknown() {
			return err
		}
		return r.grants(ctx, s, api.Ref{ID: app.ID, Name: app.Name}, team, s.plan.Email)
	}
	return r.grants(ctx, s, api.Ref{ID: s.state.AppID.ValueString(), Name: s.state.App.ValueString()}, s.state.TeamID.ValueString(), s.state.Email)
}

// grants looks at what the plan gives to a person on an app, or takes.
func (r *appAccessResource) grants(ctx context.Context, s step[appAccessModel], app api.Ref, team string, email types.String) error {
	var before, after []string
	var user types.String
	if s.state != nil {
		before, user = stored(s.state.Permissions), s.state.UserID
	}
	if s.plan != nil {
		after = stored(s.plan.Permissions)
	}
	open := s.plan != nil && (!known(s.plan.Permissions) || !known(s.plan.Permissions.Elements()...))
	where := func() string { return "the app " + r.appNamed(ctx, app, team) }
	gained, lost := gainedBy(before, after), gainedBy(after, before)
	if s.stays() && (open || len(gained)+len(lost) == 0) { // as above
		r.placed(ctx, r.ledger.granted(app, team), user.ValueString(), false, s.again, email.ValueString(), where)
		r.wiped(ctx, team, user.ValueString(), email.ValueString())
		return nil
	}
	key, row, err := r.person(ctx, team, user, email)
	if err != nil {
		return err
	}
	r.placed(ctx, r.ledger.granted(app, team), key, s.goes(), s.again, email.ValueString(), where)
	r.wiped(ctx, team, key, email.ValueString())
	if open {
		return nil
	}
	app.Name = r.appNamed(ctx, app, team)
	if !s.again {
		r.strengthened(ctx, app, team, key, row, email.ValueString(), gained)
	}
	if row != nil && roleOf(row) == access.Admin {
		return nil
	}
	manage := access.Manage.Names()[0]
	if s.comes() && (s.again || !slices.Contains(after, manage)) {
		if user, lost, err = r.ownGrant(ctx, app.ID, team, email); err != nil {
			return err
		}
	}
	if slices.Contains(lost, manage) {
		return r.ownRights(ctx, user, "would lose "+manage+" on the app "+app.Name)
	}
	return nil
}

// ownGrant is what the person that Terraform works as has on an app, if the address is this person's. A resource that is new takes over
// what is there, and one that is replaced gives it up first.
func (r *appAccessResource) ownGrant(ctx context.Context, app, team string, email types.String) (user types.String, words []string, err error) {
	me, err := r.snapshot.Account.Get(ctx, "", client.Current)
	if client.Lacking(err) || err == nil && !access.SameEmail(me.Value.Email, email.ValueString()) {
		return user, nil, nil
	}
	if err != nil {
		return user, nil, err
	}
	user = types.StringValue(me.Value.ID)
	now, err := r.granted(ctx, &appAccessModel{AppID: types.StringValue(app), TeamID: teamOrNone(team), Email: email, UserID: user}, client.Current, nil)
	if err != nil {
		return user, nil, nothingIfGone(err)
	}
	return user, now.words, nil
}

// strengthened looks at permissions on an app that a person gains, whose membership in the team is row.
func (s *session) strengthened(ctx context.Context, app api.Ref, team, key string, row *api.TeamMember, email string, gained []string) {
	if what := strongOn("the app "+app.Name, gained); what != "" && team != "" {
		s.secondFactor(ctx, team, row, types.StringValue(email), what)
	}
	manage := access.Manage.Names()[0]
	if slices.Contains(gained, manage) && team != "" && (row == nil || roleOf(row) == access.NoRole) && !s.ledger.joins(team, key) {
		notesOf(ctx).AddWarning("Somebody outside the team would manage an app", fmt.Sprintf(
			"%s has no role in the team of the app %s and would get %s on it, which lets the person give access to others. If Terraform gives the person a role in the same run, let this resource depend on it (depends_on).", email, app.Name, manage))
	}
}

// strongOn says which of the permissions somewhere open more than a look; empty for none.
func strongOn(where string, words []string) string {
	view := access.View.Names()[0]
	strong := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == view })
	if len(strong) == 0 {
		return ""
	}
	return strings.Join(strong, ", ") + " on " + where
}

// gainedBy lists what is among the words after and was not before.
func gainedBy(before, after []string) []string {
	return slices.DeleteFunc(slices.Clone(after), func(w string) bool { return slices.Contains(before, w) })
}

// placed notes that a person is in a collection, or leaves it, and reports when resources contradict each other.
func (s *session) placed(ctx context.Context, p places, key string, leaves, again bool, who string, where func() string) {
	s.contradicted(ctx, where, func() *clash {
		switch {
		case leaves:
			return p.leave(key, who)
		case again:
			p.swap(key, who)
			return nil
		default:
			return p.keep(key, who)
		}
	})
}

// contradicted reports what resources say against each other about people somewhere.
func (s *session) contradicted(ctx context.Context, where func() string, look func() *clash) {
	s.ledger.mu.Lock()
	found := look()
	s.ledger.mu.Unlock()
	if found != nil {
		notesOf(ctx).AddError("Two resources contradict each other", found.at(where()))
	}
}

// seats are the people of a team.
func (l *ledger) seats(team string) places {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.team(team).seats
}

// granted are the people with grants on an app.
func (l *ledger) granted(app api.Ref, team string) places { return l.grantedOn(app, team, "the app ") }

// grantedOn are the people with grants on an app or a space: what it is stands before its name.
func (l *ledger) grantedOn(on api.Ref, team, what string) places {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.app(on.ID, what+on.Name, team).seats
}

// wiped warns of grants that this plan gives and takes at once: who leaves a team loses every grant on its apps and spaces.
func (s *session) wiped(ctx context.Context, team, key, who string) {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	t := s.ledger.team(team)
	if seat := t.seats[key]; !seat.again && (!seat.leaves || seat.kept) {
		return
	}
	for _, app := range s.ledger.apps {
		if app.team == team && app.seats[key].kept {
			notesOf(ctx).AddWarning("A permission may be lost again", fmt.Sprintf(
				"%s leaves the team of %s and keeps permissions there. Whoever leaves a team loses every permission on its apps and spaces, also one that is given in the same run. Plan and apply again afterwards: the second run gives what was lost.", who, app.what))
		}
	}
}

// joins reports whether the plan so far gives a person a role in a team.
func (l *ledger) joins(team, key string) bool {
	return l.roleIn(team, key, access.NoRole) != access.NoRole
}

// roleIn is the role that the plan so far gives to a person in a team; the one that he has, if it says nothing.
func (l *ledger) roleIn(team, key string, has access.Role) access.Role {
	l.mu.Lock()
	defer l.mu.Unlock()
	if role, planned := l.team(team).roles[key]; planned {
		return access.Role(role)
	}
	return has
}

// guard says what an unlocked app means for its team.
func (r *appLockResource) guard(ctx context.Context, s step[appLockModel]) error {
	if s.comes() {
		_, _, err := r.askedApp(ctx, s.plan.App)
		return err
	}
	if !s.goes() {
		return nil
	}
	app := r.appNamed(ctx, api.Ref{ID: s.state.ID.ValueString(), Name: s.state.App.ValueString()}, s.state.TeamID.ValueString())
	notesOf(ctx).AddWarning("An app would be unlocked", fmt.Sprintf(
		"Without its lock, every member and viewer of its team can see the app %s, and members can join it. Keep the herokuenterprise_app_lock of the app if only people with permissions of their own are to see it.", app))
	return nil
}

// guard notes the name of a team that comes, for what refers to it.
func (r *teamResource) guard(_ context.Context, s step[teamModel]) error {
	if s.comes() {
		r.willCome(s.plan.Name)
	}
	return nil
}

// guard notes the name of an app that comes, for what refers to it.
func (r *teamAppResource) guard(ctx context.Context, s step[teamAppModel]) error {
	if !s.comes() {
		return nil
	}
	r.willCome(s.plan.Name)
	if !s.plan.Space.IsNull() {
		if _, err := r.askedSpace(ctx, s.plan.Space); err != nil {
			return err
		}
	}
	_, err := r.askedTeam(ctx, s.plan.Team)
	return err
}

// guard looks whether the marketplace has the service.
func (r *allowedAddonServiceResource) guard(ctx context.Context, s step[allowedAddonServiceModel]) error {
	if !s.comes() {
		return nil
	}
	if _, err := r.askedTeam(ctx, s.plan.Team); err != nil {
		return err
	}
	return r.offered(ctx, path.Root("addon_service"), s.plan.AddonService)
}

// guard looks whether the marketplace has the services that are not on the list yet.
func (r *addonAllowlistResource) guard(ctx context.Context, s step[addonAllowlistModel]) error {
	if s.goes() {
		return nil
	}
	var listed []string
	if s.comes() {
		if _, err := r.askedTeam(ctx, s.plan.Team); err != nil {
			return err
		}
	} else {
		listed = elements(s.state.AddonServices)
	}
	for _, e := range s.plan.AddonServices.Elements() {
		if service, ok := e.(types.String); ok && !slices.Contains(listed, service.ValueString()) {
			if err := r.offered(ctx, path.Root("addon_services"), service); err != nil {
				return err
			}
		}
	}
	return nil
}

// offered looks whether the marketplace has a service. One that it does not list may be there all the same, for some.
func (s *session) offered(ctx context.Context, at path.Path, service types.String) error {
	if service.IsUnknown() {
		return nil
	}
	name := service.ValueString()
	list, err := s.snapshot.Catalogue.Get(ctx, "", client.Current)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(list.Value, func(a api.AddonService) bool { return a.Name == name || a.ID == name }) {
		return nil
	}
	if _, err := s.client.GetAddonService(ctx, name); !client.NotFound(err) {
		return err
	}
	notesOf(ctx).AddAttributeError(at, "There is no such add-on service", fmt.Sprintf(
		"The marketplace has no service %q. The data source herokuenterprise_addon_services lists what there is; names look like heroku-postgresql.", name))
	return nil
}
