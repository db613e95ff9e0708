package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// document is the output of `terraform providers schema -json`.
type document struct {
	FormatVersion string                  `json:"format_version"`
	Providers     map[string]providerJSON `json:"provider_schemas"`
}

type providerJSON struct {
	Provider    schemaJSON              `json:"provider"`
	Resources   map[string]schemaJSON   `json:"resource_schemas,omitempty"`
	DataSources map[string]schemaJSON   `json:"data_source_schemas,omitempty"`
	Ephemeral   map[string]schemaJSON   `json:"ephemeral_resource_schemas,omitempty"`
	Lists       map[string]schemaJSON   `json:"list_resource_schemas,omitempty"`
	Functions   map[string]functionJSON `json:"functions,omitempty"`
	Identities  map[string]identityJSON `json:"resource_identity_schemas,omitempty"`
}

type schemaJSON struct {
	Version int64     `json:"version"`
	Block   blockJSON `json:"block"`
}

type blockJSON struct {
	Attributes      map[string]attributeJSON `json:"attributes,omitempty"`
	Blocks          map[string]nestedJSON    `json:"block_types,omitempty"`
	Description     string                   `json:"description,omitempty"`
	DescriptionKind string                   `json:"description_kind"`
	Deprecated      bool                     `json:"deprecated,omitempty"`
}

type nestedJSON struct {
	Nesting  string    `json:"nesting_mode"`
	Block    blockJSON `json:"block"`
	MinItems int64     `json:"min_items,omitempty"`
	MaxItems int64     `json:"max_items,omitempty"`
}

type attributeJSON struct {
	Type            tftypes.Type `json:"type,omitempty"`
	Nested          *objectJSON  `json:"nested_type,omitempty"`
	Description     string       `json:"description,omitempty"`
	DescriptionKind string       `json:"description_kind,omitempty"`
	Deprecated      bool         `json:"deprecated,omitempty"`
	Required        bool         `json:"required,omitempty"`
	Optional        bool         `json:"optional,omitempty"`
	Computed        bool         `json:"computed,omitempty"`
	Sensitive       bool         `json:"sensitive,omitempty"`
	WriteOnly       bool         `json:"write_only,omitempty"`
}

type objectJSON struct {
	Attributes map[string]attributeJSON `json:"attributes"`
	Nesting    string                   `json:"nesting_mode"`
}

type functionJSON struct {
	Description string          `json:"description,omitempty"`
	Summary     string          `json:"summary,omitempty"`
	Deprecation string          `json:"deprecation_message,omitempty"`
	Return      tftypes.Type    `json:"return_type"`
	Parameters  []parameterJSON `json:"parameters,omitempty"`
	Variadic    *parameterJSON  `json:"variadic_parameter,omitempty"`
}

type parameterJSON struct {
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	Nullable    bool         `json:"is_nullable,omitempty"`
	Type        tftypes.Type `json:"type"`
}

type identityJSON struct {
	Version    int64                            `json:"version"`
	Attributes map[string]identityAttributeJSON `json:"attributes"`
}

type identityAttributeJSON struct {
	Type        tftypes.Type `json:"type"`
	Description string       `json:"description,omitempty"`
	Required    bool         `json:"required_for_import,omitempty"`
	Optional    bool         `json:"optional_for_import,omitempty"`
}

func schemaOf(s *tfprotov6.Schema) schemaJSON {
	if s == nil {
		return schemaJSON{Block: blockOf(&tfprotov6.SchemaBlock{})}
	}
	return schemaJSON{Version: s.Version, Block: blockOf(s.Block)}
}

func blockOf(b *tfprotov6.SchemaBlock) blockJSON {
	out := blockJSON{
		Attributes:      attributesOf(b.Attributes),
		Blocks:          map[string]nestedJSON{},
		Description:     b.Description,
		DescriptionKind: kindOf(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
	for _, n := range b.BlockTypes {
		out.Blocks[n.TypeName] = nestedJSON{
			Nesting: strings.ToLower(n.Nesting.String()), Block: blockOf(n.Block), MinItems: n.MinItems, MaxItems: n.MaxItems,
		}
	}
	return out
}

func attributesOf(list []*tfprotov6.SchemaAttribute) map[string]attributeJSON {
	out := make(map[string]attributeJSON, len(list))
	for _, a := range list {
		one := attributeJSON{
			Type: a.Type, Description: a.Description, DescriptionKind: kindOf(a.DescriptionKind), Deprecated: a.Deprecated,
			Required: a.Required, Optional: a.Optional, Computed: a.Computed, Sensitive: a.Sensitive, WriteOnly: a.WriteOnly,
		}
		if n := a.NestedType; n != nil {
			one.Nested = &objectJSON{Attributes: attributesOf(n.Attributes), Nesting: strings.ToLower(n.Nesting.String())}
		}
		out[a.Name] = one
	}
	return out
}

func functionOf(f *tfprotov6.Function) functionJSON {
	out := functionJSON{Description: f.Description, Summary: f.Summary, Deprecation: f.DeprecationMessage, Return: f.Return.Type}
	for _, p := range f.Parameters {
		out.Parameters = append(out.Parameters, parameterOf(p))
	}
	if f.VariadicParameter != nil {
		variadic := parameterOf(f.VariadicParameter)
		out.Variadic = &variadic
	}
	return out
}

func parameterOf(p *tfprotov6.FunctionParameter) parameterJSON {
	return parameterJSON{Name: p.Name, Description: p.Description, Nullable: p.AllowNullValue, Type: p.Type}
}

func identityOf(s *tfprotov6.ResourceIdentitySchema) identityJSON {
	out := identityJSON{Version: s.Version, Attributes: map[string]identityAttributeJSON{}}
	for _, a := range s.IdentityAttributes {
		out.Attributes[a.Name] = identityAttributeJSON{
			Type: a.Type, Description: a.Description, Required: a.RequiredForImport, Optional: a.OptionalForImport,
		}
	}
	return out
}

func kindOf(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}
