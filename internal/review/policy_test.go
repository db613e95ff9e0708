package review_test

import (
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
)

func TestPolicy(t *testing.T) {
	for name, test := range map[string]struct{ policy, want string }{
		"the rules' own":       {"", "high notice high information information high high critical? no"},
		"another risk":         {"risks: {gains_deploy: notice, gains_view: notice, outsider: critical}", "notice notice"},
		"raised for people":    {"raise: [{people: ['*@CREATIVE.test'], to: critical}]", "critical critical"},
		"raised for objects":   {"raise: [{objects: ['*-prod'], rules: [gains_view], to: high}]", "high high"},
		"raised for the team":  {"raise: [{objects: [acme-widgets], rules: [gains_view], to: high}]", "high high"},
		"raised for others":    {"raise: [{people: ['*@acme.test'], to: critical}]", "high information"},
		"never lowered":        {"raise: [{people: ['*@creative.test'], to: information}]", "high information"},
		"people and an object": {"raise: [{people: ['*@creative.test'], objects: ['*-staging'], to: critical}]", "high information"},
	} {
		p, err := review.ReadPolicy("policy.yaml", strings.NewReader(test.policy))
		if err != nil {
			t.Fatal(name, err)
		}
		r := sample()
		p.Rate(r)
		jill := r.People[2]
		if got := string(jill.Changes[0].Risk) + " " + string(jill.Changes[1].Risk); name != "the rules' own" && got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
		if name == "the rules' own" && (r.Risk != review.High || jill.Risk != review.High || r.Findings[0].Rule != "one_admin") {
			t.Errorf("%+v", r)
		}
	}
}

// A slash, which an address may have, keeps nobody out of a pattern.
func TestPolicySlash(t *testing.T) {
	p, err := review.ReadPolicy("policy.yaml", strings.NewReader("raise: [{people: ['*@creative.test'], to: critical}]"))
	if err != nil {
		t.Fatal(err)
	}
	r := sample()
	r.People[2].Name = "jill/agency@creative.test"
	if p.Rate(r); r.People[2].Risk != review.Critical {
		t.Error(r.People[2].Risk)
	}
}

func TestPolicyMistakes(t *testing.T) {
	for policy, want := range map[string]string{
		"risks: {gains_depoly: high}":         `there is no rule "gains_depoly"; the nearest ones are gains_deploy`,
		"risks: {gains_deploy: hihg}":         "risks: gains_deploy",
		"risk: {}":                            "line 1",
		"raise: [{to: high}]":                 "number 1: it should name rules, people or objects",
		"raise: [{people: [a], to: higher}]":  "higher",
		"raise: [{people: [a]}]":              "number 1",
		"raise: [{rules: [no], to: high}]":    `no rule "no"`,
		"raise: [{people: ['[a'], to: high}]": `"[a" is not a pattern`,
		"- a":                                 "cannot be read",
	} {
		if _, err := review.ReadPolicy("policy.yaml", strings.NewReader(policy)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", policy, err, want)
		}
	}
}

// Every rule has a risk, a name of its own and a sentence.
func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range review.Rules {
		if _, err := review.ParseRisk(string(rule.Risk)); err != nil || seen[rule.ID] || !strings.HasSuffix(rule.Help, ".") {
			t.Errorf("%+v %v", rule, err)
		}
		seen[rule.ID] = true
	}
}
