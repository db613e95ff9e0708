package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// wireAccountMembers shows members with the identity providers that their accounts belong to.
func (r *request) wireAccountMembers(members ...store.AccountMember) ([]api.EnterpriseAccountMember, error) {
	provider := r.memberProviders(func(p store.IdentityProvider) bool {
		return p.AccountID == r.account.ID || p.TeamAccountID == r.account.ID
	})
	list := convert(members, r.wireAccountMember)
	for i, m := range members {
		var err error
		if list[i].IdentityProvider, err = provider(m.User.IdentityProviderID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// sendAccountMember is the answer about one member.
func (r *request) sendAccountMember(status int, m store.AccountMember) (int, any, error) {
	w, err := r.wireAccountMembers(m)
	if err != nil {
		return 0, nil, err
	}
	return status, w[0], nil
}

func (r *request) wireAccountMember(m store.AccountMember) api.EnterpriseAccountMember {
	return api.EnterpriseAccountMember{
		EnterpriseAccount: api.Ref{ID: r.account.ID, Name: r.account.Name}, ID: m.ID, TwoFactorAuthentication: m.User.TwoFactorAuthentication,
		Permissions: convert(m.Permissions.List(), func(p access.AccountPermission) api.Permission {
			return api.Permission{Name: p.Name, Description: p.Description}
		}),
		User: api.UserRef{ID: m.User.ID, Email: m.User.Email},
	}
}

func listAccountMembers(r *request) (int, any, error) {
	members, err := r.tx.ListAccountMembers(r.ctx, r.account.ID)
	if err != nil {
		return 0, nil, err
	}
	all, err := r.wireAccountMembers(members...)
	return http.StatusOK, list[api.EnterpriseAccountMember]{all, accountMemberKeys}, err
}

// parseAccountPermissions reads the permissions of a body, which must have them.
func parseAccountPermissions(words []string) (access.AccountPermissions, error) {
	if words == nil {
		return 0, invalid("permissions is required: a list of %s.", access.AccountPermissionWords())
	}
	return access.ParseAccountPermissions(words)
}

// createAccountMember adds a person, who need not have an account with Heroku yet.
func createAccountMember(r *request) (int, any, error) {
	var in api.EnterpriseAccountMemberCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.User == "" {
		return 0, nil, invalid("user is required: the address or the id of a person.")
	}
	permissions, err := parseAccountPermissions(in.Permissions)
	if err != nil {
		return 0, nil, err
	}
	user, err := r.findOrAdd(in.User)
	if err != nil {
		return 0, nil, err
	}
	m, err := r.tx.CreateAccountMember(r.ctx, store.AccountMember{AccountID: r.account.ID, User: user, Permissions: permissions})
	if err != nil {
		return 0, nil, taken(err, "%s is already a member of the enterprise account %s.", user.Email, r.account.Name)
	}
	r.event("enterprise_account_member", "create", map[string]any{"email": user.Email, "user_id": user.ID, "permissions": permissions.Names(), "federated": in.Federated})
	return r.sendAccountMember(http.StatusCreated, m)
}

// findOrAdd finds a person by id or address; somebody of whom only the address is known gets an account that waits for him.
func (r *request) findOrAdd(ref string) (store.User, error) {
	if store.IsID(ref) {
		return r.tx.GetUser(r.ctx, ref)
	}
	if err := access.Email(ref); err != nil {
		return store.User{}, err
	}
	return r.findOrInvite(ref)
}

// accountMemberInPath finds the member whom the path names, by address or the person's id, and keeps him where he is.
func (r *request) accountMemberInPath() (store.AccountMember, error) {
	ref := r.param("user")
	if ref == "~" {
		ref = r.user.ID
	}
	user, err := r.tx.GetUser(r.ctx, ref)
	if missing(err) {
		return store.AccountMember{}, &store.NotFoundError{Noun: "member"}
	}
	if err != nil {
		return store.AccountMember{}, err
	}
	m, err := r.tx.GetAccountMember(r.ctx, r.account.ID, user.ID)
	if err != nil {
		return m, err
	}
	return m, r.tx.LockAccountMember(r.ctx, m)
}

func (r *request) keepManager(before, after access.AccountPermissions) error {
	managers, err := r.tx.CountManagers(r.ctx, r.account.ID)
	if err != nil {
		return err
	}
	return access.KeepManager(r.account.Name, managers, before, after)
}

func updateAccountMember(r *request) (int, any, error) {
	var in api.EnterpriseAccountMemberUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	permissions, err := parseAccountPermissions(in.Permissions)
	if err != nil {
		return 0, nil, err
	}
	m, err := r.accountMemberInPath()
	if err != nil {
		return 0, nil, err
	}
	if err := r.keepManager(m.Permissions, permissions); err != nil {
		return 0, nil, err
	}
	r.event("enterprise_account_member", "update", map[string]any{"email": m.User.Email, "user_id": m.User.ID, "permissions": permissions.Names(), "was": m.Permissions.Names()})
	m.Permissions = permissions
	if err := r.tx.UpdateAccountMember(r.ctx, m); err != nil {
		return 0, nil, err
	}
	return r.sendAccountMember(http.StatusOK, m)
}

func deleteAccountMember(r *request) (int, any, error) {
	m, err := r.accountMemberInPath()
	if err != nil {
		return 0, nil, err
	}
	if err := r.keepManager(m.Permissions, 0); err != nil {
		return 0, nil, err
	}
	teams, err := r.tx.ListRoleTeams(r.ctx, r.account.ID, m.User.ID)
	if err != nil {
		return 0, nil, err
	}
	if err := access.RemoveAccountMember(r.account.Name, m.User.Email, teams); err != nil {
		return 0, nil, err
	}
	r.event("enterprise_account_member", "destroy", map[string]any{"email": m.User.Email, "user_id": m.User.ID, "permissions": m.Permissions.Names()})
	if err := r.tx.DeleteAccountMember(r.ctx, m); err != nil {
		return 0, nil, err
	}
	return r.sendAccountMember(http.StatusOK, m)
}
