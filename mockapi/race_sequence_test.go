package main

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// drawn is how many sequences rapid draws for each property: it has flags for that, which the command line may still set. What it
// finds is not made smaller, for a race seldom comes back.
func drawn() map[string]string {
	if soak() {
		return map[string]string{"rapid.checks": "1000", "rapid.shrinktime": "0s", "rapid.nofailfile": "true"}
	}
	return map[string]string{"rapid.checks": "15", "rapid.shrinktime": "0s", "rapid.nofailfile": "true"}
}

// sequences draws sequences whose steps are small groups of requests at the same moment, and holds them against the model. Much of
// what is drawn takes a right away and, once that was acknowledged, has it used at another replica, or pushes one app about. After each
// step everybody looks, at every replica, and nothing about the estate is [estate.unsound].
func (a *arena) sequences(t *testing.T) {
	calm := a.calm(t, a.ground(t))
	var asked, watched int
	rapid.Check(t, func(rt *rapid.T) {
		g := a.ground(t)
		still := append(a.still(t, g), calm...)
		for step := range rapid.IntRange(1, 4).Draw(rt, "steps") {
			var lanes sync.WaitGroup
			draw := rapid.SampledFrom([]func(func(int) int) []act{drawLane, drawLane, drawLane, drawMove}).Draw(rt, "draw")
			for lane := range rapid.IntRange(2, 4).Draw(rt, "lanes") {
				acts := draw(func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "choice") })
				lanes.Go(func() {
					for _, x := range acts {
						a.do(t, g, lane, x, "", false)
					}
				})
			}
			first := rapid.IntRange(0, len(still)-1).Draw(rt, "watched")
			lanes.Go(func() {
				for i := range 3 {
					still[(first+i)%len(still)].mustStay(t, a)
				}
			})
			lanes.Wait()
			watched += 3
			if wrong := a.look(t, g, step).unsound(); wrong != "" {
				rt.Fatal(wrong)
			}
		}
		asked += len(g.list)
		if wrong := g.judge(modelOf(g.first, modelStep)); wrong != "" {
			rt.Fatal(wrong)
		}
	})
	t.Logf("%d answers agree with the model; %d times an ETag stayed", asked, watched)
}

// unsound says which invariant does not hold, whatever the model thinks. Accounts are only read and joined today; routes that write
// their members need no more here than to be drawn.
func (s estate) unsound() string {
	managers := 0
	for _, p := range s.account {
		if p.Has(access.AccountManage) {
			managers++
		}
	}
	if managers == 0 {
		return fmt.Sprintf("nobody manages the account: %v", s)
	}
	for i := range teams {
		if s.admins(i) == 0 {
			return fmt.Sprintf("team %d has no admin: %v", i, s)
		}
	}
	for i, h := range s.apps {
		if h.personal() && (h.locked || h.grants[h.owner-teams] != 0) {
			return fmt.Sprintf("app %d belongs to a person and still is as in a team: %v", i, s)
		}
	}
	return ""
}

// look has everybody read something, each at another replica.
func (a *arena) look(t testing.TB, g *ground, step int) estate {
	t.Helper()
	addresses := a.replicas()
	var lanes sync.WaitGroup
	for i := range persons {
		lanes.Go(func() {
			address := addresses[(i+step)%len(addresses)]
			a.do(t, g, i, act{verb: listMembers, actor: i, team: step % teams}, address, false)
			a.do(t, g, i, act{verb: readApp, actor: i, app: (i + step) % holdings}, address, false)
		})
	}
	lanes.Wait()
	return a.snapshot(t, g, 0)
}

// drawLane is what one client asks for, one after the other: one or two things, or that a right is taken away and then used.
func drawLane(choose func(n int) int) []act {
	x := drawAct(choose)
	if choose(2) == 0 {
		return []act{x, drawAct(choose)}[:1+choose(2)]
	}
	x.actor = choose(2)
	uses := act{actor: x.person, team: x.team, app: x.app, person: choose(persons - 1), role: access.Viewer, permissions: access.View}
	switch choose(7) {
	case 6: // the manager of the account comes back to a team, by another admin
		x.actor, x.person = 1+x.team, 0
		x.verb, uses = removeMember, act{verb: putMember, actor: x.actor, team: x.team, role: access.Admin}
	case 0:
		x.verb, uses.verb = removeMember, listMembers
	case 1:
		x.verb, x.role, uses.verb = patchMember, access.Viewer, putMember
	case 2:
		x.verb, uses.verb = revoke, readApp
	case 3:
		x.verb, x.permissions, uses.verb = regrant, access.View, grant
	case 4:
		x.verb, x.on, uses.verb = lock, true, readApp
	default:
		x.verb, uses.verb = disallow, install
		uses.app, uses.actor = x.team, 2+x.team // who could deploy to that app at first
	}
	return []act{x, uses}
}

// drawMove is what one of several clients asks for who push one app about, all as the same admin of both teams.
func drawMove(choose func(n int) int) (acts []act) {
	for range 2 {
		acts = append(acts, act{verb: []verb{transfer, transfer, lock}[choose(3)], person: choose(persons - 1), on: choose(2) == 0, owner: choose(teams + 1)}) // the last is himself
	}
	return acts
}

// steady is something that nobody changes.
type steady struct{ token, path, etag string }

// still are parts of an estate that stay as they are, whatever happens beside them.
func (a *arena) still(t *testing.T, g *ground) []steady {
	return a.steady(t, g.token(persons-1), "/account", "/teams/"+g.team(0), "/teams/"+g.team(1), "/teams/"+g.team(0)+"/features", "/apps/still-"+g.name, "/teams/apps/still-"+g.name)
}

// calm are parts of an estate in which nothing happens at all.
func (a *arena) calm(t *testing.T, g *ground) []steady {
	return a.steady(t, g.token(0), "/teams/"+g.team(0)+"/members", "/teams/"+g.team(0)+"/apps", "/teams/"+g.team(0)+"/permissions", "/teams/"+g.team(0)+"/allowed-addon-services",
		"/teams/apps/"+g.app(0), "/teams/apps/"+g.app(0)+"/collaborators", "/teams")
}

func (a *arena) steady(t *testing.T, token string, paths ...string) (list []steady) {
	t.Helper()
	for _, path := range paths {
		s := steady{token: token, path: path}
		var status int
		if status, s.etag = s.tag(t, a); status != http.StatusOK || s.etag == "" {
			t.Fatalf("%s: %d %q", path, status, s.etag)
		}
		list = append(list, s)
	}
	return list
}

// mustStay asks for it with the ETag of before.
func (s steady) mustStay(t *testing.T, a *arena) {
	t.Helper()
	if status, etag := s.tag(t, a); status != http.StatusNotModified || etag != s.etag {
		t.Errorf("%s, which nobody changed: %d, and the ETag is %s, not %s", s.path, status, etag, s.etag)
	}
}

func (s steady) tag(t *testing.T, a *arena) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+a.address+s.path, nil)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	req.Header.Set("Accept", api.Accept)
	req.Header.Set("Authorization", "Bearer "+s.token)
	req.Header.Set("If-None-Match", s.etag)
	resp, err := a.client.Do(req)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer resp.Body.Close()
	return resp.StatusCode, resp.Header.Get("ETag")
}
