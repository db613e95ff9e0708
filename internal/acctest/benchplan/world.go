//go:build linux

package main

import (
	"fmt"
	"strings"
)

// teams is how many teams the people of every size are spread over.
const teams = 10

// token is Ada's, who is admin of every team.
const token = "HRKU-ada"

// world is a company of a size, as the seed makes it and as the configuration wants it.
type world struct{ people int }

func (w world) apps() int  { return max(w.people/10, 1) }
func (w world) locks() int { return max(w.people/30, 1) }

// objects is how many things the configuration asks the API for: memberships, grants and locks.
func (w world) objects() int { return 2*w.people + w.locks() }

func email(person int) string   { return fmt.Sprintf("p%05d@acme.test", person) }
func teamOf(person int) string  { return fmt.Sprintf("acme-team-%d", person%teams) }
func appName(app int) string    { return fmt.Sprintf("acme-app-%d", app) }
func (w world) appOf(p int) int { return p % w.apps() }

// roleOf gives every third person another role.
func roleOf(person int) string {
	if person/teams%3 == 0 {
		return "viewer"
	}
	return "member"
}

// granted is what everybody is granted, and drifted what somebody makes of it behind Terraform's back.
var granted, drifted = []string{"deploy", "view"}, []string{"operate", "view"}

// otherRole is what somebody makes of a role behind Terraform's back.
func otherRole(role string) string {
	if role == "viewer" {
		return "member"
	}
	return "viewer"
}

// drifters are the people whom somebody changes: 1 %, spread over teams and apps.
func (w world) drifters() []int {
	n := max(w.people/100, 1)
	people := make([]int, n)
	for i := range people {
		people[i] = i*(w.people/n) + i%teams
	}
	return people
}

// pages is how many pages of a thousand a plan may read at least: of each team the members, the apps and the grants.
func (w world) pages() int {
	pages := func(rows int) int { return max(1, (rows+999)/1000) }
	return teams * (pages(w.people/teams+1) + 2*pages(w.apps()/teams+1))
}

// seed is the file that the control plane begins with: everybody is known, no one has a role, the apps are there.
func (w world) seed() string {
	var b strings.Builder
	fmt.Fprintf(&b, "users:\n  - {email: ada@acme.test, token: %s}\n", token)
	for p := range w.people {
		fmt.Fprintf(&b, "  - {email: %s}\n", email(p))
	}
	b.WriteString("enterprise_accounts:\n  - {name: acme, members: [{email: ada@acme.test, permissions: [view, manage, create]}]}\nteams:\n")
	for t := range teams {
		fmt.Fprintf(&b, "  - name: %s\n    type: enterprise\n    enterprise_account: acme\n    members: [{email: ada@acme.test, role: admin}]\n", teamOf(t))
		if t < w.apps() {
			b.WriteString("    apps:\n")
		}
		for a := t; a < w.apps(); a += teams {
			fmt.Fprintf(&b, "      - {name: %s}\n", appName(a))
		}
	}
	return b.String()
}
