package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// Review says what a plan changes about who may do what. What the API said of the teams in it may be nil: then the plan alone counts.
//
// A plan is taken at its word: that the API may refuse some of it, such as to let the last admin go, is a finding, and the report goes on as
// if it did not. The risks are those of the rules; a [Policy] can rate the report anew.
func Review(f *planfile.File, live *organization.Organization) (*Report, error) {
	if !f.Plan {
		return nil, &planfile.Error{Kind: planfile.NotTerraform, Text: "the file is a state, and a review is about a plan; make one with: terraform plan -out=PLAN && terraform show -json PLAN"}
	}
	read := reading{estate: &estate{}, objects: map[string]object{}}
	read.load(f)
	if live != nil {
		read.ask(live)
	}
	s := newSimulation(read, f)
	if live != nil && live.Owner != nil {
		s.me = s.people.who(live.Owner.ID, live.Owner.Email)
		s.me.twoFactor = &live.Owner.TwoFactorAuthentication
	}
	steps, odd := stepsOf(f)
	for _, at := range odd {
		s.found = append(s.found, Finding{
			Rule: "unknown_access", Object: Object{Kind: ofTeam, Name: at.Address}, People: []string{}, Causes: []Cause{*at},
			Text: fmt.Sprintf("The plan does something with %s that this version does not know, and that is left out here.", at.Address),
		})
	}
	for _, st := range order(f, steps) {
		s.do(st)
	}
	changes := s.differences()
	r := &Report{Version: Version, Plan: planOf(f, live), People: []Person{}, Findings: []Finding{}, Gaps: []string{}}
	s.consequences(changes)
	for _, who := range holders(changes) {
		r.People = append(r.People, s.personReport(who, changes[who]))
	}
	s.unknowns(f, live != nil)
	r.Findings = append(r.Findings, s.found...)
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.Rule, b.Rule), strings.Compare(a.Object.Kind, b.Object.Kind), strings.Compare(a.Object.Name, b.Object.Name), strings.Compare(a.Text, b.Text))
	})
	r.Gaps = append(r.Gaps, slices.Sorted(maps.Keys(s.gaps))...)
	(&Policy{}).Rate(r)
	return r, nil
}

func planOf(f *planfile.File, live *organization.Organization) Plan {
	changes := 0
	for i := range f.Changes {
		if c := &f.Changes[i]; c.Mode != "data" && !c.Is("no-op") {
			changes++
		}
	}
	return Plan{Terraform: f.Terraform, Live: live != nil, Complete: f.Complete, Changes: changes, Others: f.Others}
}

// personReport is what a report says of one person.
func (s *simulation) personReport(who *person, changes []Change) Person {
	p := Person{Name: who.label(), UserID: who.id, Unknown: who.unknown, TwoFactor: who.twoFactor, Changes: changes}
	for _, row := range s.outside[who] {
		p.Outside = append(p.Outside, s.after.teams.at(row).label())
	}
	slices.Sort(p.Outside)
	return p
}

// Wanted says what has to be read of the API for a plan: the teams and accounts that it is about, by their ids where it knows them, and
// apps and spaces of which it does not know the team. What the plan creates is not there yet.
func Wanted(f *planfile.File) organization.Choice {
	read := reading{estate: &estate{}, objects: map[string]object{}}
	read.load(f)
	comes := map[string]bool{} // names of what is created
	steps, _ := stepsOf(f)
	for _, st := range steps {
		if st.does == "create" && (st.kind == "team" || st.kind == "team_app" || st.kind == "space") {
			comes[st.kind+" "+st.after.text("name")] = true
		}
	}
	w := wanting{&read, comes, map[string]bool{}, organization.Choice{Owners: true, Lenient: true}}
	for _, st := range steps {
		w.of(st.before)
		w.of(st.after)
		if v := st.now(); st.does != "create" {
			switch st.kind { // the object itself
			case "team":
				w.want(&w.Teams, v.text("id"), v.text("name"))
			case "team_app":
				w.app(v.text("id"), v.text("name"))
			case "space":
				w.space(v.text("id"), v.text("name"))
			}
		}
	}
	return w.Choice
}

// wanting collects what has to be read.
type wanting struct {
	*reading
	comes, seen map[string]bool
	organization.Choice
}

// want notes an object once.
func (w *wanting) want(list *[]string, id, name string) {
	if ref := cmp.Or(id, name); ref != "" && !w.seen[ref] {
		w.seen[ref] = true
		*list = append(*list, ref)
	}
}

// of notes what an object refers to. What the plan has yet to create is not there.
func (w *wanting) of(v values) {
	if id, name := v.named("team_id", "team"); id != "" || !w.comes["team "+name] {
		w.team(id, name)
	}
	if id, name := v.named("app_id", "app"); id != "" || !w.comes["team_app "+name] {
		w.app(id, name)
	}
	if id, name := v.named("space_id", "space"); id != "" || !w.comes["space "+name] {
		w.space(id, name)
	}
	id, name := v.named("enterprise_account_id", "enterprise_account")
	w.want(&w.Alone, id, name)
}

func (w *wanting) team(id, name string) {
	if t := w.reading.team(id, name); t != nil {
		w.want(&w.Teams, t.id, t.name)
	}
}

// app notes the team of an app, or the app where that is not known.
func (w *wanting) app(id, name string) {
	a := w.reading.app(id, name)
	switch {
	case a == nil:
	case a.team == none:
		w.want(&w.Apps, a.id, a.name)
	default:
		t := w.teams.at(a.team)
		w.want(&w.Teams, t.id, t.name)
	}
}

func (w *wanting) space(id, name string) {
	v := w.reading.space(id, name)
	switch {
	case v == nil:
	case v.team == none:
		w.want(&w.Spaces, v.id, v.name)
	default:
		t := w.teams.at(v.team)
		w.want(&w.Teams, t.id, t.name)
	}
}

// second reports whether a right is more than to look.
func second(c *Change) bool {
	return c.Effect == Gained && c.Rule != "gains_view" && c.Right != "role "+string(access.Viewer) && (c.Object.Kind != ofAccount || c.Right != access.AccountView.Names()[0])
}
