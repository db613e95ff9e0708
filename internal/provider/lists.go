package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// List resources answer `terraform query` (Terraform 1.14 and later): which objects of a type there are, managed or not. Each is
// one file, list_resource_<noun>.go, around its resource. All are answered from the snapshot, so ten thousand objects cost the same
// calls as ten, a page of answers aside. What is listed of an object is the state that an import by its identity would give it, so
// that the configuration which Terraform writes from a list plans no change.

var _ provider.ProviderWithListResources = (*herokuEnterprise)(nil)

// ListResources are the types that can be listed.
func (p *herokuEnterprise) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		newAllowedAddonServiceList,
		newAppAccessList,
		newAppLockList,
		newEnterpriseAccountMemberList,
		newSpaceAccessList,
		newSpaceList,
		newTeamAppList,
		newTeamMemberList,
	}
}

// found takes one object of a list, what it is called for people and its state, and reports whether another one is wanted.
type found[M any] func(title string, state *M) bool

// query answers a list with what a resource finds. An error is its last result.
func query[C, M any](ctx context.Context, b *base, req list.ListRequest, out *list.ListResultsStream, objects func(context.Context, *C, found[M]) error) {
	var config C
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		out.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	out.Results = func(push func(list.ListResult) bool) {
		var notes diag.Diagnostics
		left, heard := req.Limit, true // no limit is 0
		err := objects(withNotes(ctx, &notes), &config, func(title string, state *M) bool {
			heard = push(result(ctx, b, req, title, state))
			left--
			return heard && left != 0
		})
		if err != nil {
			b.failed(&notes, "list", err)
		}
		if heard && len(notes) > 0 {
			push(list.ListResult{Diagnostics: notes})
		}
	}
}

// result is one object as the protocol has it. The framework leaves the state out if Terraform does not want it.
func result[M any](ctx context.Context, b *base, req list.ListRequest, title string, state *M) list.ListResult {
	r := req.NewListResult(ctx)
	r.DisplayName = title
	r.Diagnostics.Append(r.Resource.Set(ctx, state)...)
	r.Diagnostics.Append(b.identify(ctx, tfsdk.State{Raw: r.Resource.Raw, Schema: r.Resource.Schema}, r.Identity)...)
	return r
}

// inTeam is the configuration of a list of what a team has.
type inTeam struct {
	Team types.String `tfsdk:"team"`
}

// inTeamSchema is its schema.
func inTeamSchema(description string) schema.Schema {
	return schema.Schema{
		MarkdownDescription: description,
		Attributes: map[string]schema.Attribute{
			"team": schema.StringAttribute{Required: true, Validators: isReference, MarkdownDescription: "The team, by name or id."},
		},
	}
}

// titled is what something in a team is called for people.
func titled(what, team string) string { return fmt.Sprintf("%s (%s)", what, team) }
