//go:build linux

package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
	"time"
)

// report prints results as tables that people compare.
type report struct {
	out      io.Writer
	markdown bool
	results  []result // so far
}

// result prints one result.
func (p *report) result(r *result) error {
	p.results = append(p.results, *r)
	p.heading(fmt.Sprintf("%s: %d resources for %d objects in %d teams", r.title(), r.resources, r.objects(), teams))
	if err := p.table(costs(r)); err != nil {
		return err
	}
	return p.table(goals(r))
}

// growth compares the sizes, if there are several.
func (p *report) growth() error {
	rows := growth(p.results)
	if len(rows) < 2 {
		return nil
	}
	p.heading("How calls grow")
	return p.table(rows)
}

// costs has a row for each step.
func costs(r *result) [][]string {
	rows := [][]string{{"step", "calls", "per object", "per team", "kB", "wall s", "x -refresh=false", "x floor", "CPU s", "x floor", "provider CPU s", "peak MiB"}}
	for _, m := range r.measures {
		rows = append(rows, []string{
			m.step, fmt.Sprint(m.calls), fmt.Sprintf("%.2f", float64(m.calls)/float64(r.objects())), fmt.Sprintf("%.1f", float64(m.calls)/teams),
			fmt.Sprintf("%.0f", float64(m.bytes)/1000), fmt.Sprintf("%.2f", m.wall.Seconds()), times(m.wall, r.of(stepNoRefresh).wall), times(m.wall, m.floor.wall),
			fmt.Sprintf("%.2f", m.cpu.Seconds()), times(m.cpu, m.floor.cpu), fmt.Sprintf("%.2f", m.provider.CPU.Seconds()), fmt.Sprintf("%.0f", mib(m.provider.Peak)),
		})
	}
	return rows
}

// times is a ratio as people write it; empty where there is nothing to compare with.
func times(a, b time.Duration) string {
	if b == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", ratio(a, b))
}

func ratio(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }

func mib(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// What is to be reached. A plan may take a little longer than one that asks nobody, and longer when the API is far away.
const (
	callsPerObject = 1.02
	timesNear      = 1.2
	timesFar       = 1.4
	timesFloor     = 1.5
	peakMiB        = 150
)

// goals compares a result with what is to be reached.
func goals(r *result) [][]string {
	plan, bare, apply := r.of(stepPlan), r.of(stepNoRefresh), r.of(stepApply)
	near := timesNear
	if r.latency > 0 {
		near = timesFar
	}
	peak := 0.0
	for _, m := range r.measures {
		peak = max(peak, mib(m.provider.Peak))
	}
	rows := [][]string{{"goal", "at most", "measured", ""}}
	for _, g := range []struct {
		name           string
		most, measured float64
	}{
		{"calls of a plan without changes: 3 a team, and further pages", float64(r.pages()), float64(plan.calls)},
		{"time of a plan without changes, x -refresh=false", near, ratio(plan.wall, bare.wall)},
		{"time of a plan without changes, x floor", timesFloor, ratio(plan.wall, plan.floor.wall)},
		{"calls of the first apply, per object", callsPerObject, float64(apply.calls) / float64(r.objects())},
		{"memory of the provider, MiB", peakMiB, peak},
	} {
		verdict := "met"
		if !(g.measured <= g.most) { // a figure that is none is missed, too
			verdict = "MISSED"
		}
		rows = append(rows, []string{g.name, number(g.most), number(g.measured), verdict})
	}
	return rows
}

// number writes a count without decimals and a ratio with two.
func number(f float64) string {
	if f == math.Trunc(f) {
		return fmt.Sprintf("%.0f", f)
	}
	return fmt.Sprintf("%.2f", f)
}

// growth compares each size with the next smaller one of the same kind: calls should not grow with the people.
func growth(results []result) [][]string {
	rows := [][]string{{"", "people", "x people", "first apply, x calls", "plan, x calls"}}
	for i := range results {
		r := &results[i]
		for j := range results[:i] {
			before := &results[j]
			if before.shape != r.shape || before.state != r.state || before.latency != r.latency || before.people >= r.people || between(results, before, r) {
				continue
			}
			grown := func(step string) string {
				return fmt.Sprintf("%.2f", float64(r.of(step).calls)/float64(before.of(step).calls))
			}
			rows = append(rows, []string{
				fmt.Sprintf("%s, %d ms latency, %s state", r.shape, r.latency.Milliseconds(), r.state), fmt.Sprintf("%d to %d", before.people, r.people),
				number(float64(r.people) / float64(before.people)), grown(stepApply), grown(stepPlan),
			})
		}
	}
	return rows
}

// between reports whether there is a size between two of the same kind.
func between(results []result, small, large *result) bool {
	for i := range results {
		r := &results[i]
		if r.shape == large.shape && r.state == large.state && r.latency == large.latency && small.people < r.people && r.people < large.people {
			return true
		}
	}
	return false
}

func (p *report) heading(s string) {
	if p.markdown {
		s = "### " + s
	}
	fmt.Fprintf(p.out, "\n%s\n\n", s)
}

// table prints rows, the first of which are titles: the first column to the left, the others to the right.
func (p *report) table(rows [][]string) error {
	if p.markdown {
		for i, row := range rows {
			fmt.Fprintf(p.out, "| %s |\n", strings.Join(row, " | "))
			if i == 0 {
				fmt.Fprintf(p.out, "|---|%s\n", strings.Repeat("--:|", len(row)-1))
			}
		}
		_, err := fmt.Fprintln(p.out)
		return err
	}
	widest := 0
	for _, row := range rows {
		widest = max(widest, len(row[0]))
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range rows {
		fmt.Fprintf(w, "%-*s\t%s\t\n", widest, row[0], strings.Join(row[1:], "\t"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.out)
	return err
}
