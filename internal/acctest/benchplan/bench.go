//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"
)

const providerName = "terraform-provider-herokuenterprise"

// bench is what all measurements share.
type bench struct {
	options
	now      func() time.Time
	progress io.Writer
	folder   string // of everything, removed at the end
	figures  string // where wrappers write
	env      []string
	kinds    map[string]bool // the provider's resources
}

func newBench(ctx context.Context, o options, now func() time.Time, progress io.Writer) (*bench, error) {
	folder, err := os.MkdirTemp("", "benchplan")
	if err != nil {
		return nil, err
	}
	b := &bench{options: o, now: now, progress: progress, folder: folder, figures: filepath.Join(folder, "figures")}
	if err := b.prepare(ctx); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// close removes everything. Each measurement has ended its own processes by then; one that was just killed may have written a last
// file meanwhile.
func (b *bench) close() {
	for range 100 {
		if os.RemoveAll(b.folder) == nil {
			return
		}
	}
}

// prepare builds the programs and puts the wrapper where Terraform looks for the provider.
func (b *bench) prepare(ctx context.Context) error {
	place := filepath.Join(b.folder, "mirror/registry.terraform.io/herokuenterprise/herokuenterprise/0.0.1", runtime.GOOS+"_"+runtime.GOARCH)
	for _, folder := range []string{place, b.figures, filepath.Join(b.folder, "tmp")} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	if b.bin == "" {
		fmt.Fprintln(b.progress, "building the provider and the control plane")
		b.bin = filepath.Join(b.folder, "bin")
		if err := build(ctx, b.bin); err != nil {
			return err
		}
	}
	bin, err := filepath.Abs(b.bin)
	if err != nil {
		return err
	}
	b.bin = bin
	self, err := os.Executable()
	if err != nil {
		return err
	}
	script := fmt.Sprintf(wrapper, self, filepath.Join(bin, providerName), b.figures)
	if err := os.WriteFile(filepath.Join(place, providerName+"_v0.0.1"), []byte(script), 0o700); err != nil { //nolint:gosec // a program
		return err
	}
	rc := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.Join(b.folder, "mirror"))
	if err := os.WriteFile(filepath.Join(b.folder, "terraform.rc"), []byte(rc), 0o600); err != nil {
		return err
	}
	b.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + b.folder, "TMPDIR=" + filepath.Join(b.folder, "tmp"), "TF_CLI_CONFIG_FILE=" + filepath.Join(b.folder, "terraform.rc"),
		"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "HEROKU_API_KEY=" + token,
	}
	return b.readKinds(ctx)
}

// readKinds asks the provider which resources it has: not every shape can be made of them.
func (b *bench) readKinds(ctx context.Context) error {
	w, end, err := b.open(ctx, nil, "", "local", "http://127.0.0.1:1")
	if err != nil {
		return err
	}
	defer end()
	c := command(ctx, "terraform", "providers", "schema", "-json")
	c.Dir, c.Env = w.folder, w.env
	raw, err := c.Output()
	if err != nil {
		return fmt.Errorf("terraform providers schema: %w", err)
	}
	var document struct {
		Providers map[string]struct {
			Resources map[string]struct{} `json:"resource_schemas"`
		} `json:"provider_schemas"`
	}
	if err := json.Unmarshal(raw, &document); err != nil {
		return err
	}
	b.kinds = map[string]bool{"terraform_data": true}
	for _, p := range document.Providers {
		for kind := range p.Resources {
			b.kinds[kind] = true
		}
	}
	_, err = used(b.figures) // of no interest
	return err
}

// all measures everything that was asked for, and hands each result out as soon as there is one.
func (b *bench) all(ctx context.Context, emit func(*result) error) error {
	for _, shape := range b.shapes {
		for _, n := range b.sizes {
			w := world{n}
			blocks, _ := shapes[shape](w)
			if i := slices.IndexFunc(blocks, func(r block) bool { return !b.kinds[r.kind] }); i >= 0 {
				fmt.Fprintf(b.progress, "left out %s: this provider has no %s\n", shape, blocks[i].kind)
				break
			}
			if shape == "for_each" && n > forEachMost && !b.everySize {
				fmt.Fprintf(b.progress, "left out for_each of %d: -shapes for_each measures it\n", n)
				continue
			}
			for _, state := range b.states {
				results, err := b.sameFloor(ctx, result{world: w, shape: shape, state: state, resources: count(blocks, w)})
				if err != nil {
					return fmt.Errorf("%s of %d: %w", shape, n, err)
				}
				for i := range results {
					if err := emit(&results[i]); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// count is how many resources blocks come to.
func count(blocks []block, w world) int {
	if blocks[0].forEach != "" {
		return w.objects()
	}
	return len(blocks)
}

// open makes a folder for Terraform with a configuration, and initialises it. The state's backend ends with it.
func (b *bench) open(ctx context.Context, blocks []block, locals, state, api string) (w workspace, end func(), err error) {
	folder, err := os.MkdirTemp(b.folder, "workspace")
	if err != nil {
		return w, nil, err
	}
	backend, end := "", func() {}
	if state == "http" {
		address, stop, err := listen(ctx, &stateBackend{})
		if err != nil {
			return w, nil, err
		}
		backend, end = fmt.Sprintf("  backend \"http\" {\n    address = %q\n  }\n", address), stop
	}
	ours := len(blocks) == 0 || blocks[0].kind != "terraform_data"
	text := configuration(blocks, locals, backend, ours)
	if err := os.WriteFile(filepath.Join(folder, "main.tf"), []byte(text), 0o600); err != nil {
		end()
		return w, nil, err
	}
	w = workspace{folder, append(slices.Clone(b.env), "HEROKU_API_URL="+api)}
	c := command(ctx, "terraform", "init", "-input=false", "-no-color")
	c.Dir, c.Env = w.folder, w.env
	if out, err := c.CombinedOutput(); err != nil {
		end()
		return w, nil, fmt.Errorf("terraform init: %w\n%s", err, out)
	}
	return w, end, nil
}

// sameFloor measures one configuration at every latency, beside one floor: that asks no API.
func (b *bench) sameFloor(ctx context.Context, kind result) ([]result, error) {
	blocks, locals := shapes[kind.shape](kind.world)
	w, leave, err := b.open(ctx, floor(blocks), locals, kind.state, "")
	if err != nil {
		return nil, err
	}
	defer leave()
	ground := runner{w: w, meter: &proxy{}, title: fmt.Sprintf("%d x terraform_data, %s, %s state", kind.resources, kind.shape, kind.state)}
	first, err := b.step(ctx, ground, kind.step(stepApply))
	if err != nil {
		return nil, err
	}
	var results []result
	for _, latency := range b.latencies {
		r := kind
		r.latency = latency
		if err := b.measure(ctx, &r, ground); err != nil {
			return nil, err
		}
		results = append(results, r)
	}
	var last measure
	if b.destroy {
		last, err = b.step(ctx, ground, kind.step(stepDestroy))
	}
	for _, r := range results {
		for i := range r.measures {
			switch m := &r.measures[i]; m.step {
			case stepApply:
				m.floor = first.cost
			case stepDestroy:
				m.floor = last.cost
			}
		}
	}
	return results, err
}

// measure takes the steps on a control plane of their own. The plans that are compared take turns, so that whatever else the machine
// does at the time meets all of them, and the fastest of each counts: what disturbs only adds.
func (b *bench) measure(ctx context.Context, r *result, ground runner) error {
	plane, end, err := controlPlane(ctx, filepath.Join(b.bin, "mockapi"), b.folder, r.seed())
	if err != nil {
		return err
	}
	defer end()
	p := newProxy(plane, r.latency)
	address, stop, err := listen(ctx, p)
	if err != nil {
		return err
	}
	defer stop()
	blocks, locals := shapes[r.shape](r.world)
	w, leave, err := b.open(ctx, blocks, locals, r.state, address)
	if err != nil {
		return err
	}
	defer leave()
	ours := runner{w: w, meter: p, title: r.title()}
	apply, err := b.step(ctx, ours, r.step(stepApply))
	if err != nil {
		return err
	}
	var plan, bare measure
	for range b.runs {
		for name, best := range map[string]*measure{stepPlan: &plan, stepNoRefresh: &bare} {
			if err := b.turn(ctx, best, ours, ground, r.step(name)); err != nil {
				return err
			}
		}
	}
	if err := r.drift(ctx, plane.String()); err != nil {
		return err
	}
	drift, err := b.step(ctx, ours, r.step(stepDrift))
	if err != nil {
		return err
	}
	r.measures = []measure{apply, plan, bare, drift}
	if b.destroy {
		destroy, err := b.step(ctx, ours, r.step(stepDestroy))
		if err != nil {
			return err
		}
		r.measures = append(r.measures, destroy)
	}
	return nil
}
