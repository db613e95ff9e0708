package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

func TestInboundRulesets(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		space := nasa(t, s)
		current := func() (set api.InboundRuleset) {
			t.Helper()
			must(t, s, http.StatusOK, "HRKU-vic", "GET", "/spaces/nasa/inbound-ruleset", nil, &set)
			return set
		}
		first := current()
		if len(first.Rules) != 1 || first.Rules[0] != (api.InboundRule{Action: "allow", Source: "0.0.0.0/0"}) || first.CreatedBy != "ada@acme.test" || !first.Applied || first.Space.ID != space.ID {
			t.Errorf("a new space has %+v", first)
		}
		changed := first
		changed.Rules = append(slices.Clone(first.Rules), api.InboundRule{Action: "deny", Source: "198.51.100.7/24"})
		audited(t, s, "inbound_ruleset.create", "HRKU-bob", "PUT", "/spaces/"+space.ID+"/inbound-ruleset", changed) // the whole fetched object
		second := current()
		if !slices.Equal(second.Rules, changed.Rules) || second.ID == first.ID || second.CreatedBy != "bob@acme.test" {
			t.Errorf("put %+v, read %+v", changed, second)
		}
		audited(t, s, "inbound_ruleset.create", "HRKU-ada", "PUT", "/spaces/nasa/inbound-ruleset", object{"rules": []object{}})
		if third := current(); len(third.Rules) != 0 || third.ID == second.ID {
			t.Errorf("nobody may come in: %+v", third)
		}
		var all []api.InboundRuleset
		if must(t, s, http.StatusOK, "HRKU-joe", "GET", "/spaces/nasa/inbound-rulesets", nil, &all); len(all) != 3 {
			t.Errorf("history: %+v", all)
		}
		var past api.InboundRuleset
		must(t, s, http.StatusOK, "HRKU-joe", "GET", "/spaces/nasa/inbound-rulesets/"+second.ID, nil, &past)
		if fmt.Sprint(past) != fmt.Sprint(second) {
			t.Errorf("past %+v, was %+v", past, second)
		}
		resp, body := s.DoHeader(t, "HRKU-joe", "GET", "/spaces/nasa/inbound-rulesets", nil, http.Header{"Range": {"id ..; max=1"}})
		if resp.StatusCode != http.StatusPartialContent || json.Unmarshal(body, &all) != nil || len(all) != 1 {
			t.Errorf("a page: %d %s", resp.StatusCode, body)
		}
		must(t, s, http.StatusOK, "HRKU-ada", "DELETE", "/spaces/nasa", nil, nil)
	})
}

func TestInboundRulesetRefusals(t *testing.T) {
	s := mockapitest.Start(t, world)
	nasa(t, s)
	rules := func(sources ...string) object {
		list := []object{}
		for _, source := range sources {
			list = append(list, object{"action": "allow", "source": source})
		}
		return object{"rules": list}
	}
	var many []string
	for i := range 21 {
		many = append(many, fmt.Sprintf("10.0.0.%d/32", i))
	}
	var before, after api.InboundRuleset
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/spaces/nasa/inbound-ruleset", nil, &before)
	for name, c := range map[string]struct {
		token, method, path string
		body                any
		status              int
		want                string
	}{
		"rules left out":  {"HRKU-ada", "PUT", "", object{}, 422, "rules is required"},
		"null":            {"HRKU-ada", "PUT", "", object{"rules": nil}, 422, "rules is required"},
		"not a list":      {"HRKU-ada", "PUT", "", object{"rules": "all"}, 422, "rules must be a list"},
		"no network":      {"HRKU-ada", "PUT", "", rules("1.2.3.4"), 422, "198.51.100.0/24"},
		"no address":      {"HRKU-ada", "PUT", "", rules("office"), 422, "not an IPv4 network"},
		"IPv6":            {"HRKU-ada", "PUT", "", rules("::/0"), 422, "not an IPv4 network"},
		"twice":           {"HRKU-ada", "PUT", "", rules("1.2.3.4/32", "1.2.3.4/32"), 422, "A rule already exists for 1.2.3.4/32"},
		"too many":        {"HRKU-ada", "PUT", "", rules(many...), 422, "at most 20"},
		"no action":       {"HRKU-ada", "PUT", "", object{"rules": []object{{"source": "1.2.3.4/32"}}}, 422, "allow or deny"},
		"by a member":     {"HRKU-joe", "PUT", "", rules(), 403, "change the trusted IPs"},
		"by a viewer":     {"HRKU-vic", "PUT", "", rules(), 403, "requires team role admin"},
		"by a stranger":   {"HRKU-sam", "PUT", "", rules(), 403, "do not have access to the space"},
		"read outside":    {"HRKU-jill", "GET", "", nil, 403, "do not have access to the space"},
		"list outside":    {"HRKU-sam", "GET", "s", nil, 403, "do not have access to the space"},
		"past outside":    {"HRKU-sam", "GET", "s/" + before.ID, nil, 403, "do not have access to the space"},
		"no such ruleset": {"HRKU-ada", "GET", "s/none", nil, 404, "Couldn't find that inbound ruleset."},
	} {
		if status, answer := s.Do(t, c.token, c.method, "/spaces/nasa/inbound-ruleset"+c.path, c.body); status != c.status || !contains(string(answer), c.want) {
			t.Errorf("%s: %d %s, want %d with %q", name, status, answer, c.status, c.want)
		}
	}
	must(t, s, http.StatusOK, "HRKU-ada", "GET", "/spaces/nasa/inbound-ruleset", nil, &after)
	if fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("refusals changed %+v to %+v", before, after)
	}
}
