//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// The steps.
const (
	stepApply     = "first apply"
	stepPlan      = "plan, no changes"
	stepNoRefresh = "plan -refresh=false"
	stepDrift     = "plan, 1 % drift"
	stepDestroy   = "destroy"
)

// step is one command of Terraform, and what must come of it: a fast plan that misses something is no plan.
type step struct {
	name    string
	args    []string
	status  int
	changes changes
}

// changes is what a plan comes to, or what an apply has done.
type changes struct{ Add, Change, Remove int }

// step finds a step by its name.
func (r *result) step(name string) step {
	plan := []string{"plan", "-input=false", "-json", "-detailed-exitcode"}
	switch name {
	case stepApply:
		return step{name, []string{"apply", "-auto-approve", "-input=false", "-json"}, 0, changes{Add: r.resources}}
	case stepNoRefresh:
		return step{name, append(plan, "-refresh=false"), 0, changes{}}
	case stepDrift:
		return step{name, plan, 2, changes{Change: changed(r.shape, r.world)}}
	case stepDestroy:
		return step{name, []string{"destroy", "-auto-approve", "-input=false", "-json"}, 0, changes{Remove: r.resources}}
	default:
		return step{name, plan, 0, changes{}}
	}
}

// measure is what one step cost.
type measure struct {
	step         string
	calls, bytes int64
	cost
	provider usage
	floor    cost // of the same step of as many terraform_data resources; 0 if there is none
}

// result is a company of a size, in one shape, at one latency, with its state in one place.
type result struct {
	world
	shape, state string
	latency      time.Duration
	resources    int
	measures     []measure
}

func (r *result) title() string {
	return fmt.Sprintf("%s, %d people, %d ms latency, %s state", r.shape, r.people, r.latency.Milliseconds(), r.state)
}

// of finds what a step cost.
func (r *result) of(step string) measure {
	return r.measures[slices.IndexFunc(r.measures, func(m measure) bool { return m.step == step })]
}

// runner is where a step runs, and what counts its calls.
type runner struct {
	w     workspace
	meter *proxy
	title string
}

// step runs a step once.
func (b *bench) step(ctx context.Context, on runner, s step) (measure, error) {
	fmt.Fprintf(b.progress, "%s: %s\n", on.title, s.name)
	on.meter.taken()
	o, err := on.w.terraform(ctx, b.now, s.status, s.args...)
	if err != nil {
		return measure{}, err
	}
	if o.changes != s.changes {
		return measure{}, fmt.Errorf("%s comes to %+v, not %+v", s.name, o.changes, s.changes)
	}
	m := measure{step: s.name, cost: o.cost}
	m.calls, m.bytes = on.meter.taken()
	m.provider, err = used(b.figures)
	return m, err
}

// turn runs a step once more, beside the floor's, and keeps the best times and the largest peak.
func (b *bench) turn(ctx context.Context, best *measure, ours, ground runner, s step) error {
	m, err := b.step(ctx, ours, s)
	if err != nil {
		return err
	}
	under, err := b.step(ctx, ground, s)
	if err != nil {
		return err
	}
	m.floor = under.cost
	if best.wall > 0 {
		m.cost, m.floor = m.fastest(best.cost), m.floor.fastest(best.floor)
		m.provider.CPU, m.provider.Peak = min(m.provider.CPU, best.provider.CPU), max(m.provider.Peak, best.provider.Peak)
	}
	*best = m
	return nil
}

// fastest takes the better of two runs, for each of the times.
func (c cost) fastest(other cost) cost { return cost{min(c.wall, other.wall), min(c.cpu, other.cpu)} }

// drift changes roles and grants as somebody else would, past Terraform and past the proxy.
func (r *result) drift(ctx context.Context, plane string) error {
	for _, p := range r.drifters() {
		role := map[string]any{"email": email(p), "role": otherRole(roleOf(p))}
		if err := patch(ctx, plane+"/teams/"+teamOf(p)+"/members", role); err != nil {
			return err
		}
		grant := map[string]any{"permissions": drifted}
		if err := patch(ctx, plane+"/teams/apps/"+appName(r.appOf(p))+"/collaborators/"+email(p), grant); err != nil {
			return err
		}
	}
	return nil
}

func patch(ctx context.Context, url string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPatch, url, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Accept", api.Accept)
	req.Header.Set("Content-Type", api.ContentType)
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("PATCH %s: %s", url, resp.Status)
	}
	return nil
}
