package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// foundKey is the key, beside the planned state, of what a plan found of an object that it destroys.
//
// Terraform plans the end of an object that is in the configuration no more with what the last run left in the state, not with what
// the refresh has just found. Compared with that, an object that somebody changed long before the plan would look as if
// somebody had changed it after the plan, and could never be destroyed.
const foundKey = "found"

// keepFound keeps what the plan finds of an object that it destroys. If that cannot be found out, the state has to do.
func keepFound[M any](ctx context.Context, b *base, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, state M, read func(context.Context, *M) error) {
	defer b.busy()()
	if err := read(ctx, &state); err != nil {
		forgetFound(ctx, resp)
		return
	}
	found := tfsdk.State{Schema: req.State.Schema, Raw: req.State.Raw.Copy()}
	if resp.Diagnostics.Append(found.Set(ctx, &state)...); resp.Diagnostics.HasError() {
		return
	}
	raw, err := tfprotov6.NewDynamicValue(found.Raw.Type(), found.Raw)
	if err != nil {
		resp.Diagnostics.AddError("Could not keep what the plan found", err.Error())
		return
	}
	resp.Diagnostics.Append(remember(ctx, resp.Private, foundKey, raw.MsgPack)...)
}

// forgetFound forgets what an earlier plan found, after which destroying failed.
func forgetFound(ctx context.Context, resp *resource.ModifyPlanResponse) {
	if before, _ := recall[[]byte](ctx, resp.Private, foundKey); len(before) > 0 {
		resp.Diagnostics.Append(remember(ctx, resp.Private, foundKey, []byte(nil))...)
	}
}

// asFound is the state of an object that is to be destroyed, as the plan found it.
func asFound(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) tfsdk.State {
	raw, diags := recall[[]byte](ctx, req.Private, foundKey)
	if resp.Diagnostics.Append(diags...); len(raw) == 0 || diags.HasError() {
		return req.State
	}
	value, err := (&tfprotov6.DynamicValue{MsgPack: raw}).Unmarshal(req.State.Raw.Type())
	if err != nil {
		resp.Diagnostics.AddError("Could not read what the plan found", err.Error())
		return req.State
	}
	return tfsdk.State{Schema: req.State.Schema, Raw: value}
}
