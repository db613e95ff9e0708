package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// proven looks for second factors once more when rights are given in a team, or on an enterprise account, if the user demands them: what the plan
// did not know, or what comes into being in the same run, it could not look at. The list of the last half minute is good enough for whoever is on it.
func (s *session) proven(ctx context.Context, place, email, what string, had access.Role) error {
	if !s.options.requireMFA || what == "" || place == "" {
		return nil
	}
	user, address := types.StringNull(), types.StringValue(email)
	var row *api.TeamMember
	for _, how := range []client.How{client.Recent, client.Current} {
		list, err := s.peopleOf(ctx, place, how)
		if err != nil && !client.Lacking(err) {
			return err
		}
		if row = rowOf(list, user, address); row != nil && (protected(row) || had != access.NoRole && roleOf(row) == had) {
			return nil
		}
	}
	if s.secondFactor(ctx, place, row, address, what) {
		return nil
	}
	return errRefused
}

// protected reports whether somebody has a second factor. People who sign in through an identity provider have theirs there.
func protected(row *api.TeamMember) bool { return row.TwoFactorAuthentication || row.Federated }

// secondFactor warns, or refuses if the user wishes, when rights in a team, or on an enterprise account, go to somebody whose account has no
// second factor. Somebody who is not there yet is looked for in the enterprise account of the team, if the answer matters. It reports
// whether the rights may be given.
func (s *session) secondFactor(ctx context.Context, place string, row *api.TeamMember, email types.String, what string) bool {
	if row == nil && s.options.requireMFA {
		row = s.colleague(ctx, place, email)
	}
	switch {
	case row == nil && !s.options.requireMFA, row != nil && protected(row):
		return true
	case row == nil:
		where := "in the team yet, nor in its enterprise account"
		if s.ledger.isAccount(place) {
			where = "in the enterprise account yet"
		}
		notesOf(ctx).AddError("A second factor cannot be seen", fmt.Sprintf(
			"%s would get %s, but is not %s, so the API does not show whether the person has multi-factor authentication, as the provider argument require_mfa demands. Give the permission view, or the role member or viewer, first, and more in a second run.", email.ValueString(), what, where))
		return false
	case s.options.requireMFA:
		notesOf(ctx).AddError("No second factor", fmt.Sprintf(
			"%s has no multi-factor authentication and would get %s, which the provider argument require_mfa forbids. The person can set it up in the account settings; nobody else can.", row.Email, what))
		return false
	}
	notesOf(ctx).AddWarning("No second factor", fmt.Sprintf("%s has no multi-factor authentication and would get %s.", row.Email, what))
	return true
}

// colleague finds somebody in the enterprise account of a team, which shows second factors as the team does; nil for nobody, or where the account
// is not the caller's.
func (s *session) colleague(ctx context.Context, team string, email types.String) *api.TeamMember {
	if team == "" || s.ledger.isAccount(team) {
		return nil
	}
	found, err := s.findTeam(ctx, team)
	if err != nil || accountOf(found) == "" {
		return nil
	}
	list, err := s.standingIn(ctx, accountOf(found), client.Current)
	if err != nil {
		return nil
	}
	return rowOf(list, types.StringNull(), email)
}
