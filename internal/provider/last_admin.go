package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// becomes notes the role that the plan gives to a person, and none for somebody who leaves. Where an admin goes who may be the
// last one, it is looked into.
func (s *session) becomes(ctx context.Context, team, key, role string, was access.Role) error {
	t := s.ledger.notes(team, key, role)
	if was != access.Admin || role == string(access.Admin) || notesOf(ctx).HasError() {
		return nil
	}
	return s.suspect(ctx, team, t)
}

// suspect looks whether an admin is left, and waits for one where none is yet.
func (s *session) suspect(ctx context.Context, team string, t *teamPlan) error {
	if left, err := s.adminsLeft(ctx, team); err != nil || left {
		return err
	}
	s.ledger.mu.Lock()
	t.doubt = true
	s.ledger.doubts++
	s.ledger.mu.Unlock()
	return s.awaitAdmins(ctx)
}

// adminsLeft reports whether the plan so far leaves a team with an admin. A team whose members nobody shows is not judged.
func (s *session) adminsLeft(ctx context.Context, team string) (bool, error) {
	admins, err := s.adminsOf(ctx, team)
	if client.Lacking(err) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	t := s.ledger.team(team)
	for _, role := range t.roles {
		if role == t.admin() {
			return true, nil
		}
	}
	for _, user := range admins {
		if _, planned := t.roles[user.ID]; !planned {
			return true, nil
		}
	}
	return len(admins) == 0, nil
}

// awaitAdmins has the teams that are in doubt looked after. One call waits for all of them, also for those that are doubted while it
// makes up its mind; everybody else goes on.
func (s *session) awaitAdmins(ctx context.Context) (err error) {
	if !s.ledger.begin() {
		return nil
	}
	for {
		seen := s.ledger.doubted()
		err = errors.Join(err, s.settleAdmins(ctx))
		if s.ledger.end(seen) {
			return err
		}
	}
}

// settleAdmins waits until every team has an admin again, as the plan goes on, or until nothing more comes: then it says which teams
// have none.
func (s *session) settleAdmins(ctx context.Context) error {
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

// doubted is how many times a team was doubted so far.
func (l *ledger) doubted() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.doubts
}

// end makes nobody the one who waits, unless a team was doubted since: whoever doubts it has gone on already.
func (l *ledger) end(seen int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.doubts != seen {
		return false
	}
	l.waiting = false
	l.active++
	return true
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
		if s.ledger.isAccount(id) {
			if err := s.noManagers(ctx, id); err != nil {
				return err
			}
			continue
		}
		admins, err := s.adminsOf(ctx, id)
		if err != nil {
			return err
		}
		name := s.teamNamed(ctx, id)
		s.ledger.mu.Lock()
		t, fates := s.ledger.judged(id, admins, "become")
		invited := ""
		if slices.Contains(slices.Collect(maps.Values(t.roles)), statusPending) {
			invited = " Who has only been invited does not count before accepting."
		}
		s.ledger.mu.Unlock()
		notesOf(ctx).AddError("A team would have no admin", fmt.Sprintf(
			"After this plan nobody is an admin of the team %s: %s. A team needs one, and Heroku refuses to let the last one go.%s Keep one of them an admin, or make somebody else one. If another resource does that, let this one depend on it (depends_on), so that it comes first. If the team is to go as well, take the last admin out of the state with a removed block and destroy = false.",
			name, strings.Join(fates, ", "), invited))
	}
	return nil
}

// judged ends the doubt about a team or an enterprise account, and says what would become of those who are admins of it. The lock is held.
func (l *ledger) judged(id string, admins []api.UserRef, verb string) (t *teamPlan, fates []string) {
	t = l.team(id)
	t.doubt = false
	for _, user := range admins {
		fate := user.Email + " would be removed"
		if words := t.roles[user.ID]; words != "" {
			fate = fmt.Sprintf("%s would %s %s", user.Email, verb, words)
		}
		fates = append(fates, fate)
	}
	return t, fates
}
