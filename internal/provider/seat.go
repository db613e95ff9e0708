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
	row, err := s.client.PutMember(ctx, team.ID, api.TeamMemberWrite{Email: email, Role: role})
	if err != nil {
		return nil, err
	}
	return &seat{TeamMember: *row}, nil
}

// unseat removes a person from a team, or revokes the invitation.
func (s *session) unseat(ctx context.Context, team string, from *seat) error {
	if from.invitation {
		return s.client.DeleteInvitation(ctx, from.team, from.ID)
	}
	return s.client.DeleteMember(ctx, team, from.ID)
}

// find looks a person up in the team, by id if it is known, else by address. A snapshot that shows nobody, or another than is
// expected, is doubted: the members are read once more, for everybody who doubts them, before anything is made of it.
func (r *teamMemberResource) find(ctx context.Context, m *teamMemberModel, how client.How, expected func(*seat) bool) (*seat, error) {
	list, err := r.snapshot.Members.Get(ctx, m.TeamID.ValueString(), how)
	if err != nil {
		return nil, r.ofTeam(ctx, m.TeamID, err)
	}
	if row := memberOf(list.Value, m.UserID, m.Email); row != nil {
		if found := (&seat{TeamMember: *row}); expected == nil || expected(found) {
			return found, nil
		}
	}
	if list, err = r.snapshot.Members.Again(ctx, m.TeamID.ValueString(), list.Begun); err != nil {
		return nil, r.ofTeam(ctx, m.TeamID, err)
	}
	if row := memberOf(list.Value, m.UserID, m.Email); row != nil {
		return &seat{TeamMember: *row}, nil
	}
	return r.findInvited(ctx, m, how)
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
