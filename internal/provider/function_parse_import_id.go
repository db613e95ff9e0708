package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// parseImportIDFunction takes an import id apart. The id does not say of which type the resource is, so its first part has one
// name for all of them, and the second is told by its form: no address is an id, and no name of a service is either.
type parseImportIDFunction struct{ named }

func newParseImportIDFunction() function.Function {
	return parseImportIDFunction{named{"parse_import_id"}}
}

// importIDForms are the forms of import ids, for people.
const importIDForms = "It should be the name or id of a team, an app or a space, or look like acme-widgets:joe@acme.test, acme-widgets:papertrail, acme-widgets:01234567-89ab-cdef-0123-456789abcdef or enterprise-account/acme"

type importIDModel struct {
	Parent       types.String `tfsdk:"parent"`
	Email        types.String `tfsdk:"email"`
	AddonService types.String `tfsdk:"addon_service"`
	ID           types.String `tfsdk:"id"`
}

func (f parseImportIDFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The parts of an import id",
		MarkdownDescription: "Takes an import id of this provider's resources apart, so that one list of ids can feed `import` blocks and the resources that they import into. The result is an object; what the id does not have is `null`:\n\n" +
			"- `parent`: what comes before the colon, the name or id of the team, app, space or enterprise account. Of an id without a colon it is the whole. In `enterprise-account/acme`, which imports the identity provider of an enterprise account, it is what follows the slash.\n" +
			"- `email`: the email address after the colon, as in `acme-widgets:joe@acme.test`.\n" +
			"- `addon_service`: the name of the add-on service after the colon, as in `acme-widgets:papertrail`.\n" +
			"- `id`: the id after the colon, as in `acme-widgets:01234567-89ab-cdef-0123-456789abcdef`.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "id", MarkdownDescription: "The import id. The page of each resource says what its ids look like."},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"parent": types.StringType, "email": types.StringType, "addon_service": types.StringType, "id": types.StringType,
		}},
	}
}

func (f parseImportIDFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var id string
	if resp.Error = req.Arguments.Get(ctx, &id); resp.Error != nil {
		return
	}
	parts, err := parseImportID(id)
	if err != nil {
		resp.Error = wrong(0, err)
		return
	}
	resp.Error = resp.Result.Set(ctx, parts)
}

func parseImportID(id string) (parts importIDModel, err error) {
	parent, rest, two := strings.Cut(id, ":")
	malformed := fmt.Errorf("%q is not an import id. %s", id, importIDForms)
	parent, provider := strings.CutPrefix(parent, accountImport)
	if provider && two && !idShape.MatchString(rest) {
		return parts, malformed
	}
	if checkReference(parent) != nil || strings.Contains(parent, "@") {
		return parts, malformed
	}
	parts.Parent = types.StringValue(parent)
	switch {
	case !two:
	case strings.Contains(rest, "@"):
		if err := access.Email(rest); err != nil {
			return parts, fmt.Errorf("%q is not an import id. %w", id, err)
		}
		parts.Email = types.StringValue(rest)
	case checkReference(rest) != nil || strings.Contains(rest, ":"):
		return parts, malformed
	case idShape.MatchString(rest):
		parts.ID = types.StringValue(rest)
	default:
		parts.AddonService = types.StringValue(rest)
	}
	return parts, nil
}
