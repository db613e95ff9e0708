package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// beside is where a resource keeps what the state does not show.
type beside interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// remember keeps what is Terraform's own of an exclusive list. Once it has been refreshed, the state has everything that is on the
// list, but destroying takes off only what Terraform put there, or took over.
func remember(ctx context.Context, private beside, key string, own any) (diags diag.Diagnostics) {
	raw, err := json.Marshal(own)
	if err != nil {
		diags.AddError("Could not keep what is on the list", err.Error())
		return diags
	}
	return private.SetKey(ctx, key, raw)
}

// recall finds what was remembered; the zero value if nothing was.
func recall[T any](ctx context.Context, private beside, key string) (own T, diags diag.Diagnostics) {
	raw, diags := private.GetKey(ctx, key)
	if len(raw) == 0 || diags.HasError() {
		return own, diags
	}
	if err := json.Unmarshal(raw, &own); err != nil {
		diags.AddError("Could not read what Terraform put on the list", err.Error())
	}
	return own, diags
}
