package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// enterpriseAccountMemberResource is one person's permissions on an enterprise account. It leaves the account's other members alone.
type enterpriseAccountMemberResource struct{ base }

var (
	_ resource.ResourceWithConfigure   = (*enterpriseAccountMemberResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*enterpriseAccountMemberResource)(nil)
	_ resource.ResourceWithIdentity    = (*enterpriseAccountMemberResource)(nil)
	_ resource.ResourceWithImportState = (*enterpriseAccountMemberResource)(nil)
)

var enterpriseAccountMemberType = common{name: "enterprise_account_member", keys: []key{accountKey, userKey}}

func newEnterpriseAccountMemberResource() resource.Resource {
	return &enterpriseAccountMemberResource{base{enterpriseAccountMemberType}}
}

type enterpriseAccountMemberModel struct {
	identified
	Account     types.String `tfsdk:"enterprise_account"`
	AccountID   types.String `tfsdk:"enterprise_account_id"`
	Email       types.String `tfsdk:"email"`
	UserID      types.String `tfsdk:"user_id"`
	Permissions types.Set    `tfsdk:"permissions"`
	TwoFactor   types.Bool   `tfsdk:"two_factor_authentication"`
}

func (r *enterpriseAccountMemberResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A person's permissions on an enterprise account. Other members are left alone. A person who is in the account already, for instance because of a role in one of its teams, is taken over and gets the permissions given here.\n\n" +
			"Whoever is added to a team of the account gets `view` on the account, and keeps it after leaving the team: destroying this resource is what takes it away. Who still has a role in one of the account's teams cannot be removed from the account, and the last person with `manage` neither, so let the person's `herokuenterprise_team_member` depend on this resource: then it is destroyed first.",
		Attributes: map[string]schema.Attribute{
			"enterprise_account": required(accountReference+"; another account means that the person leaves this one and joins that.", isReference),
			"email":              required("The person's email address. Case does not matter. Another address of the same person changes nothing but the state; another person's address replaces the membership.", isEmail),
			"permissions": schema.SetAttribute{
				Required: true, ElementType: types.StringType, Validators: accountPermissionSet,
				MarkdownDescription: "What the person may do with the account. The permissions are independent of each other: " + accountWords() + ". None of them opens what is in the account's teams. The API always gives `view` as well, so it may be left out.",
			},
			"id":                        stable("The id of the membership."),
			"enterprise_account_id":     stable("The id of the enterprise account. It stays when the account is renamed."),
			"user_id":                   stable("The id of the person. It stays when the email address changes."),
			"two_factor_authentication": flag("Whether the person's account has a second factor."),
		},
	}
}

func (r *enterpriseAccountMemberResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	create(ctx, &r.base, req, resp, r.create)
}

func (r *enterpriseAccountMemberResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	read(ctx, &r.base, req, resp, r.read)
}

func (r *enterpriseAccountMemberResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	update(ctx, &r.base, req, resp, r.update)
}

func (r *enterpriseAccountMemberResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	remove(ctx, &r.base, req, resp, r.delete)
}

func (r *enterpriseAccountMemberResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	change(ctx, &r.base, req, resp, r.read, r.change)
	guard(ctx, &r.base, req, resp, r.guard)
}

func (r *enterpriseAccountMemberResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "enterprise_account", "email")
}

// create takes over a membership that is there already.
func (r *enterpriseAccountMemberResource) create(ctx context.Context, m *enterpriseAccountMemberModel) error {
	if err := r.enterpriseAccount().resolve(ctx, m.Account, &m.AccountID); err != nil {
		return err
	}
	account := m.AccountID.ValueString()
	if err := r.trusted(ctx, m, m.Email.ValueString()); err != nil {
		return err
	}
	return r.order.give(func() error {
		row, err := r.admit(ctx, account, m.Email.ValueString(), storedAccount(elements(m.Permissions)))
		if err != nil {
			return err
		}
		m.set(row)
		return nil
	}, account)
}

// trusted looks for the second factor of somebody who is to get more than view.
func (r *enterpriseAccountMemberResource) trusted(ctx context.Context, m *enterpriseAccountMemberModel, email string) error {
	if !r.options.requireMFA {
		return nil
	}
	account, words := m.AccountID.ValueString(), storedAccount(elements(m.Permissions))
	r.ledger.account(account)
	row, err := r.find(ctx, &enterpriseAccountMemberModel{AccountID: m.AccountID, Email: types.StringValue(email)}, client.Current, nil)
	if err != nil && !gone(err) {
		return err
	}
	if err == nil {
		words = gainedBy(api.Words(row.Permissions), words)
	}
	return r.proven(ctx, account, email, strongOn("the enterprise account "+m.Account.ValueString(), words), access.NoRole)
}

// admit gives a person permissions on an enterprise account, whether the person is in it already or not.
func (s *session) admit(ctx context.Context, account, email string, words []string) (*api.EnterpriseAccountMember, error) {
	list, err := s.snapshot.AccountMembers.Get(ctx, account, client.Current)
	if err != nil {
		return nil, err
	}
	row := accountMemberOf(list.Value, types.StringNull(), types.StringValue(email))
	if row == nil {
		made, err := s.client.CreateAccountMember(ctx, account, api.EnterpriseAccountMemberCreate{User: email, Permissions: words})
		if !client.Invalid(err) && !client.Lost(err) {
			return made, err
		}
		again, unread := s.snapshot.AccountMembers.Again(ctx, account, list.Begun) // the person may have joined, or the answer was lost
		if row = accountMemberOf(again.Value, types.StringNull(), types.StringValue(email)); unread != nil || row == nil {
			return nil, err
		}
	}
	return s.client.UpdateAccountMember(ctx, account, row.User.ID, api.EnterpriseAccountMemberUpdate{Permissions: words})
}

func (r *enterpriseAccountMemberResource) read(ctx context.Context, m *enterpriseAccountMemberModel) error {
	if err := r.enterpriseAccount().resolve(ctx, m.Account, &m.AccountID); err != nil {
		return err
	}
	imported, expected := m.ID.IsNull(), m.shows
	if imported { // there is nothing yet that a list could differ from
		expected = nil
	}
	row, err := r.find(ctx, m, client.Current, expected)
	if err != nil {
		return err
	}
	if imported && !samePerson(types.StringValue(row.User.Email), m.Email) { // by an id
		m.Email = types.StringValue(row.User.Email)
	}
	m.set(row)
	m.Account, err = r.enterpriseAccount().kept(ctx, m.Account, row.EnterpriseAccount.ID, row.EnterpriseAccount.Name)
	return err
}

// find looks a person up among the members. A list that shows nobody, or something else than is expected, is read once more, for everybody
// who doubts it; what two readings agree on is not doubted.
func (r *enterpriseAccountMemberResource) find(ctx context.Context, m *enterpriseAccountMemberModel, how client.How, expected func(*api.EnterpriseAccountMember) bool) (*api.EnterpriseAccountMember, error) {
	list, err := r.snapshot.AccountMembers.Get(ctx, m.AccountID.ValueString(), how)
	if err != nil {
		return nil, err
	}
	row := accountMemberOf(list.Value, m.UserID, m.Email)
	if row != nil && (expected == nil || expected(row)) {
		return row, nil
	}
	if list.Before == nil || !sameStanding(row, accountMemberOf(*list.Before, m.UserID, m.Email)) {
		if list, err = r.snapshot.AccountMembers.Again(ctx, m.AccountID.ValueString(), list.Begun); err != nil {
			return nil, err
		}
		row = accountMemberOf(list.Value, m.UserID, m.Email)
	}
	if row == nil {
		return nil, errGone
	}
	return row, nil
}

// sameStanding reports whether two readings show the same.
func sameStanding(a, b *api.EnterpriseAccountMember) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.ID == b.ID && a.User == b.User && a.TwoFactorAuthentication == b.TwoFactorAuthentication && slices.Equal(api.Words(a.Permissions), api.Words(b.Permissions))
}

func (r *enterpriseAccountMemberResource) update(ctx context.Context, plan, state *enterpriseAccountMemberModel) error {
	if err := r.enterpriseAccount().check(ctx, plan.Account, state.Account, state.AccountID, &plan.AccountID); err != nil {
		return err
	}
	words, before := storedAccount(elements(plan.Permissions)), storedAccount(elements(state.Permissions))
	row, err := r.find(ctx, state, client.Recent, func(row *api.EnterpriseAccountMember) bool { return has(row, words) || has(row, before) })
	if err != nil {
		return err
	}
	switch {
	case !plan.Email.Equal(state.Email) && !access.SameEmail(plan.Email.ValueString(), row.User.Email):
		return otherPerson(plan.Email, row.User.Email)
	case has(row, words):
		plan.set(row)
		return nil
	case !has(row, before):
		if err := r.overtaken(ctx, state, row); err != nil {
			return err
		}
	}
	if err := r.trusted(ctx, plan, row.User.Email); err != nil {
		return err
	}
	write := func() error {
		given, err := r.client.UpdateAccountMember(ctx, state.AccountID.ValueString(), row.User.ID, api.EnterpriseAccountMemberUpdate{Permissions: words})
		if err == nil {
			plan.set(given)
		}
		return err
	}
	if slices.ContainsFunc(api.Words(row.Permissions), func(w string) bool { return !slices.Contains(words, w) }) {
		return r.take(ctx, state.AccountID.ValueString(), row, write)
	}
	return r.order.give(write, state.AccountID.ValueString())
}

// delete removes the person, whatever membership it is by now.
func (r *enterpriseAccountMemberResource) delete(ctx context.Context, m *enterpriseAccountMemberModel) error {
	before := storedAccount(elements(m.Permissions))
	row, err := r.find(ctx, m, client.Recent, func(row *api.EnterpriseAccountMember) bool { return has(row, before) })
	if err != nil {
		return err
	}
	if !has(row, before) {
		if err := r.overtaken(ctx, m, row); err != nil {
			return err
		}
	}
	return r.take(ctx, m.AccountID.ValueString(), row, func() error {
		return r.client.DeleteAccountMember(ctx, m.AccountID.ValueString(), row.User.ID)
	})
}

// take takes permissions, in the person's turn: who manages the account after the others, and Terraform's own person last.
func (r *enterpriseAccountMemberResource) take(ctx context.Context, account string, row *api.EnterpriseAccountMember, do func() error) error {
	when := anybody
	if manages(api.Words(row.Permissions)) {
		when = admins
		if me, err := r.snapshot.Account.Get(ctx, "", client.Current); err == nil && me.Value.ID == row.User.ID {
			when = oneself
		}
	}
	return r.order.take(ctx, account, when, do)
}

// overtaken reports that somebody gave the person other permissions since the plan was made.
func (r *enterpriseAccountMemberResource) overtaken(ctx context.Context, state *enterpriseAccountMemberModel, row *api.EnterpriseAccountMember) error {
	what := fmt.Sprintf("What %s may do with the enterprise account %s", row.User.Email, row.EnterpriseAccount.Name)
	return r.changed(ctx, what, quoted(api.Words(row.Permissions)), quoted(storedAccount(elements(state.Permissions))))
}

// change decides what another account or address means, and keeps the plan quiet when it means nothing.
func (r *enterpriseAccountMemberResource) change(ctx context.Context, plan, state *enterpriseAccountMemberModel) (replace path.Paths, err error) {
	replace, err = r.enterpriseAccount().replaces(ctx, plan.Account, state.Account, state.AccountID, &plan.AccountID)
	if err != nil {
		return nil, err
	}
	if samePerson(plan.Email, state.Email) {
		plan.Email = state.Email
	} else if !plan.Email.IsUnknown() {
		row, err := r.find(ctx, &enterpriseAccountMemberModel{AccountID: state.AccountID, Email: plan.Email}, client.Current, nil)
		if err != nil && !gone(err) {
			return nil, err
		}
		if err != nil || row.User.ID != state.UserID.ValueString() {
			replace = append(replace, path.Root("email"))
		}
	}
	if !known(plan.Permissions) || !known(plan.Permissions.Elements()...) || plan.Email.IsUnknown() ||
		!slices.Equal(storedAccount(elements(plan.Permissions)), storedAccount(elements(state.Permissions))) {
		return replace, nil
	}
	settled := *state
	settled.Account, settled.AccountID, settled.Email = plan.Account, plan.AccountID, plan.Email
	*plan = settled
	return replace, nil
}

// has reports whether a person has exactly these permissions.
func has(row *api.EnterpriseAccountMember, words []string) bool {
	return slices.Equal(api.Words(row.Permissions), words)
}

// set takes everything from the API but the address, whose spelling is the user's, and view, if the user leaves it out.
func (m *enterpriseAccountMemberModel) set(row *api.EnterpriseAccountMember) {
	m.ID = types.StringValue(row.ID)
	m.UserID = types.StringValue(row.User.ID)
	m.Permissions = asWritten(api.Words(row.Permissions), m.Permissions)
	m.TwoFactor = types.BoolValue(row.TwoFactorAuthentication)
}

// shows reports whether the state is what the API says already.
func (m *enterpriseAccountMemberModel) shows(row *api.EnterpriseAccountMember) bool {
	return row.ID == m.ID.ValueString() && row.TwoFactorAuthentication == m.TwoFactor.ValueBool() && has(row, storedAccount(elements(m.Permissions)))
}
