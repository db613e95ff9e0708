//go:build linux

package main

import (
	"fmt"
	"slices"
	"strings"
)

// block is a resource of a configuration. Its arguments are expressions of Terraform's language.
type block struct {
	kind, name string
	forEach    string // empty for a single one
	arguments  [][2]string
}

// shapes are the ways in which the same company can be written down.
var shapes = map[string]func(world) (blocks []block, locals string){
	"blocks":    inBlocks,
	"for_each":  withForEach,
	"exclusive": exclusively,
}

// The resources of the shapes.
const (
	teamMember  = "herokuenterprise_team_member"
	teamMembers = "herokuenterprise_team_members"
	appAccess   = "herokuenterprise_app_access"
	appPeople   = "herokuenterprise_app_collaborators"
	appLock     = "herokuenterprise_app_lock"
)

// forEachMost is the most people that for_each is measured with by itself: Terraform evaluates the whole map for every instance.
const forEachMost = 1000

func quote(s string) string          { return fmt.Sprintf("%q", s) }
func quoteAll(words []string) string { return `["` + strings.Join(words, `", "`) + `"]` }

// inBlocks writes a block for everything, as a generator would, or a person who likes to see everything.
func inBlocks(w world) ([]block, string) {
	var all []block
	for p := range w.people {
		name := fmt.Sprintf("p%d", p)
		all = append(all,
			block{teamMember, name, "", [][2]string{{"team", quote(teamOf(p))}, {"email", quote(email(p))}, {"role", quote(roleOf(p))}}},
			block{appAccess, name, "", [][2]string{{"app", quote(appName(w.appOf(p)))}, {"email", quote(email(p))}, {"permissions", quoteAll(granted)}}})
	}
	return append(all, locksOf(w)...), ""
}

func locksOf(w world) []block {
	var all []block
	for l := range w.locks() {
		all = append(all, block{appLock, fmt.Sprintf("a%d", l), "", [][2]string{{"app", quote(appName(l))}}})
	}
	return all
}

// withForEach writes one block of each kind over a map of people.
func withForEach(w world) ([]block, string) {
	var b strings.Builder
	b.WriteString("locals {\n  people = {\n")
	for p := range w.people {
		fmt.Fprintf(&b, "    p%d = { team = %q, email = %q, role = %q, app = %q, permissions = %s }\n", p, teamOf(p), email(p), roleOf(p), appName(w.appOf(p)), quoteAll(granted))
	}
	b.WriteString("  }\n  locked = {\n")
	for l := range w.locks() {
		fmt.Fprintf(&b, "    a%d = { app = %q }\n", l, appName(l))
	}
	b.WriteString("  }\n}\n")
	each := func(names ...string) [][2]string {
		var arguments [][2]string
		for _, name := range names {
			arguments = append(arguments, [2]string{name, "each.value." + name})
		}
		return arguments
	}
	return []block{
		{teamMember, "this", "local.people", each("team", "email", "role")},
		{appAccess, "this", "local.people", each("app", "email", "permissions")},
		{appLock, "this", "local.locked", each("app")},
	}, b.String()
}

// exclusively writes one block for each team and each app, with everybody in it. Ada is in the teams already.
func exclusively(w world) ([]block, string) {
	members, people := make([][]string, teams), make([][]string, w.apps())
	for p := range w.people {
		members[p%teams] = append(members[p%teams], fmt.Sprintf("%q = %q", email(p), roleOf(p)))
		people[w.appOf(p)] = append(people[w.appOf(p)], fmt.Sprintf("%q = %s", email(p), quoteAll(granted)))
	}
	entries := func(lines []string) string { return "{\n    " + strings.Join(lines, "\n    ") + "\n  }" }
	var all []block
	for t, lines := range members {
		lines = append([]string{`"ada@acme.test" = "admin"`}, lines...)
		all = append(all, block{teamMembers, fmt.Sprintf("t%d", t), "", [][2]string{{"team", quote(teamOf(t))}, {"members", entries(lines)}, {"max_removals", quote("100%")}}})
	}
	for a, lines := range people {
		all = append(all, block{appPeople, fmt.Sprintf("a%d", a), "", [][2]string{{"app", quote(appName(a))}, {"collaborators", entries(lines)}, {"max_removals", quote("100%")}}})
	}
	return append(all, locksOf(w)...), ""
}

// floor makes resources of Terraform's own of a shape's: the same number, with the same values.
func floor(blocks []block) []block {
	out := slices.Clone(blocks)
	for i, b := range blocks {
		var values []string
		for _, a := range b.arguments {
			values = append(values, a[0]+" = "+a[1])
		}
		out[i] = block{"terraform_data", b.kind + "_" + b.name, b.forEach, [][2]string{{"input", "{\n    " + strings.Join(values, "\n    ") + "\n  }"}}}
	}
	return out
}

// configuration writes the blocks for Terraform; backend is the state's, kinds are the resources of the provider.
func configuration(blocks []block, locals, backend string, ours bool) string {
	var b strings.Builder
	b.WriteString("terraform {\n" + backend)
	if ours {
		b.WriteString("  required_providers {\n    herokuenterprise = {\n      source = \"herokuenterprise/herokuenterprise\"\n    }\n  }\n")
	}
	b.WriteString("}\n" + locals)
	for _, r := range blocks {
		fmt.Fprintf(&b, "resource %q %q {\n", r.kind, r.name)
		if r.forEach != "" {
			fmt.Fprintf(&b, "  for_each = %s\n", r.forEach)
		}
		for _, a := range r.arguments {
			fmt.Fprintf(&b, "  %s = %s\n", a[0], a[1])
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// changed is how many resources of a shape differ after the drift.
func changed(shape string, w world) int {
	if shape != "exclusive" {
		return 2 * len(w.drifters())
	}
	hit := map[string]bool{}
	for _, p := range w.drifters() {
		hit[teamOf(p)], hit[appName(w.appOf(p))] = true, true
	}
	return len(hit)
}
