package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Upstream stands in for the provider heroku/heroku: it has the schemas of the types that can be taken over, and keeps what is
// written in a configuration, without any API.
type Upstream struct{}

// Metadata implements provider.Provider.
func (Upstream) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "heroku"
}

// Schema implements provider.Provider.
func (Upstream) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

// Configure implements provider.Provider.
func (Upstream) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

// DataSources implements provider.Provider.
func (Upstream) DataSources(context.Context) []func() datasource.DataSource { return nil }

// Resources implements provider.Provider.
func (Upstream) Resources(context.Context) []func() resource.Resource {
	text := schema.StringAttribute{Required: true}
	words := schema.SetAttribute{Required: true, ElementType: types.StringType}
	flag := schema.BoolAttribute{Optional: true}
	var kinds []func() resource.Resource
	for _, kind := range []upstreamResource{
		{"heroku_team_member", 0, map[string]schema.Attribute{"team": text, "email": text, "role": text, "federated": flag}},
		{"heroku_team_collaborator", 1, map[string]schema.Attribute{"app_id": text, "email": text, "permissions": words}},
		{"heroku_collaborator", 1, map[string]schema.Attribute{"app_id": text, "email": text}},
		{"heroku_space_app_access", 0, map[string]schema.Attribute{"space": text, "email": text, "permissions": words}},
		{"heroku_app", 1, map[string]schema.Attribute{"name": text, "uuid": text}},
		{"heroku_pipeline", 0, map[string]schema.Attribute{"name": text}},
	} {
		kind.attributes["id"] = schema.StringAttribute{Computed: true}
		kinds = append(kinds, func() resource.Resource { return kind })
	}
	return kinds
}

type upstreamResource struct {
	name       string
	version    int64
	attributes map[string]schema.Attribute
}

func (r upstreamResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.name
}

func (r upstreamResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Version: r.version, Attributes: r.attributes}
}

func (r upstreamResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	id := "theirs"
	if _, has := r.attributes["uuid"]; has { // an app has its id twice
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("uuid"), &id)...)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
}

func (upstreamResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (upstreamResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (upstreamResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
