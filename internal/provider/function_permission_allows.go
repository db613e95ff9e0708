package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// permissionAllowsFunction answers whether permissions on an app open an action.
type permissionAllowsFunction struct{ named }

func newPermissionAllowsFunction() function.Function {
	return permissionAllowsFunction{named{"permission_allows"}}
}

func (f permissionAllowsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Whether permissions on an app allow an action",
		MarkdownDescription: "Whether somebody who holds exactly these permissions on an app of an enterprise team, and no role in the team, may do something. " +
			"The answer is the one that `mockapi` enforces. What people may do to themselves, such as leaving an app, does not count.",
		Parameters: []function.Parameter{
			permissionsParameter("permissions", "The permissions that somebody has on the app."),
			actionParameter(),
		},
		Return: function.BoolReturn{},
	}
}

// Run decides about the app, or about the team that it belongs to: that lets everybody in who has a grant on one of its apps.
func (f permissionAllowsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var words types.Set
	var action string
	if resp.Error = req.Arguments.Get(ctx, &words, &action); resp.Error != nil {
		return
	}
	grant, err := permissionsOf(words)
	if err != nil {
		resp.Error = wrong(0, err)
		return
	}
	row, err := access.ParseAction(action)
	if err != nil {
		resp.Error = wrong(1, err)
		return
	}
	decision := access.Decide(row.Action, access.Subject{Grant: grant, Collaborator: grant != 0}, access.Object{Kind: row.Kind})
	resp.Error = resp.Result.Set(ctx, decision.Allowed)
}
