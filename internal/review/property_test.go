package review_test

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// held is why people have what they have, by person, kind and id of the object, and right.
type held map[key]string

type key struct{ who, kind, id, right string }

// picture is everything that everybody has, as the access model decides it from what the API says.
func picture(o *organization.Organization) (held, map[string]review.Object) {
	h, names := held{}, map[string]review.Object{}
	for _, a := range o.Accounts {
		names[a.ID] = review.Object{Kind: "enterprise_account", Name: a.Name}
		for _, m := range a.Members {
			for _, p := range m.Permissions {
				h[key{m.User.Email, "enterprise_account", a.ID, p.Name}] = "granted in the enterprise account"
			}
		}
	}
	for _, t := range o.Teams {
		names[t.ID] = review.Object{Kind: "team", Name: t.Name}
		roles, everybody := map[string]access.Role{}, map[string]bool{}
		for _, m := range t.Members {
			everybody[m.Email] = true
			if role, err := access.ParseRole(*m.Role); err == nil {
				roles[m.Email] = role
				h[key{m.Email, "team", t.ID, "role " + *m.Role}] = "role " + *m.Role
			}
		}
		for _, a := range t.Apps {
			names[a.ID] = review.Object{Kind: "app", Name: a.Name, Team: t.Name}
			for who := range everybody {
				s := access.Subject{Role: roles[who]}
				for _, g := range a.Grants {
					if g.Email == who {
						s.Grant, _ = access.ParsePermissions(g.Permissions)
					}
				}
				for _, e := range access.Effective(s, access.Object{Kind: access.App, Locked: a.Locked}) {
					h[key{who, "app", a.ID, e.Permission.String()}] = e.Reason
				}
			}
		}
		for _, v := range t.Spaces {
			names[v.ID] = review.Object{Kind: "space", Name: v.Name, Team: t.Name}
			for who := range everybody {
				granted := slices.ContainsFunc(v.Grants, func(g organization.Grant) bool { return g.Email == who })
				switch {
				case access.CreatesSpaceApps(roles[who], false):
					h[key{who, "space", v.ID, "create_apps"}] = "team role " + string(roles[who])
				case access.CreatesSpaceApps(roles[who], granted):
					h[key{who, "space", v.ID, "create_apps"}] = "granted on the space"
				}
			}
		}
	}
	return h, names
}

// lines are the differences between two pictures, as a report has to have them.
func lines(before, after held, was, is map[string]review.Object) (list []string) {
	all := map[key]bool{}
	for k := range before {
		all[k] = true
	}
	for k := range after {
		all[k] = true
	}
	for k := range all {
		effect := review.Kept
		switch {
		case before[k] == after[k]:
			continue
		case before[k] == "":
			effect = review.Gained
		case after[k] == "":
			effect = review.Lost
		}
		o, ok := is[k.id]
		if !ok {
			o = was[k.id]
		}
		list = append(list, line(k.who, effect, o, k.right, before[k], after[k]))
	}
	slices.Sort(list)
	return list
}

func line(who string, effect review.Effect, o review.Object, right, before, after string) string {
	return fmt.Sprintf("%s %s %s %s/%s %s: %q %q", who, effect, o.Kind, o.Team, o.Name, right, before, after)
}

// said are the changes of a report in the same form.
func said(r *review.Report) (list []string) {
	for _, p := range r.People {
		for _, c := range p.Changes {
			list = append(list, line(p.Name, c.Effect, c.Object, c.Right, c.Before, c.After))
			if len(c.Causes) == 0 {
				list = append(list, "no cause: "+list[len(list)-1])
			}
		}
	}
	slices.Sort(list)
	return list
}

// worlds says how many worlds are tried, and which is the first.
func worlds(t *testing.T) (n int, first uint64) {
	n, first = batch, 1
	if os.Getenv("SOAK") != "" {
		n, first = 1300, uint64(time.Now().UnixNano())%1e9
	}
	if seed := os.Getenv("REVIEW_SEED"); seed != "" {
		one, err := strconv.ParseUint(seed, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		n, first = 1, one
	}
	return n, first
}

// rounds is how many configurations follow each other in a world.
const rounds = 4

// What a review says a plan changes is what applying it changes, for everybody on everything, no more and no less; and every plan can be made and
// applied. REVIEW_SEED=n tries one world again.
func TestReviewForetells(t *testing.T) {
	n, first := worlds(t)
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // half of the time would be spent on collecting garbage
	var all prophecy
	for done := 0; done < n; done += batch {
		t.Run(fmt.Sprintf("worlds from seed %d on", first+uint64(done)), func(t *testing.T) { // after which its connections are closed
			all.batch(t, min(batch, n-done), first+uint64(done))
		})
	}
	t.Logf("%d worlds from seed %d on: %d plans with %d changes for people came true", n, first, all.plans, all.changes)
	if n >= batch && (all.plans != int64(rounds*n) || all.changes < all.plans) {
		t.Errorf("that is too little to prove anything")
	}
}

// batch is how many worlds there are in one control plane, one beside the other: what the provider does takes its time rather than its work.
const batch = 84

// batch foretells in some worlds, and counts.
func (p *prophecy) batch(t *testing.T, n int, first uint64) {
	server := mockapitest.Start(t, "users: []\n")
	var mu sync.Mutex
	turn := make(chan struct{}, 60)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			one := &prophecy{t: t, world: newWorld(first + uint64(i)), server: server, seed: first + uint64(i)}
			one.run()
			mu.Lock()
			defer mu.Unlock()
			p.plans, p.changes = p.plans+one.plans, p.changes+one.changes
		})
	}
	wait.Wait()
}

// prophecy is one world, and what is foretold in it.
type prophecy struct {
	t      *testing.T
	world  *world
	server *mockapitest.Server
	seed   uint64
	stack  *acctest.Stack

	plans, changes int64
}

// begin fills the world, and takes some of its apps into the state.
func (p *prophecy) begin() {
	p.server.Seed(p.t, p.world.seed())
	p.stack = acctest.NewStack(p.t, map[string]any{"url": p.server.URL, "api_key": p.world.token(), "max_retries": client.DefaultMaxRetries})
	for _, app := range p.world.apps {
		if p.world.homes[app] != p.world.club && p.world.chance(70) && p.stack.Import("herokuenterprise_team_app", app, app) {
			p.world.old["herokuenterprise_team_app."+app] = &acctest.Resource{}
		}
	}
}

func (p *prophecy) run() {
	p.begin()
	before := p.read(organization.Choice{All: true})
	for range rounds {
		plan := p.stack.Plan(p.world.configuration())
		if len(plan.Errors) > 0 {
			p.refused("planned", plan.Errors)
			return
		}
		raw := p.stack.JSON(plan)
		f, err := planfile.Read(bytes.NewReader(raw))
		if err != nil {
			p.t.Errorf("seed %d: %v", p.seed, err)
			return
		}
		live := before
		if p.world.chance(25) {
			live = p.read(review.Wanted(f))
		}
		report, err := review.Review(f, live)
		if err != nil {
			p.t.Errorf("seed %d: %v", p.seed, err)
			return
		}
		if errs := p.stack.Apply(plan); len(errs) > 0 {
			p.refused("applied", errs)
			return
		}
		after := p.read(organization.Choice{All: true})
		p.compare(before, after, report, raw)
		before = after
	}
}

// refused reports a configuration that the provider or the API refuses. Nobody but Terraform changes anything in the world, and a configuration asks for
// nothing that cannot be had, so no refusal is right.
func (p *prophecy) refused(when string, errs []string) {
	p.t.Errorf("seed %d could not be %s: %.2000s", p.seed, when, strings.Join(errs, "\n"))
}

func (p *prophecy) compare(before, after *organization.Organization, report *review.Report, plan []byte) {
	had, was := picture(before)
	has, is := picture(after)
	want, got := lines(had, has, was, is), said(report)
	p.plans++
	p.changes += int64(len(want))
	if slices.Equal(want, got) {
		return
	}
	var missing, invented []string
	for _, l := range want {
		if !slices.Contains(got, l) {
			missing = append(missing, l)
		}
	}
	for _, l := range got {
		if !slices.Contains(want, l) {
			invented = append(invented, l)
		}
	}
	p.t.Errorf("seed %d: the review does not say\n  %s\nand says what does not come true\n  %s\ngaps %s", p.seed, strings.Join(missing, "\n  "), strings.Join(invented, "\n  "), report.Gaps)
	if os.Getenv("REVIEW_SEED") != "" {
		p.t.Logf("%s", plan)
	}
}

func (p *prophecy) read(choice organization.Choice) *organization.Organization {
	c, err := client.New(client.Config{URL: p.server.URL, Token: p.world.token(), RequestTimeout: time.Minute, MaxRetries: client.DefaultMaxRetries})
	if err != nil {
		panic(err)
	}
	o, err := organization.Read(p.t.Context(), c, choice)
	if err != nil {
		panic(fmt.Sprintf("seed %d: %v", p.seed, err))
	}
	return o
}
