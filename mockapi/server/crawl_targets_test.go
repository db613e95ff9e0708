package server

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// crawlTarget is something that a route can be asked about.
type crawlTarget struct {
	kind     access.Kind
	name     string            // of the thing that the model decides about
	params   map[string]string // what stands for each placeholder
	whose    map[string]string // placeholders that name somebody's role, grant, account or invitation, and whose
	concerns []string          // if not nil: to everybody else it is not there
	app      string            // of a coupling: its handler asks for the app, too
	body     string            // if {} would not come so far that the handler asks
	gone     bool              // there is no such thing
}

// subject is somebody seen from the target, on a route.
func (g crawlTarget) subject(who, pattern string) access.Subject {
	s := access.Subject{ThirdParty: crawlClients[who]}
	switch g.kind {
	case access.Team:
		s = crawlOnTeam(g.name, who)
	case access.App:
		s = crawlOnApp(g.name, who)
	case access.Enterprise:
		s = crawlOnAccount(g.name, who)
	case access.Space:
		s = crawlOnSpace(g.name, who)
	case access.Pipeline:
		s = crawlOnPipeline(g.name, who)
	case access.Nothing, access.Account:
	default:
		panic("the crawler does not know things of the kind " + string(g.kind))
	}
	for placeholder, person := range g.whose {
		s.Self = s.Self || person == who && strings.Contains(pattern, "{"+placeholder+"}")
	}
	s.Self = s.Self || slices.Contains(g.concerns, who)
	return s
}

func (g crawlTarget) object() access.Object {
	return crawlObject(g.kind, g.name)
}

// targets lists what a route can be asked about, the first of them ada's; nil for a resolver that the crawler does not know. The last is not there.
func (w *crawler) targets(rt route) []crawlTarget {
	switch nameOf(rt.about) {
	case "aboutNothing":
		return w.nothings(rt.pattern)
	case "aboutUser":
		user := func(who, ref string) crawlTarget {
			return crawlTarget{kind: access.Account, name: ref, params: map[string]string{"user": ref}, whose: map[string]string{"user": who}}
		}
		return []crawlTarget{user("ada", crawlEmail("ada")), user("sam", crawlEmail("sam")), user("", crawlNone)}
	case "aboutSelf":
		return []crawlTarget{{kind: access.Account, concerns: crawlPeople}}
	case "aboutTeam":
		return w.teams()
	case "aboutApp":
		return w.apps("app")
	case "aboutAddon":
		return w.apps("addon")
	case "aboutAttachment":
		return w.apps("attachment")
	case "aboutAccount":
		return w.accounts()
	case "aboutAccountID":
		return w.byID("account", w.accounts())
	case "aboutTeamID":
		return w.byID("team", w.teams())
	case "aboutSpace":
		return w.spaces()
	case "aboutPipeline":
		return named(access.Pipeline, "pipeline", crawlPipelines)
	case "aboutCoupling":
		return w.couplings()
	case "aboutAppTransfer":
		return w.transfers()
	case "aboutInvitation":
		return w.invitations()
	}
	return nil
}

// named are things that have a name and no more.
func named[T any](kind access.Kind, placeholder string, all map[string]T) (list []crawlTarget) {
	for _, name := range append(slices.Sorted(maps.Keys(all)), crawlNone) {
		list = append(list, crawlTarget{kind: kind, name: name, params: map[string]string{placeholder: name}, gone: name == crawlNone})
	}
	return list
}

// nothings are catalogues, and what is found among the caller's own things alone.
func (w *crawler) nothings(pattern string) []crawlTarget {
	words := map[string]string{"service": "scheduler", "plan": "scheduler:standard", "region": "us", "stack": "heroku-24", "size": "standard-1x"}
	if !strings.Contains(pattern, "{authorization}") {
		return []crawlTarget{{params: words}}
	}
	var list []crawlTarget
	for _, who := range []string{"ada", "sam"} {
		list = append(list, crawlTarget{params: map[string]string{"authorization": w.ids["authorization "+who]}, concerns: []string{who}})
	}
	return append(list, crawlTarget{params: map[string]string{"authorization": crawlNoID}, gone: true})
}

func (w *crawler) teams() (list []crawlTarget) {
	members := map[string]string{"widgets": "joe", "gadgets": "gus", "clubhouse": "kim"}
	apps := map[string]string{"widgets": "strongroom", "gadgets": "chartroom", "clubhouse": "pavilion"}
	for _, name := range []string{"widgets", "gadgets", "clubhouse", crawlNone} {
		list = append(list, crawlTarget{kind: access.Team, name: name, gone: name == crawlNone, whose: map[string]string{"member": members[name]}, params: map[string]string{
			"team": name, "member": crawlEmail(members[name]), "app": cmp.Or(apps[name], "shopfront"), "feature": cmp.Or(w.ids["feature "+name], "none"), "service": "scheduler", "invitation": crawlNoID,
			"invoice":  w.since.Format("200601"),
			"provider": cmp.Or(w.ids["provider "+name], crawlNoID),
		}})
		if name == "clubhouse" {
			list[len(list)-1].params["invitation"] = w.ids["invitation"]
		}
	}
	return list
}

// apps are the apps as a route names them: themselves, or by an add-on or attachment.
func (w *crawler) apps(by string) (list []crawlTarget) {
	guests := map[string]string{"shopfront": "man", "strongroom": "col", "orbiter": "ada", "chartroom": "far", "pavilion": "cat", "hobbyhorse": "fri"}
	for _, name := range []string{"shopfront", "strongroom", "orbiter", "chartroom", "pavilion", "hobbyhorse", crawlNone} {
		g := crawlTarget{kind: access.App, name: name, gone: name == crawlNone, params: map[string]string{
			"app": name, "addon": "addon-of-" + name, "collaborator": crawlEmail(guests[name]), "type": "web", "feature": "preboot",
		}}
		for _, thing := range []string{"attachment", "build", "slug", "domain", "drain", "release", "dyno"} {
			g.params[thing] = cmp.Or(w.ids[thing+" "+name], crawlNoID)
		}
		if by == "app" {
			g.whose = map[string]string{"collaborator": guests[name]}
		}
		list = append(list, g)
	}
	return list
}

// byID names things by their ids.
func (w *crawler) byID(placeholder string, list []crawlTarget) []crawlTarget {
	for _, g := range list {
		g.params[placeholder] = cmp.Or(w.ids[placeholder+" "+g.name], crawlNoID)
		g.params["daily"], g.params["monthly"] = w.since.Format("2006-01-02"), w.since.Format("2006-01")
	}
	return list
}

func (w *crawler) accounts() []crawlTarget {
	users := map[string]string{"acmecorp": "eve", "umbracorp": "una"}
	list := named(access.Enterprise, "account", crawlAccounts)
	for _, g := range list {
		g.params["user"] = crawlEmail(cmp.Or(users[g.name], "eve"))
		g.params["provider"] = cmp.Or(w.ids["provider "+g.name], crawlNoID)
		g.params["year"], g.params["month"] = w.since.Format("2006"), w.since.Format("01")
	}
	return list
}

func (w *crawler) spaces() (list []crawlTarget) {
	users := map[string]string{"nasaspace": "dev", "esaspace": "gus"}
	for _, name := range []string{"nasaspace", "esaspace", crawlNone} {
		list = append(list, crawlTarget{
			kind: access.Space, name: name, gone: name == crawlNone, whose: map[string]string{"user": users[name]},
			params: map[string]string{"space": name, "user": crawlEmail(users[name]), "ruleset": cmp.Or(w.ids["ruleset "+name], crawlNoID)},
		})
	}
	return list
}

func (w *crawler) couplings() (list []crawlTarget) {
	for _, app := range []string{"shopfront", "strongroom", "orbiter", "chartroom", "pavilion", "hobbyhorse"} {
		list = append(list, crawlTarget{kind: access.Pipeline, name: crawlApps[app].pipeline, app: app, body: `{"stage":"staging"}`, params: map[string]string{"coupling": w.ids["coupling "+app]}})
	}
	return append(list, crawlTarget{kind: access.Pipeline, gone: true, params: map[string]string{"coupling": crawlNoID}})
}

func (w *crawler) transfers() []crawlTarget {
	offer := crawlTarget{kind: access.App, name: "hobbyhorse", params: map[string]string{"transfer": w.ids["transfer"]}, concerns: []string{"own", "fri"}}
	return []crawlTarget{offer, {kind: access.App, gone: true, params: map[string]string{"transfer": crawlNoID}}}
}

func (w *crawler) invitations() []crawlTarget {
	return []crawlTarget{
		{kind: access.Team, name: "clubhouse", params: map[string]string{"token": w.ids["invitation"]}, whose: map[string]string{"token": "ivy"}},
		{kind: access.Team, gone: true, params: map[string]string{"token": crawlNoID}},
	}
}
