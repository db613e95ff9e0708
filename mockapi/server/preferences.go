package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// features lists the features of a team. An enterprise team has app permissions, and says so by the feature that clients look for;
// to any other team people are invited, which is a feature as well.
func features(t store.Team) []api.TeamFeature {
	f := api.TeamFeature{
		Name: api.FeatureInvitations, DisplayName: "Invitations", Description: "People are asked into the team, and join by accepting.",
		DocURL: "https://devcenter.heroku.com/articles/heroku-teams",
	}
	if t.Enterprise() {
		f = api.TeamFeature{
			Name: api.FeatureAccessControls, DisplayName: "App permissions", Description: "Permissions view, deploy, operate and manage for each app.",
			DocURL: "https://devcenter.heroku.com/articles/app-permissions",
		}
	}
	f.CreatedAt, f.UpdatedAt = api.Timestamp(t.CreatedAt), api.Timestamp(t.CreatedAt)
	f.ID, f.Enabled, f.State = store.DerivedID("team-feature", t.ID, f.Name), true, "general"
	return []api.TeamFeature{f}
}

func listFeatures(r *request) (int, any, error) {
	return http.StatusOK, list[api.TeamFeature]{features(r.team), featureKeys}, nil
}

func getFeature(r *request) (int, any, error) {
	for _, f := range features(r.team) {
		if ref := r.param("feature"); f.Name == ref || f.ID == ref {
			return http.StatusOK, f, nil
		}
	}
	return 0, nil, &store.NotFoundError{Noun: "team feature"}
}

func wirePreferences(t store.Team) api.TeamPreferences {
	open := !t.HerokuClientsOnly
	return api.TeamPreferences{AddonsControls: &t.AddonControls, DefaultPermission: optional(string(t.DefaultRole)), ThirdPartyOAuthAccess: &open}
}

func getPreferences(r *request) (int, any, error) {
	return http.StatusOK, wirePreferences(r.team), nil
}

// updatePreferences switches add-on controls and third-party OAuth access, and sets the default role. Heroku's schema lists the default
// role for reading only, and the switch, which Heroku has in its dashboard, not at all: both are extensions.
func updatePreferences(r *request) (int, any, error) {
	var in api.TeamPreferencesUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	data := map[string]any{}
	if in.AddonsControls != nil {
		data["addons-controls"], data["addons-controls-was"] = *in.AddonsControls, r.team.AddonControls
		r.team.AddonControls = *in.AddonsControls
	}
	if in.DefaultPermission != nil {
		role, err := access.ParseRole(*in.DefaultPermission)
		if err != nil {
			return 0, nil, err
		}
		data["default-permission"], data["default-permission-was"] = role, r.team.DefaultRole
		r.team.DefaultRole = role
	}
	if in.ThirdPartyOAuthAccess != nil {
		data["third-party-oauth-access"], data["third-party-oauth-access-was"] = *in.ThirdPartyOAuthAccess, !r.team.HerokuClientsOnly
		r.team.HerokuClientsOnly = !*in.ThirdPartyOAuthAccess
	}
	if len(data) == 0 {
		return 0, nil, invalid("Nothing to change: give addons-controls, default-permission or third-party-oauth-access.")
	}
	r.event("team_preferences", "update", data)
	return http.StatusOK, wirePreferences(r.team), r.tx.UpdateTeam(r.ctx, r.team)
}

// listPermissions is the catalogue of app permissions, printed from the access model.
func listPermissions(*request) (int, any, error) {
	return http.StatusOK, list[api.Permission]{wirePermissions(access.AllPermissions), permissionKeys}, nil
}

func wirePermissions(set access.Permissions) []api.Permission {
	out := []api.Permission{}
	for _, p := range access.AppPermissions {
		if set.Has(p.Permission) {
			out = append(out, api.Permission{Name: p.Name, Description: p.Description})
		}
	}
	return out
}

// listTeamPermissions lists every app and every space of the team with the grants on it.
func listTeamPermissions(r *request) (int, any, error) {
	return http.StatusOK, shared{"permissions", func() (any, error) {
		apps, err := r.tx.ListTeamApps(r.ctx, r.team.ID, r.user.ID)
		if err != nil {
			return nil, err
		}
		grants, err := r.tx.ListTeamGrants(r.ctx, r.team.ID, "")
		users := map[string][]api.PermissionUser{}
		for _, g := range grants {
			users[g.AppID] = append(users[g.AppID], api.PermissionUser{ID: g.User.ID, Email: g.User.Email, Permissions: g.Permissions.Names()})
		}
		entities := convert(apps, func(a store.App) api.PermissionEntity {
			e := api.PermissionEntity{ID: a.ID, Name: a.Name, TeamID: a.TeamID, Type: "app", Users: users[a.ID]}
			if e.Users == nil {
				e.Users = []api.PermissionUser{}
			}
			return e
		})
		if err != nil {
			return nil, err
		}
		spaces, err := r.spaceEntities()
		return list[api.PermissionEntity]{append(entities, spaces...), entityKeys}, err
	}}, nil
}
