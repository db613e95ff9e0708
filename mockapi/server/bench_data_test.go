package server_test

import (
	"fmt"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
)

// The world that is measured: a team for each client to write to, and teams to read.
const (
	benchTeams  = 64 // and the most clients
	benchApps   = 20 // in each of them
	benchPeople = 1000
)

func benchPerson(n int) string { return fmt.Sprintf("p%04d@acme.test", n%benchPeople) }

func benchTeam(n int) string { return fmt.Sprintf("team-%02d", n) }

func benchApp(team, n int) string { return fmt.Sprintf("app-%02d-%02d", team, n%benchApps) }

func benchUsers() []seed.User {
	users := []seed.User{{Email: "ada@acme.test", Token: "HRKU-ada"}}
	for i := range benchPeople {
		users = append(users, seed.User{Email: benchPerson(i)})
	}
	return users
}

// benchTeamOf is an enterprise team that Ada administers, with so many more people.
func benchTeamOf(name string, people int) seed.Team {
	t := seed.Team{Name: name, Type: "enterprise", Members: []seed.Member{{Email: "ada@acme.test", Role: "admin"}}}
	for i := range people {
		t.Members = append(t.Members, seed.Member{Email: benchPerson(i), Role: "member"})
	}
	return t
}

func benchWorld() seed.File {
	reports := benchTeamOf("reports", 10)
	for i := range 200 {
		app := seed.App{Name: fmt.Sprintf("report-%03d", i)}
		for j := range 3 {
			app.Collaborators = append(app.Collaborators, seed.Collaborator{Email: benchPerson(i + j), Permissions: []string{"view", "deploy"}})
		}
		reports.Apps = append(reports.Apps, app)
	}
	f := seed.File{Users: benchUsers(), Teams: []seed.Team{benchTeamOf("hundreds", 199), benchTeamOf("thousand", 999), reports}}
	for i := range benchTeams {
		t := benchTeamOf(benchTeam(i), 30)
		for j := range benchApps {
			t.Apps = append(t.Apps, seed.App{Name: benchApp(i, j)})
		}
		t.Apps[0].Collaborators = []seed.Collaborator{{Email: benchPerson(999), Permissions: []string{"view"}}}
		f.Teams = append(f.Teams, t)
	}
	return f
}

// benchOperations are the rows of the table. Every client writes to a team of its own, as companies have many: those who write to the
// same team wait for each other.
func benchOperations() []*operation {
	get := func(path string) func(int, int) (string, string, string) {
		return func(int, int) (string, string, string) { return http.MethodGet, path, "" }
	}
	return []*operation{
		{name: "GET app", ask: func(client, n int) (string, string, string) {
			return http.MethodGet, "/apps/" + benchApp(client, n), ""
		}},
		{name: "list 200 members", ask: get("/teams/hundreds/members")},
		{name: "list 1,000 members", ask: get("/teams/thousand/members"), header: "Range: email ..; max=1000\r\n"},
		{name: "permissions of 200 apps", ask: get("/teams/reports/permissions")},
		{name: "PATCH member", writes: true, ask: func(client, n int) (string, string, string) {
			return http.MethodPatch, "/teams/" + benchTeam(client) + "/members", fmt.Sprintf(`{"email":"%s","role":"%s"}`, benchPerson(n%30), []string{"viewer", "member"}[n/30%2])
		}},
		{name: "POST collaborator", writes: true, ask: func(client, n int) (string, string, string) {
			return http.MethodPost, "/teams/apps/" + benchApp(client, n/(benchPeople-1)) + "/collaborators",
				fmt.Sprintf(`{"user":"%s","permissions":["view","deploy"]}`, benchPerson(n%(benchPeople-1)))
		}},
		{name: "PATCH collaborator", writes: true, ask: func(client, n int) (string, string, string) {
			return http.MethodPatch, "/teams/apps/" + benchApp(client, 0) + "/collaborators/" + benchPerson(999),
				[]string{`{"permissions":["view","operate"]}`, `{"permissions":["view","deploy"]}`}[n%2]
		}},
	}
}

// sizedWorld has so many teams of other people, with an app each, and the team crowded with so many apps.
func sizedWorld(size int) seed.File {
	crowded := benchTeamOf("crowded", 30)
	for i := range size {
		crowded.Apps = append(crowded.Apps, seed.App{Name: fmt.Sprintf("crowd-%05d", i)})
	}
	crowded.Apps[0].Collaborators = []seed.Collaborator{{Email: benchPerson(0), Permissions: []string{"view"}}}
	f := seed.File{Users: benchUsers(), Teams: []seed.Team{crowded}}
	for i := range size {
		name := fmt.Sprintf("other-%05d", i)
		f.Teams = append(f.Teams, seed.Team{
			Name: name, Type: "enterprise", Members: []seed.Member{{Email: benchPerson(i), Role: "admin"}}, Apps: []seed.App{{Name: name}},
		})
	}
	return f
}

// sizedOperations ask for what is the same in a world of any size.
func sizedOperations() []*operation {
	same := func(name, method, path string, bodies ...string) *operation {
		return &operation{name: name, ask: func(_, n int) (string, string, string) {
			if len(bodies) == 0 {
				return method, path, ""
			}
			return method, path, bodies[n%len(bodies)]
		}}
	}
	return []*operation{
		same("GET app", http.MethodGet, "/apps/crowd-00000"),
		same("GET team", http.MethodGet, "/teams/crowded"),
		same("GET teams, the caller's one", http.MethodGet, "/teams"),
		same("list 31 members", http.MethodGet, "/teams/crowded/members"),
		same("GET collaborators of an app", http.MethodGet, "/teams/apps/crowd-00000/collaborators"),
		same("PATCH member", http.MethodPatch, "/teams/crowded/members", `{"email":"p0002@acme.test","role":"viewer"}`, `{"email":"p0002@acme.test","role":"member"}`),
		same("PATCH collaborator", http.MethodPatch, "/teams/apps/crowd-00000/collaborators/p0000@acme.test", `{"permissions":["view","deploy"]}`, `{"permissions":["view"]}`),
	}
}
