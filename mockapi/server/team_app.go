package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func getTeamApp(r *request) (int, any, error) { return http.StatusOK, wireTeamApp(r.app), nil }

// listTeamApps lists the team's apps. Users of the team see all of them, also those whose details a lock hides; a
// collaborator sees those that he has a grant on.
func listTeamApps(r *request) (int, any, error) {
	apps, err := r.tx.ListTeamApps(r.ctx, r.team.ID, r.user.ID)
	apps = slices.DeleteFunc(apps, func(a store.App) bool { return !access.ListsApp(r.appSubject(a), a.Object()) })
	return http.StatusOK, list[api.TeamApp]{convert(apps, wireTeamApp), teamAppKeys}, err
}

// createTeamApp creates an app in a team: the one named, else the caller's default team. Without either, or when asked for,
// the app is the caller's own.
func createTeamApp(r *request) (int, any, error) {
	var in api.TeamAppCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Space != "" {
		return r.createSpaceApp(in)
	}
	if in.InternalRouting != nil && *in.InternalRouting {
		return 0, nil, invalid("internal_routing is for apps in a space: name the space.")
	}
	ref := in.Team
	if ref == "" && !in.Personal {
		team, err := r.defaultTeam()
		if err != nil {
			return 0, nil, err
		}
		ref = team.ID
	}
	a := store.App{OwnerID: r.user.ID, Locked: in.Locked}
	if ref != "" {
		if in.Personal {
			return 0, nil, invalid("An app is personal or in a team, not both: leave out personal or team.")
		}
		if err := r.enterTeam(ref); err != nil {
			return 0, nil, err
		}
		if err := r.require(access.TeamAppCreate); err != nil {
			return 0, nil, err
		}
		a.OwnerID, a.TeamID = "", r.team.ID
	} else if in.Locked {
		return 0, nil, invalid("A personal app cannot be locked.")
	}
	if err := r.newApp(in.AppCreate, a); err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, wireTeamApp(r.app), nil
}

func deleteTeamApp(r *request) (int, any, error) {
	return http.StatusOK, wireTeamApp(r.app), r.destroyApp()
}

// updateTeamApp is three requests in one route, told apart by the body: lock or unlock, transfer to a team, transfer to a person.
func updateTeamApp(r *request) (int, any, error) {
	var in api.TeamAppUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	var err error
	switch {
	case in.Locked != nil && in.Owner != nil:
		return 0, nil, invalid("Give locked or owner, not both: lock and transfer in two requests.")
	case in.Locked != nil:
		err = r.lock(*in.Locked)
	case in.Owner != nil:
		if err = r.transfer(*in.Owner); err == nil {
			err = r.uncouple() // a pipeline and its apps have one owner
		}
	default:
		return 0, nil, invalid("Nothing to change: give locked or owner.")
	}
	if err != nil {
		return 0, nil, err
	}
	app, err := r.tx.GetApp(r.ctx, r.app.ID, r.user.ID)
	return http.StatusOK, wireTeamApp(app), err
}

// lock sets the lock; an app that is locked already stays so.
func (r *request) lock(locked bool) error {
	if err := r.require(access.AppLock); err != nil {
		return err
	}
	if r.app.Personal() {
		return invalid("The app %s is a personal app; only a team's app can be locked.", r.app.Name)
	}
	r.event("app", "update", map[string]any{"locked": locked, "locked-was": r.app.Locked})
	r.app.Locked = locked
	_, err := r.tx.UpdateApp(r.ctx, r.app)
	return err
}

// transfer gives the app to a team, by name or id, or to a person, by address, id or "~".
func (r *request) transfer(owner string) error {
	if err := r.require(access.AppTransfer); err != nil {
		return err
	}
	if err := access.TransferSpaceApp(r.app.Name, r.app.SpaceName); err != nil {
		return err
	}
	if owner == "" {
		return invalid("owner is the name or id of a team, the email address or id of a person, or ~ for yourself.")
	}
	person := owner == "~" || strings.Contains(owner, "@")
	if !person && store.IsID(owner) {
		_, err := r.tx.GetTeam(r.ctx, owner, r.user.ID)
		if err != nil && !missing(err) {
			return err
		}
		person = err != nil
	}
	if person {
		return r.transferToPerson(owner)
	}
	return r.transferToTeam(owner)
}

// transferToTeam moves the app at once. Grants and lock stay, and who transfers holds all permissions from then on, as the creator of
// an app would. Add-ons that the team does not allow come along and show as exceptions; dynos of a size that it cannot have get another.
func (r *request) transferToTeam(owner string) error {
	a, was := r.app, r.team
	leaves := r.newEvent("app", "transfer", true, r.decision.Reason, nil)
	if err := r.enterTeam(owner); err != nil {
		return err
	}
	if err := r.require(access.TeamAppTransferIn); err != nil {
		return err
	}
	if a.TeamID == r.team.ID {
		return invalid("The app %s is in the team %s already.", a.Name, r.team.Name)
	}
	a.TeamID, a.OwnerID = r.team.ID, ""
	if _, err := r.tx.UpdateApp(r.ctx, a); err != nil {
		return err
	}
	if err := r.tx.DeletePendingAppTransfers(r.ctx, a.ID); err != nil {
		return err
	}
	r.event("app", "transfer", map[string]any{"owner": r.team.Name, "owner_id": r.team.ID, "was": was.Name, "was_id": was.ID})
	if was.ID != "" { // both teams' trails tell of it
		leaves.Data = r.events[len(r.events)-1].Data
		r.events = append(r.events, leaves)
	}
	if err := r.fitTeam(); err != nil {
		return err
	}
	return r.grantAll(a)
}

// grantAll gives the caller every permission on an app that he created or brought in.
func (r *request) grantAll(a store.App) error {
	action := "create"
	if a.GrantID != "" {
		action = "update"
	}
	r.event("collaborator", action, map[string]any{"email": r.user.Email, "user_id": r.user.ID, "permissions": access.AllPermissions.Names()})
	return r.tx.PutCollaborator(r.ctx, a.ID, r.user.ID, access.AllPermissions)
}

// transferToPerson makes a team's app the personal app of somebody. Every grant on it ends.
func (r *request) transferToPerson(owner string) error {
	if r.app.Personal() {
		return invalid("The app %s is a personal app. Offer it to a person with POST /account/app-transfers; only a team can be given it here.", r.app.Name)
	}
	if owner == "~" {
		owner = r.user.ID
	}
	user, err := r.tx.GetUser(r.ctx, owner)
	if err != nil {
		return err
	}
	team, err := r.tx.GetTeam(r.ctx, r.app.TeamID, user.ID)
	if err != nil {
		return err
	}
	if err := access.TransferToPerson(team.Name, user.Email, team.Role, user.ID == r.user.ID); err != nil {
		return err
	}
	a := r.app
	a.TeamID, a.OwnerID, a.Locked = "", user.ID, false
	if _, err := r.tx.UpdateApp(r.ctx, a); err != nil {
		return err
	}
	r.event("app", "transfer", map[string]any{"owner": user.Email, "owner_id": user.ID, "was": team.Name, "was_id": team.ID})
	grants, err := r.tx.ListCollaborators(r.ctx, a.ID)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if err := r.revoke(g); err != nil {
			return err
		}
	}
	return nil
}
