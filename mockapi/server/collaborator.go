package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireCollaborator(c store.Collaborator) api.Collaborator {
	role := string(c.Role)
	if c.Role == access.NoRole {
		role = string(access.Collaborator)
	}
	return api.Collaborator{
		App: api.Ref{ID: c.AppID, Name: c.AppName}, CreatedAt: api.Timestamp(c.CreatedAt), ID: c.ID, Permissions: wirePermissions(c.Permissions),
		Role: &role, UpdatedAt: api.Timestamp(c.UpdatedAt), User: api.CollaboratorUser{ID: c.User.ID, Email: c.User.Email, Federated: c.Federated || c.User.IdentityProviderID != ""},
	}
}

// listCollaborators lists who has access to an app beyond what its team gives to everybody: the owner (for a team's app the
// address that stands for the team), the admins of the team, and every grant.
func listCollaborators(r *request) (int, any, error) {
	a := r.app
	owner := api.Collaborator{
		App: api.Ref{ID: a.ID, Name: a.Name}, CreatedAt: api.Timestamp(a.CreatedAt), UpdatedAt: api.Timestamp(a.CreatedAt), ID: store.DerivedID("owner", a.ID),
		Permissions: []api.Permission{}, Role: optional("owner"), User: api.CollaboratorUser{ID: a.OwnerID, Email: a.OwnerEmail},
	}
	if !a.Personal() {
		owner.User = api.CollaboratorUser{ID: a.TeamID, Email: access.ManagerEmail(a.TeamName)}
	}
	grants, err := r.tx.ListCollaborators(r.ctx, a.ID)
	if err != nil {
		return 0, nil, err
	}
	granted := map[string]bool{}
	for _, g := range grants {
		granted[g.User.ID] = true
	}
	members, err := r.tx.ListMembers(r.ctx, a.TeamID)
	for _, m := range members {
		if m.Role == access.Admin && !granted[m.User.ID] {
			grants = append(grants, store.Collaborator{
				ID: store.DerivedID("admin", a.ID, m.User.ID), AppID: a.ID, AppName: a.Name, User: m.User,
				Permissions: access.AllPermissions, Role: access.Admin, Federated: m.Federated, CreatedAt: m.CreatedAt, UpdatedAt: m.UpdatedAt,
			})
		}
	}
	return http.StatusOK, list[api.Collaborator]{append([]api.Collaborator{owner}, convert(grants, wireCollaborator)...), collaboratorKeys}, err
}

// collaboratorInPath finds the grant that the path names: "~", an address, the id of the person or of the grant.
func (r *request) collaboratorInPath() (store.Collaborator, error) {
	ref := r.param("collaborator")
	if ref == "~" {
		ref = r.user.ID
	}
	return r.tx.GetCollaborator(r.ctx, r.app.ID, ref)
}

func getCollaborator(r *request) (int, any, error) {
	c, err := r.collaboratorInPath()
	return http.StatusOK, wireCollaborator(c), err
}

// createCollaborator gives somebody access to an app. A user of the team may do it for himself on an unlocked app, with view;
// everything else takes the permission manage.
func createCollaborator(r *request) (int, any, error) {
	var in api.CollaboratorCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	p, err := r.grantOf(in)
	if err != nil {
		return 0, nil, err
	}
	if managed := r.require(access.AppAccessWrite); managed != nil {
		if p, err = r.join(in, managed); err != nil {
			return 0, nil, err
		}
	}
	user, err := r.collaboratorUser(in.User)
	if err != nil {
		return 0, nil, err
	}
	if user.ID == r.app.OwnerID {
		return 0, nil, invalid("%s owns the app %s.", user.Email, r.app.Name)
	}
	c, err := r.tx.CreateCollaborator(r.ctx, r.app.ID, user.ID, p)
	if err != nil {
		return 0, nil, taken(err, "User is already a collaborator on app %s.", r.app.Name)
	}
	r.event("collaborator", "create", map[string]any{"email": user.Email, "user_id": user.ID, "permissions": p.Names()})
	if !in.Silent {
		err = r.mailGrant(user, p)
	}
	return http.StatusCreated, wireCollaborator(c), err
}

// join is the grant of somebody who adds himself without holding manage; managed is the refusal for everything else: nobody
// adds others or raises himself.
func (r *request) join(in api.CollaboratorCreate, managed error) (access.Permissions, error) {
	if !r.isSelf(in.User) {
		return 0, managed
	}
	if err := r.require(access.AppJoin); err != nil {
		return 0, err
	}
	if asked, err := access.ParsePermissions(in.Permissions); err != nil || asked != access.View {
		return 0, managed
	}
	if r.app.GrantID != "" {
		return 0, invalid("User is already a collaborator on app %s.", r.app.Name)
	}
	return access.JoinApp(r.app.Name, r.object)
}

// grantOf reads the permissions of a new grant.
func (r *request) grantOf(in api.CollaboratorCreate) (access.Permissions, error) {
	if in.User == "" {
		return 0, invalid("user is required: an email address, an id, or ~ for yourself.")
	}
	if len(in.Permissions) == 0 {
		return access.DefaultGrant(r.app.Enterprise()), nil
	}
	if err := access.ChoosePermissions(r.app.Name, r.app.Enterprise()); err != nil {
		return 0, err
	}
	return access.ParsePermissions(in.Permissions)
}

// collaboratorUser finds the person to be added; an address that Heroku does not know gets an account that waits for the
// first sign-in.
func (r *request) collaboratorUser(ref string) (store.User, error) {
	switch {
	case ref == "~":
		return r.user, nil
	case store.IsID(ref):
		return r.tx.GetUser(r.ctx, ref)
	}
	if err := access.Email(ref); err != nil {
		return store.User{}, err
	}
	return r.findOrInvite(ref)
}

func updateCollaborator(r *request) (int, any, error) {
	var in api.CollaboratorUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Permissions == nil {
		return 0, nil, invalid("permissions is required: a list of %s.", access.PermissionWords())
	}
	if err := access.ChoosePermissions(r.app.Name, r.app.Enterprise()); err != nil {
		return 0, nil, err
	}
	p, err := access.ParsePermissions(in.Permissions)
	if err != nil {
		return 0, nil, err
	}
	c, err := r.collaboratorInPath()
	if err != nil {
		return 0, nil, err
	}
	r.event("collaborator", "update", map[string]any{"email": c.User.Email, "user_id": c.User.ID, "permissions": p.Names(), "was": c.Permissions.Names()})
	c, err = r.tx.UpdateCollaborator(r.ctx, c, p)
	return http.StatusOK, wireCollaborator(c), err
}

func deleteCollaborator(r *request) (int, any, error) {
	c, err := r.collaboratorInPath()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, wireCollaborator(c), r.revoke(c)
}

// revoke takes a grant away and writes it down under the grant's own app.
func (r *request) revoke(c store.Collaborator) error {
	r.event("collaborator", "destroy", map[string]any{"email": c.User.Email, "user_id": c.User.ID, "permissions": c.Permissions.Names()})
	last := &r.events[len(r.events)-1]
	last.AppID, last.AppName = c.AppID, c.AppName
	return r.tx.DeleteCollaborator(r.ctx, c.ID)
}
