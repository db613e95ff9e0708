package review_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// draft is a configuration that is being written.
type draft struct {
	*world
	list    []*acctest.Resource
	by      map[string]*acctest.Resource
	holders map[string][]string // addresses of what says who is in a team, by team
	roles   map[string]map[string]string
	moves   []string // addresses of apps that go to another team: who leaves one leaves it after that, so that it is certain what he has
}

func (d *draft) add(kind, name string, config map[string]any, needs ...string) string {
	r := &acctest.Resource{Type: "herokuenterprise_" + kind, Name: name, Config: config, DependsOn: needs}
	if d.by[r.Address()] == nil {
		d.list, d.by[r.Address()] = append(d.list, r), r
	}
	return r.Address()
}

// word makes an email address or a name the name of a resource.
func word(s string) string { return strings.NewReplacer("@", "_", ".", "_").Replace(s) }

// configuration writes the next configuration. It leaves out what the API refuses and what Terraform does in no certain order: a person
// who leaves a team by a resource that goes gets nothing there in the same run, since nothing could come after what is no longer written.
func (w *world) configuration() []*acctest.Resource {
	w.round++
	d := &draft{world: w, by: map[string]*acctest.Resource{}, holders: map[string][]string{}, roles: map[string]map[string]string{}}
	moving := w.round > 1 && w.chance(50)
	homes := maps.Clone(w.homes)
	refs := d.containers(moving, homes)
	for i, t := range append(w.teams[:2:2], w.club) {
		d.members(t, t, i, !moving)
	}
	d.fresh()
	if w.chance(30) {
		d.newTeam()
	}
	for _, app := range w.apps {
		d.onApp(app, refs[app], homes[app] != w.homes[app])
	}
	for _, t := range w.teams {
		if s := w.spaces[t]; s != "" {
			d.onSpace(t, s)
		}
	}
	d.account()
	d.settle()
	w.old = d.by
	return d.list
}

// containers writes the apps that Terraform holds, and returns what refers to them. Some go to another team, or have another name.
func (d *draft) containers(moving bool, homes map[string]string) map[string]any {
	refs := map[string]any{}
	for _, app := range d.apps {
		refs[app] = d.renamed[app]
		at := "herokuenterprise_team_app." + app
		if d.old[at] == nil {
			continue
		}
		if moving && d.chance(30) {
			d.homes[app] = pick(d.world, d.teams...)
		}
		if d.homes[app] != homes[app] {
			d.moves = append(d.moves, at)
		}
		name := d.renamed[app]
		if d.chance(15) {
			name = app + "-" + fmt.Sprint(d.round)
		}
		d.renamed[app] = name
		d.add("team_app", app, map[string]any{"team": d.homes[app], "name": name})
		refs[app] = acctest.Ref{To: at, Attribute: "id"}
	}
	return refs
}

// fresh adds an app that is not there yet, and may be replaced later.
func (d *draft) fresh() {
	if d.chance(30) || d.old["herokuenterprise_team_app.fresh"] != nil && d.chance(70) {
		config := map[string]any{"team": d.teams[0], "name": d.prefix + "-fresh", "region": pick(d.world, "us", "eu")} // another region replaces it
		at := d.add("team_app", "fresh", config)
		for _, p := range some(d.world, 40, d.people) {
			d.add("app_access", "fresh_"+word(p), map[string]any{"app": acctest.Ref{To: at, Attribute: "id"}, "email": p, "permissions": d.permissions()}, d.holders[d.teams[0]]...)
		}
		if d.chance(30) {
			d.add("app_lock", "fresh", map[string]any{"app": acctest.Ref{To: at, Attribute: "id"}})
		}
	}
}

// members says who is in a team: one by one, or all of them.
func (d *draft) members(key string, team any, n int, whole bool) {
	d.roles[key] = map[string]string{}
	exclusive := d.way(key, 40)
	if held := d.old[fmt.Sprint("herokuenterprise_team_members.t", n)] != nil; exclusive && (whole && d.chance(20) || !whole && !held) {
		return
	}
	if exclusive {
		listed := map[string]any{d.boss: "admin"}
		for _, p := range some(d.world, 60, d.people) {
			role := d.roleIn(key)
			listed[p], d.roles[key][p] = role, role
		}
		d.holders[key] = append(d.holders[key], d.add("team_members", fmt.Sprint("t", n), map[string]any{"team": team, "members": listed, "max_removals": "100%"}, d.moves...))
		return
	}
	for _, p := range d.people {
		name := fmt.Sprintf("t%d_%s", n, word(p))
		held := d.old["herokuenterprise_team_member."+name] != nil
		if held && (!whole || d.chance(75)) || !held && d.chance(35) {
			role := d.roleIn(key)
			d.roles[key][p] = role
			d.holders[key] = append(d.holders[key], d.add("team_member", name, map[string]any{"team": team, "email": p, "role": role}, d.moves...))
		}
	}
}

// roleIn is a role in a team. Heroku's schema knows no invitation to be a viewer.
func (d *draft) roleIn(team string) string {
	if team == d.club {
		return pick(d.world, "admin", "member")
	}
	return d.role()
}

// way decides once whether one resource holds the whole of something.
func (d *draft) way(of string, percent int) bool {
	if _, decided := d.ways[of]; !decided {
		d.ways[of] = d.chance(percent)
	}
	return d.ways[of]
}

// newTeam adds a team that is not there yet, with people and an app.
func (d *draft) newTeam() {
	config := map[string]any{"name": fmt.Sprintf("%s-new%d", d.prefix, d.round)} // a rename, after the first time
	config["enterprise_account"] = d.prefix + "-acc"
	at := d.add("team", "new", config)
	ref := acctest.Ref{To: at, Attribute: "id"}
	d.members("new", ref, 9, true)
	if d.chance(60) {
		app := d.add("team_app", "novel", map[string]any{"team": ref, "name": d.prefix + "-novel"})
		for _, p := range some(d.world, 40, d.people) {
			d.add("app_access", "novel_"+word(p), map[string]any{"app": acctest.Ref{To: app, Attribute: "id"}, "email": p, "permissions": d.permissions()}, d.holders["new"]...)
		}
	}
}

// onApp says who has permissions of their own on an app, and whether it is locked.
func (d *draft) onApp(app string, ref any, moved bool) {
	team := d.homes[app]
	if held := d.old["herokuenterprise_app_lock."+app] != nil; d.chance(40) && !moved || moved && held { // what comes of both at once is not certain
		d.add("app_lock", app, map[string]any{"app": ref})
	}
	if team == d.club {
		return // permissions cannot be chosen
	}
	needs := append(slices.Clone(d.holders[team]), d.holdersOf(app)...)
	if d.way(app, 30) {
		if held := d.old["herokuenterprise_app_collaborators."+app] != nil; d.chance(20) && (!moved || !held) { // which comes first would not be certain
			return
		}
		listed := map[string]any{}
		for _, p := range some(d.world, 50, append(d.people[:len(d.people):len(d.people)], append(d.others, d.boss)...)) {
			listed[p] = d.permissions()
		}
		d.add("app_collaborators", app, map[string]any{"app": ref, "collaborators": listed, "max_removals": "100%"}, needs...)
		return
	}
	for _, p := range some(d.world, 40, append(d.people[:len(d.people):len(d.people)], d.others...)) {
		d.add("app_access", app+"_"+word(p), map[string]any{"app": ref, "email": p, "permissions": d.permissions()}, needs...)
	}
}

// holdersOf is the app itself, where Terraform holds it.
func (d *draft) holdersOf(app string) []string {
	if at := "herokuenterprise_team_app." + app; d.by[at] != nil {
		return []string{at}
	}
	return nil
}

// onSpace lets members create apps, and says from where web traffic comes.
func (d *draft) onSpace(team, space string) {
	for _, p := range d.people {
		if d.roles[team][p] == "member" && d.chance(50) {
			d.add("space_access", word(space)+"_"+word(p), map[string]any{"space": space, "email": p, "permissions": []string{"create_apps"}}, d.holders[team]...)
		}
	}
	if d.chance(20) {
		d.add("space_trusted_ips", word(space), map[string]any{"space": space, "ranges": some(d.world, 50, []string{"0.0.0.0/0", "198.51.100.0/24", "203.0.113.0/24"})})
	}
}

// account says who may do what in the enterprise account. Who may have a role in a team stays in it.
func (d *draft) account() {
	for _, p := range append(d.people[:len(d.people):len(d.people)], d.others...) {
		name := "acc_" + word(p)
		held := d.old["herokuenterprise_enterprise_account_member."+name] != nil
		if held && (!slices.Contains(d.others, p) || d.chance(60)) || !held && d.chance(20) {
			d.add("enterprise_account_member", name, map[string]any{"enterprise_account": d.prefix + "-acc", "email": p, "permissions": d.standing()})
		}
	}
	for i, t := range d.teams {
		if d.chance(20) {
			d.add("addon_allowlist", fmt.Sprint("t", i), map[string]any{"team": t, "addon_services": some(d.world, 60, services), "enforced": d.chance(50)})
		}
	}
}

// settle leaves out what somebody would get in a team that he leaves in the same run by a resource that goes.
func (d *draft) settle() {
	leaving := map[string]bool{}
	for at, r := range d.old {
		if d.by[at] == nil && r.Type == "herokuenterprise_team_member" {
			if email, ok := r.Config["email"].(string); ok {
				leaving[email] = true
			}
		}
		if listed, ok := r.Config["members"].(map[string]any); ok && d.by[at] == nil {
			for p := range listed {
				leaving[p] = true
			}
		}
	}
	d.list = slices.DeleteFunc(d.list, func(r *acctest.Resource) bool {
		email, _ := r.Config["email"].(string)
		grant := r.Type == "herokuenterprise_app_access" || r.Type == "herokuenterprise_space_access"
		if listed, ok := r.Config["collaborators"].(map[string]any); ok {
			for p := range listed {
				if leaving[p] && d.old[r.Address()] == nil {
					delete(listed, p)
				}
			}
		}
		drop := grant && leaving[email]
		if drop {
			delete(d.by, r.Address())
		}
		return drop
	})
}
