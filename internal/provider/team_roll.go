package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// teamRoll is everybody in a team. People with permissions on apps but no role are listed by the API, too, and are none of it.
type teamRoll struct {
	*session
	team           *api.Team
	invites        bool // people are asked into the team
	members, asked client.Mark
}

func (s *session) teamRoll(ctx context.Context, id string) (*teamRoll, error) {
	team, err := s.findTeam(ctx, id)
	if err != nil {
		return nil, err
	}
	inviting, err := s.inviting(ctx, id)
	return &teamRoll{session: s, team: team, invites: inviting != nil}, s.ofTeam(ctx, types.StringValue(id), err)
}

func (t *teamRoll) id() string { return t.team.ID }

func (t *teamRoll) String() string { return "the team " + t.team.Name }

func (t *teamRoll) look(ctx context.Context, how glance, _ func(api.UserRef) bool) ([]holder, error) {
	rows, err := glanced(ctx, t.snapshot.Members, t.team.ID, how, &t.members)
	if err != nil {
		return nil, t.ofTeam(ctx, types.StringValue(t.team.ID), err)
	}
	var found []holder
	joined := map[string]bool{}
	for i := range rows {
		if roleOf(&rows[i]) != access.NoRole {
			found = append(found, seated(&seat{TeamMember: rows[i]}))
			joined[rows[i].User.ID] = true
		}
	}
	if !t.invites {
		return found, nil
	}
	invitations, err := glanced(ctx, t.snapshot.Invitations, t.team.Name, how, &t.asked)
	if err != nil {
		return nil, t.ofTeam(ctx, types.StringValue(t.team.ID), err)
	}
	for i := range invitations {
		if !joined[invitations[i].User.ID] {
			found = append(found, seated(invited(&invitations[i])))
		}
	}
	return found, nil
}

// seated is the holder of a seat.
func seated(s *seat) holder {
	h := holder{user: api.UserRef{ID: s.User.ID, Email: s.Email}, federated: s.Federated, seat: s}
	if s.Role != nil {
		h.words = []string{*s.Role}
	}
	return h
}

// put adds a person, asks a person into a team that people join by invitation, or gives another role. Nobody is asked twice.
func (t *teamRoll) put(ctx context.Context, email string, now *holder, words []string) (*holder, error) {
	var before *seat
	if now != nil {
		email, before = now.user.Email, now.seat
	}
	given, err := t.seat(ctx, t.team, t.invites, before, email, words[0])
	if err != nil {
		return nil, err
	}
	has := seated(given)
	if !given.is(types.StringValue(words[0])) {
		return nil, fmt.Errorf("the API keeps the role %s for %s, although it accepted %s", quoted(has.words), email, words[0])
	}
	return &has, nil
}

// drop removes a person. An invitation that is gone may have been accepted in the meantime.
func (t *teamRoll) drop(ctx context.Context, now *holder) error {
	err := t.unseat(ctx, t.team.ID, now.seat)
	if !client.NotFound(err) {
		return err
	}
	if !now.seat.invitation {
		return nil
	}
	rows, err := glanced(ctx, t.snapshot.Members, t.team.ID, again, &t.members)
	if err != nil {
		return err
	}
	row := memberOf(rows, types.StringValue(now.user.ID), types.StringNull())
	if row == nil {
		return nil
	}
	return t.unseat(ctx, t.team.ID, &seat{TeamMember: *row})
}

func (t *teamRoll) hidden(_ context.Context, who *holder) (bool, error) { return who.federated, nil }

// made is never so: no write gives or takes a role beside.
func (t *teamRoll) made(context.Context, api.UserRef, []string, []string) bool { return false }

func (t *teamRoll) lowers(before, after []string) bool {
	return access.Outranks(access.Role(before[0]), access.Role(after[0]))
}

// deprives is about every role.
func (t *teamRoll) deprives(_ context.Context, self *holder, after []string) string {
	if after == nil {
		return "would be removed from " + t.String()
	}
	return fmt.Sprintf("would become %s instead of %s in %s", quoted(after), quoted(self.words), t)
}

// vital is an admin, who has accepted if he was invited.
func (t *teamRoll) vital(now *holder, words []string) bool {
	pending := t.invites && (now == nil || now.seat.invitation)
	return !pending && access.Role(words[0]) == access.Admin
}

func (t *teamRoll) vacant() error { return noAdmin(t.team.Name) }

// noAdmin is the API's own refusal to take the last admin from a team.
func noAdmin(team string) error { return access.KeepAdmin(team, 1, access.Admin, access.NoRole) }

func (t *teamRoll) home() string { return t.team.ID }

func (t *teamRoll) places() places { return t.ledger.seats(t.team.ID) }

func (t *teamRoll) foresee(ctx context.Context, key string, row *api.TeamMember, m move) {
	role := access.NoRole
	if m.words != nil {
		role = access.Role(m.words[0])
	}
	t.ledger.notes(t.team.ID, key, string(role))
	if role == access.Admin && (m.now == nil || access.Role(m.now.words[0]) != access.Admin) {
		t.secondFactor(ctx, t.team.ID, row, types.StringValue(m.email), "the role admin in "+t.String())
	}
}
