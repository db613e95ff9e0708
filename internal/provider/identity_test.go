package provider_test

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// identified is an object of the world of the tests, one of each type.
type identified struct {
	kind, id string
	identity []string // its keys
	person   string   // whose it is
	ends     call
}

// call is what ends an object. The later ones end what the earlier ones are in.
type call struct {
	method, path string
	body         any
}

var everyType = []identified{
	{"space_access", "acme-dmz:joe@acme.test", []string{"space_id", "user_id"}, "joe@acme.test", call{"PATCH", "/spaces/acme-dmz/members/joe@acme.test", object{"permissions": []any{}}}},
	{"team_member", "acme-widgets:joe@acme.test", []string{"team_id", "user_id"}, "joe@acme.test", call{"DELETE", "/teams/acme-widgets/members/joe@acme.test", nil}},
	{"app_access", "website-prod:jill@creative.test", []string{"app_id", "user_id"}, "jill@creative.test", call{"DELETE", "/teams/apps/website-prod/collaborators/jill@creative.test", nil}},
	{"app_lock", "website-prod", []string{"app_id"}, "", call{"PATCH", "/teams/apps/website-prod", object{"locked": false}}},
	{"app_transfer", "acme-shop", []string{"app_id"}, "", call{"DELETE", "/apps/acme-shop", nil}},
	{"team_app", "website-prod", []string{"id"}, "", call{"DELETE", "/apps/website-prod", nil}},
	{"allowed_addon_service", "acme-widgets:papertrail", []string{"addon_service_id", "team_id"}, "", call{"DELETE", "/teams/acme-widgets/allowed-addon-services/papertrail", nil}},
	{"identity_provider", "acme-widgets", []string{"id", "team_id"}, "", call{"DELETE", "/teams/acme-widgets/identity-providers/1f0e6f5c-2a8d-4c37-9b64-d5e1a7c03b92", nil}},
	{"identity_provider", "enterprise-account/initech", []string{"enterprise_account_id", "id"}, "", call{"DELETE", "/enterprise-accounts/initech/identity-providers/ID", nil}},
	{"addon_allowlist", "acme-short", []string{"team_id"}, "", call{"DELETE", "/teams/acme-short", nil}},
	{"app_collaborators", "website-staging", []string{"app_id"}, "jill@creative.test", call{"DELETE", "/apps/website-staging", nil}},
	{"team_members", "acme-tall", []string{"team_id"}, "ada@acme.test", call{"DELETE", "/teams/acme-tall", nil}},
	{"space_trusted_ips", "acme-vault", []string{"space_id"}, "", call{"DELETE", "/spaces/acme-vault", nil}},
	{"space", "acme-dmz", []string{"id"}, "", call{"DELETE", "/spaces/acme-dmz", nil}},
	{"enterprise_account_member", "initech:ann@acme.test", []string{"enterprise_account_id", "user_id"}, "ann@acme.test", call{"DELETE", "/enterprise-accounts/initech/members/ann@acme.test", nil}},
	{"enterprise_account_members", "initech", []string{"enterprise_account_id"}, "", call{}}, // an account stays
	{"team", "acme-labs", []string{"id"}, "", call{"DELETE", "/teams/acme-labs", nil}},
}

// startWith is start with one of each type.
func startWith(t *testing.T) *world {
	t.Helper()
	w := start(t)
	w.do(t, "POST", "/enterprise-accounts/acme/teams", object{"name": "acme-short"})
	w.do(t, "POST", "/enterprise-accounts/acme/teams", object{"name": "acme-tall"})
	w.do(t, "POST", "/spaces", object{"name": "acme-vault", "team": "acme-widgets"})
	w.do(t, "POST", "/teams/apps", object{"name": "acme-shop", "team": "acme-widgets"})
	w.do(t, "POST", "/teams/apps/website-staging/collaborators", object{"user": "jill@creative.test", "permissions": []string{"deploy"}})
	w.do(t, "POST", "/enterprise-accounts/initech/members", object{"user": "ann@acme.test", "permissions": []string{"billing"}})
	w.do(t, "POST", "/enterprise-accounts/initech/identity-providers", object{"entity_id": "urn:idp", "sso_target_url": "https://idp.acme.test/in", "certificate": certificate(t, year)})
	return w
}

func (o identified) typeName() string { return "herokuenterprise_" + o.kind }

// either are the attributes of which an identity has one, and the other is null.
var either = map[string][]string{"identity_provider": {"enterprise_account_id", "team_id"}}

// Every type has an identity, and every type is tested here.
func TestIdentityOfEveryType(t *testing.T) {
	c := start(t).connect(t)
	tested := map[string]bool{}
	for _, o := range everyType {
		tested[o.typeName()] = true
		schema := c.identities[o.typeName()]
		if schema == nil || len(schema.IdentityAttributes) != len(o.identity)+len(either[o.kind])/2 {
			t.Fatalf("%s has the identity %v", o.kind, schema)
		}
		for _, a := range schema.IdentityAttributes {
			sentence(t, o.kind+"."+a.Name, a.Description)
			if a.RequiredForImport == slices.Contains(either[o.kind], a.Name) || a.RequiredForImport == a.OptionalForImport {
				t.Errorf("whether %s.%s may be left out of an import", o.kind, a.Name)
			}
		}
	}
	for name := range c.schemas.ResourceSchemas {
		if !tested[name] {
			t.Errorf("the identity of %s is not tested", name)
		}
	}
	attribute := regexp.MustCompile(`(?m)^    (\w+) += "[0-9a-f-]{36}"$`)
	shown := map[string]bool{}
	for _, o := range everyType {
		if shown[o.kind] { // one of them is shown
			continue
		}
		shown[o.kind] = true
		var keys []string
		for _, match := range attribute.FindAllStringSubmatch(readExample(t, filepath.Join(examples, "resources", o.typeName(), "import-by-identity.tf")), -1) {
			keys = append(keys, match[1])
		}
		same(t, "the example of an import of "+o.kind, keys, o.identity)
	}
}

// An import by identity gives the state that an import by names gives, and an object has the identity for as long as it exists:
// through new names of its team, its app and its person, with and without a Terraform that keeps it.
func TestIdentity(t *testing.T) {
	w := startWith(t)
	uuid := regexp.MustCompile(`^[0-9a-f-]{36}$`)
	was, identities := map[string]*thing{}, map[string]map[string]string{}
	for _, o := range everyType {
		c := w.connect(t)
		byName := c.importID(o.typeName(), o.id)
		identity := c.identityOf(byName)
		for _, name := range o.identity {
			if !uuid.MatchString(identity[name]) || len(identity) != len(o.identity) {
				t.Fatalf("%s has the identity %v", o.kind, identity)
			}
		}
		for name, id := range identity {
			if kept, is := c.attributes(byName)[name]; is && kept != id {
				t.Errorf("%s has %s = %v in the state and %s in the identity", o.kind, name, kept, id)
			}
		}
		byIdentity := w.connect(t).importIdentity(o.typeName(), identity)
		same(t, o.kind, c.attributes(byIdentity), c.attributes(byName))
		same(t, o.kind, c.identityOf(byIdentity), identity)
		was[o.id+o.kind], identities[o.id+o.kind] = byName, identity
	}
	for _, name := range []string{"acme-widgets", "acme-labs", "acme-short", "acme-tall"} {
		w.do(t, "PATCH", "/teams/"+name, object{"name": name + "-now"})
	}
	w.do(t, "PATCH", "/enterprise-accounts/initech", object{"name": "initech-now"})
	w.do(t, "PATCH", "/spaces/acme-dmz", object{"name": "acme-now"})
	w.do(t, "PATCH", "/spaces/acme-vault", object{"name": "acme-then"})
	w.do(t, "PATCH", "/apps/website-prod", object{"name": "website-now"})
	w.do(t, "PATCH", "/apps/website-staging", object{"name": "website-then"})
	for _, o := range everyType {
		w.Move(o.person, "now-"+o.person)
		c := w.connect(t)
		was, identity := was[o.id+o.kind], identities[o.id+o.kind]
		same(t, o.kind+" under new names", c.identityOf(c.read(was)), identity)
		was.identity = nil // as Terraform before 1.12 has it
		same(t, o.kind+" without an identity", c.identityOf(c.read(was)), identity)
		same(t, o.kind+" imported", c.identityOf(c.importIdentity(o.typeName(), identity)), identity)
	}
}

// What vanished leaves the state, and what never was is not imported, both without an error: the framework takes a missing identity
// for one.
func TestVanished(t *testing.T) {
	w := startWith(t)
	for _, o := range everyType {
		c := w.connect(t)
		was := c.importID(o.typeName(), o.id)
		identity := c.identityOf(was)
		if o.ends.method == "" {
			continue
		}
		w.do(t, o.ends.method, strings.Replace(o.ends.path, "ID", identity["id"], 1), o.ends.body)
		c = w.connect(t)
		nobody := strings.NewReplacer("acme-", "nobodys-", "website-", "nobodys-", "initech", "nobodys").Replace(o.id)
		for what, left := range map[string]*thing{
			"with its identity":       was,
			"without":                 {kind: was.kind, state: was.state, private: was.private},
			"imported by names":       c.imported(was.kind, &tfprotov6.ImportResourceStateRequest{TypeName: was.kind, ID: o.id}),
			"imported by other names": c.imported(was.kind, &tfprotov6.ImportResourceStateRequest{TypeName: was.kind, ID: nobody}),
		} {
			now := c.read(left)
			if c.attributes(now) != nil {
				t.Errorf("%s, %s: %v is still there", o.kind, what, c.attributes(now))
			}
			if left.state == was.state {
				same(t, o.kind+" "+what, c.identityOf(now), identity)
			}
		}
		if now := c.importIdentity(was.kind, identity); c.attributes(now) != nil {
			t.Errorf("%s, imported by identity: %v is still there", o.kind, c.attributes(now))
		}
	}
}

// A state and an identity of before there were owners of two kinds are read as they are, and mean a team.
func TestIdentityOfOlderVersions(t *testing.T) {
	w := start(t)
	kind := "herokuenterprise_identity_provider"
	c := w.connect(t)
	was := c.importID(kind, "acme-widgets")
	state, identity := c.attributes(was), c.identityOf(was)
	if _, there := state["enterprise_account"]; there || len(identity) != 2 {
		t.Fatalf("state %v, identity %v", state, identity)
	}
	text, err := json.Marshal(state)
	c.good(err, nil)
	kept, err := c.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{TypeName: kind, RawState: &tfprotov6.RawState{JSON: text}})
	c.good(err, kept.Diagnostics)
	shape := c.identities[kind].ValueType() // Terraform itself makes null of what an identity of the same version lacks
	now := c.read(&thing{kind: kind, state: kept.UpgradedState, identity: &tfprotov6.ResourceIdentityData{IdentityData: c.dynamic(shape, identity)}})
	same(t, "the state", c.attributes(now), state)
	same(t, "the identity", c.identityOf(now), identity)
}

// A refresh that the API refuses says so, and nothing of identities.
func TestIdentityRefused(t *testing.T) {
	w := start(t)
	c := w.connect(t)
	member := c.importID("herokuenterprise_team_member", "acme-widgets:joe@acme.test")
	w.Fail(func(*http.Request) (int, string) {
		return http.StatusForbidden, `{"id":"forbidden","message":"Not today."}`
	})
	c = w.connect(t)
	answer, err := c.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: member.kind, CurrentState: member.state})
	if words := said(err, answer.Diagnostics); !strings.Contains(words, "Not today.") || strings.Contains(words, "dentity") {
		t.Error(words)
	}
}

// Names are no identity, and an import needs one or the other.
func TestImportIdentityRefused(t *testing.T) {
	w := start(t)
	c := w.connect(t)
	kind := "herokuenterprise_team_member"
	for name, identity := range map[string]map[string]string{
		"team_id": {"team_id": "acme-widgets", "user_id": "01234567-89ab-cdef-0123-456789abcdef"},
		"user_id": {"team_id": "01234567-89ab-cdef-0123-456789abcdef", "user_id": "joe@acme.test"},
	} {
		data := &tfprotov6.ResourceIdentityData{IdentityData: c.dynamic(c.identities[kind].ValueType(), identity)}
		answer, err := c.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: kind, Identity: data})
		if words := said(err, answer.Diagnostics); !strings.Contains(words, name+` = "`+identity[name]+`" should be an id`) || !strings.Contains(words, "team:email") {
			t.Error(words)
		}
	}
	const id = "01234567-89ab-cdef-0123-456789abcdef"
	for _, identity := range []map[string]string{{"id": id}, {"id": id, "team_id": id, "enterprise_account_id": id}} {
		kind := "herokuenterprise_identity_provider"
		data := &tfprotov6.ResourceIdentityData{IdentityData: c.dynamic(c.identities[kind].ValueType(), identity)}
		answer, err := c.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: kind, Identity: data})
		if words := said(err, answer.Diagnostics); !strings.Contains(words, "It should have either team_id or enterprise_account_id, beside id.") {
			t.Error(words)
		}
	}
	answer, err := c.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: kind})
	if words := said(err, answer.Diagnostics); !strings.Contains(words, "should look like team:email") {
		t.Error(words)
	}
}

// Terraform 1.12 and later import by identity themselves, and plan nothing afterwards.
func TestAccImportIdentity(t *testing.T) {
	w := start(t)
	config := w.config(grantConfig, "website-staging", "ann@acme.test", `"deploy", "view"`) + `
		resource "herokuenterprise_team_member" "x" {
			team  = "acme-widgets"
			email = "joe@acme.test"
			role  = "member"
		}`
	steps := []resource.TestStep{{Config: config}}
	for _, address := range []string{grant, member} {
		steps = append(steps, resource.TestStep{
			Config: config, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity,
		})
	}
	w.runSince(t, tfversion.SkipBelow(tfversion.Version1_12_0), steps...)
}
