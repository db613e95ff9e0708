package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/anishathalye/porcupine"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// history is what was asked and answered, and what of that lay side by side: porcupine finds an order in which one after the other it
// could have happened, or that there is none. A clock that counts, rather than one that measures, orders everything.
type history struct {
	clock atomic.Int64
	mu    sync.Mutex
	list  []porcupine.Operation
}

// note records a request that was sent at a moment and is answered now.
func (h *history) note(client int, sent int64, in, out any, unanswered bool) {
	now := h.clock.Add(1)
	if unanswered {
		now = math.MaxInt64
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.list = append(h.list, porcupine.Operation{ClientId: client, Input: in, Output: out, Call: sent, Return: now})
}

// modelOf makes a step of a model what porcupine asks for.
func modelOf[State comparable, In, Out any](first State, step func(State, In, Out) (bool, State)) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return first },
		Step: func(state, in, out any) (bool, any) {
			return step(state.(State), in.(In), out.(Out)) //nolint:forcetypeassert // they are what was put in
		},
	}
}

// judge says what is wrong with a history; empty when nothing is.
func (h *history) judge(model porcupine.Model) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	verdict := porcupine.CheckOperationsTimeout(model, h.list, patience)
	if verdict == porcupine.Ok {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: there is no order in which this could have happened (sent, answered, by whom, what, answer):\n", verdict)
	slices.SortFunc(h.list, func(a, b porcupine.Operation) int { return int(a.Call - b.Call) })
	for _, o := range h.list {
		fmt.Fprintf(&b, "%4d %4d %2d  %v  %v\n", o.Call, o.Return, o.ClientId, o.Input, o.Output)
	}
	return b.String()
}

func (x act) String() string {
	return fmt.Sprintf("%s: actor %d, person %d, team %d, app %d, role %q, permissions %q, on %v, owner %d", verbs[x.verb].name, x.actor, x.person, x.team, x.app, x.role, x.permissions, x.on, x.owner)
}

func (r reply) String() string {
	if r.unknown {
		return "without an answer"
	}
	return fmt.Sprintf("%d %s", r.status, r.text)
}

// TestRacesReplicas has clients race over three replicas on one PostgreSQL database.
func TestRacesReplicas(t *testing.T) {
	t.Parallel()
	database := mockapitest.Postgres(t)
	f, url := balance(t, 200, "--database", database, "--rate-limit", "1000000000", "--drain-idle", "30s")
	f.cuts.Store(true)
	a := newArena(t, database, url, func() (addresses []string) {
		for _, r := range f.replicas {
			addresses = append(addresses, r.process.Load().address)
		}
		return addresses
	})
	t.Run("histories", a.histories)
	a.properties(t)
}

// TestRacesSQLite has clients race over one server on a file.
func TestRacesSQLite(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "races.db")
	p := serve(t, "--database", database, "--rate-limit", "1000000000")
	a := newArena(t, database, p.address, func() []string { return []string{p.address} })
	t.Run("histories", a.histories)
	if t.Logf("sequences, names and tokens only with make soak"); soak() {
		a.properties(t)
	}
}

func (a *arena) properties(t *testing.T) {
	t.Helper()
	t.Run("sequences", a.sequences)
	t.Run("names", a.names)
	t.Run("tokens", a.tokens)
}

// histories has many clients ask at random for anything, at once and without a pause, some of whom hang up once they have asked, and
// holds what they were told against the model.
func (a *arena) histories(t *testing.T) {
	const estates, clients, requests = 2, 4, 20
	number := rand.Uint64()
	var told, refused, unknown int
	for round := range rounds(t, 1, 300) {
		var everybody sync.WaitGroup
		var grounds []*ground
		for range estates {
			g := a.ground(t)
			grounds = append(grounds, g)
			for client := range clients {
				random := rand.New(rand.NewPCG(number, uint64(round<<16|len(grounds)<<8|client)))
				everybody.Go(func() {
					for range requests {
						x := drawAct(random.IntN)
						a.do(t, g, client, x, "", random.IntN(15) == 0)
					}
				})
			}
			everybody.Go(func() {
				for range requests / 4 {
					a.snapshot(t, g, clients)
				}
			})
		}
		everybody.Wait()
		for _, g := range grounds {
			a.rest(t, g)
			if wrong := g.judge(modelOf(g.first, modelStep)); wrong != "" {
				t.Fatalf("random seed %d: %s", number, wrong)
			}
			g.mustNotice(t)
			for _, o := range g.list {
				switch r, _ := o.Output.(reply); {
				case r.unknown:
					unknown++
				case r.status >= 300:
					refused++
				default:
					told++
				}
			}
		}
	}
	t.Logf("random seed %d: %d answers and %d refusals agree with the model, %d requests were without an answer", number, told, refused, unknown)
}

// mustNotice holds the judge to its work: with a role gone that nobody took away, there is no order any more.
func (g *ground) mustNotice(t *testing.T) {
	t.Helper()
	changed := &history{list: slices.Clone(g.list)}
	i := slices.IndexFunc(changed.list, func(o porcupine.Operation) bool { x, _ := o.Input.(act); return x.verb == snapshot })
	s := g.first
	s.roles[0][persons-1] = access.NoRole
	changed.list[i].Output = reply{status: 200, text: fmt.Sprint(s)}
	if changed.judge(modelOf(g.first, modelStep)) == "" {
		t.Error("a role that vanished is not noticed")
	}
}

// rest has everybody read everything once nothing is under way, on every replica in turn.
func (a *arena) rest(t testing.TB, g *ground) {
	t.Helper()
	addresses := a.replicas()
	for i := range persons {
		address := addresses[i%len(addresses)]
		for n := range teams {
			a.do(t, g, i, act{verb: listMembers, actor: i, team: n}, address, false)
			a.do(t, g, i, act{verb: readApp, actor: i, app: n}, address, false)
			a.do(t, g, i, act{verb: listGrants, actor: i, app: n}, address, false)
		}
	}
	a.snapshot(t, g, 0)
}

// drawAct makes an act out of choices. The first two people, who are admins at first, do half of it.
func drawAct(choose func(n int) int) act {
	total := 0
	for _, v := range verbs {
		total += v.weight
	}
	x := act{actor: choose(2 * (persons - 1)), team: choose(teams), app: choose(holdings), person: choose(persons - 1), on: choose(2) == 0}
	if x.actor >= persons-1 {
		x.actor %= 2
	}
	n := choose(total)
	for n >= verbs[x.verb].weight {
		n -= verbs[x.verb].weight
		x.verb++
	}
	switch x.verb {
	case putMember, patchMember:
		x.role = access.AssignableRoles[choose(len(access.AssignableRoles))]
	case grant, regrant:
		x.permissions = []access.Permissions{access.View, access.View | access.Deploy, access.AllPermissions}[choose(3)]
	case transfer:
		if x.owner = choose(teams); choose(3) == 0 {
			x.owner = teams + x.person
		}
	default: // it is all said
	}
	return x
}
