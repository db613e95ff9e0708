package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/hcl"
)

// importable is how to put an object under Terraform.
type importable struct {
	ImportID    types.String `tfsdk:"import_id"`
	ImportBlock types.String `tfsdk:"import_block"`
}

// importColumns adds how to put an object under Terraform.
func importColumns(resource string, columns map[string]schema.Attribute) map[string]schema.Attribute {
	columns["import_id"] = said("The id by which `" + resource + "` is imported.")
	columns["import_block"] = said("An import block and the resource that it is for, ready to be pasted.")
	return columns
}

// importBlocks writes configuration that takes over what is there: import blocks, each with the resource that it is for.
type importBlocks struct {
	taken hcl.Names
	all   []string
}

// add writes the blocks of one object. The parts of the name are made fit for an address; a second object of the same name gets a number.
func (b *importBlocks) add(kind, id string, parts []string, arguments ...hcl.Argument) importable {
	if b.taken == nil {
		b.taken = hcl.Names{}
	}
	kind = "herokuenterprise_" + kind
	name := b.taken.Take(kind, parts...)
	text := hcl.Block("import", hcl.Arguments(hcl.Argument{Name: "to", Value: kind + "." + name}, hcl.Argument{Name: "id", Value: hcl.Literal(id)})) +
		"\n" + hcl.Block(hcl.Resource(kind, name), hcl.Arguments(arguments...))
	b.all = append(b.all, text)
	return importable{types.StringValue(id), types.StringValue(text)}
}

func (b *importBlocks) String() string { return strings.Join(b.all, "\n") }
