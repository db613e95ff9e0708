package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// source is embedded by every data source.
type source struct{ common }

func (s *source) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + s.name
}

func (s *source) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	s.configure(req.ProviderData)
}

// fetch runs a data source's read, which fills in a model that has the configuration.
func fetch[M any](ctx context.Context, s *source, req datasource.ReadRequest, resp *datasource.ReadResponse, do func(context.Context, *M) error) {
	var m M
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	defer s.busy()()
	if err := do(ctx, &m); err != nil {
		s.failed(&resp.Diagnostics, "read", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// asked is a text that the user must give to a data source.
func asked(description string, rules []validator.String) schema.StringAttribute {
	return schema.StringAttribute{Required: true, Validators: rules, MarkdownDescription: description}
}

// filter is a text that the user may give to a data source.
func filter(description string, rules ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, Validators: rules, MarkdownDescription: description}
}

// said is a text that the API says.
func said(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

// isSo is what the API says is so or not.
func isSo(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
}

// words are texts that the API lists.
func words(description string) schema.ListAttribute {
	return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
}

// rows are objects that the API lists.
func rows(description string, columns map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{Computed: true, MarkdownDescription: description, NestedObject: schema.NestedAttributeObject{Attributes: columns}}
}
