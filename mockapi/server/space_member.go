package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func (r *request) wireSpaceMember(m store.SpaceMember) api.SpaceMember {
	w := api.SpaceMember{
		CreatedAt: api.Timestamp(r.space.CreatedAt), ID: m.SpaceID, Permissions: []api.Permission{}, Space: api.Ref{ID: m.SpaceID, Name: m.SpaceName},
		UpdatedAt: api.Timestamp(r.space.UpdatedAt), User: api.UserRef{ID: m.User.ID, Email: m.User.Email},
	}
	if access.CreatesSpaceApps(m.Role, m.CreateApps) {
		w.Permissions = append(w.Permissions, api.Permission{Name: access.SpaceCreateApps, Description: access.SpaceCreateAppsDescription})
	}
	return w
}

// listSpaceMembers lists all users of the team, also those without a permission on the space, as Heroku's schema says.
func listSpaceMembers(r *request) (int, any, error) {
	members, err := r.tx.ListSpaceMembers(r.ctx, r.space.ID)
	return http.StatusOK, list[api.SpaceMember]{convert(members, r.wireSpaceMember), spaceMemberKeys}, err
}

// spaceMemberInPath finds the user of the team that the path names: "~", an address or an id.
func (r *request) spaceMemberInPath() (store.SpaceMember, error) {
	ref := r.param("user")
	if ref == "~" {
		ref = r.user.ID
	}
	user, err := r.tx.GetUser(r.ctx, ref)
	if err != nil {
		return store.SpaceMember{}, err
	}
	return r.tx.GetSpaceMember(r.ctx, r.space.ID, user.ID)
}

func getSpaceMember(r *request) (int, any, error) {
	m, err := r.spaceMemberInPath()
	return http.StatusOK, r.wireSpaceMember(m), err
}

// updateSpaceMember replaces what a user of the team may do in the space.
func updateSpaceMember(r *request) (int, any, error) {
	var in api.SpaceMemberUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Permissions == nil {
		return 0, nil, invalid("permissions is required: [{\"name\": %q}], or [] for none.", access.SpaceCreateApps)
	}
	createApps, err := access.ParseSpacePermissions(convert(in.Permissions, func(p api.SpacePermission) string { return p.Name }))
	if err != nil {
		return 0, nil, err
	}
	m, err := r.spaceMemberInPath()
	if err != nil {
		return 0, nil, err
	}
	if err := access.GrantSpace(m.User.Email, m.Role, createApps); err != nil {
		return 0, nil, err
	}
	if createApps != m.CreateApps {
		change := r.tx.DeleteSpaceGrant
		if createApps {
			change = r.tx.CreateSpaceGrant
		}
		if err := change(r.ctx, r.space.ID, m.User.ID); err != nil {
			return 0, nil, err
		}
	}
	r.spaceEvent("space_member", "update", map[string]any{"email": m.User.Email, "user_id": m.User.ID, "create_apps": createApps, "was": m.CreateApps})
	m, err = r.tx.GetSpaceMember(r.ctx, r.space.ID, m.User.ID)
	return http.StatusOK, r.wireSpaceMember(m), err
}

// revokeSpaces takes away every grant on a space of the team of the request whose person can hold it no more; with a user,
// only his. Each is written down.
func (r *request) revokeSpaces(userID string) error {
	grants, err := r.tx.ListTeamSpaceGrants(r.ctx, r.team.ID, userID)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if access.CreatesSpaceApps(g.Role, true) {
			continue
		}
		r.event("space_member", "destroy", map[string]any{"email": g.User.Email, "user_id": g.User.ID, "space": g.SpaceName, "space_id": g.SpaceID})
		if err := r.tx.DeleteSpaceGrant(r.ctx, g.SpaceID, g.User.ID); err != nil {
			return err
		}
	}
	return nil
}

// spaceEntities lists the spaces of the team of the request with the grants on them.
func (r *request) spaceEntities() ([]api.PermissionEntity, error) {
	spaces, err := r.tx.ListSpaces(r.ctx, r.user.ID, r.team.ID)
	if err != nil {
		return nil, err
	}
	grants, err := r.tx.ListTeamSpaceGrants(r.ctx, r.team.ID, "")
	return convert(spaces, func(s store.Space) api.PermissionEntity {
		e := api.PermissionEntity{ID: s.ID, Name: s.Name, TeamID: s.TeamID, Type: "space", Users: []api.PermissionUser{}}
		for _, g := range grants {
			if g.SpaceID == s.ID {
				e.Users = append(e.Users, api.PermissionUser{ID: g.User.ID, Email: g.User.Email, Permissions: []string{access.SpaceCreateApps}})
			}
		}
		return e
	}), err
}

// createSpaceApp creates an app in a space: in the space's team and region, for its generation.
func (r *request) createSpaceApp(in api.TeamAppCreate) (int, any, error) {
	if err := r.enterSpace(in.Space); err != nil {
		return 0, nil, err
	}
	if err := r.require(access.SpaceAppCreate); err != nil {
		return 0, nil, err
	}
	if in.Personal || in.Team != "" && in.Team != r.team.Name && in.Team != r.team.ID {
		return 0, nil, invalid("An app in the space %s belongs to the space's team: leave out team and personal, or give the team %s.", r.space.Name, r.team.Name)
	}
	a := store.App{TeamID: r.team.ID, Locked: in.Locked, SpaceID: r.space.ID, Region: r.space.Region, Generation: r.space.Generation}
	a.InternalRouting = in.InternalRouting != nil && *in.InternalRouting
	if err := r.newApp(in.AppCreate, a); err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, wireTeamApp(r.app), nil
}
