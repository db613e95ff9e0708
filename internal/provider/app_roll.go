package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// appRoll is everybody with permissions of their own on an app. The team itself, which the API lists as the owner, and its admins, who
// have every permission without any being given to them, are none of it.
type appRoll struct {
	*session
	app    api.Ref
	team   string // the id of the team in whose list the app was last; empty for none
	grants client.Mark
	rows   client.Mark
}

func (a *appRoll) id() string { return a.app.ID }

func (a *appRoll) String() string { return "the app " + a.app.Name }

// look reads the team's one list of grants. An app that is not in it may have been transferred. Where the API does not list the grants
// of a team, the app's own list takes its place.
func (a *appRoll) look(ctx context.Context, how glance, listed func(api.UserRef) bool) ([]holder, error) {
	given, err := a.given(ctx, how)
	if err == nil && given == nil {
		before := a.team
		if err := a.place(ctx, a.app.ID); err != nil {
			return nil, err
		}
		if a.team != before {
			given, err = a.given(ctx, how)
		}
	}
	if client.Lacking(err) || err == nil && given == nil {
		return a.collaborators(ctx, how, listed)
	}
	if err != nil {
		return nil, err
	}
	found := make([]holder, len(given))
	for i, g := range given {
		found[i] = holder{user: g.user, words: g.words}
	}
	return found, a.federated(ctx, found, listed)
}

// place finds the app, by id or name, and where it belongs.
func (a *appRoll) place(ctx context.Context, ref string) error {
	app, team, err := a.findApp(ctx, ref)
	if err == nil {
		a.app, a.team = api.Ref{ID: app.ID, Name: app.Name}, team
	}
	return err
}

// given lists the grants out of the team's list; nil if the app is not in it.
func (a *appRoll) given(ctx context.Context, how glance) ([]grant, error) {
	if a.team == "" {
		return nil, nil
	}
	all, err := glanced(ctx, a.snapshot.Permissions, a.team, how, &a.grants)
	if err != nil {
		return nil, err
	}
	entity := entityOf(all, a.app.ID)
	if entity == nil {
		return nil, nil
	}
	a.app.Name = entity.Name
	return grantsIn(entity, a.team), nil
}

// federated finds out who signs in through an identity provider, which only the team's list of members says. Of people who are listed it
// does not matter. Who did so in the team that this run took the app from was not shown, and stays alone until the next plan.
func (a *appRoll) federated(ctx context.Context, found []holder, listed func(api.UserRef) bool) error {
	if !slices.ContainsFunc(found, func(h holder) bool { return !listed(h.user) }) {
		return nil
	}
	members, err := a.snapshot.Members.Get(ctx, a.team, client.Current)
	if err != nil {
		return err
	}
	before, err := a.federatedBefore(ctx, a.app.ID)
	if err != nil {
		return err
	}
	through := map[string]bool{}
	for i := range members.Value {
		through[members.Value[i].User.ID] = members.Value[i].Federated
	}
	for i := range found {
		found[i].federated = through[found[i].user.ID] || before[found[i].user.ID]
	}
	return nil
}

// collaborators lists the grants as the app itself knows them. Admins are there whether they have a grant or not, and only asking tells:
// that is done for those who are listed, and the others are left out.
func (a *appRoll) collaborators(ctx context.Context, how glance, listed func(api.UserRef) bool) ([]holder, error) {
	rows, err := glanced(ctx, a.snapshot.Collaborators, a.app.ID, how, &a.rows)
	if err != nil {
		return nil, err
	}
	found := []holder{}
	for _, row := range rows {
		a.app.Name = row.App.Name // there is always the team's own row
	}
	for _, row := range people(slices.Clone(rows)) {
		if row.Role != nil && access.Role(*row.Role) == access.Admin {
			if !listed(api.UserRef{ID: row.User.ID, Email: row.User.Email}) {
				continue
			}
			own, err := a.client.GetCollaborator(ctx, a.app.ID, row.User.Email)
			if client.NotFound(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
			row = *own
		}
		found = append(found, holding(&row))
	}
	return found, nil
}

// holding is the holder of a grant.
func holding(row *api.Collaborator) holder {
	g := grantOf(row)
	return holder{user: g.user, words: g.words, federated: row.User.Federated}
}

func (a *appRoll) put(ctx context.Context, email string, now *holder, words []string) (*holder, error) {
	var row *api.Collaborator
	var err error
	if now == nil {
		row, err = a.give(ctx, a.app.ID, email, words)
	} else {
		row, err = a.regive(ctx, a.app.ID, now.user, words)
	}
	if err != nil {
		return nil, err
	}
	has := holding(row)
	return &has, keptWords(row.Permissions, words)
}

func (a *appRoll) drop(ctx context.Context, now *holder) error {
	err := a.client.DeleteCollaborator(ctx, a.app.ID, now.user.Email)
	if client.NotFound(err) {
		return nil
	}
	return err
}

// hidden looks at the team's list of members, too, which [appRoll.look] does not for people who are listed.
func (a *appRoll) hidden(ctx context.Context, who *holder) (bool, error) {
	if who.federated || a.team == "" {
		return who.federated, nil
	}
	one := []holder{*who}
	err := a.federated(ctx, one, func(api.UserRef) bool { return false })
	return one[0].federated, client.UnlessLacking(err)
}

func (a *appRoll) made(ctx context.Context, user api.UserRef, _, has []string) bool {
	return a.madeGrant(ctx, a.app.ID, user, has)
}

func (a *appRoll) lowers(before, after []string) bool {
	return slices.ContainsFunc(before, func(w string) bool { return !slices.Contains(after, w) })
}

// deprives is about managing the app, which takes no grant if the team gives it.
func (a *appRoll) deprives(ctx context.Context, self *holder, after []string) string {
	role := access.NoRole
	if a.team != "" {
		if team, err := a.findTeam(ctx, a.team); err == nil && team.Role != nil {
			role = access.Role(*team.Role)
		}
	}
	manages := func(words []string) bool {
		granted, err := access.ParsePermissions(words)
		return err == nil && access.EffectiveSet(access.Subject{Role: role, Grant: granted}, access.Object{Kind: access.App}).Has(access.Manage)
	}
	if manages(self.words) && !manages(after) {
		return fmt.Sprintf("would lose %s on %s", access.Manage, a)
	}
	return ""
}

// vital is nobody: the team's admins can manage every app.
func (a *appRoll) vital(*holder, []string) bool { return false }

func (a *appRoll) vacant() error { return nil }

func (a *appRoll) home() string { return a.team }

func (a *appRoll) places() places { return a.ledger.granted(a.app, a.team) }

func (a *appRoll) foresee(ctx context.Context, key string, row *api.TeamMember, m move) {
	var before []string
	if m.now != nil {
		before = m.now.words
	}
	a.strengthened(ctx, a.app, a.team, key, row, m.email, gainedBy(before, m.words))
}
