package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// effectivePermissionsFunction answers what role, grant and lock come to.
type effectivePermissionsFunction struct{ named }

func newEffectivePermissionsFunction() function.Function {
	return effectivePermissionsFunction{named{"effective_permissions"}}
}

func (f effectivePermissionsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The permissions that role, grant and lock come to",
		MarkdownDescription: "The permissions that somebody has on an app of an enterprise team in the end: the role in the team, the permissions given on the app, and the lock of the app taken together. " +
			"An admin of the team has all of them. Everybody else has those that were given; a member or viewer of the team also has `view` on an app that is not locked.",
		Parameters: []function.Parameter{
			roleParameter("`collaborator` is the same as no role."),
			permissionsParameter("grant", "The permissions that were given on the app."),
			function.BoolParameter{Name: "locked", MarkdownDescription: "Whether the app is locked."},
		},
		Return: function.SetReturn{ElementType: types.StringType},
	}
}

func (f effectivePermissionsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var role types.String
	var words types.Set
	var locked bool
	if resp.Error = req.Arguments.Get(ctx, &role, &words, &locked); resp.Error != nil {
		return
	}
	subject, err := subjectOf(role)
	if err != nil {
		resp.Error = wrong(0, err)
		return
	}
	if subject.Grant, err = permissionsOf(words); err != nil {
		resp.Error = wrong(1, err)
		return
	}
	resp.Error = resp.Result.Set(ctx, access.EffectiveSet(subject, access.Object{Kind: access.App, Locked: locked}).Names())
}
