package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
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
	taken map[string]bool
	all   []string
}

// argument is one argument of a resource, its value as it is written in configuration.
type argument struct{ name, value string }

// add writes the blocks of one object. The parts of the name are made fit for an address; a second object of the same name gets a number.
func (b *importBlocks) add(kind, id string, parts []string, arguments ...argument) importable {
	name := label(parts...)
	if b.taken == nil {
		b.taken = map[string]bool{}
	}
	for first, n := name, 2; b.taken[kind+"."+name]; n++ {
		name = fmt.Sprintf("%s_%d", first, n)
	}
	b.taken[kind+"."+name] = true
	kind = "herokuenterprise_" + kind
	var text strings.Builder
	fmt.Fprintf(&text, "import {\n  to = %s.%s\n  id = %s\n}\n\nresource %q %q {\n", kind, name, literal(id), kind, name)
	width := 0
	for _, a := range arguments {
		width = max(width, len(a.name))
	}
	for _, a := range arguments {
		fmt.Fprintf(&text, "  %-*s = %s\n", width, a.name, a.value)
	}
	text.WriteString("}\n")
	b.all = append(b.all, text.String())
	return importable{types.StringValue(id), types.StringValue(text.String())}
}

func (b *importBlocks) String() string { return strings.Join(b.all, "\n") }

// label makes a name of words: lower case, and nothing but letters, digits and underscores.
func label(parts ...string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(strings.Join(parts, "_")))
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		return "_" + name
	}
	return name
}

// nickname is the part of an address by which people call the person.
func nickname(email string) string {
	name, _, _ := strings.Cut(access.FoldEmail(email), "@")
	return name
}

var templates = strings.NewReplacer("${", "$${", "%{", "%%{")

// literal writes a text as configuration.
func literal(s string) string { return templates.Replace(fmt.Sprintf("%q", s)) }

// literals writes a list of texts as configuration.
func literals(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = literal(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
