package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// roleAllowsFunction answers whether a role in a team opens an action.
type roleAllowsFunction struct{ named }

func newRoleAllowsFunction() function.Function { return roleAllowsFunction{named{"role_allows"}} }

func (f roleAllowsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Whether a role in a team allows an action",
		MarkdownDescription: "Whether somebody who has this role in a team, and no further permissions, may do something in the team or to an app of the team that is not locked. " +
			"The answer is the one that `mockapi` enforces. What people may do to themselves, such as leaving the team, does not count. " +
			"For an app that is locked, ask `permission_allows` about the result of `effective_permissions`.",
		Parameters: []function.Parameter{
			roleParameter("`collaborator` is somebody who only has permissions on some of the team's apps, but not on the one that is asked about."),
			actionParameter(),
		},
		Return: function.BoolReturn{},
	}
}

func (f roleAllowsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var role types.String
	var action string
	if resp.Error = req.Arguments.Get(ctx, &role, &action); resp.Error != nil {
		return
	}
	subject, err := subjectOf(role)
	if err != nil {
		resp.Error = wrong(0, err)
		return
	}
	row, err := access.ParseAction(action)
	if err != nil {
		resp.Error = wrong(1, err)
		return
	}
	resp.Error = resp.Result.Set(ctx, access.Decide(row.Action, subject, access.Object{Kind: row.Kind}).Allowed)
}
