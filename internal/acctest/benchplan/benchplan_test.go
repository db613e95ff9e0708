//go:build linux

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// TestMain lets Terraform start this test in the provider's place, as it starts the program.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == wrapCommand {
		os.Exit(wrap(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// TestBenchPlan measures a handful of people. It looks at what the figures are made of, and not at how good they are.
func TestBenchPlan(t *testing.T) {
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is not on PATH")
	}
	acctest.ReadSources(t, "../../..")
	bin := t.TempDir()
	if err := build(t.Context(), bin); err != nil {
		t.Fatal(err)
	}
	t.Run("measured", func(t *testing.T) { measured(t, bin) })
	t.Run("interrupted", func(t *testing.T) { interrupted(t, bin) })
}

func measured(t *testing.T, bin string) {
	t.Setenv("TMPDIR", t.TempDir())
	o, err := parse([]string{"-n", "20", "-latency", "0", "-runs", "1", "-shapes", "blocks", "-bin", bin}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	b, err := newBench(t.Context(), o, time.Now, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var all []result
	if err := b.all(t.Context(), func(r *result) error { all = append(all, *r); return nil }); err != nil {
		t.Fatal(err)
	}
	b.close()
	if len(all) != 1 || all[0].objects() != 41 || all[0].resources != 41 {
		t.Fatalf("%+v", all)
	}
	r := &all[0]
	for _, m := range r.measures {
		if m.step != stepNoRefresh && (m.calls < 10 || m.bytes < 1000) {
			t.Errorf("%s: %d calls, %d bytes", m.step, m.calls, m.bytes)
		}
		if m.wall <= 0 || m.provider.CPU <= 0 || m.provider.CPU > m.cpu || m.provider.Peak < 10<<20 || m.provider.Peak > 1<<30 {
			t.Errorf("%s: %+v", m.step, m)
		}
		if (m.step == stepDrift) != (m.floor == cost{}) {
			t.Errorf("%s: the floor takes %v", m.step, m.floor)
		}
	}
	if apply, plan, bare := r.of(stepApply), r.of(stepPlan), r.of(stepNoRefresh); apply.calls < int64(r.objects()) || bare.calls >= plan.calls {
		t.Errorf("%d calls make %d objects, a plan takes %d calls, and without refresh %d", apply.calls, r.objects(), plan.calls, bare.calls)
	}
	left(t)
}

// interrupted ends a measurement while the provider waits for the API, and looks for what is left of it.
func interrupted(t *testing.T, bin string) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	progress := watched{line: "20 people", seen: make(chan struct{})}
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-n", "20", "-latency", "10m", "-runs", "1", "-shapes", "blocks", "-bin", bin}, time.Now, io.Discard, &progress)
	}()
	<-progress.seen
	await(t, func() bool { // the provider runs
		files, _ := filepath.Glob(filepath.Join(os.TempDir(), "benchplan*", "figures", "*.json"))
		return len(files) > 0
	})
	cancel()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("it ended with %v", err)
	}
	left(t)
}

// left looks for files and processes that a measurement has left behind.
func left(t *testing.T) {
	t.Helper()
	if entries, err := os.ReadDir(os.TempDir()); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	var alive []string
	await(t, func() bool { // what is killed takes a moment
		alive = nil
		files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		for _, file := range files {
			if text, _ := os.ReadFile(file); bytes.Contains(text, []byte(os.TempDir()+"/benchplan")) {
				alive = append(alive, string(text))
			}
		}
		return len(alive) == 0
	})
}

// await waits until something is so.
func await(t *testing.T, so func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatal("waited in vain")
		}
	}
}

// watched tells when a word is written to it.
type watched struct {
	line string
	seen chan struct{}
	once bool
}

func (w *watched) Write(p []byte) (int, error) {
	if !w.once && bytes.Contains(p, []byte(w.line)) {
		w.once = true
		close(w.seen)
	}
	return len(p), nil
}

func TestParse(t *testing.T) {
	for _, bad := range [][]string{{"-n", "9"}, {"-n", "x"}, {"-latency", "soon"}, {"-latency", "-1s"}, {"-shapes", "count"}, {"-state", "s3"}, {"-runs", "0"}, {"-what"}} {
		if o, err := parse(bad, io.Discard); err == nil {
			t.Errorf("%v is accepted: %+v", bad, o)
		}
	}
	o, err := parse(nil, io.Discard)
	if err != nil || !slices.Equal(o.sizes, []int{100, 1000, 5000}) || !slices.Equal(o.latencies, []time.Duration{0, 50 * time.Millisecond}) || o.everySize {
		t.Errorf("%+v, %v", o, err)
	}
}

// Every shape writes the same company down, and what is changed behind Terraform's back is spread over it.
func TestShapes(t *testing.T) {
	for _, n := range []int{20, 100, 1000, 5000} {
		w := world{n}
		people, groups := map[int]bool{}, map[string]bool{}
		for _, p := range w.drifters() {
			people[p] = true
			groups[teamOf(p)] = true
		}
		if len(people) != max(n/100, 1) || len(groups) != min(len(people), teams) {
			t.Errorf("of %d people %d differ, in %d teams", n, len(people), len(groups))
		}
		for name, shape := range shapes {
			blocks, locals := shape(w)
			text := configuration(blocks, locals, "", true)
			if got := strings.Count(text, "@acme.test\""); got != 2*n+map[string]int{"for_each": -n, "exclusive": teams}[name] {
				t.Errorf("%s of %d names %d addresses", name, n, got)
			}
			if under := floor(blocks); len(under) != len(blocks) || strings.Contains(configuration(under, locals, "", false), "resource \"herokuenterprise") {
				t.Errorf("the floor of %s of %d is not terraform_data alone", name, n)
			}
		}
	}
}
