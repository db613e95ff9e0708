package seed

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// apps divides the apps among the teams, and couples some of each team's in pipelines.
func (g *generator) apps() {
	for i := range g.Apps {
		t := &g.file.Teams[i%g.Teams]
		t.Apps = append(t.Apps, g.app(t, len(t.Apps)))
		g.progress("apps", i+1, g.Apps)
	}
	for i := range g.file.Teams {
		t := &g.file.Teams[i]
		for j := 0; j+len(stages) <= len(t.Apps) && len(t.Pipelines) < 3; j += len(stages) {
			g.pipeline(t, t.Apps[j:j+len(stages)])
		}
	}
}

func (g *generator) pipeline(t *Team, apps []App) {
	p := Pipeline{Name: fmt.Sprintf("%s-flow-%d", t.Name, len(t.Pipelines)+1)}
	for i, stage := range stages {
		p.Apps = append(p.Apps, Coupling{App: apps[i].Name, Stage: stage})
	}
	t.Pipelines = append(t.Pipelines, p)
}

// app makes the nth app of a team, with grants for a few people of the team and now and then for somebody from an agency.
func (g *generator) app(t *Team, n int) App {
	a := App{Name: numbered(t.Name+"-"+appWords[n%len(appWords)], n/len(appWords)), Locked: g.chance(10)}
	a.Maintenance = g.chance(50)
	if len(t.Spaces) > 0 && g.chance(3) {
		a.Space = t.Spaces[0].Name
	} else if g.chance(5) {
		a.Region = "eu"
	}
	granted := map[string]bool{}
	grant := func(email string) {
		if granted[email] {
			return
		}
		granted[email] = true
		c := Collaborator{Email: email}
		if t.Type != "team" {
			c.Permissions = pick(g, sets)
		}
		a.Collaborators = append(a.Collaborators, c)
	}
	for range 1 + g.rand.IntN(5) {
		grant(pick(g, t.Members).Email)
	}
	if g.outside < g.Users && g.chance(4) {
		grant(pick(g, g.file.Users[g.outside:]).Email)
	}
	for _, p := range plans {
		if !g.chance(4) {
			continue
		}
		p.Name = a.Name + "-" + p.Service
		if len(t.Apps) > 0 && g.chance(3) { // an app before this one uses it, too
			word := strings.ToUpper(strings.ReplaceAll(p.Service, "-", "_"))
			p.Attachments = []Attachment{{Name: word}, {Name: fmt.Sprintf("%s_OF_%d", word, n), App: t.Apps[n-1].Name, Namespace: "shared"}}
		}
		a.Addons = append(a.Addons, p)
	}
	return a
}

// personalApps gives one person in a hundred an app of his own, with a friend who now and then is offered it.
func (g *generator) personalApps() {
	n := g.Users / 100
	for i, owner := range g.some(n, 0, g.Users) {
		a := PersonalApp{Name: numbered("hobby", i), Owner: g.file.Users[owner].Email}
		if friend := g.rand.IntN(g.Users); friend != owner {
			a.Collaborators = []Collaborator{{Email: g.file.Users[friend].Email}}
			if g.chance(4) {
				a.OfferedTo = g.file.Users[friend].Email
			}
		}
		g.file.Apps = append(g.file.Apps, a)
		if g.chance(5) {
			g.file.Pipelines = append(g.file.Pipelines, Pipeline{Name: a.Name + "-flow", Owner: a.Owner, Apps: []Coupling{{App: a.Name, Stage: "production"}}})
		}
	}
}

// hashed is a token of which the file tells the hash.
func hashed(token string) Authorization {
	sum := sha256.Sum256([]byte(token))
	return Authorization{Description: "Made by mockapi", TokenSHA256: hex.EncodeToString(sum[:])}
}
