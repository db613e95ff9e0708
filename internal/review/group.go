package review

import (
	"fmt"
	"slices"
	"strings"
)

// group is what a person gains or loses in the same way on several objects: what readers of a page see in one line.
type group struct {
	Effect
	Risk
	rights        []string
	kind, team    string
	objects       []string
	before, after string
	actions       []string
	causes        []Cause
}

// groups puts a person's changes together: the rights that change alike on one object first, then the objects on which the same rights do.
// Nothing is lost by it but the order.
func (p *Person) groups() []*group {
	var on []*group
	at := map[string]int{}
	for i := range p.Changes {
		c := &p.Changes[i]
		key := fmt.Sprint(c.Effect, "\x00", c.Object, "\x00", c.Before, "\x00", c.After)
		if j, ok := at[key]; ok {
			on[j].join(group{Risk: c.Risk, rights: []string{c.Right}, actions: c.Actions, causes: c.Causes})
			continue
		}
		at[key] = len(on)
		on = append(on, &group{
			c.Effect, c.Risk,
			[]string{c.Right},
			c.Object.Kind, c.Object.Team,
			[]string{c.Object.Name},
			c.Before, c.After,
			slices.Clone(c.Actions), slices.Clone(c.Causes),
		})
	}
	var all []*group
	at = map[string]int{}
	for _, g := range on {
		key := fmt.Sprint(g.Effect, "\x00", g.kind, "\x00", g.team, "\x00", g.rights, "\x00", g.before, "\x00", g.after)
		if j, ok := at[key]; ok {
			all[j].join(*g)
			continue
		}
		at[key] = len(all)
		all = append(all, g)
	}
	return all
}

// join adds what another group has and this one lacks.
func (g *group) join(other group) {
	g.Risk = higher(g.Risk, other.Risk)
	g.rights = union(g.rights, other.rights)
	g.objects = union(g.objects, other.objects)
	g.actions = union(g.actions, other.actions)
	for _, c := range other.causes {
		if !slices.ContainsFunc(g.causes, func(x Cause) bool { return x.Address == c.Address }) {
			g.causes = append(g.causes, c)
		}
	}
}

func union(a, b []string) []string {
	seen := make(map[string]bool, len(a))
	for _, word := range a {
		seen[word] = true
	}
	for _, word := range b {
		if !seen[word] {
			seen[word] = true
			a = append(a, word)
		}
	}
	return a
}

// sign is how a change is drawn.
func (e Effect) sign() string {
	return map[Effect]string{Gained: "+", Lost: "-", Kept: "=", Unknown: "?"}[e]
}

// what says which rights on which objects, the objects up to a number; 0 is all.
func (g *group) what(most int, name func(string) string) string {
	kind := strings.ReplaceAll(g.kind, "_", " ")
	var shown []string
	for i, object := range g.objects {
		if most > 0 && i == most && len(g.objects) > most+1 {
			shown = append(shown, fmt.Sprintf("and %d more", len(g.objects)-i))
			break
		}
		shown = append(shown, name(object))
	}
	of := ""
	if g.team != "" {
		of = " of " + name(g.team)
	}
	if len(g.objects) > 1 {
		return fmt.Sprintf("%s on %d %ss%s: %s", sentence(g.rights), len(g.objects), kind, of, strings.Join(shown, ", "))
	}
	return fmt.Sprintf("%s on %s %s%s", sentence(g.rights), kind, shown[0], of)
}

// why says where the right comes from, or came from.
func (g *group) why() string {
	switch {
	case g.Effect == Kept:
		return g.after + ", and no longer " + g.before
	case g.after != "":
		return g.after
	case g.before != "":
		return "was " + g.before
	}
	return ""
}

// opens says which actions become possible or impossible, by the noun that they are about: opens app.builds.create/read.
func (g *group) opens(name func(string) string) string {
	verb := map[Effect]string{Gained: "opens ", Lost: "closes ", Unknown: "may change "}[g.Effect]
	if len(g.actions) == 0 || verb == "" {
		return ""
	}
	return verb + name(nouns(g.actions))
}

// nouns puts actions about the same thing together.
func nouns(actions []string) string {
	var all []string
	verbs := map[string][]string{}
	for _, action := range slices.Sorted(slices.Values(actions)) {
		i := strings.LastIndexByte(action, '.')
		noun, verb := action[:max(i, 0)], action[i+1:]
		if verbs[noun] == nil {
			all = append(all, noun)
		}
		verbs[noun] = append(verbs[noun], verb)
	}
	for i, noun := range all {
		all[i] = strings.TrimPrefix(noun+"."+strings.Join(verbs[noun], "/"), ".")
	}
	return strings.Join(all, ", ")
}

// sentence joins words: a, b and c.
func sentence(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// summary is the report in one line.
func (r *Report) summary() string {
	switch {
	case !r.Changed() && len(r.Gaps) > 0:
		return "Nobody's access changes, as far as this is known."
	case !r.Changed():
		return "Nobody's access changes."
	}
	count := map[Effect]int{}
	for i := range r.People {
		seen := map[Effect]bool{}
		for j := range r.People[i].Changes {
			seen[r.People[i].Changes[j].Effect] = true
		}
		for e := range seen {
			count[e]++
		}
	}
	var parts []string
	for _, p := range []struct {
		effect    Effect
		one, many string
	}{{Gained, "person gains access", "people gain access"}, {Lost, "person loses access", "people lose access"}, {Unknown, "person of whom it is not known yet what changes", "people of whom it is not known yet what changes"}} {
		if n := count[p.effect]; n > 0 {
			parts = append(parts, number(n, p.one, p.many))
		}
	}
	if n := len(r.Findings); n > 0 {
		parts = append(parts, number(n, "consequence", "consequences"))
	}
	if len(parts) == 0 {
		parts = []string{"Rights have other reasons than before"}
	}
	return fmt.Sprintf("%s. Highest risk: %s.", sentence(parts), r.Risk)
}

func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Changed reports whether the plan changes anything about access.
func (r *Report) Changed() bool { return len(r.People)+len(r.Findings) > 0 }

// standing is what is said about a person beside the name.
func (p *Person) standing() []string {
	var words []string
	if p.Unknown {
		words = append(words, "not known yet")
	}
	if p.TwoFactor != nil && !*p.TwoFactor {
		words = append(words, "no MFA")
	}
	if len(p.Outside) > 0 {
		words = append(words, "outside "+sentence(p.Outside))
	}
	return words
}
