package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// ledger is what the plan as a whole makes of people, as far as it has been planned: Terraform asks about one object at a time,
// in no certain order, and never says that it was the last.
//
// So a team that would have no admin left is judged when nothing has been asked for a while. Whoever finds it first waits for that;
// everybody else goes on. What depends on the one who waits is planned after it, but then it is applied after it, too, and comes
// too late. The wait is long enough for slow neighbours, and is spent only where an error is all but certain.
type ledger struct {
	mu    sync.Mutex
	teams map[string]*teamPlan
	apps  map[string]*appPlan

	active  int // calls of Terraform that are being answered, less the one that waits
	last    time.Time
	waiting bool
}

// quiet is how long Terraform has not asked anything when a plan is taken for complete.
const quiet = 3 * time.Second

// teamPlan is what the plan makes of the people of a team, by [session.person].
type teamPlan struct {
	name  string
	seats places
	roles map[string]string // none is empty
	doubt bool              // there may be no admin left
}

// appPlan is what the plan makes of the grants on an app.
type appPlan struct {
	name, team string
	seats      places
}

// places are the people whom a collection names, and those who leave it.
type places map[string]place

type place struct {
	who          string // as the resource spells it
	kept, leaves bool
}

// keep notes that a resource names a person, and complains when another one does, or takes the person away.
func (p places) keep(key, who, where string) error {
	was := p[key]
	p[key] = place{who, true, was.leaves}
	switch {
	case p[everybody].kept && !was.kept:
		return unlisted(who, where)
	case was.kept:
		return fmt.Errorf("%s is named twice for %s. Only one resource can say what a person may do there: remove the other one", who, where)
	case was.leaves:
		return p.crossed(who, where)
	}
	return nil
}

// everybody is the key of a collection that one resource holds the whole of.
const everybody = "*"

// close notes that a resource has named everybody whom it holds, and complains about others whom somebody else names.
func (p places) close(listed map[string]bool, where string) error {
	p[everybody] = place{kept: true}
	for key, is := range p {
		if is.kept && key != everybody && !listed[key] {
			return unlisted(is.who, where)
		}
	}
	return nil
}

func unlisted(who, where string) error {
	return fmt.Errorf("%s is named for %s by one resource, while another one holds the whole list and does not name this person: each would undo what the other does. List the person there, and remove the resource that names this person alone", who, where)
}

// leave notes that a resource takes a person away.
func (p places) leave(key, who, where string) error {
	was := p[key]
	p[key] = place{who, was.kept, true}
	if was.kept {
		return p.crossed(who, where)
	}
	return nil
}

func (places) crossed(who, where string) error {
	return fmt.Errorf("one resource would take %s out of %s while another one puts the same person in, and nothing says which comes first. If the resource has only a new name in the configuration, say so with a moved block; if people are numbered with count, use for_each over their addresses", who, where)
}

// team finds the plan of a team. The lock is held.
func (l *ledger) team(id, name string) *teamPlan {
	if l.teams == nil {
		l.teams = map[string]*teamPlan{}
	}
	if l.teams[id] == nil {
		l.teams[id] = &teamPlan{name: name, seats: places{}, roles: map[string]string{}}
	}
	return l.teams[id]
}

// app finds the plan of an app. The lock is held.
func (l *ledger) app(id, name, team string) *appPlan {
	if l.apps == nil {
		l.apps = map[string]*appPlan{}
	}
	if l.apps[id] == nil {
		l.apps[id] = &appPlan{name, team, places{}}
	}
	return l.apps[id]
}

// busy notes that a call of Terraform is being answered, until the function is called that it returns. There is no session while
// Terraform only validates.
func (s *session) busy() func() {
	if s == nil {
		return func() {}
	}
	s.ledger.stir(1)
	return func() { s.ledger.stir(-1) }
}

func (l *ledger) stir(by int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.active += by
	l.last = time.Now()
}

// person finds a person in a team, and the key under which the ledger has him: the id if the team knows him, else the address. A caller
// who may not see the members sees nobody.
func (s *session) person(ctx context.Context, team string, user, email types.String) (key string, row *api.TeamMember, err error) {
	if team == "" { // a personal app has none
		return access.FoldEmail(email.ValueString()), nil, nil
	}
	list, err := s.snapshot.Members.Get(ctx, team, client.Current)
	if err != nil && !client.Lacking(err) {
		return "", nil, err
	}
	for i := range list.Value {
		if r := &list.Value[i]; r.User.ID == user.ValueString() || user.ValueString() == "" && access.SameEmail(r.Email, email.ValueString()) {
			return r.User.ID, r, nil
		}
	}
	if user.ValueString() != "" {
		return user.ValueString(), nil, nil
	}
	return access.FoldEmail(email.ValueString()), nil, nil
}

// becomes notes the role that the plan gives to a person, and none for somebody who leaves. Where an admin goes who may be the
// last one, it is looked into.
func (s *session) becomes(ctx context.Context, team, name, key, role string, was access.Role) error {
	t := s.ledger.notes(team, name, key, access.Role(role))
	if was != access.Admin || role == string(access.Admin) || notesOf(ctx).HasError() {
		return nil
	}
	if left, err := s.adminsLeft(ctx, team); err != nil || left {
		return err
	}
	s.ledger.mu.Lock()
	t.doubt = true
	s.ledger.mu.Unlock()
	return s.awaitAdmins(ctx)
}

// notes writes down the role that the plan gives to a person.
func (l *ledger) notes(team, name, key string, role access.Role) *teamPlan {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.team(team, name)
	t.roles[key] = string(role)
	return t
}

// adminsLeft reports whether the plan so far leaves a team with an admin. A team whose members nobody shows is not judged.
func (s *session) adminsLeft(ctx context.Context, team string) (bool, error) {
	list, err := s.snapshot.Members.Get(ctx, team, client.Current)
	if client.Lacking(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	roles := s.ledger.team(team, "").roles
	for _, role := range roles {
		if role == string(access.Admin) {
			return true, nil
		}
	}
	had := false
	for i := range list.Value {
		if roleOf(&list.Value[i]) != access.Admin {
			continue
		}
		if _, planned := roles[list.Value[i].User.ID]; !planned {
			return true, nil
		}
		had = true
	}
	return !had, nil
}

// awaitAdmins waits until every team has an admin again, as the plan goes on, or until nothing more comes: then it says which teams
// have none. One call waits for all teams.
func (s *session) awaitAdmins(ctx context.Context) error {
	if !s.ledger.begin() {
		return nil
	}
	defer s.ledger.end()
	for {
		teams, err := s.withoutAdmin(ctx)
		if err != nil || len(teams) == 0 || s.applying.Load() {
			return err
		}
		rest := s.ledger.rest()
		if rest <= 0 {
			return s.noAdmins(ctx, teams)
		}
		select {
		case <-time.After(min(rest, quiet/50)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// begin makes the caller the one who waits, unless somebody does.
func (l *ledger) begin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting {
		return false
	}
	l.waiting = true
	l.active--
	return true
}

func (l *ledger) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = false
	l.active++
}

// rest is how long it may still take until Terraform has not asked anything for long enough.
func (l *ledger) rest() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.active > 0 {
		return quiet
	}
	return quiet - time.Since(l.last)
}

// withoutAdmin lists the teams that have no admin left as the plan is now.
func (s *session) withoutAdmin(ctx context.Context) (ids []string, err error) {
	s.ledger.mu.Lock()
	for id, t := range s.ledger.teams {
		if t.doubt {
			ids = append(ids, id)
		}
	}
	s.ledger.mu.Unlock()
	slices.Sort(ids)
	var bad []string
	for _, id := range ids {
		left, err := s.adminsLeft(ctx, id)
		if err != nil {
			return nil, err
		}
		if !left {
			bad = append(bad, id)
		}
	}
	return bad, nil
}

// noAdmins reports the teams that would have no admin.
func (s *session) noAdmins(ctx context.Context, ids []string) error {
	for _, id := range ids {
		list, err := s.snapshot.Members.Get(ctx, id, client.Current)
		if err != nil {
			return err
		}
		s.ledger.mu.Lock()
		t := s.ledger.team(id, "")
		t.doubt = false
		var fates []string
		for i := range list.Value {
			row := &list.Value[i]
			if roleOf(row) != access.Admin {
				continue
			}
			fate := row.Email + " would be removed"
			if role := t.roles[row.User.ID]; role != "" {
				fate = row.Email + " would become " + role
			}
			fates = append(fates, fate)
		}
		name := t.name
		s.ledger.mu.Unlock()
		notesOf(ctx).AddError("A team would have no admin", fmt.Sprintf(
			"After this plan nobody is an admin of the team %s: %s. A team needs one, and Heroku refuses to let the last one go. Keep one of them an admin, or make somebody else one. If another resource does that, let this one depend on it (depends_on), so that it comes first.",
			name, strings.Join(fates, ", ")))
	}
	return nil
}
