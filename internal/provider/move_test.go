package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

const upstream = "registry.terraform.io/heroku/heroku"

// moved is an object of another provider and what becomes of it: the address of an import that has the same state, or an error.
type moved struct {
	to, from string
	version  int64
	state    string // in JSON
	id       string
	refused  string
}

// move asks for a state in place of another provider's.
func (c *wire) move(provider string, m moved) (*thing, string) {
	c.Helper()
	kind := "herokuenterprise_" + m.to
	answer, err := c.MoveResourceState(c.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: m.from, SourceSchemaVersion: m.version,
		SourceState: &tfprotov6.RawState{JSON: []byte(m.state)}, SourcePrivate: []byte(`{"schema_version":"1"}`), TargetTypeName: kind,
	})
	if err != nil {
		c.Fatal(err)
	}
	return &thing{kind, answer.TargetState, answer.TargetPrivate, answer.TargetIdentity}, said(nil, answer.Diagnostics)
}

const (
	aMember       = `{"id":"acme-widgets:joe@acme.test","team":"acme-widgets","email":"joe@acme.test","role":"member","federated":false}`
	aSpaceAccess  = `{"id":"7b1f0f0e-0000-4000-8000-000000000000","space":"acme-dmz","email":"joe@acme.test","permissions":["create_apps"]}`
	aCollaborator = `{"id":"7b1f0f0e-0000-4000-8000-000000000000","APP":"website-prod","email":"jill@creative.test","permissions":["view","deploy"]}`
)

// collaborator is a state of heroku_team_collaborator or heroku_collaborator.
func collaborator(attribute string) string {
	return strings.Replace(aCollaborator, "APP", attribute, 1)
}

// without takes a word, and what it says, out of a state.
func without(state, word string) string { return strings.Replace(state, `"`+word+`":`, `"other":`, 1) }

func TestMoveState(t *testing.T) {
	w := start(t)
	alone := strings.Replace(collaborator("app_id"), `,"permissions":["view","deploy"]`, "", 1)
	for _, m := range []moved{
		{"team_member", "heroku_team_member", 0, aMember, "acme-widgets:joe@acme.test", ""},
		{"team_member", "heroku_team_member", 0, strings.Replace(aMember, "}", `,"timeouts":null}`, 1), "acme-widgets:joe@acme.test", ""},
		{"app_access", "heroku_team_collaborator", 1, collaborator("app_id"), "website-prod:jill@creative.test", ""},
		{"app_access", "heroku_team_collaborator", 0, collaborator("app"), "website-prod:jill@creative.test", ""},
		{"app_access", "heroku_collaborator", 1, alone, "website-prod:jill@creative.test", ""},
		{"app_access", "heroku_collaborator", 0, strings.Replace(alone, "app_id", "app", 1), "website-prod:jill@creative.test", ""},

		{"space_access", "heroku_space_app_access", 0, aSpaceAccess, "acme-dmz:joe@acme.test", ""},

		{"space_access", "heroku_space_app_access", 1, aSpaceAccess, "", "can take over heroku_space_app_access (schema version 0) of the provider heroku/heroku, but not heroku_space_app_access (schema version 1)"},
		{"space_access", "heroku_space_app_access", 0, strings.Replace(aSpaceAccess, `["create_apps"]`, `[]`, 1), "", "it has no words in permissions"},
		{"space_access", "heroku_space_app_access", 0, without(aSpaceAccess, "space"), "", "it has no text in space"},
		{"team_member", "heroku_team_member", 1, aMember, "", "but not heroku_team_member (schema version 1) of the provider " + upstream},
		{"team_member", "heroku_team_collaborator", 1, collaborator("app_id"), "", "can take over heroku_team_member (schema version 0) of the provider heroku/heroku, but not heroku_team_collaborator"},
		{"app_access", "heroku_team_member", 0, aMember, "", "heroku_team_collaborator (schema version 1), heroku_team_collaborator (schema version 0), heroku_collaborator (schema version 1), heroku_collaborator (schema version 0)"},
		{"app_access", "heroku_team_collaborator", 2, collaborator("app_id"), "", "schema version 2"},
		{"app_access", "heroku_team_collaborator", 1, collaborator("app"), "", "it has no text in app_id"},
		{"app_access", "heroku_collaborator", 0, alone, "", "it has no text in app"},
		{"app_access", "heroku_team_collaborator", 1, alone, "", "it has no words in permissions"},
		{"app_access", "heroku_team_collaborator", 1, strings.Replace(collaborator("app_id"), `["view","deploy"]`, `"view"`, 1), "", "it has no words in permissions"},
		{"app_access", "heroku_team_collaborator", 1, strings.Replace(collaborator("app_id"), `"deploy"`, `7`, 1), "", "it has no words in permissions"},
		{"app_access", "heroku_team_collaborator", 1, strings.Replace(collaborator("app_id"), `"deploy"`, `null`, 1), "", "it has no words in permissions"},
		{"app_access", "heroku_team_collaborator", 1, without(collaborator("app_id"), "email"), "", "it has no text in email"},
		{"team_member", "heroku_team_member", 0, without(aMember, "team"), "", "it has no text in team"},
		{"team_member", "heroku_team_member", 0, without(aMember, "role"), "", "it has no text in role"},
		{"team_member", "heroku_team_member", 0, strings.Replace(aMember, `"member"`, `null`, 1), "", "it has no text in role"},
		{"team_member", "heroku_team_member", 0, strings.Replace(aMember, `"member"`, `["member"]`, 1), "", "it has no text in role"},
		{"team_member", "heroku_team_member", 0, `[]`, "", "it is no JSON object"},
		{"team_member", "heroku_team_member", 0, `null`, "", "it has no text in email"},
		{"team_member", "heroku_team_member", 0, ``, "", "it is no JSON object"},
		{"team_app", "heroku_app", 0, `{"name":"website-prod"}`, "", "does not include move resource state support"},
	} {
		c := w.connect(t)
		o, refused := c.move(upstream, m)
		if m.refused != "" {
			if !strings.Contains(refused, m.refused) || o.state != nil {
				t.Errorf("%s from %s %s: %q", m.to, m.from, m.state, refused)
			}
			continue
		}
		if refused != "" || len(c.identityOf(o)) > 0 {
			t.Fatalf("%s from %s: %s; identity %v", m.to, m.from, refused, c.identityOf(o))
		}
		now, want := c.read(o), c.importID(o.kind, m.id)
		same(t, m.from, c.attributes(now), c.attributes(want))
		same(t, m.from+"'s identity", c.identityOf(now), c.identityOf(want))
	}
}

// A provider is recognised as a whole, and its registry does not matter.
func TestMoveStateFromOthers(t *testing.T) {
	w := start(t)
	m := moved{to: "team_member", from: "heroku_team_member", state: aMember}
	for address, ours := range map[string]bool{
		upstream: true, "registry.opentofu.org/heroku/heroku": true, "mirror.acme.test:8443/heroku/heroku": true,
		"heroku/heroku": true, "heroku": true, // OpenTofu before 1.12.4
		"registry.terraform.io/hashicorp/heroku": false, "registry.terraform.io/acme/heroku": false, "registry.terraform.io/heroku/herokux": false,
		"registry.terraform.io/notheroku/heroku": false, "a/registry.terraform.io/heroku/heroku": false, "/heroku/heroku": false, "notheroku": false, "": false,
	} {
		o, refused := w.connect(t).move(address, m)
		if ours != (refused == "") || ours != (o.state != nil) {
			t.Errorf("%q: %s", address, refused)
		}
		if !ours && !strings.Contains(refused, "schema version 0) of the provider "+address) {
			t.Errorf("%q: the error does not name it: %s", address, refused)
		}
	}
}

// Many moved objects are read at the cost of one team, not one by one.
func TestMoveStateCost(t *testing.T) {
	w := start(t)
	c := w.connect(t)
	w.Calls()
	for person, permission := range map[string]string{"jill@creative.test": "deploy", "joe@acme.test": "operate"} {
		state := strings.NewReplacer("jill@creative.test", person, "deploy", permission).Replace(collaborator("app_id"))
		o, _ := c.move(upstream, moved{to: "app_access", from: "heroku_team_collaborator", version: 1, state: state})
		c.read(o)
	}
	for _, person := range []string{"joe@acme.test", "kim@acme.test", "ada@acme.test"} {
		o, _ := c.move(upstream, moved{to: "team_member", from: "heroku_team_member", state: strings.ReplaceAll(aMember, "joe@acme.test", person)})
		c.read(o)
	}
	paths := map[string]int{}
	for _, call := range w.Calls() {
		paths[call]++
	}
	if len(paths) != 4 { // the teams, the app, all grants, all members
		t.Errorf("%v", paths)
	}
	for call, times := range paths {
		if times > 1 {
			t.Errorf("%s: %d times", call, times)
		}
	}
}

// What was moved and not read yet, with -refresh=false, cannot be planned.
func TestMovedUnread(t *testing.T) {
	w := start(t)
	for _, m := range []moved{
		{to: "team_member", from: "heroku_team_member", state: aMember},
		{to: "app_access", from: "heroku_team_collaborator", version: 1, state: collaborator("app_id")},
		{to: "space_access", from: "heroku_space_app_access", state: aSpaceAccess},
	} {
		c := w.connect(t)
		o, _ := c.move(upstream, m)
		null := c.null(c.schemas.ResourceSchemas[o.kind].ValueType())
		for what, planned := range map[string]*tfprotov6.DynamicValue{"destroy": null, "update": o.state} {
			answer, err := c.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: o.kind, PriorState: o.state, ProposedNewState: planned, Config: planned})
			if words := said(err, answer.Diagnostics); words != "The state is incomplete: The resource was moved from another provider, and has not been read since. Plan without -refresh=false." {
				t.Errorf("%s of %s: %s", what, o.kind, words)
			}
		}
	}
}
