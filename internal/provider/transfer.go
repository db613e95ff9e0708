package provider

import (
	"context"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// giveTo transfers an app from one team, if it is in one, to another. A transfer whose answer is lost is repeated, and then refused because the app is there already;
// only looking at the app tells that from any other refusal. An app that was locked is locked afterwards, also by an API that lets
// the lock go: the people of the new team are not to see it because it came to them.
func (s *session) giveTo(ctx context.Context, app *api.TeamApp, from string, team *api.Team) error {
	err := s.effects.write(func() error {
		refused := s.client.UpdateTeamApp(ctx, app.ID, api.TeamAppUpdate{Owner: &team.Name})
		if !client.Invalid(refused) {
			return refused
		}
		now, err := s.client.GetTeamApp(ctx, app.ID)
		if err != nil || now.Team == nil || now.Team.Name != team.Name {
			return refused
		}
		return nil
	}, &effect{kind: moving, on: app.ID, from: from, to: team.ID})
	if err != nil || !app.Locked {
		return err
	}
	of := s.unlocking(app.ID)
	of.Lock()
	defer of.Unlock()
	if of.done {
		return nil
	}
	return s.lockAgain(ctx, app.ID)
}

// unlocking says whether this run has unlocked an app. Whoever unlocks it, or locks it again after a transfer, holds the lock meanwhile: else
// the transfer could take the app that was just unlocked for one that lost its lock on the way.
type unlocking struct {
	sync.Mutex
	done bool
}

func (s *session) unlocking(app string) *unlocking {
	of, _ := s.locks.LoadOrStore(app, &unlocking{})
	return of.(*unlocking) //nolint:forcetypeassert // nothing else is kept there
}

// lockAgain locks an app, unless it is locked.
func (s *session) lockAgain(ctx context.Context, app string) error {
	now, err := s.client.GetTeamApp(ctx, app)
	if err != nil || now.Locked {
		return err
	}
	locked := true
	return s.client.UpdateTeamApp(ctx, app, api.TeamAppUpdate{Locked: &locked})
}

// guard looks after recipients who cannot get the app, and people who would lose it.
func (r *appTransferResource) guard(ctx context.Context, s step[appTransferModel]) error {
	if s.goes() && s.state.State.ValueString() == api.TransferAccepted {
		notesOf(ctx).AddWarning("An app stays where it is", fmt.Sprintf(
			"Destroying this resource does not give the app %s back. Its new owner can.", s.state.App.ValueString()))
	}
	if !s.comes() {
		return nil
	}
	app, team, err := r.askedApp(ctx, s.plan.App)
	if err != nil || app == nil {
		return err
	}
	r.alone(ctx, app.ID, s.again, func() string {
		return fmt.Sprintf("Two resources transfer the app %s, and nothing says which comes first. Keep the one that says where the app is to be.", app.Name)
	})
	if !s.plan.Team.IsNull() {
		_, err := r.askedTeam(ctx, s.plan.Team)
		return err
	}
	if s.plan.Recipient.IsUnknown() {
		return nil
	}
	if team != "" {
		return r.leaves(ctx, app, team, s.plan)
	}
	return r.offers(ctx, app, s.plan)
}

// leaves looks at a team's app that goes to a person, of the team or the caller.
func (r *appTransferResource) leaves(ctx context.Context, app *api.TeamApp, team string, plan *appTransferModel) error {
	if _, err := r.snapshot.Members.Get(ctx, team, client.Current); client.Lacking(err) {
		return nil // nobody can be seen, so nobody is missing
	}
	key, row, err := r.person(ctx, team, types.StringNull(), plan.Recipient)
	if err != nil {
		return err
	}
	me, err := r.snapshot.Account.Get(ctx, "", client.Current)
	if err != nil {
		return err
	}
	role := access.NoRole
	if row != nil {
		role = roleOf(row)
	}
	self := access.SameEmail(me.Value.Email, plan.Recipient.ValueString())
	r.unable(ctx, access.TransferToPerson(app.Team.Name, plan.Recipient.ValueString(), r.ledger.roleIn(team, key, role), self))
	notesOf(ctx).AddWarning("People lose access to an app", fmt.Sprintf(
		"The app %s would become the personal app of %s. Everybody else loses every permission on it, and the team %s no longer has it. Nobody but the new owner can undo that.", app.Name, plan.Recipient.ValueString(), app.Team.Name))
	return nil
}

// offers looks at a personal app that is offered to a person: to one who has permissions on it.
func (r *appTransferResource) offers(ctx context.Context, app *api.TeamApp, plan *appTransferModel) error {
	rows, err := r.snapshot.Collaborators.Get(ctx, app.ID, client.Current)
	if client.Lacking(err) {
		return nil
	}
	if err != nil {
		return err
	}
	recipient := plan.Recipient.ValueString()
	granted := r.ledger.names(app.ID, recipient)
	for i := range rows.Value {
		granted = granted || access.SameEmail(rows.Value[i].User.Email, recipient)
	}
	r.unable(ctx, access.OfferApp(app.Name, recipient, access.SameEmail(app.Owner.Email, recipient), granted))
	return nil
}

// unable reports that a person cannot get an app, if that is so.
func (s *session) unable(ctx context.Context, err error) {
	if err != nil {
		notesOf(ctx).AddAttributeError(path.Root("recipient"), "A recipient who cannot get the app", err.Error())
	}
}
