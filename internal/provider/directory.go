package provider

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// directory finds apps by name without a call for each: what this run made is known; of others the first of a team is asked for
// alone, and from the second on the team's list of apps, which many resources need in any case, answers for all. Who asks for apps of
// several teams is likely to ask for some of each: then the lists of all teams are looked through, if there are not many more.
type directory struct {
	turn  chan struct{} // one app is looked up at a time, so that a list is read before the next miss
	setup sync.Once

	mu     sync.Mutex
	asked  map[string]bool // ids of teams of which an app was asked for
	listed []string        // ids of teams whose lists are looked through
	alone  int             // apps that were asked for alone
}

// From that many apps that were asked for alone on, the lists of all teams are looked through, if there are not more than so many
// teams for each of them.
const (
	manyAlone = 3
	fewTeams  = 4
)

// findTeam finds a team by name or id. The caller's own teams take one call, whatever their number; others take one each.
func (s *session) findTeam(ctx context.Context, ref string) (*api.Team, error) {
	mine, err := s.snapshot.Teams.Get(ctx, "", client.Named)
	if err == nil {
		if team := teamIn(mine.Value, ref); team != nil {
			return team, nil
		}
	}
	one, err := s.snapshot.Team.Get(ctx, ref, client.Named)
	return one.Value, err
}

// teamNow is a team, named by name or id, as it is after everything that this run has done to it.
func (s *session) teamNow(ctx context.Context, ref string) (*api.Team, error) {
	mine, err := s.snapshot.Teams.Get(ctx, "", client.Current)
	if err == nil {
		if team := teamIn(mine.Value, ref); team != nil {
			return team, nil
		}
	}
	return s.client.GetTeam(ctx, ref)
}

// teamIn finds a team in a list.
func teamIn(list []api.Team, ref string) *api.Team {
	for i := range list {
		if list[i].ID == ref || list[i].Name == ref {
			return &list[i]
		}
	}
	return nil
}

// findApp finds an app by name or id, with the id of its team; a personal app has none.
func (s *session) findApp(ctx context.Context, ref string) (app *api.TeamApp, team string, err error) {
	if app, ok := s.snapshot.App.Kept(ref); ok {
		return s.ofItsTeam(ctx, app)
	}
	if app, team := s.listedApp(ctx, ref); app != nil {
		return app, team, nil
	}
	d := &s.directory
	d.setup.Do(func() { d.turn = make(chan struct{}, 1) })
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
	if app, team := s.listedApp(ctx, ref); app != nil {
		return app, team, nil
	}
	one, err := s.snapshot.App.Get(ctx, ref, client.Named)
	if err != nil {
		return nil, "", err
	}
	if app, team, err = s.ofItsTeam(ctx, one.Value); team != "" {
		mine, _ := s.snapshot.Teams.Get(ctx, "", client.Named) // without it the teams are seen one by one
		d.seen(team, mine.Value)
	}
	return app, team, err
}

// ofItsTeam is an app with the id of its team; a personal app has none.
func (s *session) ofItsTeam(ctx context.Context, app *api.TeamApp) (_ *api.TeamApp, team string, err error) {
	if app.Team == nil {
		return app, "", nil
	}
	if team, err = s.teamID(ctx, app.Team); err != nil {
		return nil, "", err
	}
	return app, team, nil
}

// seen notes that an app of a team was asked for alone, and which lists are worth reading from now on; mine are the caller's teams.
func (d *directory) seen(team string, mine []api.Team) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.asked == nil {
		d.asked = map[string]bool{}
	}
	if d.asked[team] {
		d.look(team)
	}
	d.asked[team] = true
	if d.alone++; d.alone >= manyAlone && len(mine) <= fewTeams*d.alone {
		for i := range mine {
			d.look(mine[i].ID)
		}
	}
}

// look has a team's list looked through. The lock is held.
func (d *directory) look(team string) {
	if !slices.Contains(d.listed, team) {
		d.listed = append(d.listed, team)
	}
}

// listedApp looks an app up in the lists that are worth reading. A list that the API refuses has no apps.
func (s *session) listedApp(ctx context.Context, ref string) (*api.TeamApp, string) {
	s.directory.mu.Lock()
	listed := slices.Clone(s.directory.listed)
	s.directory.mu.Unlock()
	for _, team := range listed {
		list, err := s.snapshot.Apps.Get(ctx, team, client.Named)
		if err != nil {
			continue
		}
		for i := range list.Value {
			if app := &list.Value[i]; app.ID == ref || app.Name == ref {
				return app, team
			}
		}
	}
	return nil, ""
}

// teamID is the id of an app's team. The API names the team, but does not always give its id.
func (s *session) teamID(ctx context.Context, team *api.Ref) (string, error) {
	if team.ID != "" {
		return team.ID, nil
	}
	found, err := s.findTeam(ctx, team.Name)
	if err != nil {
		return "", incomplete{err} // it says nothing about the app
	}
	return found.ID, nil
}

// teamsApp finds an app in the list of a team's apps, as they are now; nil if it is not there, or the API does not list them.
func (s *session) teamsApp(ctx context.Context, team, id types.String) *api.TeamApp {
	if team.ValueString() == "" {
		return nil
	}
	list, err := s.snapshot.Apps.Get(ctx, team.ValueString(), client.Current)
	if err != nil {
		return nil
	}
	for i := range list.Value {
		if app := &list.Value[i]; app.ID == id.ValueString() {
			return app
		}
	}
	return nil
}

// preferences reads a team's settings.
func (s *session) preferences(ctx context.Context, team string) (*api.TeamPreferences, error) {
	now, err := s.snapshot.Preferences.Get(ctx, team, client.Current)
	return now.Value, err
}

// members lists everybody in a team, named by name or id. The list is the caller's own.
func (s *session) members(ctx context.Context, ref string) ([]api.TeamMember, error) {
	team, err := s.team().find(ctx, types.StringValue(ref))
	if err != nil {
		return nil, err
	}
	list, err := s.snapshot.Members.Get(ctx, team, client.Current)
	return slices.Clone(list.Value), err
}

// apps lists the apps of a team, named by name or id. The list is the caller's own.
func (s *session) apps(ctx context.Context, ref string) ([]api.TeamApp, error) {
	team, err := s.team().find(ctx, types.StringValue(ref))
	if err != nil {
		return nil, err
	}
	list, err := s.snapshot.Apps.Get(ctx, team, client.Current)
	return slices.Clone(list.Value), err
}
