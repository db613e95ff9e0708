package provider_test

import (
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// identified is an object of the world of the tests, one of each type.
type identified struct {
	kind, id string
	identity []string                 // its keys
	vanish   func(*testing.T, *world) // what ends it
}

var everyType = []identified{
	{"team", "acme-labs", []string{"id"}, ends("DELETE", "/teams/acme-labs", nil)},
	{"team_member", "acme-widgets:joe@acme.test", []string{"team_id", "user_id"}, ends("DELETE", "/teams/acme-widgets/members/joe@acme.test", nil)},
	{"team_app", "website-prod", []string{"id"}, ends("DELETE", "/apps/website-prod", nil)},
	{"app_access", "website-prod:jill@creative.test", []string{"app_id", "user_id"}, ends("DELETE", "/teams/apps/website-prod/collaborators/jill@creative.test", nil)},
	{"app_lock", "website-prod", []string{"app_id"}, ends("PATCH", "/teams/apps/website-prod", object{"locked": false})},
	{"allowed_addon_service", "acme-widgets:papertrail", []string{"addon_service_id", "team_id"}, ends("DELETE", "/teams/acme-widgets/allowed-addon-services/papertrail", nil)},
	{"addon_allowlist", "acme-labs", []string{"team_id"}, ends("DELETE", "/teams/acme-labs", nil)},
}

func ends(method, path string, body any) func(*testing.T, *world) {
	return func(t *testing.T, w *world) { w.do(t, method, path, body) }
}

func (o identified) typeName() string { return "herokuenterprise_" + o.kind }

// Every type has an identity, and every type is tested here.
func TestIdentityOfEveryType(t *testing.T) {
	c := start(t).connect(t)
	tested := map[string]bool{}
	for _, o := range everyType {
		tested[o.typeName()] = true
		schema := c.identities[o.typeName()]
		if schema == nil || len(schema.IdentityAttributes) != len(o.identity) {
			t.Fatalf("%s has the identity %v", o.kind, schema)
		}
		for _, a := range schema.IdentityAttributes {
			sentence(t, o.kind+"."+a.Name, a.Description)
			if !a.RequiredForImport {
				t.Errorf("%s.%s may be left out of an import", o.kind, a.Name)
			}
		}
	}
	for name := range c.schemas.ResourceSchemas {
		if !tested[name] {
			t.Errorf("the identity of %s is not tested", name)
		}
	}
	attribute := regexp.MustCompile(`(?m)^    (\w+) += "[0-9a-f-]{36}"$`)
	for _, o := range everyType {
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
	t.Parallel()
	uuid := regexp.MustCompile(`^[0-9a-f-]{36}$`)
	for _, o := range everyType {
		t.Run(o.kind, func(t *testing.T) {
			w := start(t)
			c := w.connect(t)
			byName := c.importID(o.typeName(), o.id)
			identity := c.identityOf(byName)
			for _, name := range o.identity {
				if !uuid.MatchString(identity[name]) || len(identity) != len(o.identity) {
					t.Fatalf("the identity is %v", identity)
				}
			}
			byIdentity := w.connect(t).importIdentity(o.typeName(), identity)
			same(t, "state", c.attributes(byIdentity), c.attributes(byName))
			same(t, "identity", c.identityOf(byIdentity), identity)

			w.do(t, "PATCH", "/teams/acme-widgets", object{"name": "acme-gadgets"})
			w.do(t, "PATCH", "/teams/acme-labs", object{"name": "acme-works"})
			w.do(t, "PATCH", "/apps/website-prod", object{"name": "website-live"})
			w.Move("joe@acme.test", "joe.black@acme.test")
			if o.kind == "app_access" {
				w.Move("jill@creative.test", "jill.moreau@creative.test")
			}
			c = w.connect(t)
			same(t, "identity under new names", c.identityOf(c.read(byName)), identity)
			byName.identity = nil // as Terraform before 1.12 has it
			same(t, "identity after none", c.identityOf(c.read(byName)), identity)
			same(t, "identity of an import", c.identityOf(c.importIdentity(o.typeName(), identity)), identity)
		})
	}
}

// What vanished leaves the state, and what never was is not imported, both without an error: the framework takes a missing identity for one.
func TestVanished(t *testing.T) {
	t.Parallel()
	for _, o := range everyType {
		t.Run(o.kind, func(t *testing.T) {
			w := start(t)
			c := w.connect(t)
			was := c.importID(o.typeName(), o.id)
			identity := c.identityOf(was)
			o.vanish(t, w)
			c = w.connect(t)
			for what, left := range map[string]*thing{
				"with its identity":       was,
				"without":                 {kind: was.kind, state: was.state, private: was.private},
				"imported by names":       c.imported(was.kind, &tfprotov6.ImportResourceStateRequest{TypeName: was.kind, ID: o.id}),
				"imported by other names": c.imported(was.kind, &tfprotov6.ImportResourceStateRequest{TypeName: was.kind, ID: strings.NewReplacer("acme-", "nobodys-", "website-", "nobodys-").Replace(o.id)}),
			} {
				now := c.read(left)
				if c.attributes(now) != nil {
					t.Errorf("%s: %v is still there", what, c.attributes(now))
				}
				if left.state == was.state {
					same(t, what, c.identityOf(now), identity)
				}
			}
			if now := c.importIdentity(was.kind, identity); c.attributes(now) != nil {
				t.Errorf("imported by identity: %v is still there", c.attributes(now))
			}
		})
	}
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
