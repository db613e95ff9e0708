package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireInvitation(i store.Invitation) api.TeamInvitation {
	person := func(u store.User) api.TeamMemberUser {
		return api.TeamMemberUser{ID: u.ID, Email: u.Email, Name: optional(u.Name)}
	}
	role := string(i.Role)
	return api.TeamInvitation{
		CreatedAt: api.Timestamp(i.CreatedAt), ID: i.ID, InvitedBy: person(i.InvitedBy), Role: &role, Team: api.Ref{ID: i.TeamID, Name: i.TeamName},
		UpdatedAt: api.Timestamp(i.UpdatedAt), User: person(i.User),
	}
}

// aboutInvitation is for /teams/invitations/{token}: the team of an invitation, seen by the caller. Heroku mails a token of its own; here
// the token is the invitation's id, which stands in the person's mails, and which the team's users can hand on. It opens nothing by
// itself: only the person who is invited can accept.
func aboutInvitation(r *request) error {
	i, err := r.tx.GetInvitation(r.ctx, r.param("token"))
	if err != nil {
		return err
	}
	if err := r.enterTeam(i.TeamID); err != nil {
		return err
	}
	r.subject.Self = i.User.ID == r.user.ID
	return nil
}

func getInvitation(r *request) (int, any, error) {
	i, err := r.tx.GetInvitation(r.ctx, r.param("token"))
	return http.StatusOK, wireInvitation(i), err
}

func listInvitations(r *request) (int, any, error) {
	invitations, err := r.tx.ListInvitations(r.ctx, r.team.ID)
	return http.StatusOK, list[api.TeamInvitation]{convert(invitations, wireInvitation), invitationKeys}, err
}

// putInvitation invites a person, or changes the role that he is invited to.
func putInvitation(r *request) (int, any, error) {
	in, err := r.decodeMember()
	if err != nil {
		return 0, nil, err
	}
	if err := access.Invite(r.team.Name, r.team.Enterprise()); err != nil {
		return 0, nil, err
	}
	_, member, err := r.findMember(in.email)
	if err != nil {
		return 0, nil, err
	}
	if member {
		return 0, nil, invalid("%s is already a member of the team %s.", in.email, r.team.Name)
	}
	i, err := r.tx.GetTeamInvitation(r.ctx, r.team.ID, in.email)
	if err == nil {
		r.event("team_invitation", "update", map[string]any{"id": i.ID, "email": i.User.Email, "user_id": i.User.ID, "role": in.role, "was": i.Role})
		i.Role = in.role
		i, err = r.tx.UpdateInvitation(r.ctx, i)
		return http.StatusOK, wireInvitation(i), err
	}
	if !missing(err) {
		return 0, nil, err
	}
	return r.invite(in)
}

// invite invites a person. Somebody whom Heroku does not know gets an account that waits for the first sign-in.
func (r *request) invite(in memberWrite) (int, any, error) {
	if err := r.roomInTeam(); err != nil {
		return 0, nil, err
	}
	user, err := r.findOrInvite(in.email)
	if err != nil {
		return 0, nil, err
	}
	i, err := r.tx.CreateInvitation(r.ctx, store.Invitation{TeamID: r.team.ID, TeamName: r.team.Name, User: user, Role: in.role, InvitedBy: r.user})
	if err != nil {
		return 0, nil, err
	}
	r.event("team_invitation", "create", map[string]any{"id": i.ID, "email": user.Email, "user_id": user.ID, "role": in.role})
	return http.StatusCreated, wireInvitation(i), r.mail(mailInvitation, user, "{team}", r.team.Name, "{role}", string(in.role), "{id}", i.ID)
}

// roomInTeam holds the membership limit. A person who is invited takes a place already: whether Heroku counts him is not found, and
// so nobody accepts in vain.
func (r *request) roomInTeam() error {
	limit := membershipLimit(r.team)
	if limit == 0 {
		return nil
	}
	members, err := r.tx.ListMembers(r.ctx, r.team.ID)
	if err != nil {
		return err
	}
	invitations, err := r.tx.ListInvitations(r.ctx, r.team.ID)
	if err != nil {
		return err
	}
	return access.AddMember(r.team.Name, len(members)+len(invitations), limit)
}

func deleteInvitation(r *request) (int, any, error) {
	i, err := r.tx.GetTeamInvitation(r.ctx, r.team.ID, r.param("invitation"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, wireInvitation(i), r.endInvitation("destroy", i)
}

// endInvitation takes an invitation away and writes down why.
func (r *request) endInvitation(action string, i store.Invitation) error {
	r.event("team_invitation", action, map[string]any{"id": i.ID, "email": i.User.Email, "user_id": i.User.ID, "role": i.Role})
	return r.tx.DeleteInvitation(r.ctx, i.ID)
}

// acceptInvitation makes the caller a member of the team, in the role that he was invited to.
func acceptInvitation(r *request) (int, any, error) {
	i, err := r.tx.GetInvitation(r.ctx, r.param("token"))
	if err != nil {
		return 0, nil, err
	}
	if err := r.endInvitation("accept", i); err != nil {
		return 0, nil, err
	}
	return r.addMember(memberWrite{email: i.User.Email, role: i.Role})
}

// withdrawInvitation ends the invitation of a person who became a member by being added.
func (r *request) withdrawInvitation(email string) error {
	i, err := r.tx.GetTeamInvitation(r.ctx, r.team.ID, email)
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return r.endInvitation("destroy", i)
}
