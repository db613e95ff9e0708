package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

var _ provider.ProviderWithFunctions = (*herokuEnterprise)(nil)

// Functions lists what a configuration can ask without the API. The answers are those of package access, which the control plane
// enforces; Terraform may ask before the provider is configured.
func (p *herokuEnterprise) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		newEffectivePermissionsFunction,
		newParseImportIDFunction,
		newPermissionAllowsFunction,
		newRoleAllowsFunction,
	}
}

// named is embedded by every function.
type named struct{ name string }

func (n named) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = n.name
}

// actionParameter is the last parameter of the functions that decide.
func actionParameter() function.Parameter {
	return function.StringParameter{
		Name:                "action",
		MarkdownDescription: "What is to be done, such as `app.access.write`. The guide [The access model](../guides/access-model.md) lists every action.",
	}
}

// permissionsParameter is a set of permissions on an app, which may be null.
func permissionsParameter(name, description string) function.Parameter {
	return function.SetParameter{
		Name: name, ElementType: types.StringType, AllowNullValue: true,
		MarkdownDescription: description + " The words are " + andList(access.AllPermissions.Names()...) + "; `view` is part of every set that is not empty, because the API always gives it. No permission at all is `[]` or `null`.",
	}
}

// roleParameter is a role in a team, which may be null.
func roleParameter(description string) function.Parameter {
	return function.StringParameter{
		Name: "role", AllowNullValue: true,
		MarkdownDescription: "The role in the team: " + roleWords() + "; `\"\"` or `null` for somebody who has none. " + description,
	}
}

// permissionsOf reads a set of permissions. An empty one is no grant at all, whereas every grant contains view.
func permissionsOf(words types.Set) (access.Permissions, error) {
	if len(words.Elements()) == 0 {
		return 0, nil
	}
	return access.ParsePermissions(elements(words))
}

// subjectOf is a person of whom only the role is known. A collaborator has no role in the team, only permissions on some of its
// apps.
func subjectOf(role types.String) (access.Subject, error) {
	switch word := role.ValueString(); access.Role(word) {
	case access.NoRole:
		return access.Subject{}, nil
	case access.Collaborator:
		return access.Subject{Collaborator: true}, nil
	default:
		parsed, err := access.ParseRole(word)
		if err != nil {
			return access.Subject{}, fmt.Errorf("%w Somebody who only has permissions on apps is a %s; somebody without a role is \"\" or null", err, access.Collaborator)
		}
		return access.Subject{Role: parsed}, nil
	}
}

// wrong is the error for an argument, counted from 0. Terraform ends the sentence itself.
func wrong(argument int64, err error) *function.FuncError {
	return function.NewArgumentFuncError(argument, strings.TrimSuffix(err.Error(), "."))
}
