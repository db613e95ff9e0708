package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// grant is what a person was given on an app or a space.
type grant struct {
	on    api.Ref // the app or the space
	team  string  // the id of the team in whose list that is; empty if it is in none that was looked at
	user  api.UserRef
	words []string // sorted
}

// is reports whether the grant is of these permissions, which are sorted.
func (g *grant) is(words []string) bool { return slices.Equal(g.words, words) }

// grantOf makes a grant of what the API says of one person.
func grantOf(row *api.Collaborator) *grant {
	return &grant{on: row.App, user: api.UserRef{ID: row.User.ID, Email: row.User.Email}, words: api.Words(row.Permissions)}
}

// grantsOn lists the grants on an app or a space out of the one list of all grants of its team; nil if it is not in it. There is an error
// if the API refuses or lacks that list, or does not know the team.
func (s *session) grantsOn(ctx context.Context, team, on string, how client.How) ([]grant, error) {
	all, err := s.snapshot.Permissions.Get(ctx, team, how)
	if err != nil {
		return nil, err
	}
	if entity := entityOf(all.Value, on); entity != nil {
		return grantsIn(entity, team), nil
	}
	return nil, nil
}

// entityOf finds an app or a space in the list of all grants of its team; nil if it is not in it.
func entityOf(all []api.PermissionEntity, id string) *api.PermissionEntity {
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	return nil
}

// grantsIn lists the grants on an app or a space of a team.
func grantsIn(e *api.PermissionEntity, team string) []grant {
	list := make([]grant, 0, len(e.Users))
	for _, u := range e.Users {
		if !access.IsManagerEmail(u.Email) {
			list = append(list, grant{on: api.Ref{ID: e.ID, Name: e.Name}, team: team, user: api.UserRef{ID: u.ID, Email: u.Email}, words: slices.Sorted(slices.Values(u.Permissions))})
		}
	}
	return list
}

// give gives a person permissions on an app. The API refuses such a request as invalid for somebody who has some already, as it does a
// wrong one, so only looking for the grant tells the two apart.
func (s *session) give(ctx context.Context, app, email string, words []string) (*api.Collaborator, error) {
	row, err := s.client.CreateCollaborator(ctx, app, api.CollaboratorCreate{User: email, Permissions: words, Silent: true})
	if client.Invalid(err) || client.Lost(err) { // carried out, maybe, and the answer was lost
		if existing, missing := s.client.GetCollaborator(ctx, app, email); missing == nil {
			return s.client.UpdateCollaborator(ctx, app, existing.User.Email, api.CollaboratorUpdate{Permissions: words})
		}
	}
	return row, err
}

// regive gives a person other permissions on an app than those that were read. Who has lost them since, because this run has taken the person out of
// the team, gets them anew.
func (s *session) regive(ctx context.Context, app string, user api.UserRef, words []string) (*api.Collaborator, error) {
	row, err := s.client.UpdateCollaborator(ctx, app, user.Email, api.CollaboratorUpdate{Permissions: words})
	if client.NotFound(err) && s.madeGrant(ctx, app, user, nil) {
		return s.give(ctx, app, user.Email, words)
	}
	return row, err
}

// keptWords makes sure that the API keeps the permissions that it accepted.
func keptWords(kept []api.Permission, words []string) error {
	if got := api.Words(kept); !slices.Equal(got, words) {
		return fmt.Errorf("the API keeps the permissions %s, although it accepted %s", strings.Join(got, ", "), strings.Join(words, ", "))
	}
	return nil
}

// asWritten is what the state shows of permissions: without view, which the API always gives, if the user leaves it out and there is
// anything else.
func asWritten(words []string, before types.Set) types.Set {
	view := access.View.Names()[0]
	if len(words) > 1 && !before.IsNull() && !slices.Contains(elements(before), view) {
		words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == view })
	}
	return setOf(words)
}

// granted finds a person's grant on the app. A list that shows none, or another than is expected, is doubted, and the grant itself is
// read.
func (r *appAccessResource) granted(ctx context.Context, m *appAccessModel, how client.How, expected func(*grant) bool) (*grant, error) {
	team := m.TeamID.ValueString()
	list, err := r.grantsOf(ctx, team, m.AppID.ValueString(), how)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if m.isOf(&list[i]) && (expected == nil || expected(&list[i])) {
			return &list[i], nil
		}
	}
	now, err := r.ask(ctx, m)
	if err == nil && list != nil {
		now.team = team
	}
	return now, err
}

// grantsOf lists the grants on an app, if need be as the app's own list has them: where the API does not list the grants of a team.
func (r *appAccessResource) grantsOf(ctx context.Context, team, app string, how client.How) ([]grant, error) {
	if team == "" {
		return r.collaboratorsOf(ctx, team, app, how)
	}
	list, err := r.grantsOn(ctx, team, app, how)
	if client.Lacking(err) {
		return r.collaboratorsOf(ctx, team, app, how)
	}
	return list, err
}

// isOf reports whether a grant is the person's: by id if it is known, else by address, in whose place an import may have an id.
func (m *appAccessModel) isOf(g *grant) bool {
	if known := m.UserID.ValueString(); known != "" {
		return g.user.ID == known
	}
	return access.SameEmail(g.user.Email, m.Email.ValueString()) || g.user.ID == m.Email.ValueString()
}

// collaboratorsOf lists the grants on an app as the app itself knows them. Admins are listed there whether they have a grant or
// not, so they are left out: only asking tells.
func (r *appAccessResource) collaboratorsOf(ctx context.Context, team, app string, how client.How) ([]grant, error) {
	list, err := r.snapshot.Collaborators.Get(ctx, app, how)
	if err != nil {
		return nil, err
	}
	found := []grant{}
	for _, row := range people(slices.Clone(list.Value)) {
		if row.Role == nil || *row.Role != string(access.Admin) {
			g := grantOf(&row)
			g.team = team
			found = append(found, *g)
		}
	}
	return found, nil
}

// ask reads the grant itself, by the address in the state. Under that address there may be nobody any more, or somebody else; then the
// person is looked for in the app's list.
func (r *appAccessResource) ask(ctx context.Context, m *appAccessModel) (*grant, error) {
	app := m.AppID.ValueString()
	if m.Email.ValueString() != "" { // not just imported by identity
		row, err := r.client.GetCollaborator(ctx, app, m.Email.ValueString())
		if err == nil && (m.UserID.ValueString() == "" || row.User.ID == m.UserID.ValueString()) {
			return grantOf(row), nil
		}
		if err != nil && !client.NotFound(err) || m.UserID.ValueString() == "" {
			return nil, err
		}
	}
	rows, err := r.client.ListCollaborators(ctx, app)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].User.ID == m.UserID.ValueString() && !access.SameEmail(rows[i].User.Email, m.Email.ValueString()) {
			row, err := r.client.GetCollaborator(ctx, app, rows[i].User.Email)
			if err != nil {
				return nil, err
			}
			return grantOf(row), nil
		}
	}
	return nil, errGone
}
