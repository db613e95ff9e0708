package review

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
)

// doAllowlist is a team's whole add-on allowlist and its switch. Destroying it stops the enforcement and takes off what Terraform put on.
func (s *simulation) doAllowlist(st *step) {
	t := s.teamTarget(st)
	if t == nil {
		s.finding(st, "unknown_access", s.somewhere(st, ofTeam, "team"), nil, "Whose add-on allowlist %s is, is known only after the plan is applied.", st.change.Address)
		return
	}
	s.touch(st, ofAllowlist, t.row, nil)
	if st.after.open("addon_services") || st.after.open("enforced") {
		s.finding(st, "unknown_access", s.after.teamObject(t), nil, "What the add-on allowlist of the team %s will have is known only after the plan is applied.", t.label())
		return
	}
	enforced := st.does != "delete" && st.after.is("enforced")
	listed := st.after.words("addon_services")
	if st.does == "delete" {
		own := st.before.words("addon_services")
		listed = slices.DeleteFunc(slices.Sorted(maps.Keys(t.services)), func(service string) bool { return slices.Contains(own, service) })
	}
	t.controls, t.services = &enforced, map[string]bool{}
	for _, service := range listed {
		t.services[service] = true
	}
}

// doService is one service on the allowlist.
func (s *simulation) doService(st *step) {
	t, service := s.teamTarget(st), serviceOf(st.now())
	if t == nil || service == "" {
		s.finding(st, "unknown_access", s.somewhere(st, ofTeam, "team"), nil, "What %s allows is known only after the plan is applied.", st.change.Address)
		return
	}
	s.touch(st, ofAllowlist, t.row, nil)
	if st.does == "delete" {
		delete(t.services, service)
	} else {
		put(&t.services, service, true)
	}
}

// allowlists says what becomes of the allowlists of all teams.
func (s *simulation) allowlists() {
	for _, t := range s.after.teams.list {
		was := s.teams.at(t.row)
		causes := s.touches(ofAllowlist, t.row, nil)
		if len(causes) == 0 || t.gone || was == nil {
			continue
		}
		o := s.after.teamObject(t)
		note := func(rule, text string) {
			s.found = append(s.found, Finding{Rule: rule, Text: text, Object: o, People: []string{}, Causes: causesOf(causes)})
		}
		if isTrue(was.controls) && t.controls != nil && !*t.controls {
			note("allowlist_off", fmt.Sprintf("The add-on allowlist of the team %s is not enforced any more: everybody who may install add-ons may install any.", t.label()))
		}
		if wider := missing(t.services, was.services); len(wider) > 0 {
			note("allowlist_wider", fmt.Sprintf("The add-on allowlist of the team %s gets %s.", t.label(), sentence(wider)))
		}
		if isTrue(t.controls) {
			for _, service := range exceptions(was, t) {
				note("allowlist_exception", service)
			}
		}
	}
}

func isTrue(b *bool) bool { return b != nil && *b }

// missing lists what is in one set and not in another.
func missing(in, from map[string]bool) (words []string) {
	for w := range in {
		if !from[w] {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return words
}

// exceptions are sentences about the add-ons that the list does not allow, and did before or was not enforced.
func exceptions(was, t *team) (sentences []string) {
	byService := map[string][]string{}
	for _, one := range t.installs {
		if !t.services[one.service] && (was.services[one.service] || !isTrue(was.controls)) {
			byService[one.service] = append(byService[one.service], fmt.Sprintf("%s on %s", one.addon, one.app))
		}
	}
	for _, service := range slices.Sorted(maps.Keys(byService)) {
		list := byService[service]
		slices.Sort(list)
		sentences = append(sentences, fmt.Sprintf("The add-on service %s is not on the allowlist of the team %s, and %s: %s. What is installed stays, and shows as an exception.",
			service, t.label(), number(len(list), "add-on of it is installed", "add-ons of it are installed"), sentence(list)))
	}
	return sentences
}

// doProvider is where people sign in.
func (s *simulation) doProvider(st *step) {
	o, owner, who := s.providerOwner(st)
	entity := known(st.now().text("entity_id"))
	switch st.does {
	case "create":
		s.finding(st, "identity_provider", o, who, "The %s gets the identity provider %s: whoever it vouches for can sign in.", owner, entity)
	case "delete":
		s.finding(st, "identity_provider", o, who, "The %s loses the identity provider %s: nobody can sign in through it any more.", owner, entity)
	default:
		var changed []string
		for _, name := range []string{"certificate", "entity_id", "slo_target_url", "sso_target_url"} {
			if string(st.before.known[name]) != string(st.after.known[name]) || st.after.open(name) {
				changed = append(changed, name)
			}
		}
		if len(changed) > 0 {
			s.finding(st, "identity_provider", o, who, "The identity provider %s of the %s changes: %s.", entity, owner, sentence(changed))
		}
	}
}

// providerOwner is whose an identity provider is, a team's or an enterprise account's, for the report and in words, and who is known to sign in
// there.
func (s *simulation) providerOwner(st *step) (o Object, words string, who []*person) {
	kind, attribute, words := ofTeam, "team", "team"
	if v := st.now(); !v.null("enterprise_account") {
		kind, attribute, words = ofAccount, "enterprise_account", "enterprise account"
		if a := s.accountTarget(st); a != nil {
			return accountObject(a), "enterprise account " + a.label(), holders(a.own)
		}
	} else if t := s.teamTarget(st); t != nil {
		return s.after.teamObject(t), "team " + t.label(), holders(t.federated)
	}
	o = Object{Kind: kind, Name: "(known after apply)"}
	if st.does != "delete" {
		o = s.somewhere(st, kind, attribute)
	}
	return o, words + " that is known only after the plan is applied", nil
}

// doRanges is from where web traffic reaches a space. Destroying it changes nothing.
func (s *simulation) doRanges(st *step) {
	if st.does == "delete" {
		return
	}
	sp := s.spaceTarget(st)
	o, label := s.somewhere(st, ofSpace, "space"), "whose name is known only after the plan is applied"
	var was *space
	if sp != nil {
		o, label, was = s.after.spaceObject(sp), sp.label(), sp
	}
	if st.after.open("ranges") || st.after.open("denied_ranges") {
		s.finding(st, "trusted_ips", o, nil, "From where web traffic reaches the private space %s is known only after the plan is applied.", label)
		return
	}
	trusted, denied := st.after.words("ranges"), st.after.words("denied_ranges")
	if was == nil || !was.ranged {
		s.finding(st, "trusted_ips", o, nil, "Web traffic reaches the private space %s from %s. From where it does now is not known.", label, from(trusted, denied))
	} else if !slices.Equal(networks(was.trusted), networks(trusted)) || !slices.Equal(networks(was.denied), networks(denied)) {
		s.finding(st, "trusted_ips", o, nil, "Web traffic reaches the private space %s from %s, instead of from %s.", label, from(trusted, denied), from(was.trusted, was.denied))
	}
	if sp != nil {
		sp.trusted, sp.denied, sp.ranged = trusted, denied, true
	}
}

// networks are ranges as they are compared: however they are spelled.
func networks(ranges []string) []string {
	list := make([]string, 0, len(ranges))
	for _, r := range ranges {
		if p, err := netip.ParsePrefix(r); err == nil {
			r = p.Masked().String()
		}
		list = append(list, r)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// from says in words from where.
func from(trusted, denied []string) string {
	words := sentence(networks(trusted))
	switch {
	case len(trusted) == 0:
		return "nowhere"
	case slices.ContainsFunc(everywhere(), func(all string) bool { return slices.Contains(networks(trusted), all) }):
		words = "everywhere"
	}
	if len(denied) > 0 {
		words += ", but not from " + sentence(networks(denied))
	}
	return words
}
