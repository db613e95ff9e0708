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
		if err != nil || team == nil || s.plan.Email.IsUnknown() {
			return err
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
	key, row, err := r.person(ctx, team, user, email)
	if err != nil {
		return err
	}
	r.placed(ctx, r.ledger.seats(team, name), key, s.goes(), s.again, email.ValueString(), "the team "+name)
	r.wiped(ctx, team, key, email.ValueString())
	if s.plan != nil && s.plan.Role.IsUnknown() {
		return nil
	}
	was := access.NoRole
	if row != nil {
		was = roleOf(row)
	}
	switch {
	case role == access.NoRole && row != nil:
		err = r.ownRights(ctx, types.StringValue(row.User.ID), "would be removed from the team "+name)
	case access.Outranks(was, role):
		err = r.ownRights(ctx, types.StringValue(row.User.ID), fmt.Sprintf("would become %s instead of %s in the team %s", role, was, name))
	case role == access.Admin && was != access.Admin:
		r.secondFactor(ctx, row, email, "the role admin in the team "+name)
	}
	if err != nil {
		return err
	}
	return r.becomes(ctx, team, name, key, string(role), was)
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
		if !known(s.plan.Permissions) || !known(s.plan.Permissions.Elements()...) {
			return nil
		}
		after = stored(s.plan.Permissions)
	}
	gained := slices.DeleteFunc(slices.Clone(after), func(w string) bool { return slices.Contains(before, w) })
	lost := slices.DeleteFunc(slices.Clone(before), func(w string) bool { return slices.Contains(after, w) })
	key, row, err := r.person(ctx, team, user, email)
	if err != nil {
		return err
	}
	r.placed(ctx, r.ledger.granted(app, team), key, s.goes(), s.again, email.ValueString(), "the app "+app.Name)
	r.wiped(ctx, team, key, email.ValueString())
	role := access.NoRole
	if row != nil {
		role = roleOf(row)
	}
	if !s.again {
		r.strengthened(ctx, app, team, key, row, email.ValueString(), gained)
	}
	if manage := access.Manage.Names()[0]; slices.Contains(lost, manage) && role != access.Admin {
		return r.ownRights(ctx, user, "would lose "+manage+" on the app "+app.Name)
	}
	return nil
}

// strengthened looks at permissions on an app that a person gains, whose membership in the team is row.
func (s *session) strengthened(ctx context.Context, app api.Ref, team, key string, row *api.TeamMember, email string, gained []string) {
	if strong := strongOf(slices.Clone(gained)); len(strong) > 0 {
		s.secondFactor(ctx, row, types.StringValue(email), strings.Join(strong, ", ")+" on the app "+app.Name)
	}
	manage := access.Manage.Names()[0]
	if slices.Contains(gained, manage) && (row == nil || roleOf(row) == access.NoRole) && !s.ledger.joins(team, key) {
		notesOf(ctx).AddWarning("Somebody outside the team would manage an app", fmt.Sprintf(
			"%s has no role in the team of the app %s and would get %s on it, which lets the person give access to others. If Terraform gives the person a role in the same run, let this resource depend on it (depends_on).", email, app.Name, manage))
	}
}

// strongOf leaves the permissions that change something.
func strongOf(words []string) []string {
	view := access.View.Names()[0]
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == view })
}

// placed notes that a person is in a collection, or leaves it, and reports when resources contradict each other.
func (s *session) placed(ctx context.Context, p places, key string, leaves, again bool, who, where string) {
	s.contradicted(ctx, func() error {
		switch {
		case leaves:
			return p.leave(key, who, where)
		case !again:
			return p.keep(key, who, where)
		}
		return nil
	})
}

// contradicted reports what resources say against each other.
func (s *session) contradicted(ctx context.Context, look func() error) {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	if err := look(); err != nil {
		notesOf(ctx).AddError("Two resources contradict each other", err.Error())
	}
}

// seats are the people of a team.
func (l *ledger) seats(team, name string) places {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.team(team, name).seats
}

// granted are the people with grants on an app.
func (l *ledger) granted(app api.Ref, team string) places {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.app(app.ID, app.Name, team).seats
}

// wiped warns of grants that this plan gives and takes at once: who leaves a team loses every grant on its apps.
func (s *session) wiped(ctx context.Context, team, key, who string) {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	t := s.ledger.team(team, "")
	if !t.seats[key].leaves || t.seats[key].kept {
		return
	}
	for _, app := range s.ledger.apps {
		if app.team == team && app.seats[key].kept {
			notesOf(ctx).AddWarning("A permission may be lost again", fmt.Sprintf(
				"%s leaves the team of the app %s and keeps permissions on the app. Whoever leaves a team loses every permission on its apps, also one that is given in the same run. Plan and apply again afterwards: the second run gives what was lost.", who, app.name))
		}
	}
}

// joins reports whether the plan so far gives a person a role in a team.
func (l *ledger) joins(team, key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.team(team, "").roles[key] != ""
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
	notesOf(ctx).AddWarning("An app would be unlocked", fmt.Sprintf(
		"Without its lock, every member and viewer of its team can see the app %s, and members can join it.", s.state.App.ValueString()))
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
