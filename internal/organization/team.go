package organization

import (
	"context"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// read reads everything about a team.
func (t *Team) read(ctx context.Context, c *client.Client) (err error) {
	if t.Members, err = c.ListMembers(ctx, t.ID); err != nil {
		return err
	}
	slices.SortFunc(t.Members, func(a, b api.TeamMember) int { return byEmail(a.Email, b.Email) })
	apps, err := c.ListTeamApps(ctx, t.ID)
	if err != nil {
		return err
	}
	slices.SortFunc(apps, func(a, b api.TeamApp) int { return strings.Compare(a.Name, b.Name) })
	for _, app := range apps {
		t.Apps = append(t.Apps, &App{TeamApp: app})
	}
	if err := t.readSpaces(ctx, c); err != nil {
		return err
	}
	if err := t.readGrants(ctx, c); err != nil {
		return err
	}
	return t.readSettings(ctx, c)
}

// readSpaces finds the team's spaces in the one list of all spaces.
func (t *Team) readSpaces(ctx context.Context, c *client.Client) error {
	if t.Type != api.TeamTypeEnterprise { // others have none
		return nil
	}
	return optional(&t.Unread, Spaces, func() error {
		all, err := c.Snapshot.Spaces.Get(ctx, "", client.Named)
		if err != nil {
			return err
		}
		for _, space := range all.Value {
			if space.Team.ID != t.ID && space.Team.Name != t.Name {
				continue
			}
			s := &Space{Space: space}
			if err := optional(&t.Unread, "the trusted IP ranges of the private space "+space.Name, func() (err error) {
				s.Rules, err = whole(c.GetInboundRuleset(ctx, space.ID))
				return err
			}); err != nil {
				return err
			}
			t.Spaces = append(t.Spaces, s)
		}
		slices.SortFunc(t.Spaces, func(a, b *Space) int { return strings.Compare(a.Name, b.Name) })
		return nil
	})
}

// readGrants reads every grant of the team out of one list. Where the API does not let the token read that, each app takes one call.
func (t *Team) readGrants(ctx context.Context, c *client.Client) error {
	all, err := c.ListTeamPermissions(ctx, t.ID)
	if client.Lacking(err) {
		t.Blurred = true
		return t.readCollaborators(ctx, c)
	}
	if err != nil {
		return err
	}
	given := map[string][]Grant{}
	for i := range all {
		given[all[i].ID] = grantsOf(&all[i])
	}
	for _, app := range t.Apps {
		app.Grants = given[app.ID]
	}
	for _, space := range t.Spaces {
		space.Grants = given[space.ID]
	}
	return nil
}

func grantsOf(e *api.PermissionEntity) []Grant {
	grants := make([]Grant, 0, len(e.Users))
	for _, u := range e.Users {
		if !access.IsManagerEmail(u.Email) {
			grants = append(grants, Grant{u.ID, u.Email, slices.Sorted(slices.Values(u.Permissions))})
		}
	}
	return sorted(grants)
}

func (t *Team) readCollaborators(ctx context.Context, c *client.Client) error {
	for _, app := range t.Apps {
		rows, err := c.ListCollaborators(ctx, app.ID)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if access.IsManagerEmail(row.User.Email) || row.Role != nil && *row.Role == string(access.Admin) { // who may do everything without a grant
				continue
			}
			app.Grants = append(app.Grants, Grant{row.User.ID, row.User.Email, api.Words(row.Permissions)})
		}
		app.Grants = sorted(app.Grants)
	}
	for _, space := range t.Spaces {
		before := len(t.Unread)
		if err := optional(&t.Unread, "who may create apps in the private space "+space.Name, func() error { return t.readSpaceMembers(ctx, c, space) }); err != nil {
			return err
		}
		space.Closed = len(t.Unread) > before
	}
	return nil
}

// readSpaceMembers reads who was given permissions on a space. The list has everybody in the team, and admins with what they may without a
// grant.
func (t *Team) readSpaceMembers(ctx context.Context, c *client.Client, s *Space) error {
	rows, err := c.ListSpaceMembers(ctx, s.ID)
	for _, row := range rows {
		if words := api.Words(row.Permissions); len(words) > 0 && !t.admin(row.User.ID) {
			s.Grants = append(s.Grants, Grant{row.User.ID, row.User.Email, words})
		}
	}
	s.Grants = sorted(s.Grants)
	return err
}

func (t *Team) admin(user string) bool {
	return slices.ContainsFunc(t.Members, func(m api.TeamMember) bool {
		return m.User.ID == user && m.Role != nil && *m.Role == string(access.Admin)
	})
}

// readSettings reads what says how the team works.
func (t *Team) readSettings(ctx context.Context, c *client.Client) error {
	read := func(what string, f func() error) func() error {
		return func() error { return optional(&t.Unread, what, f) }
	}
	steps := []func() error{
		read("its preferences", func() (err error) { t.Preferences, err = whole(c.GetTeamPreferences(ctx, t.ID)); return err }),
		read(Allowlist, func() (err error) { t.Services, err = c.ListAllowedAddonServices(ctx, t.ID); return err }),
		read(Addons, func() (err error) { t.Addons, err = c.ListTeamAddons(ctx, t.ID); return err }),
	}
	if t.Type == api.TeamTypeEnterprise {
		steps = append(steps, read(Provider, func() (err error) { t.Providers, err = c.ListIdentityProviders(ctx, t.ID); return err }))
	} else {
		steps = append(steps, read("its invitations", func() (err error) { t.Invitations, err = c.ListInvitations(ctx, t.Name); return err }))
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	slices.SortFunc(t.Services, func(a, b api.AllowedAddonService) int {
		return strings.Compare(a.AddonService.Name, b.AddonService.Name)
	})
	slices.SortFunc(t.Invitations, func(a, b api.TeamInvitation) int { return byEmail(a.User.Email, b.User.Email) })
	slices.SortFunc(t.Addons, func(a, b api.Addon) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// whole is an answer, and nothing in place of one that did not come.
func whole[T any](answer *T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return answer, nil
}

func sorted(grants []Grant) []Grant {
	slices.SortFunc(grants, func(a, b Grant) int { return byEmail(a.Email, b.Email) })
	return grants
}
