package server

import (
	"net/http"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// wireMembers shows members with the identity providers that they sign in with: those that their accounts belong to, or else, of who is
// federated in the team, the team's.
func (r *request) wireMembers(members ...store.Member) ([]api.TeamMember, error) {
	provider := r.memberProviders(func(p store.IdentityProvider) bool {
		return p.TeamID == r.team.ID || p.AccountID != "" && p.AccountID == r.team.AccountID
	})
	list := convert(members, wireMember)
	for i, m := range members {
		id := m.User.IdentityProviderID
		if id == "" && m.Federated {
			id = r.team.IdentityProviderID
		}
		var err error
		if list[i].IdentityProvider, err = provider(id); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// sendMember is the answer about one member.
func (r *request) sendMember(status int, m store.Member) (int, any, error) {
	w, err := r.wireMembers(m)
	if err != nil {
		return 0, nil, err
	}
	return status, w[0], nil
}

func wireMember(m store.Member) api.TeamMember {
	role := string(m.Role)
	return api.TeamMember{
		CreatedAt: api.Timestamp(m.CreatedAt), Email: m.User.Email, Federated: m.Federated || m.User.IdentityProviderID != "", ID: m.ID, Role: &role,
		TwoFactorAuthentication: m.User.TwoFactorAuthentication, UpdatedAt: api.Timestamp(m.UpdatedAt),
		User: api.TeamMemberUser{ID: m.User.ID, Email: m.User.Email, Name: optional(m.User.Name)},
	}
}

// listMembers lists the users of a team, and the people who have no role in it but a grant on one of its apps.
func listMembers(r *request) (int, any, error) {
	return http.StatusOK, shared{"members", func() (any, error) {
		members, err := r.tx.ListMembers(r.ctx, r.team.ID)
		if err != nil {
			return nil, err
		}
		outside, err := r.tx.ListTeamCollaborators(r.ctx, r.team.ID)
		if err != nil {
			return nil, err
		}
		all, err := r.wireMembers(append(members, outside...)...)
		return list[api.TeamMember]{all, memberKeys}, err
	}}, nil
}

// memberWrite is the body of a request that adds or changes a member, checked.
type memberWrite struct {
	email     string
	role      access.Role
	federated *bool
}

func (r *request) decodeMember() (w memberWrite, err error) {
	var in api.TeamMemberWrite
	if err := r.decode(&in); err != nil {
		return w, err
	}
	if in.Email == "" {
		return w, invalid("email is required.")
	}
	if err := access.Email(in.Email); err != nil {
		return w, err
	}
	if in.Role == "" {
		return w, invalid("role is required. Roles are %s.", access.RoleWords())
	}
	role, err := access.ParseRole(in.Role)
	return memberWrite{in.Email, role, in.Federated}, err
}

// findMember finds the membership of an address; found is false when the person has no role in the team.
func (r *request) findMember(email string) (m store.Member, found bool, err error) {
	m, err = r.tx.GetMemberByEmail(r.ctx, r.team.ID, email)
	if missing(err) {
		return m, false, nil
	}
	return m, err == nil, err
}

func putMember(r *request) (int, any, error) {
	in, err := r.decodeMember()
	if err != nil {
		return 0, nil, err
	}
	m, found, err := r.findMember(in.email)
	if err != nil {
		return 0, nil, err
	}
	if found {
		return r.changeMember(m, in)
	}
	return r.addMember(in)
}

func createMember(r *request) (int, any, error) {
	in, err := r.decodeMember()
	if err != nil {
		return 0, nil, err
	}
	_, found, err := r.findMember(in.email)
	if err != nil {
		return 0, nil, err
	}
	if found {
		return 0, nil, invalid("%s is already a member of the team %s.", in.email, r.team.Name)
	}
	return r.addMember(in)
}

func updateMember(r *request) (int, any, error) {
	in, err := r.decodeMember()
	if err != nil {
		return 0, nil, err
	}
	m, found, err := r.findMember(in.email)
	if err != nil {
		return 0, nil, err
	}
	if !found {
		return 0, nil, fail(http.StatusNotFound, api.ErrNotFound, "Couldn't find that member. %s has no role in the team %s.", in.email, r.team.Name)
	}
	return r.changeMember(m, in)
}

// addMember gives a person a role. Somebody whom Heroku does not know gets an account that waits for the first sign-in. In
// an enterprise account the person also becomes a member of the account.
func (r *request) addMember(in memberWrite) (int, any, error) {
	if err := r.withdrawInvitation(in.email); err != nil {
		return 0, nil, err
	}
	if err := r.roomInTeam(); err != nil {
		return 0, nil, err
	}
	user, err := r.findOrInvite(in.email)
	if err != nil {
		return 0, nil, err
	}
	m := store.Member{User: user, Role: in.role, Federated: in.federated != nil && *in.federated}
	if m, err = r.tx.CreateMember(r.ctx, r.team.ID, m); err != nil {
		return 0, nil, taken(err, "%s is already a member of the team %s.", in.email, r.team.Name)
	}
	r.event("team_member", "create", map[string]any{"email": user.Email, "user_id": user.ID, "role": in.role})
	if err := r.mail(mailMember, user, "{team}", r.team.Name, "{role}", string(in.role)); err != nil {
		return 0, nil, err
	}
	if r.team.AccountID != "" {
		joined, err := r.tx.JoinAccount(r.ctx, r.team.AccountID, user.ID)
		if err != nil {
			return 0, nil, err
		}
		if joined {
			r.event("enterprise_account_member", "create", map[string]any{"email": user.Email, "user_id": user.ID, "permissions": access.AccountView.Names()})
		}
	}
	return r.sendMember(http.StatusCreated, m)
}

// findOrInvite finds the person behind an address, or makes an account for it.
func (r *request) findOrInvite(email string) (store.User, error) {
	user, err := r.tx.GetUser(r.ctx, email)
	if !missing(err) {
		return user, err
	}
	if err := r.tx.InviteUser(r.ctx, email); err != nil {
		return user, err
	}
	return r.tx.GetUser(r.ctx, email)
}

func (r *request) changeMember(m store.Member, in memberWrite) (int, any, error) {
	if err := r.keepAdmin(m.Role, in.role); err != nil {
		return 0, nil, err
	}
	r.event("team_member", "update", map[string]any{"email": m.User.Email, "user_id": m.User.ID, "role": in.role, "was": m.Role})
	m.Role = in.role
	if in.federated != nil {
		m.Federated = *in.federated
	}
	m, err := r.tx.UpdateMember(r.ctx, m)
	if err == nil && !access.CreatesSpaceApps(m.Role, true) {
		err = r.revokeSpaces(m.User.ID)
	}
	if err != nil {
		return 0, nil, err
	}
	return r.sendMember(http.StatusOK, m)
}

func (r *request) keepAdmin(before, after access.Role) error {
	if access.KeepAdmin(r.team.Name, 0, before, after) == nil {
		return nil // however many there are
	}
	admins, err := r.tx.CountAdmins(r.ctx, r.team.ID)
	if err != nil {
		return err
	}
	return access.KeepAdmin(r.team.Name, admins, before, after)
}

// memberInPath finds the member that the path names: "~", an address, the id of the person or of the membership.
func (r *request) memberInPath() (store.Member, error) {
	ref := r.param("member")
	if ref == "~" {
		ref = r.user.ID
	}
	if store.IsID(ref) {
		m, err := r.tx.GetMemberByID(r.ctx, r.team.ID, ref)
		if !missing(err) {
			return m, err
		}
	}
	user, err := r.tx.GetUser(r.ctx, ref)
	if missing(err) {
		return store.Member{}, &store.NotFoundError{Noun: "member"}
	}
	if err != nil {
		return store.Member{}, err
	}
	return r.tx.GetMember(r.ctx, r.team.ID, user.ID)
}

// deleteMember takes away the role and every grant on the team's apps, each written down.
func deleteMember(r *request) (int, any, error) {
	m, err := r.memberInPath()
	if err != nil {
		return 0, nil, err
	}
	if err := r.keepAdmin(m.Role, access.NoRole); err != nil {
		return 0, nil, err
	}
	if err := r.tx.DeleteMember(r.ctx, m.ID); err != nil {
		return 0, nil, err
	}
	r.event("team_member", "destroy", map[string]any{"email": m.User.Email, "user_id": m.User.ID, "role": m.Role})
	grants, err := r.tx.ListTeamGrants(r.ctx, r.team.ID, m.User.ID)
	if err != nil {
		return 0, nil, err
	}
	for _, g := range grants {
		if err := r.revoke(g); err != nil {
			return 0, nil, err
		}
	}
	if err := r.revokeSpaces(m.User.ID); err != nil {
		return 0, nil, err
	}
	return r.sendMember(http.StatusOK, m)
}

// listMemberApps lists the team's apps that a member may view. "joined" is about the caller, as in every answer.
func listMemberApps(r *request) (int, any, error) {
	m, err := r.memberInPath()
	if err != nil {
		return 0, nil, err
	}
	theirs, err := r.tx.ListTeamApps(r.ctx, r.team.ID, m.User.ID)
	if err != nil {
		return 0, nil, err
	}
	visible := map[string]bool{}
	for _, a := range theirs {
		visible[a.ID] = access.EffectiveSet(access.Subject{Role: a.Role, Grant: a.Grant}, a.Object()).Has(access.View)
	}
	mine, err := r.tx.ListTeamApps(r.ctx, r.team.ID, r.user.ID)
	mine = slices.DeleteFunc(mine, func(a store.App) bool { return !visible[a.ID] })
	return http.StatusOK, list[api.TeamApp]{convert(mine, wireTeamApp), teamAppKeys}, err
}
