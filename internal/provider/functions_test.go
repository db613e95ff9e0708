package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// functions is a configuration that calls functions. A module that does has to say where the provider comes from, and the provider
// under test comes from another place than a released one.
func (w *world) functions(body string) string {
	const released, tested = `source = "herokuenterprise/herokuenterprise"`, `source = "hashicorp/herokuenterprise"`
	if !strings.Contains(body, released) {
		body = "terraform {\n  required_providers {\n    herokuenterprise = {\n      " + released + "\n    }\n  }\n}\n" + body
	}
	return w.config("%s", strings.Replace(body, released, tested, 1))
}

// caller asks functions over the protocol, without Terraform.
type caller struct {
	server    tfprotov6.ProviderServer
	functions map[string]*tfprotov6.Function
}

func newCaller(t *testing.T) caller {
	t.Helper()
	server, err := acctest.Factories()["herokuenterprise"]()
	if err != nil {
		t.Fatal(err)
	}
	list, err := server.GetFunctions(t.Context(), &tfprotov6.GetFunctionsRequest{})
	if err != nil || len(list.Diagnostics) > 0 {
		t.Fatal(err, list.Diagnostics)
	}
	return caller{server, list.Functions}
}

// call calls a function with Go values: nil, a string, a bool or a []string, which is a set.
func (c caller) call(t *testing.T, name string, arguments ...any) (tftypes.Value, *tfprotov6.FunctionError) {
	t.Helper()
	f := c.functions[name]
	req := &tfprotov6.CallFunctionRequest{Name: name}
	for i, argument := range arguments {
		if words, ok := argument.([]string); ok {
			values := make([]tftypes.Value, len(words))
			for j, w := range words {
				values[j] = tftypes.NewValue(tftypes.String, w)
			}
			argument = values
		}
		raw, err := tfprotov6.NewDynamicValue(f.Parameters[i].Type, tftypes.NewValue(f.Parameters[i].Type, argument))
		if err != nil {
			t.Fatal(err)
		}
		req.Arguments = append(req.Arguments, &raw)
	}
	answer, err := c.server.CallFunction(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Error != nil {
		return tftypes.Value{}, answer.Error
	}
	value, err := answer.Result.Unmarshal(f.Return.Type)
	if err != nil {
		t.Fatal(err)
	}
	return value, nil
}

// allows calls a function that answers yes or no.
func (c caller) allows(t *testing.T, name string, arguments ...any) (yes bool) {
	t.Helper()
	value, refused := c.call(t, name, arguments...)
	if refused != nil {
		t.Fatalf("%s(%v): %s", name, arguments, refused.Text)
	}
	if err := value.As(&yes); err != nil {
		t.Fatal(err)
	}
	return yes
}

// effective calls effective_permissions.
func (c caller) effective(t *testing.T, arguments ...any) []string {
	t.Helper()
	value, refused := c.call(t, "effective_permissions", arguments...)
	if refused != nil {
		t.Fatalf("%v: %s", arguments, refused.Text)
	}
	var elements []tftypes.Value
	if err := value.As(&elements); err != nil {
		t.Fatal(err)
	}
	words := make([]string, len(elements))
	for i, e := range elements {
		if err := e.As(&words[i]); err != nil {
			t.Fatal(err)
		}
	}
	return words
}

// Every function and parameter says what it is.
func TestFunctionsAreDescribed(t *testing.T) {
	for name, f := range newCaller(t).functions {
		sentence(t, name, f.Description)
		if f.Summary == "" || strings.HasSuffix(f.Summary, ".") {
			t.Errorf("%s: the summary is %q", name, f.Summary)
		}
		for _, p := range f.Parameters {
			sentence(t, name+"."+p.Name, p.Description)
		}
	}
}

func TestPermissionAllows(t *testing.T) {
	c := newCaller(t)
	for _, test := range []struct {
		permissions any
		action      access.Action
		want        bool
	}{
		{[]string{"view", "deploy"}, access.AppBuildCreate, true},
		{[]string{"deploy"}, access.AppRead, true}, // view is part of every grant
		{[]string{"view", "operate"}, access.AppBuildCreate, false},
		{[]string{"manage"}, access.AppAccessWrite, true},
		{[]string{"manage"}, access.AppBuildCreate, false}, // manage implies nothing
		{[]string{"view", "deploy", "operate"}, access.AppLock, false},
		{[]string{}, access.AppRead, false},
		{nil, access.AppRead, false},
		{nil, access.CatalogueRead, true},
		{[]string{"view"}, access.TeamRead, true},           // a collaborator sees the team
		{[]string{"manage"}, access.TeamMembersRead, false}, // but not who is in it
		{[]string{"view"}, access.AppAccessDelete, false},   // others, that is
	} {
		if got := c.allows(t, "permission_allows", test.permissions, string(test.action)); got != test.want {
			t.Errorf("%v, %s: %v", test.permissions, test.action, got)
		}
	}
}

func TestRoleAllows(t *testing.T) {
	c := newCaller(t)
	for _, test := range []struct {
		role   any
		action access.Action
		want   bool
	}{
		{"admin", access.TeamMembersWrite, true},
		{"member", access.TeamMembersWrite, false},
		{"member", access.TeamAppCreate, true},
		{"viewer", access.TeamAppCreate, false},
		{"viewer", access.TeamMembersRead, true},
		{"admin", access.AppDelete, true},
		{"member", access.AppRead, true}, // not locked
		{"member", access.AppBuildCreate, false},
		{"collaborator", access.TeamRead, true},
		{"collaborator", access.TeamMembersRead, false},
		{"collaborator", access.AppRead, false},
		{"", access.TeamRead, false},
		{nil, access.TeamRead, false},
		{nil, access.TeamsRead, true},
		{"member", access.TeamMemberDelete, false}, // others, that is
	} {
		if got := c.allows(t, "role_allows", test.role, string(test.action)); got != test.want {
			t.Errorf("%v, %s: %v", test.role, test.action, got)
		}
	}
}

func TestEffectivePermissions(t *testing.T) {
	c := newCaller(t)
	for _, test := range []struct {
		role, grant any
		locked      bool
		want        string
	}{
		{"admin", nil, true, "deploy manage operate view"},
		{"member", []string{}, false, "view"},
		{"member", []string{}, true, ""},
		{"viewer", nil, false, "view"},
		{"viewer", []string{"deploy"}, true, "deploy view"},
		{"collaborator", nil, false, ""},
		{"", []string{"operate", "view"}, true, "operate view"},
		{nil, []string{"manage"}, false, "manage view"},
		{nil, nil, false, ""},
	} {
		if got := strings.Join(c.effective(t, test.role, test.grant, test.locked), " "); got != test.want {
			t.Errorf("%v, %v, locked %v: %q, want %q", test.role, test.grant, test.locked, got, test.want)
		}
	}
}

// What one function answers can be asked of the next: a role, which the table opens an app to, opens it by its permissions.
func TestFunctionsAgree(t *testing.T) {
	c := newCaller(t)
	for _, row := range access.Table {
		if row.Kind != access.App || row.Permissions == 0 {
			continue
		}
		for _, role := range access.AssignableRoles {
			byRole := c.allows(t, "role_allows", string(role), string(row.Action))
			byPermission := c.allows(t, "permission_allows", c.effective(t, string(role), nil, false), string(row.Action))
			if byRole != byPermission {
				t.Errorf("%s for %s: %v by role, %v by permissions", row.Action, role, byRole, byPermission)
			}
		}
	}
}

func TestParseImportID(t *testing.T) {
	c := newCaller(t)
	const id = "01234567-89ab-cdef-0123-456789abcdef"
	for in, want := range map[string]map[string]string{
		"acme-widgets":               {"parent": "acme-widgets"},
		id:                           {"parent": id},
		"acme-widgets:joe@acme.test": {"parent": "acme-widgets", "email": "joe@acme.test"},
		id + ":J.O'Neil/x@acme.test": {"parent": id, "email": "J.O'Neil/x@acme.test"},
		"acme-widgets:papertrail":    {"parent": "acme-widgets", "addon_service": "papertrail"},
		"acme-widgets:" + id:         {"parent": "acme-widgets", "id": id},
		"enterprise-account/acme":    {"parent": "acme"},
		"enterprise-account/a:" + id: {"parent": "a", "id": id},
	} {
		value, refused := c.call(t, "parse_import_id", in)
		if refused != nil {
			t.Errorf("%s: %s", in, refused.Text)
			continue
		}
		var parts map[string]tftypes.Value
		if err := value.As(&parts); err != nil || len(parts) != 4 {
			t.Fatal(err, parts)
		}
		for name, part := range parts {
			var got *string
			if err := part.As(&got); err != nil {
				t.Fatal(err)
			}
			if w, ok := want[name]; ok != (got != nil) || ok && *got != w {
				t.Errorf("%s: %s is %s", in, name, part)
			}
		}
	}
}

func TestFunctionErrors(t *testing.T) {
	c := newCaller(t)
	for _, test := range []struct {
		name      string
		arguments []any
		argument  int64
		says      string
	}{
		{"permission_allows", []any{[]string{"deplyo"}, "app.read"}, 0, `Unknown permission "deplyo". Permissions are deploy, manage, operate and view`},
		{"permission_allows", []any{[]string{"view"}, "app.acess.write"}, 1, `Unknown action "app.acess.write". The nearest ones are app.access.write, `},
		{"role_allows", []any{"owner", "app.read"}, 0, `Unknown role "owner". Roles are admin, member and viewer. Somebody who only has permissions on apps is a collaborator`},
		{"role_allows", []any{"admin", "app"}, 1, `Unknown action "app". The nearest ones are `},
		{"effective_permissions", []any{"root", nil, false}, 0, `Unknown role "root"`},
		{"effective_permissions", []any{nil, []string{"x"}, false}, 1, `Unknown permission "x"`},
		{"parse_import_id", []any{""}, 0, `"" is not an import id. It should be the name or id of`},
		{"parse_import_id", []any{"acme:"}, 0, `"acme:" is not an import id.`},
		{"parse_import_id", []any{":joe@acme.test"}, 0, `is not an import id.`},
		{"parse_import_id", []any{"joe@acme.test:acme"}, 0, `is not an import id.`},
		{"parse_import_id", []any{"acme/x"}, 0, `is not an import id.`},
		{"parse_import_id", []any{"enterprise-account/"}, 0, `is not an import id.`},
		{"parse_import_id", []any{"enterprise-account/acme:joe@acme.test"}, 0, `is not an import id.`},
		{"parse_import_id", []any{"acme:a b"}, 0, `is not an import id.`},
		{"parse_import_id", []any{"acme:a:b"}, 0, `is not an import id.`},
		{"parse_import_id", []any{"acme:joe@"}, 0, `"joe@" is not an email address: `},
		{"parse_import_id", []any{"acme:b:joe@acme.test"}, 0, `"b:joe@acme.test" is not an email address: `},
	} {
		value, refused := c.call(t, test.name, test.arguments...)
		if refused == nil {
			t.Errorf("%s(%v) = %s", test.name, test.arguments, value)
			continue
		}
		if refused.FunctionArgument == nil || *refused.FunctionArgument != test.argument || !strings.Contains(refused.Text, test.says) {
			t.Errorf("%s(%v): argument %v, %s", test.name, test.arguments, refused.FunctionArgument, refused.Text)
		}
	}
}

// What Terraform makes of it: sets from lists, unknown values, and an error where the call is written.
func TestAccFunctions(t *testing.T) {
	w := start(t)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		Steps: []resource.TestStep{
			{
				Config:      w.functions(`output "x" { value = provider::herokuenterprise::permission_allows(["view"], "app.reed") }`),
				ExpectError: regexp.MustCompile(`(?s)Unknown\s+action\s+"app.reed".\s+The\s+nearest\s+ones\s+are\s+app.read.*lists\s+all\s+of\s+them\.\n`),
			},
			{
				Config: w.functions(`
					resource "terraform_data" "later" { input = "member" }
					output "sees" { value = provider::herokuenterprise::role_allows(terraform_data.later.output, "app.read") }
					output "has" { value = join(",", provider::herokuenterprise::effective_permissions(terraform_data.later.output, ["operate", "operate"], true)) }
				`),
				Check: resource.ComposeTestCheckFunc(resource.TestCheckOutput("sees", "true"), resource.TestCheckOutput("has", "operate,view")),
			},
		},
	})
}
