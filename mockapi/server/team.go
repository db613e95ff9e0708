package server

import (
	"net/http"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func (r *request) wireTeam(t store.Team) api.Team {
	role := string(t.Role)
	if t.Role == access.NoRole && t.Collaborator {
		role = string(access.Collaborator)
	}
	w := api.Team{
		CreatedAt: api.Timestamp(t.CreatedAt), Default: r.user.DefaultTeamID == t.ID, ID: t.ID, Name: t.Name,
		ProvisionedLicenses: t.License.Provisioned(), Role: optional(role), Type: t.Type, UpdatedAt: api.Timestamp(t.UpdatedAt),
	}
	if t.AccountID != "" {
		w.EnterpriseAccount = &api.Ref{ID: t.AccountID, Name: t.AccountName}
	}
	w.IdentityProvider = teamProvider(t)
	if limit := membershipLimit(t); limit > 0 {
		w.MembershipLimit = &limit
	}
	return w
}

// membershipLimit is how many people the team may have; 0 is no limit.
func membershipLimit(t store.Team) int {
	if t.Enterprise() {
		return 0
	}
	return access.MaxTeamMembers
}

func listTeams(r *request) (int, any, error) { return r.teamsOf("") }

func listAccountTeams(r *request) (int, any, error) { return r.teamsOf(r.account.ID) }

func (r *request) teamsOf(accountID string) (int, any, error) {
	teams, err := r.tx.ListTeams(r.ctx, r.user.ID, accountID)
	teams = slices.DeleteFunc(teams, func(t store.Team) bool { return !r.canRead(t) })
	return http.StatusOK, list[api.Team]{convert(teams, r.wireTeam), teamKeys}, err
}

func getTeam(r *request) (int, any, error) { return http.StatusOK, r.wireTeam(r.team), nil }

func createTeam(r *request) (int, any, error) {
	if err := r.tx.LockUser(r.ctx, r.user.ID); err != nil { // who asks twice at once is counted twice
		return 0, nil, err
	}
	n, err := r.tx.CountTeams(r.ctx, r.user.ID, api.TeamTypeTeam)
	if err != nil {
		return 0, nil, err
	}
	if err := access.CreateTeam(n); err != nil {
		return 0, nil, err
	}
	return r.newTeam(store.Team{Type: api.TeamTypeTeam})
}

func createAccountTeam(r *request) (int, any, error) {
	return r.newTeam(store.Team{Type: api.TeamTypeEnterprise, AccountID: r.account.ID, AccountName: r.account.Name})
}

// newTeam creates a team whose only user is the caller, an admin.
func (r *request) newTeam(t store.Team) (int, any, error) {
	var in api.TeamCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	t.Name = in.Name
	if err := access.TeamName(in.Name); err != nil {
		return 0, nil, err
	}
	t, err := r.tx.CreateTeam(r.ctx, t)
	if err != nil {
		return 0, nil, taken(err, "Team name %s is already taken.", in.Name)
	}
	if _, err := r.tx.CreateMember(r.ctx, t.ID, store.Member{User: r.user, Role: access.Admin}); err != nil {
		return 0, nil, err
	}
	if r.team, err = r.tx.GetTeam(r.ctx, t.ID, r.user.ID); err != nil {
		return 0, nil, err
	}
	r.event("team", "create", map[string]any{"name": t.Name, "type": t.Type})
	return http.StatusCreated, r.wireTeam(r.team), r.mailTeamLimits()
}

func updateTeam(r *request) (int, any, error) {
	var in api.TeamUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Default != nil {
		r.user.DefaultTeamID = ""
		if *in.Default {
			r.user.DefaultTeamID = r.team.ID
		}
		if err := r.tx.SetDefaultTeam(r.ctx, r.user.ID, r.user.DefaultTeamID); err != nil {
			return 0, nil, err
		}
		r.event("team", "default", map[string]any{"default": *in.Default})
	}
	if in.Name != nil {
		if err := r.renameTeam(*in.Name); err != nil {
			return 0, nil, err
		}
	}
	if len(r.events) == 0 {
		return 0, nil, invalid("Nothing to change: give a name, or default.")
	}
	team, err := r.tx.GetTeam(r.ctx, r.team.ID, r.user.ID)
	return http.StatusOK, r.wireTeam(team), err
}

func (r *request) renameTeam(name string) error {
	if err := r.require(access.TeamWrite); err != nil {
		return err
	}
	if err := access.TeamName(name); err != nil {
		return err
	}
	r.event("team", "update", map[string]any{"name": name, "was": r.team.Name})
	r.team.Name = name
	return taken(r.tx.UpdateTeam(r.ctx, r.team), "Team name %s is already taken.", name)
}

func deleteTeam(r *request) (int, any, error) {
	apps, err := r.tx.CountTeamApps(r.ctx, r.team.ID)
	if err != nil {
		return 0, nil, err
	}
	if err := access.DeleteTeam(r.team.Name, apps); err != nil {
		return 0, nil, err
	}
	spaces, err := r.tx.CountTeamSpaces(r.ctx, r.team.ID)
	if err != nil {
		return 0, nil, err
	}
	if err := access.DeleteTeamOwning(r.team.Name, "spaces", spaces); err != nil {
		return 0, nil, err
	}
	pipelines, err := r.tx.CountTeamPipelines(r.ctx, r.team.ID)
	if err != nil {
		return 0, nil, err
	}
	if err := access.DeleteTeamOwning(r.team.Name, "pipelines", pipelines); err != nil {
		return 0, nil, err
	}
	if r.team.OwnIdentityProvider {
		p, err := r.tx.GetIdentityProvider(r.ctx, r.team.IdentityProviderID)
		if err != nil {
			return 0, nil, err
		}
		if err := r.endProvider(p); err != nil {
			return 0, nil, err
		}
	}
	r.event("team", "destroy", map[string]any{"name": r.team.Name})
	return http.StatusOK, r.wireTeam(r.team), r.tx.DeleteTeam(r.ctx, r.team.ID)
}
