package seed

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Size is how large a generated world is.
type Size struct {
	Teams, Users, Apps int
	Number             uint64 // another number makes another world of that size
}

// Generate makes a company: people in teams with every role, apps with grants, locks and add-ons, spaces, pipelines, invitations and
// contractors. The same size makes the same world, to the byte. progress is told how far it is.
//
// The first admin of each team has the token HRKU-TEAM, and who manages the first enterprise account HRKU-acme, so that somebody
// can ask.
func Generate(size Size, progress func(what string, done, total int)) (File, error) {
	if size.Teams < 1 || size.Users < 1 || size.Apps < 0 {
		return File{}, fmt.Errorf("a world has at least 1 team and 1 user and no fewer than 0 apps: not %d teams, %d users and %d apps", size.Teams, size.Users, size.Apps)
	}
	g := &generator{Size: size, rand: rand.New(rand.NewPCG(size.Number, 0)), progress: progress} //nolint:gosec // a world, not a secret
	g.people()
	g.accounts()
	g.teams()
	g.apps()
	g.personalApps()
	return g.file, nil
}

type generator struct {
	Size
	rand     *rand.Rand
	progress func(what string, done, total int)
	file     File
	outside  int // the first of the users who work for somebody else
}

var (
	firstNames = []string{"Ada", "Ann", "Ben", "Carla", "Dan", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jill", "Joe", "Kim", "Lea", "Max", "Nia", "Ole", "Pia", "Quin", "Rosa", "Sam", "Tove", "Uma", "Vic", "Wim", "Yara", "Zoe"}
	lastNames  = []string{"Adeyemi", "Black", "Costa", "Dahl", "Ekman", "Fischer", "Garcia", "Horvat", "Ito", "Jensen", "Kaur", "Larsen", "Meyer", "Nunes", "Osei", "Park", "Rossi", "Sato", "Tanaka", "Ueda", "Vega", "Whitfield", "Young", "Zhou"}
	teamWords  = []string{"billing", "search", "checkout", "identity", "growth", "mobile", "data", "platform", "security", "support", "shipping", "catalog", "pricing", "insights", "partners", "content", "payments", "messaging", "research", "finance"}
	appWords   = []string{"api", "web", "worker", "admin", "jobs", "proxy", "cron", "docs", "hooks", "stats"}
	plans      = []Addon{{Service: "heroku-postgresql", Plan: "essential-0"}, {Service: "heroku-redis", Plan: "mini"}, {Service: "papertrail", Plan: "choklad"}, {Service: "scheduler", Plan: "standard"}}
	stages     = []string{"development", "staging", "production"}
	sets       = [][]string{{"view"}, {"deploy", "view"}, {"deploy", "operate", "view"}, {"operate", "view"}, {"deploy", "manage", "operate", "view"}}
)

// chance is true one time in n.
func (g *generator) chance(n int) bool { return g.rand.IntN(n) == 0 }

// pick takes one of a list.
func pick[T any](g *generator, list []T) T { return list[g.rand.IntN(len(list))] }

// some takes up to n different people of a range of users, the lowest first.
func (g *generator) some(n, from, to int) []int {
	taken := map[int]bool{}
	for range min(n, to-from) {
		taken[from+g.rand.IntN(to-from)] = true
	}
	list := []int{}
	for i := range taken {
		list = append(list, i)
	}
	slices.Sort(list)
	return list
}

// people makes everybody. One in twenty works for an agency and is in no team.
func (g *generator) people() {
	g.outside = g.Users - g.Users/20
	for i := range g.Users {
		first, last := pick(g, firstNames), pick(g, lastNames)
		domain := "acme.test"
		if i >= g.outside {
			domain = "creative.test"
		}
		u := User{Email: fmt.Sprintf("%s.%s.%d@%s", strings.ToLower(first), strings.ToLower(last), i, domain), Name: first + " " + last, TwoFactorAuthentication: !g.chance(5)}
		if g.chance(50) {
			u.Name, u.Verified = "", new(bool)
		}
		g.file.Users = append(g.file.Users, u)
		g.progress("users", i+1, g.Users)
	}
}

// accounts makes an enterprise account for every forty teams.
func (g *generator) accounts() {
	n := (g.Teams + 39) / 40
	for i := range n {
		a := Account{Name: numbered("acme", i)}
		for j, user := range g.some(3, 0, g.outside) {
			permissions := []string{"view", "billing"}
			if j == 0 {
				permissions = []string{"view", "billing", "manage", "create"}
				g.token(user, a.Name)
			}
			a.Members = append(a.Members, AccountMember{Email: g.file.Users[user].Email, Permissions: permissions})
		}
		g.file.EnterpriseAccounts = append(g.file.EnterpriseAccounts, a)
	}
}

// token gives a person a token named after something, unless he has one.
func (g *generator) token(user int, name string) {
	if u := &g.file.Users[user]; u.Token == "" {
		u.Token = "HRKU-" + name
	} else {
		u.Authorizations = append(u.Authorizations, hashed("HRKU-"+name))
	}
}

// numbered is the name of the nth of several: the first has none.
func numbered(word string, n int) string {
	if n == 0 {
		return word
	}
	return fmt.Sprintf("%s-%d", word, n+1)
}

// smallTeam is the most that a team of type team may have, people who are invited included.
const smallTeam = 20

// teams makes the teams and puts everybody into one of them, some into a second. Every twentieth team is of type team, and small.
func (g *generator) teams() {
	for i := range g.Teams {
		t := Team{Name: numbered(teamWords[i%len(teamWords)], i/len(teamWords)), AddonControls: g.chance(3)}
		if i%20 == 19 {
			t.Type = "team"
		} else {
			t.EnterpriseAccount, t.DefaultRole = numbered("acme", i/40), pick(g, []string{"member", "viewer"})
		}
		for _, p := range plans {
			if g.chance(2) {
				t.AllowedAddonServices = append(t.AllowedAddonServices, AllowedService{Service: p.Service})
			}
		}
		g.file.Teams = append(g.file.Teams, t)
	}
	people := make([]map[int]bool, g.Teams)
	for user := range g.outside {
		for range 1 + g.rand.IntN(2) {
			g.join(people, user, g.rand.IntN(g.Teams))
		}
	}
	for i := range g.Teams {
		if len(g.file.Teams[i].Members) == 0 {
			g.join(people, g.rand.IntN(g.outside), i)
		}
		g.lead(i, people[i])
		g.progress("teams", i+1, g.Teams)
	}
}

// join puts a person into a team that has room, once.
func (g *generator) join(people []map[int]bool, user, team int) {
	t := &g.file.Teams[team]
	if people[team][user] || t.Type == "team" && len(people[team]) >= smallTeam {
		return
	}
	if people[team] == nil {
		people[team] = map[int]bool{}
	}
	people[team][user] = true
	role := "member"
	if g.chance(10) {
		role = "viewer"
	}
	t.Members = append(t.Members, Member{Email: g.file.Users[user].Email, Role: role, Federated: t.Type == "" && g.chance(4)})
}

// lead gives a team its admins, and asks or lets in a few more people.
func (g *generator) lead(team int, people map[int]bool) {
	t := &g.file.Teams[team]
	for i := range min(len(t.Members), 2+g.rand.IntN(2)) {
		t.Members[i].Role = "admin"
	}
	first := slices.IndexFunc(g.file.Users, func(u User) bool { return u.Email == t.Members[0].Email })
	g.token(first, t.Name)
	g.file.Users[first].DefaultTeam = t.Name
	slices.SortFunc(t.Members, func(a, b Member) int { return cmp.Compare(a.Email, b.Email) })
	if t.Type == "team" {
		for _, user := range g.some(3, 0, g.outside) {
			if !people[user] {
				t.Invitations = append(t.Invitations, Invitation{Email: g.file.Users[user].Email, Role: "member"})
			}
		}
		return
	}
	if g.chance(4) {
		g.space(t)
	}
}

// space makes a private space for a team.
func (g *generator) space(t *Team) {
	s := Space{Name: t.Name + "-space", Region: pick(g, []string{"virginia", "frankfurt", "tokyo"}), Shield: g.chance(3)}
	for _, m := range t.Members {
		if m.Role == "member" && g.chance(4) && len(s.Members) < 20 {
			s.Members = append(s.Members, SpaceMember{Email: m.Email, Permissions: []string{"create_apps"}})
		}
	}
	if g.chance(2) {
		s.InboundRuleset = &InboundRuleset{Rules: []InboundRule{{Action: "allow", Source: fmt.Sprintf("198.51.%d.0/24", g.rand.IntN(256))}}}
	}
	t.Spaces = append(t.Spaces, s)
}
