package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// required is an attribute that the user must set.
func required(description string, rules []validator.String) schema.StringAttribute {
	return schema.StringAttribute{Required: true, Validators: rules, MarkdownDescription: description}
}

// chosen is an attribute that the user may set, and that the API fills in otherwise.
func chosen(description string, rules []validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true, Validators: rules, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// computed is an attribute that the API says, and that may become another one when the object is changed.
func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

// stable is an attribute that the API says once.
func stable(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// flag is a computed attribute that is true or false.
func flag(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
}

// teamReference describes the attribute team of several resources.
const teamReference = "The team, by name or id. For a team that Terraform manages, its `id` is best: it is the same under every name, and another one when the team is replaced. A new name of the same team changes nothing but the state"

// appReference describes the attribute app of several resources.
const appReference = "The app, by name or id. For an app that Terraform manages, its `id` is best: it is the same under every name, and another one when the app is replaced. A new name of the same app changes nothing but the state"
