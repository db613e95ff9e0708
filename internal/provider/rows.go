package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// The rows of the data sources: for each a model, its columns, and the way from the API into it.

// personRow is a person, as an element of several lists.
type personRow struct {
	UserID types.String `tfsdk:"user_id"`
	Email  types.String `tfsdk:"email"`
	Role   types.String `tfsdk:"role"`
}

// personColumns describes a person and adds further columns.
func personColumns(further map[string]schema.Attribute) map[string]schema.Attribute {
	columns := map[string]schema.Attribute{
		"user_id": said("The id of the person. It stays when the email address changes."),
		"email":   said("The person's email address."),
		"role":    said("The person's role in the team, or `collaborator` for somebody who only has permissions on apps."),
	}
	for name, column := range further {
		columns[name] = column
	}
	return columns
}

func newPersonRow(id, email string, role access.Role) personRow {
	if role == access.NoRole {
		role = access.Collaborator
	}
	return personRow{UserID: types.StringValue(id), Email: types.StringValue(email), Role: types.StringValue(string(role))}
}

// memberRow is a person in a team.
type memberRow struct {
	personRow
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	Federated types.Bool   `tfsdk:"federated"`
	Provider  types.String `tfsdk:"identity_provider"`
	TwoFactor types.Bool   `tfsdk:"two_factor_authentication"`
	CreatedAt types.String `tfsdk:"created_at"`
}

var memberColumns = personColumns(map[string]schema.Attribute{
	"id":                        said("The id of the membership."),
	"name":                      said("The person's name, if it is known."),
	"federated":                 isSo("Whether the person signs in through an identity provider."),
	"identity_provider":         said(whoseProvider),
	"two_factor_authentication": isSo("Whether the person's account has a second factor."),
	"created_at":                said("When the person joined the team."),
})

func newMemberRow(row *api.TeamMember) memberRow {
	return memberRow{
		personRow: newPersonRow(row.User.ID, row.Email, roleOf(row)),
		ID:        types.StringValue(row.ID),
		Name:      types.StringPointerValue(row.User.Name),
		Federated: types.BoolValue(row.Federated),
		Provider:  providerOf(row),
		TwoFactor: types.BoolValue(row.TwoFactorAuthentication),
		CreatedAt: types.StringValue(row.CreatedAt),
	}
}

// collaboratorRow is a person with permissions on an app.
type collaboratorRow struct {
	personRow
	ID          types.String `tfsdk:"id"`
	Permissions []string     `tfsdk:"permissions"`
	Federated   types.Bool   `tfsdk:"federated"`
}

var collaboratorColumns = personColumns(map[string]schema.Attribute{
	"id":          said("The id of the collaborator."),
	"permissions": words("The permissions that the API lists for the person on the app, sorted."),
	"federated":   isSo("Whether the person signs in through an identity provider."),
})

func newCollaboratorRow(row *api.Collaborator) collaboratorRow {
	role := access.NoRole
	if row.Role != nil {
		role = access.Role(*row.Role)
	}
	return collaboratorRow{
		personRow:   newPersonRow(row.User.ID, row.User.Email, role),
		ID:          types.StringValue(row.ID),
		Permissions: api.Words(row.Permissions),
		Federated:   types.BoolValue(row.User.Federated),
	}
}

// appRow is an app of a team.
type appRow struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	Locked    types.Bool   `tfsdk:"locked"`
	Joined    types.Bool   `tfsdk:"joined"`
	Region    types.String `tfsdk:"region"`
	Stack     types.String `tfsdk:"stack"`
	Space     types.String `tfsdk:"space"`
	GitURL    types.String `tfsdk:"git_url"`
	WebURL    types.String `tfsdk:"web_url"`
	CreatedAt types.String `tfsdk:"created_at"`
}

var appColumns = map[string]schema.Attribute{
	"id":         said("The id of the app."),
	"name":       said("The name of the app."),
	"locked":     isSo("Whether the app is locked: only people with permissions of their own on it, and admins of the team, can see it."),
	"joined":     isSo("Whether the person that Terraform works as has permissions of their own on the app."),
	"region":     said("The region that the app runs in."),
	"stack":      said("The stack that the app runs on."),
	"space":      said("The private space that the app runs in, if it runs in one."),
	"git_url":    said("The address of the app's Git repository."),
	"web_url":    said("The address where the app is served, if it is."),
	"created_at": said("When the app was created."),
}

func newAppRow(app *api.TeamApp) appRow {
	row := appRow{
		ID:        types.StringValue(app.ID),
		Name:      types.StringValue(app.Name),
		Locked:    types.BoolValue(app.Locked),
		Joined:    types.BoolValue(app.Joined),
		Region:    types.StringValue(app.Region.Name),
		Stack:     types.StringValue(app.Stack.Name),
		GitURL:    types.StringValue(app.GitURL),
		WebURL:    types.StringPointerValue(app.WebURL),
		CreatedAt: types.StringValue(app.CreatedAt),
	}
	if app.Space != nil {
		row.Space = types.StringValue(app.Space.Name)
	}
	return row
}
