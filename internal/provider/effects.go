package provider

import (
	"context"
	"math"
	"slices"
	"sync"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// A write does more to people than the resource says that asks for it. Who leaves a team loses the grants on its apps and spaces, and who
// becomes a viewer, those on its spaces. Who gives an app to a team gets every permission on it. When an app becomes a person's own, everybody
// else loses it. Who joins a team of an enterprise account joins the account.
//
// The plan of another resource was made before that. When it is applied in the same run, it must not take the run's own doing for a change that
// somebody has made since, and refuse. So a run notes what its writes do beside, and the checks for stale plans ask here. What is not wholly
// explained by that is somebody else's, and is refused as ever: who has left a team and has permissions on its apps again, an app that was not in
// the team at that time, other permissions than every one on an app that came to the team. So roles are never excused, nor is anything else that
// no write does beside: nobody gets or loses a role but by the resources that say so.

// effects are what the writes of this run do beside.
type effects struct {
	mu   sync.Mutex
	tick int // counts beginnings and ends of writes
	list []*effect
}

// effect is what a write does beside.
type effect struct {
	kind       effectKind
	on         string       // the id of the team, app, space or account
	user       *api.UserRef // whom it concerns; an id or an address may be missing
	federated  bool         // who leaves a team signs in through its identity provider
	from, to   string       // the teams that an app or a space goes from and to; empty for a person
	begun, end int          // the ticks between which it happens
}

type effectKind int

const (
	leaving  effectKind = iota // a person leaves a team
	lowering                   // a person who stays in a team can have no grants on its spaces any more
	joining                    // a person joins an enterprise account, unless he is in it
	moving                     // an app or a space goes to another owner
)

// write carries out a write that has effects. One that was refused has none, but one whose answer was lost may have. So may one that finds nobody to
// take out of a team: it may be the second try.
func (e *effects) write(do func() error, list ...*effect) error {
	e.mu.Lock()
	e.tick++
	for _, one := range list {
		one.begun, one.end = e.tick, math.MaxInt
	}
	e.list = append(e.list, list...)
	e.mu.Unlock()
	err := do()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tick++
	for _, one := range list {
		one.end = e.tick
	}
	if err != nil && !client.Lost(err) {
		e.list = slices.DeleteFunc(e.list, func(one *effect) bool {
			return slices.Contains(list, one) && (one.kind != leaving || !client.NotFound(err))
		})
	}
	return err
}

// happened reports whether there was an effect of one of these kinds on something between two ticks. A person is known by the id, if it is known.
func (e *effects) happened(on string, user api.UserRef, since, until int, kinds ...effectKind) bool {
	return slices.ContainsFunc(e.list, func(one *effect) bool {
		return slices.Contains(kinds, one.kind) && one.on == on && one.begun <= until && one.end >= since && one.concerns(user)
	})
}

func (e *effect) concerns(user api.UserRef) bool {
	if e.user.ID != "" && user.ID != "" {
		return e.user.ID == user.ID
	}
	return access.SameEmail(e.user.Email, user.Email)
}

// ended reports whether this run has ended what a person was given on an app or a space, which belongs to a team now; to none if it is a
// person's. It goes back through the teams that this run took it from: who left one of them while it was there has lost it.
func (e *effects) ended(home string, user api.UserRef, by []effectKind, ids ...string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	until := math.MaxInt
	for _, m := range slices.Backward(e.list) {
		if m.kind != moving || m.to != home || !slices.Contains(ids, m.on) {
			continue
		}
		if home == "" || e.happened(home, user, m.begun, until, by...) {
			return true
		}
		home, until = m.from, m.end
	}
	return e.happened(home, user, 0, until, by...)
}

// origin is the team to which an app or a space belonged when the run began, and who has left that team since and signed in through its identity provider.
func (e *effects) origin(home string, ids ...string) (team string, federated map[string]bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, m := range slices.Backward(e.list) {
		if m.kind == moving && m.to == home && slices.Contains(ids, m.on) {
			home = m.from
		}
	}
	federated = map[string]bool{}
	for _, one := range e.list {
		if one.kind == leaving && one.on == home && one.federated {
			federated[one.user.ID] = true
		}
	}
	return home, federated
}

// gave reports whether this run has given an app to a team.
func (e *effects) gave(app string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.ContainsFunc(e.list, func(m *effect) bool { return m.kind == moving && m.on == app && m.to != "" })
}

// knows reports whether there are effects of one of these kinds at all.
func (e *effects) knows(kinds ...effectKind) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.ContainsFunc(e.list, func(one *effect) bool { return slices.Contains(kinds, one.kind) })
}

// madeGrant reports whether this run itself has made what somebody has on an app: nothing, or everything.
func (s *session) madeGrant(ctx context.Context, app string, user api.UserRef, has []string) bool {
	if !s.effects.knows(leaving, moving) {
		return false
	}
	if slices.Equal(has, access.AllPermissions.Names()) && s.effects.gave(app) {
		self, err := s.self(ctx)
		return err == nil && self == user.ID
	}
	if len(has) > 0 {
		return false
	}
	home, ids, err := s.whereabouts(ctx, app)
	return err == nil && s.effects.ended(home, user, []effectKind{leaving}, ids...)
}

// whereabouts is the team of an app, and the ids of what takes it along when it goes to another: its own, and that of its space.
func (s *session) whereabouts(ctx context.Context, app string) (home string, ids []string, err error) {
	now, err := s.snapshot.App.Get(ctx, app, client.Named)
	if err != nil {
		return "", nil, err
	}
	ids = []string{app}
	if now.Value.Space != nil {
		ids = append(ids, now.Value.Space.ID)
	}
	_, home, err = s.ofItsTeam(ctx, now.Value)
	return home, ids, err
}

// federatedBefore finds who signed in through the identity provider of the team that an app belonged to when this run began, if it has moved since.
func (s *session) federatedBefore(ctx context.Context, app string) (people map[string]bool, err error) {
	if !s.effects.knows(moving) {
		return nil, nil
	}
	home, ids, err := s.whereabouts(ctx, app)
	if err != nil {
		return nil, err
	}
	team, people := s.effects.origin(home, ids...)
	if team == home || team == "" {
		return nil, nil
	}
	members, err := s.snapshot.Members.Get(ctx, team, client.Current)
	for i := range members.Value {
		if members.Value[i].Federated {
			people[members.Value[i].User.ID] = true
		}
	}
	return people, err
}

// endedSpaceGrant reports whether this run itself has ended what somebody was given on a space.
func (s *session) endedSpaceGrant(ctx context.Context, space string, user api.UserRef) bool {
	if !s.effects.knows(leaving, lowering) {
		return false
	}
	now, err := s.snapshot.Space.Get(ctx, space, client.Named)
	return err == nil && s.effects.ended(now.Value.Team.ID, user, []effectKind{leaving, lowering}, space)
}

// joined reports whether this run itself has brought somebody into an enterprise account, who was not in it and has now what comes with that.
func (s *session) joined(account string, user api.UserRef, had, has []string) bool {
	if len(had) > 0 || !slices.Equal(has, access.AccountView.Names()) {
		return false
	}
	s.effects.mu.Lock()
	defer s.effects.mu.Unlock()
	return s.effects.happened(account, user, 0, math.MaxInt, joining)
}
