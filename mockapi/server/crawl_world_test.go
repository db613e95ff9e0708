package server

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// The crawler's world as plain facts. The seed file is printed from them, and so is what the model expects: the server is never
// asked who somebody is. Names are such that none occurs in another or anywhere else, so that each gives its thing away.

// crawlPeople are everybody who asks.
var crawlPeople = []string{
	"ada", // admin of widgets, and manages its enterprise account
	"joe", // member of widgets
	"dev", // member of widgets with deploy on its locked app and create_apps on its space
	"vic", // viewer of widgets
	"vop", // viewer of widgets with operate on one of its apps
	"col", // collaborator on widgets' locked app
	"man", // collaborator with manage on another of widgets' apps
	"gus", // admin of another team of the same account
	"far", // collaborator on an app of that team
	"kim", // admin of a team outside any account
	"cat", // collaborator on an app of that team
	"ivy", // invited to that team
	"own", // owner of a personal app and a personal pipeline
	"fri", // collaborator on the personal app, to whom it is offered
	"eve", // manages that account, too, and sees what it costs
	"cle", // may create teams in that account
	"una", // manages another account
	"tia", // member of gadgets, which is closed to the OAuth client that she comes with, and collaborator on an app of widgets
	"sam", // a stranger
}

// crawlClients are those who come with a token of somebody else's OAuth client.
var crawlClients = map[string]bool{"tia": true}

func crawlEmail(who string) string { return who + "@people.test" }

type crawlTeam struct {
	account string
	roles   map[string]access.Role
	closed  bool // to OAuth clients that are not Heroku's
}

var crawlTeams = map[string]crawlTeam{
	"widgets":   {account: "acmecorp", roles: map[string]access.Role{"ada": access.Admin, "joe": access.Member, "dev": access.Member, "vic": access.Viewer, "vop": access.Viewer}},
	"gadgets":   {account: "acmecorp", roles: map[string]access.Role{"gus": access.Admin, "tia": access.Member}, closed: true},
	"clubhouse": {roles: map[string]access.Role{"kim": access.Admin}},
}

type crawlApp struct {
	team, owner string
	locked      bool
	space       string
	pipeline    string
	boss        string // who sets it up: holds all four permissions
	grants      map[string]access.Permissions
}

var crawlApps = map[string]crawlApp{
	"shopfront": {team: "widgets", boss: "ada", pipeline: "flowline", grants: map[string]access.Permissions{
		"man": access.View | access.Manage, "vop": access.View | access.Operate, "tia": access.View | access.Deploy,
	}},
	"strongroom": {team: "widgets", boss: "ada", pipeline: "flowline", locked: true, grants: map[string]access.Permissions{
		"col": access.View | access.Deploy, "dev": access.View | access.Deploy,
	}},
	"orbiter":    {team: "widgets", boss: "ada", pipeline: "flowline", space: "nasaspace", locked: true, grants: map[string]access.Permissions{"ada": access.AllPermissions}},
	"chartroom":  {team: "gadgets", boss: "gus", pipeline: "gusline", grants: map[string]access.Permissions{"far": access.AllPermissions, "tia": access.AllPermissions}},
	"pavilion":   {team: "clubhouse", boss: "kim", pipeline: "kimline", grants: map[string]access.Permissions{"cat": access.FixedPermissions}},
	"hobbyhorse": {owner: "own", boss: "own", pipeline: "ownline", grants: map[string]access.Permissions{"fri": access.FixedPermissions}},
}

// crawlAccounts are the enterprise accounts; who has a role in one of their teams has view, too.
var crawlAccounts = map[string]map[string]access.AccountPermissions{
	"acmecorp":  {"ada": access.AccountView | access.AccountManage, "eve": access.AccountView | access.AccountBilling | access.AccountManage, "cle": access.AccountView | access.AccountCreate},
	"umbracorp": {"una": access.AccountView | access.AccountBilling | access.AccountManage | access.AccountCreate},
}

// crawlSpaces are the teams that own the spaces; dev may create apps in the first.
var (
	crawlSpaces   = map[string]string{"nasaspace": "widgets", "esaspace": "gadgets"}
	crawlCreators = map[string]string{"nasaspace": "dev"}
)

// crawlPipelines are the owners of the pipelines: a team, or a person.
var crawlPipelines = map[string]struct{ team, owner string }{
	"flowline": {team: "widgets"}, "gusline": {team: "gadgets"}, "kimline": {team: "clubhouse"}, "ownline": {owner: "own"},
}

// crawlSeed prints the part of the world that a seed file can make.
func crawlSeed() string {
	var b strings.Builder
	b.WriteString("users:\n")
	for _, who := range crawlPeople {
		if crawlClients[who] {
			fmt.Fprintf(&b, "  - {email: %s, authorizations: [{token_sha256: %x, client: {name: dashboards}}]}\n", crawlEmail(who), sha256.Sum256([]byte(crawlToken(who))))
			continue
		}
		fmt.Fprintf(&b, "  - {email: %s, token: %s}\n", crawlEmail(who), crawlToken(who))
	}
	b.WriteString("enterprise_accounts:\n")
	for _, name := range slices.Sorted(maps.Keys(crawlAccounts)) {
		fmt.Fprintf(&b, "  - name: %s\n    members:\n", name)
		for who, p := range crawlAccounts[name] {
			fmt.Fprintf(&b, "      - {email: %s, permissions: [%s]}\n", crawlEmail(who), strings.Join(p.Names(), ", "))
		}
	}
	b.WriteString("teams:\n")
	for _, name := range slices.Sorted(maps.Keys(crawlTeams)) {
		team := crawlTeams[name]
		kind := "enterprise"
		if team.account == "" {
			kind = "team"
		}
		fmt.Fprintf(&b, "  - name: %s\n    type: %s\n    enterprise_account: %q\n    third_party_oauth_access: %v\n    members:\n", name, kind, team.account, !team.closed)
		for who, role := range team.roles {
			fmt.Fprintf(&b, "      - {email: %s, role: %s}\n", crawlEmail(who), role)
		}
		b.WriteString("    apps:\n")
		crawlSeedApps(&b, name)
	}
	b.WriteString("apps:\n")
	crawlSeedApps(&b, "")
	return b.String()
}

// crawlSeedApps prints the apps of a team, or the personal ones. What is in a space is made over the API.
func crawlSeedApps(b *strings.Builder, team string) {
	for _, name := range slices.Sorted(maps.Keys(crawlApps)) {
		a := crawlApps[name]
		if a.team != team || a.space != "" {
			continue
		}
		fmt.Fprintf(b, "      - name: %s\n        addons: [{service: scheduler, name: addon-of-%s}]\n", name, name)
		if a.owner != "" {
			fmt.Fprintf(b, "        owner: %s\n", crawlEmail(a.owner))
		} else {
			fmt.Fprintf(b, "        locked: %v\n", a.locked)
		}
		b.WriteString("        collaborators:\n")
		for who, p := range a.grants {
			permissions := ", permissions: [" + strings.Join(p.Names(), ", ") + "]"
			if crawlTeams[a.team].account == "" { // cannot be chosen
				permissions = ""
			}
			fmt.Fprintf(b, "          - {email: %s%s}\n", crawlEmail(who), permissions)
		}
	}
}

// The facts as the model wants them: a person seen from each thing.

func crawlOnTeam(name, who string) access.Subject {
	team := crawlTeams[name]
	s := access.Subject{Role: team.roles[who], Account: crawlOnAccount(team.account, who).Account, ThirdParty: crawlClients[who]}
	for _, a := range crawlApps {
		s.Collaborator = s.Collaborator || a.team == name && a.grants[who] != 0
	}
	return s
}

func crawlOnAccount(name, who string) access.Subject {
	s := access.Subject{Account: crawlAccounts[name][who], ThirdParty: crawlClients[who]}
	for _, team := range crawlTeams {
		if name != "" && team.account == name && team.roles[who] != "" {
			s.Account |= access.AccountView
		}
	}
	return s
}

func crawlOnApp(name, who string) access.Subject {
	a := crawlApps[name]
	return access.Subject{Role: crawlTeams[a.team].roles[who], Grant: a.grants[who], Collaborator: a.grants[who] != 0, Owner: a.owner == who, ThirdParty: crawlClients[who]}
}

// crawlObject is a thing as the model wants it.
func crawlObject(kind access.Kind, name string) access.Object {
	o := access.Object{Kind: kind}
	switch kind {
	case access.Team:
		o.HerokuOnly = crawlTeams[name].closed
	case access.App:
		a := crawlApps[name]
		o.Locked, o.Personal, o.HerokuOnly = a.locked, a.team == "", crawlTeams[a.team].closed
	case access.Space:
		o.HerokuOnly = crawlTeams[crawlSpaces[name]].closed
	case access.Pipeline:
		o.HerokuOnly = crawlTeams[crawlPipelines[name].team].closed
	case access.Nothing, access.Enterprise, access.Account:
	}
	return o
}

func crawlOnSpace(name, who string) access.Subject {
	return access.Subject{Role: crawlTeams[crawlSpaces[name]].roles[who], CreateApps: crawlCreators[name] == who, ThirdParty: crawlClients[who]}
}

func crawlOnPipeline(name, who string) access.Subject {
	p := crawlPipelines[name]
	s := access.Subject{Role: crawlTeams[p.team].roles[who], Owner: p.owner == who, ThirdParty: crawlClients[who]}
	for _, a := range crawlApps {
		s.Collaborator = s.Collaborator || a.pipeline == name && a.grants[who] != 0
	}
	return s
}

// crawlTold reports whether an answer may name something to whoever gets it: the audit trail tells all that happened in an account, and
// its usage names all teams and apps. Neither tells a secret.
func crawlTold(path, word string) bool {
	secret := strings.Contains(word, "-of-") && !strings.HasPrefix(word, "addon-of-")
	return strings.HasPrefix(path, "/enterprise-accounts/") && !secret &&
		(strings.Contains(path, "/events") || strings.Contains(path, "/archives/") || strings.Contains(path, "/usage/"))
}

// crawlMay asks the model about a thing by its name, as the facts have it.
func crawlMay(who string, a access.Action, name string) bool {
	row, _ := access.Lookup(a)
	s := access.Subject{ThirdParty: crawlClients[who]}
	switch row.Kind {
	case access.Nothing:
	case access.Team:
		s = crawlOnTeam(name, who)
	case access.Enterprise:
		s = crawlOnAccount(name, who)
	case access.App:
		s = crawlOnApp(name, who)
	case access.Space:
		s = crawlOnSpace(name, who)
	case access.Pipeline:
		s = crawlOnPipeline(name, who)
	case access.Account:
		s.Self = name == who
	default:
		panic("the crawler does not know things of the kind " + cmp.Or(string(row.Kind), "?"))
	}
	return access.Decide(a, s, crawlObject(row.Kind, name)).Allowed
}
