package provider

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// samePerson reports whether two spellings are one address.
func samePerson(plan, state types.String) bool {
	return !plan.IsUnknown() && access.SameEmail(plan.ValueString(), state.ValueString())
}

// otherPerson is the error for an address that turns out, when a change is applied, to be of somebody else.
func otherPerson(email types.String, before string) error {
	return fmt.Errorf("email = %q is not an address of the person in the state (%s), which was not known when the plan was made. Plan again, or replace this resource with terraform apply -replace=ADDRESS", email.ValueString(), before)
}

// memberOf finds a person by id if it is known, else by address, in whose place an import may have an id. People with permissions on apps but no role are listed
// by the API too, and are no members.
func memberOf(rows []api.TeamMember, user, email types.String) *api.TeamMember {
	for i := range rows {
		row := &rows[i]
		found := row.User.ID == user.ValueString()
		if user.ValueString() == "" {
			found = access.SameEmail(row.Email, email.ValueString()) || row.User.ID == email.ValueString() || row.ID == email.ValueString()
		}
		if found && roleOf(row) != access.NoRole {
			return row
		}
	}
	return nil
}

// roleOf is a person's role in the team; none for people who only have permissions on apps.
func roleOf(row *api.TeamMember) access.Role {
	if row.Role == nil || *row.Role == string(access.Collaborator) {
		return access.NoRole
	}
	return access.Role(*row.Role)
}

// people leaves out the row that stands for the team itself among an app's collaborators.
func people(rows []api.Collaborator) []api.Collaborator {
	return slices.DeleteFunc(rows, func(row api.Collaborator) bool { return access.IsManagerEmail(row.User.Email) })
}
