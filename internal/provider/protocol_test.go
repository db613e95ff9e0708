package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
)

// wire is the provider as Terraform speaks with it, for one walk. What only a newer Terraform asks is asked here in its place.
type wire struct {
	tfprotov6.ProviderServer
	*testing.T
	lists      tfprotov6.ListResourceServer
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

// thing is an object as Terraform keeps it.
type thing struct {
	kind     string
	state    *tfprotov6.DynamicValue
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// connect begins a walk of Ada's.
func (w *world) connect(t *testing.T) *wire {
	t.Helper()
	server, err := acctest.Factories()["herokuenterprise"]()
	if err != nil {
		t.Fatal(err)
	}
	c := &wire{ProviderServer: server, T: t}
	c.lists, _ = server.(tfprotov6.ListResourceServer)
	if c.schemas, err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	c.identities = identities.IdentitySchemas
	config := c.block(c.schemas.Provider, map[string]string{"url": w.URL, "api_key": acctest.Admin})
	answer, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.14.0", Config: config})
	c.good(err, answer.Diagnostics)
	return c
}

// good expects success.
func (c *wire) good(err error, diags []*tfprotov6.Diagnostic) {
	c.Helper()
	if words := said(err, diags); words != "" {
		c.Fatal(words)
	}
}

// said is everything that an answer complains of.
func said(err error, diags []*tfprotov6.Diagnostic) string {
	var words []string
	if err != nil {
		words = append(words, err.Error())
	}
	for _, d := range diags {
		words = append(words, d.Summary+": "+d.Detail)
	}
	return strings.Join(words, "\n")
}

// block is a block in which some texts are set.
func (c *wire) block(schema *tfprotov6.Schema, texts map[string]string) *tfprotov6.DynamicValue {
	c.Helper()
	return c.dynamic(schema.ValueType(), texts)
}

// dynamic is an object in which some texts are set, and everything else is null.
func (c *wire) dynamic(kind tftypes.Type, texts map[string]string) *tfprotov6.DynamicValue {
	c.Helper()
	shape, ok := kind.(tftypes.Object)
	if !ok {
		c.Fatalf("%s is no object", kind)
	}
	values := map[string]tftypes.Value{}
	for name, kind := range shape.AttributeTypes {
		values[name] = tftypes.NewValue(kind, nil)
		if text, set := texts[name]; set {
			values[name] = tftypes.NewValue(kind, text)
		}
	}
	return c.encode(kind, tftypes.NewValue(kind, values))
}

func (c *wire) encode(kind tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	c.Helper()
	out, err := tfprotov6.NewDynamicValue(kind, value)
	if err != nil {
		c.Fatal(err)
	}
	return &out
}

// importID imports an object by the id of an import, and reads it.
func (c *wire) importID(kind, id string) *thing {
	c.Helper()
	return c.read(c.imported(kind, &tfprotov6.ImportResourceStateRequest{TypeName: kind, ID: id}))
}

// importIdentity imports an object by its identity, and reads it.
func (c *wire) importIdentity(kind string, identity map[string]string) *thing {
	c.Helper()
	data := &tfprotov6.ResourceIdentityData{IdentityData: c.dynamic(c.identities[kind].ValueType(), identity)}
	return c.read(c.imported(kind, &tfprotov6.ImportResourceStateRequest{TypeName: kind, Identity: data}))
}

func (c *wire) imported(kind string, req *tfprotov6.ImportResourceStateRequest) *thing {
	c.Helper()
	answer, err := c.ImportResourceState(c.Context(), req)
	c.good(err, answer.Diagnostics)
	one := answer.ImportedResources[0]
	return &thing{kind, one.State, one.Private, one.Identity}
}

// read reads an object.
func (c *wire) read(o *thing) *thing {
	c.Helper()
	answer, err := c.ReadResource(c.Context(), &tfprotov6.ReadResourceRequest{TypeName: o.kind, CurrentState: o.state, Private: o.private, CurrentIdentity: o.identity})
	c.good(err, slices.DeleteFunc(answer.Diagnostics, func(d *tfprotov6.Diagnostic) bool {
		return d.Severity == tfprotov6.DiagnosticSeverityWarning && strings.HasPrefix(d.Summary, "Somebody changed ")
	}))
	return &thing{o.kind, answer.NewState, answer.Private, answer.NewIdentity}
}

// attributes are those of an object that are not null; a nil map is no object.
func (c *wire) attributes(o *thing) map[string]any {
	c.Helper()
	return c.known(o.state, c.schemas.ResourceSchemas[o.kind].ValueType())
}

// identityOf is the identity of an object.
func (c *wire) identityOf(o *thing) map[string]string {
	c.Helper()
	texts := map[string]string{}
	for name, value := range c.known(o.identity.IdentityData, c.identities[o.kind].ValueType()) {
		texts[name] = fmt.Sprint(value)
	}
	return texts
}

func (c *wire) known(value *tfprotov6.DynamicValue, kind tftypes.Type) map[string]any {
	c.Helper()
	v, err := value.Unmarshal(kind)
	if err != nil {
		c.Fatal(err)
	}
	all, _ := plain(c.T, v).(map[string]any)
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	return all
}

// plain is a value in Go's own types. Sets are sorted.
func plain(t *testing.T, v tftypes.Value) any {
	t.Helper()
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	var text string
	var flag bool
	var list []tftypes.Value
	var members map[string]tftypes.Value
	switch {
	case v.As(&text) == nil:
		return text
	case v.As(&flag) == nil:
		return flag
	case v.As(&list) == nil:
		words := []string{}
		for _, e := range list {
			words = append(words, fmt.Sprint(plain(t, e)))
		}
		slices.Sort(words)
		return words
	case v.As(&members) == nil:
		out := map[string]any{}
		for name, member := range members {
			out[name] = plain(t, member)
		}
		return out
	}
	t.Fatalf("%s is of no kind that a resource of ours has", v)
	return nil
}

// same compares by what people would see.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if g, w := printed(t, got), printed(t, want); g != w {
		t.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}

func printed(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// null is no object.
func (c *wire) null(kind tftypes.Type) *tfprotov6.DynamicValue {
	c.Helper()
	return c.encode(kind, tftypes.NewValue(kind, nil))
}
