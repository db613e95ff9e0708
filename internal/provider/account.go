package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// accountReference describes the attribute enterprise_account of several resources.
const accountReference = "The enterprise account, by name or id. A new name of the same account changes nothing but the state"

// accountPermissionSet are the rules of a set of permissions on an enterprise account.
var accountPermissionSet = []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(checked{func(s string) error {
	_, err := access.ParseAccountPermissions([]string{s})
	return err
}})}

// accountWords describes the permissions on an enterprise account.
func accountWords() string {
	text := ""
	for _, p := range (access.AccountView | access.AccountBilling | access.AccountManage | access.AccountCreate).List() {
		if text != "" {
			text += "; "
		}
		text += fmt.Sprintf("`%s` (%s)", p.Name, p.Description[:len(p.Description)-1])
	}
	return text
}

// enterpriseAccount is the reference to an enterprise account.
func (s *session) enterpriseAccount() reference {
	return reference{s, "enterprise_account", "enterprise_account_id", func(ctx context.Context, ref string) (string, error) {
		account, err := s.findAccount(ctx, ref)
		if err != nil {
			return "", err
		}
		return account.ID, nil
	}}
}

// findAccount finds an enterprise account by name or id. Those of the caller take one call, whatever their number.
func (s *session) findAccount(ctx context.Context, ref string) (*api.EnterpriseAccount, error) {
	mine, err := s.snapshot.EnterpriseAccounts.Get(ctx, "", client.Named)
	if err == nil {
		for i := range mine.Value {
			if a := &mine.Value[i]; a.ID == ref || a.Name == ref {
				return a, nil
			}
		}
	}
	one, err := s.snapshot.EnterpriseAccount.Get(ctx, ref, client.Named)
	return one.Value, err
}

// accountNamed is what people call an enterprise account, as teamNamed is for a team.
func (s *session) accountNamed(ctx context.Context, ref string) string {
	if idShape.MatchString(ref) {
		if account, err := s.findAccount(ctx, ref); err == nil {
			return account.Name
		}
	}
	return ref
}

// noAccount reports a reference to an enterprise account that does not exist. Nobody can make one over the API.
func noAccount(ctx context.Context, ref types.String) {
	notesOf(ctx).AddAttributeError(path.Root("enterprise_account"), "There is no such enterprise account",
		fmt.Sprintf("enterprise_account = %q names no enterprise account that the API knows. The data source herokuenterprise_enterprise_accounts lists those of the person that Terraform works as.", ref.ValueString()))
}

// accountMembers lists everybody in an enterprise account, named by name or id. The list is the caller's own.
func (s *session) accountMembers(ctx context.Context, ref string) ([]api.EnterpriseAccountMember, error) {
	id, err := s.enterpriseAccount().find(ctx, types.StringValue(ref))
	if err != nil {
		return nil, err
	}
	list, err := s.snapshot.AccountMembers.Get(ctx, id, client.Current)
	return slices.Clone(list.Value), err
}

// storedAccount lists permissions on an enterprise account as the API keeps them: sorted, and with view. The schema has checked the words.
func storedAccount(permissions []string) []string {
	set, err := access.ParseAccountPermissions(permissions)
	if err != nil {
		return permissions
	}
	words := set.Names()
	slices.Sort(words)
	return words
}

// manages reports whether permissions let somebody manage an enterprise account.
func manages(words []string) bool { return slices.Contains(words, access.AccountManage.Names()[0]) }

// accountMemberOf finds a person by id if it is known, else by address, in whose place an import may have an id.
func accountMemberOf(rows []api.EnterpriseAccountMember, user, email types.String) *api.EnterpriseAccountMember {
	for i := range rows {
		row := &rows[i]
		found := row.User.ID == user.ValueString()
		if user.ValueString() == "" {
			found = access.SameEmail(row.User.Email, email.ValueString()) || row.User.ID == email.ValueString() || row.ID == email.ValueString()
		}
		if found {
			return row
		}
	}
	return nil
}
