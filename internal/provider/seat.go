package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// seat is a person's place in a team: a membership, or an invitation that the person has not accepted yet. When it is accepted it
// vanishes from the invitations, and the same person is among the members.
type seat struct {
	api.TeamMember
	invitation bool
	team       string // the name of the team of an invitation
}

// The states of a seat.
const (
	statusActive  = "active"
	statusPending = "pending"
)

func (s *seat) status() string {
	if s.invitation {
		return statusPending
	}
	return statusActive
}

// is reports whether the person has a role.
func (s *seat) is(role types.String) bool { return string(s.role()) == role.ValueString() }

// role is the person's role; none if the API does not say.
func (s *seat) role() access.Role { return roleOf(&s.TeamMember) }

// invited makes a seat of an invitation.
func invited(i *api.TeamInvitation) *seat {
	return &seat{
		TeamMember: api.TeamMember{ID: i.ID, Email: i.User.Email, User: i.User, Role: i.Role, CreatedAt: i.CreatedAt},
		invitation: true, team: i.Team.Name,
	}
}

// inviting returns a team that people join by invitation, and nil for one that people are just added to: as the Heroku CLI has
// it, invitations are for teams of type "team" with the feature team-invite-acceptance.
func (s *session) inviting(ctx context.Context, id string) (*api.Team, error) {
	team, err := s.findTeam(ctx, id)
	if err != nil || team.Type != api.TeamTypeTeam {
		return nil, err
	}
	features, err := s.snapshot.Features.Get(ctx, id, client.Named)
	if err != nil {
		return nil, err
	}
	for _, f := range features.Value {
		if f.Name == api.FeatureInvitations && f.Enabled {
			return team, nil
		}
	}
	return nil, nil
}

// seat gives a person, who has what is before (nil is nothing), a role: as a member or, in a team that invites, by an invitation.
func (s *session) seat(ctx context.Context, team *api.Team, invites bool, before *seat, email, role string) (*seat, error) {
	if invites && (before == nil || before.invitation) {
		invitation, err := s.client.PutInvitation(ctx, team.Name, api.TeamInvitationWrite{Email: email, Role: role})
		if err != nil {
			return nil, err
		}
		return invited(invitation), nil
	}
	var row *api.TeamMember
	err := s.effects.write(func() (err error) {
		row, err = s.client.PutMember(ctx, team.ID, api.TeamMemberWrite{Email: email, Role: role})
		if client.Forbidden(err) {
			row, err = s.lowered(ctx, team.ID, email, role, err)
		}
		return err
	}, s.seating(ctx, team.ID, before, email, role)...)
	if err != nil {
		return nil, err
	}
	return &seat{TeamMember: *row}, nil
}

// seating is what it does beside to give a person, who has what is before, a role.
func (s *session) seating(ctx context.Context, team string, before *seat, email, role string) (list []*effect) {
	user := &api.UserRef{Email: email}
	if before != nil {
		user.ID = before.User.ID
	}
	if !access.CreatesSpaceApps(access.Role(role), true) {
		list = append(list, &effect{kind: lowering, on: team, user: user})
	}
	if of, err := s.findTeam(ctx, team); err == nil && of.EnterpriseAccount != nil && before == nil {
		list = append(list, &effect{kind: joining, on: of.EnterpriseAccount.ID, user: user})
	}
	return list
}

// lowered finds somebody who has a role that could not be given: who takes the right to give roles from oneself is refused when that is
// tried again, because the first answer was lost.
func (s *session) lowered(ctx context.Context, team, email, role string, refused error) (*api.TeamMember, error) {
	rows, err := s.client.ListMembers(ctx, team)
	if err != nil {
		return nil, refused
	}
	row := memberOf(rows, types.StringNull(), types.StringValue(email))
	if row == nil || string(roleOf(row)) != role {
		return nil, refused
	}
	return row, nil
}

// unseat removes a person from a team, or revokes the invitation.
func (s *session) unseat(ctx context.Context, team string, from *seat) error {
	if from.invitation {
		return s.client.DeleteInvitation(ctx, from.team, from.ID)
	}
	return s.effects.write(func() error { return s.client.DeleteMember(ctx, team, from.ID) },
		&effect{kind: leaving, on: team, user: &api.UserRef{ID: from.User.ID, Email: from.Email}, federated: from.Federated})
}

// find looks a person up in the team, by id if it is known, else by address. A snapshot that shows nobody, or another than is
// expected, is doubted: the members are read once more, for everybody who doubts them, before anything is made of it. What two readings
// agree on is not doubted.
func (r *teamMemberResource) find(ctx context.Context, m *teamMemberModel, how client.How, expected func(*seat) bool) (*seat, error) {
	list, err := r.snapshot.Members.Get(ctx, m.TeamID.ValueString(), how)
	if err != nil {
		return nil, r.ofTeam(ctx, m.TeamID, err)
	}
	found := m.seatIn(list.Value)
	switch {
	case found != nil && (expected == nil || expected(found)):
		return found, nil
	case list.Before == nil || !sameSeat(found, m.seatIn(*list.Before)):
		if list, err = r.snapshot.Members.Again(ctx, m.TeamID.ValueString(), list.Begun); err != nil {
			return nil, r.ofTeam(ctx, m.TeamID, err)
		}
		found = m.seatIn(list.Value)
	}
	if found != nil {
		return found, nil
	}
	return r.findInvited(ctx, m, how)
}

// seatIn is the person's seat among a team's members; nil if there is none.
func (m *teamMemberModel) seatIn(rows []api.TeamMember) *seat {
	row := memberOf(rows, m.UserID, m.Email)
	if row == nil {
		return nil
	}
	return &seat{TeamMember: *row}
}

// sameSeat reports whether two readings show the same.
func sameSeat(a, b *seat) bool {
	if a == nil || b == nil {
		return a == b
	}
	var one, two teamMemberModel
	one.set(a)
	two.set(b)
	return one == two
}

// findInvited looks a person up among those who are asked into the team.
func (r *teamMemberResource) findInvited(ctx context.Context, m *teamMemberModel, how client.How) (*seat, error) {
	list, err := r.invitees(ctx, m.TeamID, how)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		if s.User.ID == m.UserID.ValueString() || m.UserID.ValueString() == "" && access.SameEmail(s.User.Email, m.Email.ValueString()) {
			return s, nil
		}
	}
	return nil, errGone
}

// invitees lists who is asked into the team; a team that people are just added to asks nobody.
func (r *teamMemberResource) invitees(ctx context.Context, id types.String, how client.How) ([]*seat, error) {
	team, err := r.inviting(ctx, id.ValueString())
	if err != nil || team == nil {
		return nil, r.ofTeam(ctx, id, err)
	}
	list, err := r.snapshot.Invitations.Get(ctx, team.Name, how)
	if err != nil {
		return nil, r.ofTeam(ctx, id, err)
	}
	seats := make([]*seat, len(list.Value))
	for i := range list.Value {
		seats[i] = invited(&list.Value[i])
	}
	return seats, nil
}
