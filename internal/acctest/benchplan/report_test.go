//go:build linux

package main

import (
	"strings"
	"testing"
	"time"
)

// made is a result of a size with round figures.
func made(people int, planCalls int64, planWall time.Duration, latency time.Duration, peak int64) result {
	r := result{world: world{people}, shape: "blocks", state: "http", latency: latency, resources: world{people}.objects()}
	r.measures = []measure{
		{step: stepApply, calls: int64(r.objects()), cost: cost{wall: 4 * time.Second}, floor: cost{wall: 2 * time.Second}},
		{step: stepPlan, calls: planCalls, bytes: 12345, cost: cost{planWall, 3 * time.Second}, floor: cost{time.Second, 2 * time.Second}, provider: usage{CPU: time.Second, Peak: peak}},
		{step: stepNoRefresh, cost: cost{wall: time.Second}, floor: cost{wall: time.Second}},
		{step: stepDrift, calls: planCalls, cost: cost{wall: planWall}},
		{step: stepDestroy, calls: 1, cost: cost{wall: time.Second}, floor: cost{wall: time.Second}},
	}
	return r
}

func TestGoals(t *testing.T) {
	for name, test := range map[string]struct {
		r      result
		missed []string
	}{
		"met":         {made(1000, 30, 1200*time.Millisecond, 0, 100<<20), nil},
		"further":     {made(11000, 40, 1200*time.Millisecond, 0, 100<<20), nil}, // 1,101 members in each team: a second page
		"a call more": {made(1000, 31, 1200*time.Millisecond, 0, 100<<20), []string{"calls of a plan"}},
		"slow":        {made(1000, 30, 1300*time.Millisecond, 0, 100<<20), []string{"x -refresh=false"}},
		"far":         {made(1000, 30, 1300*time.Millisecond, time.Millisecond, 100<<20), nil},
		"slow floor":  {made(1000, 30, 1600*time.Millisecond, time.Millisecond, 100<<20), []string{"x -refresh=false", "x floor"}},
		"large":       {made(1000, 30, time.Second, 0, 151<<20), []string{"memory"}},
	} {
		var missed []string
		for _, row := range goals(&test.r)[1:] {
			if row[3] == "MISSED" {
				missed = append(missed, row[0])
			} else if row[3] != "met" {
				t.Errorf("%s: %v", name, row)
			}
		}
		if len(missed) != len(test.missed) {
			t.Errorf("%s: missed %q, want %q", name, missed, test.missed)
			continue
		}
		for i, word := range test.missed {
			if !strings.Contains(missed[i], word) {
				t.Errorf("%s: missed %q, want %q", name, missed, test.missed)
			}
		}
	}
}

func TestReport(t *testing.T) {
	var out strings.Builder
	p := report{out: &out, markdown: true}
	for _, r := range []result{made(100, 30, time.Second, 0, 50<<20), made(1000, 45, time.Second, 0, 50<<20), made(5000, 90, time.Second, 0, 50<<20)} {
		if err := p.result(&r); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.growth(); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"### blocks, 1000 people, 0 ms latency, http state: 2033 resources for 2033 objects in 10 teams",
		"| plan, no changes | 45 | 0.02 | 4.5 | 12 | 1.00 | 1.00 | 1.00 | 3.00 | 1.50 | 1.00 | 50 |",
		"| blocks, 0 ms latency, http state | 100 to 1000 | 10 | 10.01 | 1.50 |",
		"| blocks, 0 ms latency, http state | 1000 to 5000 | 5 | 5.00 | 2.00 |",
	} {
		if !strings.Contains(out.String(), line+"\n") {
			t.Errorf("%q is not in\n%s", line, out.String())
		}
	}
	if strings.Contains(out.String(), "100 to 5000") {
		t.Error("sizes are compared that do not follow each other")
	}
	out.Reset()
	p.markdown = false
	if err := p.table([][]string{{"step", "calls"}, {"plan", "7"}}); err != nil || out.String() != "  step  calls\n  plan      7\n\n" {
		t.Errorf("%v, table:\n%q", err, out.String())
	}
}
