package review_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// world is a random organisation, and the random configurations that follow each other in it. Everything in it has a name that begins with
// a prefix of its own, so that many worlds live in one control plane.
type world struct {
	*rand.Rand
	prefix  string
	boss    string   // an admin of everything, whom Terraform works as
	people  []string // who come and go
	others  []string // who are in no team
	teams   []string // enterprise teams
	club    string   // a team of type team
	apps    []string // by their first names
	spaces  map[string]string
	renamed map[string]string            // apps by their first names
	homes   map[string]string            // teams of apps by first name
	seated  map[string]map[string]string // by team, those with roles from the seed
	old     map[string]*acctest.Resource
	ways    map[string]bool // whether one resource says everything, by what it would say
	round   int
}

func newWorld(seed uint64) *world {
	w := &world{
		Rand: rand.New(rand.NewPCG(seed, 7)), prefix: fmt.Sprintf("w%d", seed),
		spaces: map[string]string{}, renamed: map[string]string{}, homes: map[string]string{}, seated: map[string]map[string]string{}, old: map[string]*acctest.Resource{}, ways: map[string]bool{},
	}
	w.boss = w.email("boss")
	for i := range 2 + w.IntN(3) {
		w.people = append(w.people, w.email(fmt.Sprint("p", i)))
	}
	w.others = []string{w.email("x0"), w.email("x1")}
	w.teams, w.club = []string{w.prefix + "-red", w.prefix + "-blue"}, w.prefix+"-club"
	return w
}

func (w *world) email(who string) string { return who + "@" + w.prefix + ".test" }

func (w *world) token() string { return "HRKU-" + w.boss }

func (w *world) chance(percent int) bool { return w.IntN(100) < percent }

func pick[T any](w *world, list ...T) T { return list[w.IntN(len(list))] }

// some are some of a list.
func some[T any](w *world, percent int, list []T) []T {
	out := []T{}
	for _, one := range list {
		if w.chance(percent) {
			out = append(out, one)
		}
	}
	return out
}

func (w *world) role() string { return pick(w, "admin", "member", "member", "viewer") }

// permissions on an app. The API always adds view.
func (w *world) permissions() []string {
	words := some(w, 40, []string{"deploy", "manage", "operate"})
	if len(words) == 0 || w.chance(70) {
		words = append(words, "view")
	}
	return words
}

func (w *world) standing() []string {
	return append([]string{"view"}, some(w, 40, []string{"billing", "manage", "create"})...)
}

// seed is the organisation as it begins.
func (w *world) seed() string {
	var b strings.Builder
	say := func(format string, arguments ...any) { fmt.Fprintf(&b, format+"\n", arguments...) }
	say("users:")
	for _, p := range append(append([]string{w.boss}, w.people...), w.others...) {
		say("  - {email: %s, token: HRKU-%s, two_factor_authentication: %t}", p, p, w.chance(50))
	}
	say("enterprise_accounts:\n  - name: %s-acc\n    members:\n      - {email: %s, permissions: [view, billing, manage, create]}", w.prefix, w.boss)
	for _, p := range some(w, 40, append(w.others[:1:1], w.people...)) {
		say("      - {email: %s, permissions: [%s]}", p, strings.Join(w.standing(), ", "))
	}
	say("teams:")
	for i, t := range append(w.teams[:2:2], w.club) {
		if t == w.club {
			say("  - name: %s\n    type: team", t)
		} else {
			say("  - name: %s\n    type: enterprise\n    enterprise_account: %s-acc\n    default_role: %s\n    addon_controls: %t\n    allowed_addon_services: [%s]", t, w.prefix, w.role(), w.chance(50), strings.Join(some(w, 50, services), ", "))
		}
		say("    members:\n      - {email: %s, role: admin}", w.boss)
		w.seated[t] = map[string]string{}
		for _, p := range some(w, 50, w.people) {
			w.seated[t][p] = w.role()
			federated := t != w.club && w.chance(15)
			say("      - {email: %s, role: %s, federated: %t}", p, w.seated[t][p], federated)
		}
		say("    apps:")
		for n := range 1 + w.IntN(3)/2 {
			w.seedApp(say, fmt.Sprintf("%s-a%d%d", w.prefix, i, n), t)
		}
		if t != w.club && w.chance(40) {
			w.seedSpace(say, t)
		}
	}
	return b.String()
}

var services = []string{"heroku-postgresql", "papertrail", "heroku-redis"}

func (w *world) seedApp(say func(string, ...any), name, team string) {
	w.apps, w.renamed[name], w.homes[name] = append(w.apps, name), name, team
	say("      - name: %s\n        locked: %t\n        collaborators:", name, w.chance(40))
	for _, p := range some(w, 40, append(w.people, w.others...)) {
		words := w.permissions()
		if team == w.club {
			words = []string{"view", "deploy", "operate"}
		}
		say("          - {email: %s, permissions: [%s]}", p, strings.Join(words, ", "))
	}
	if w.chance(30) {
		say("        addons:\n          - {service: heroku-redis, plan: mini, name: %s-redis}", name)
	}
}

func (w *world) seedSpace(say func(string, ...any), team string) {
	w.spaces[team] = team + "-sp"
	say("    spaces:\n      - name: %s\n        members:", w.spaces[team])
	for _, p := range w.people {
		if w.seated[team][p] == "member" && w.chance(40) {
			say("          - {email: %s, permissions: [create_apps]}", p)
		}
	}
}
