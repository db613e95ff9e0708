package provider

import (
	"cmp"
	"context"
	"fmt"
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
	apps  map[string]*appPlan // and spaces, by id
	sole  map[string]bool     // ids of what only one resource of a kind can hold, and one does

	active  int // calls of Terraform that are being answered, less the one that waits
	last    time.Time
	waiting bool
	doubts  int // how many times a team was doubted
}

// quiet is how long Terraform has not asked anything when a plan is taken for complete.
const quiet = 3 * time.Second

// teamPlan is what the plan makes of the people of a team, by [session.person].
type teamPlan struct {
	seats places
	roles map[string]string // none is empty; an admin who has yet to accept is [statusPending]
	doubt bool              // there may be no admin left

	account bool // it is an enterprise account: what admins are in a team, those are there who manage it
}

// admin is the role of which somebody must be left.
func (t *teamPlan) admin() string {
	if t.account {
		return access.AccountManage.Names()[0]
	}
	return string(access.Admin)
}

// somebody is the key of people of whom the plan does not know yet who they are.
const somebody = "?"

// appPlan is what the plan makes of the grants on an app or a space.
type appPlan struct {
	what, team string
	seats      places
}

// places are the people whom a collection names, and those who leave it.
type places map[string]place

type place struct {
	who          string // as the resource spells it
	kept, leaves bool
	again        bool // leaves and comes back
}

// clash is what resources say against each other about a person: a text with the person and the place left out.
type clash struct{ who, text string }

func (c *clash) at(where string) string { return fmt.Sprintf(c.text, c.who, where) }

// What resources may say against each other.
const (
	twice    = "%s is named twice for %s. Only one resource can say what a person may do there: remove the other one"
	unlisted = "%s is named for %s by one resource, while another one holds the whole list and does not name this person: each would undo what the other does. List the person there, and remove the resource that names this person alone"
	crossed  = "one resource would take %s out of %s while another one puts the same person in, and nothing says which comes first. If the resource has only a new name in the configuration, say so with a moved block; if people are numbered with count, use for_each over their addresses"
)

// keep notes that a resource names a person, and complains when another one does, or takes the person away.
func (p places) keep(key, who string) *clash {
	was := p[key]
	p[key] = place{who: who, kept: true, leaves: was.leaves}
	switch {
	case p[everybody].kept && !was.kept:
		return &clash{who, unlisted}
	case was.kept:
		return &clash{who, twice}
	case was.leaves:
		return &clash{who, crossed}
	}
	return nil
}

// everybody is the key of a collection that one resource holds the whole of.
const everybody = "*"

// close notes that a resource has named everybody whom it holds, and complains about others whom somebody else names.
func (p places) close(listed map[string]bool) *clash {
	p[everybody] = place{kept: true}
	for key, is := range p {
		if is.kept && key != everybody && !listed[key] {
			return &clash{is.who, unlisted}
		}
	}
	return nil
}

// leave notes that a resource takes a person away.
func (p places) leave(key, who string) *clash {
	was := p[key]
	p[key] = place{who: who, kept: was.kept, leaves: true}
	if was.kept {
		return &clash{who, crossed}
	}
	return nil
}

// swap notes that a resource takes a person away and puts the same person in again.
func (p places) swap(key, who string) { p[key] = place{who: who, kept: true, again: true} }

// team finds the plan of a team. The lock is held.
func (l *ledger) team(id string) *teamPlan {
	if l.teams == nil {
		l.teams = map[string]*teamPlan{}
	}
	if l.teams[id] == nil {
		l.teams[id] = &teamPlan{seats: places{}, roles: map[string]string{}}
	}
	return l.teams[id]
}

// app finds the plan of an app or a space, which people know as what. The lock is held.
func (l *ledger) app(id, what, team string) *appPlan {
	if l.apps == nil {
		l.apps = map[string]*appPlan{}
	}
	if l.apps[id] == nil {
		l.apps[id] = &appPlan{what, team, places{}}
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
	list, err := s.peopleOf(ctx, team, client.Current)
	if err != nil && !client.Lacking(err) {
		return "", nil, err
	}
	if row := rowOf(list, user, email); row != nil {
		return row.User.ID, row, nil
	}
	if user.ValueString() != "" {
		return user.ValueString(), nil, nil
	}
	if s.ledger.isAccount(team) { // which invites nobody
		return access.FoldEmail(email.ValueString()), nil, nil
	}
	key, err = s.invitee(ctx, team, email)
	return cmp.Or(key, access.FoldEmail(email.ValueString())), nil, err
}

// invitee finds the id of somebody who is asked into a team, and has not accepted yet; empty for none.
func (s *session) invitee(ctx context.Context, team string, email types.String) (id string, err error) {
	inviting, err := s.inviting(ctx, team)
	if err != nil || inviting == nil {
		return "", client.UnlessLacking(err)
	}
	list, err := s.snapshot.Invitations.Get(ctx, inviting.Name, client.Current)
	for _, i := range list.Value {
		if access.SameEmail(i.User.Email, email.ValueString()) {
			return i.User.ID, nil
		}
	}
	return "", client.UnlessLacking(err)
}

// rowOf finds a person among those whom a team lists, with a role or without one: by id if it is known, else by address.
func rowOf(rows []api.TeamMember, user, email types.String) *api.TeamMember {
	for i := range rows {
		if r := &rows[i]; r.User.ID == user.ValueString() || user.ValueString() == "" && access.SameEmail(r.Email, email.ValueString()) {
			return r
		}
	}
	return nil
}

// notes writes down the role that the plan gives to a person.
func (l *ledger) notes(team, key, role string) *teamPlan {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.team(team)
	t.roles[key] = role
	return t
}

// alone refuses a second resource for what only one can hold, and says why.
func (s *session) alone(ctx context.Context, id string, again bool, why func() string) {
	s.ledger.mu.Lock()
	if s.ledger.sole == nil {
		s.ledger.sole = map[string]bool{}
	}
	twice := s.ledger.sole[id] && !again
	s.ledger.sole[id] = true
	s.ledger.mu.Unlock()
	if twice {
		notesOf(ctx).AddError("Two resources contradict each other", why())
	}
}

// names reports whether the plan so far gives a person permissions on an app.
func (l *ledger) names(app, email string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.apps[app] == nil {
		return false
	}
	for _, is := range l.apps[app].seats {
		if is.kept && access.SameEmail(is.who, email) {
			return true
		}
	}
	return false
}
