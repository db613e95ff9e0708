package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// enterpriseAccountMembersResource is everybody in an enterprise account. It is exclusive: whoever else is there is drift.
type enterpriseAccountMembersResource struct {
	exclusive[enterpriseAccountMembersModel, *enterpriseAccountMembersModel]
}

var (
	_ resource.ResourceWithConfigure      = (*enterpriseAccountMembersResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*enterpriseAccountMembersResource)(nil)
	_ resource.ResourceWithIdentity       = (*enterpriseAccountMembersResource)(nil)
	_ resource.ResourceWithImportState    = (*enterpriseAccountMembersResource)(nil)
	_ resource.ResourceWithValidateConfig = (*enterpriseAccountMembersResource)(nil)
)

func newEnterpriseAccountMembersResource() resource.Resource {
	r := &enterpriseAccountMembersResource{}
	r.exclusive = exclusive[enterpriseAccountMembersModel, *enterpriseAccountMembersModel]{base: base{common{name: "enterprise_account_members", keys: []key{accountKey}}}, attribute: "members", side: r}
	return r
}

type enterpriseAccountMembersModel struct {
	identified
	Account     types.String `tfsdk:"enterprise_account"`
	AccountID   types.String `tfsdk:"enterprise_account_id"`
	Members     types.Map    `tfsdk:"members"`
	MaxRemovals types.String `tfsdk:"max_removals"`
}

func (r *enterpriseAccountMembersResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Everybody in an enterprise account, with their permissions on it: whoever is there without being listed is shown as drift, and removed by the next apply.\n\n" +
			"That includes people who only have `view` because they were added to one of the account's teams, and keep it after they have left the team. List everybody who has a role in a team: the API refuses to remove such a person. People who sign in through the account's identity provider and are not listed are left alone, and not shown.\n\n" +
			"When this resource is created, it takes over whoever is in the account, and removes whoever is not listed; a warning in the plan names them. Destroying it removes only the people whom it listed, and neither the person that Terraform works as nor the last one with `manage`. List the person that Terraform works as: a plan that removes this person or takes `manage` from it is refused, unless the provider argument `allow_self_removal` is set.\n\n" +
			"Do not use it together with `herokuenterprise_enterprise_account_member` for the same account.",
		Attributes: map[string]schema.Attribute{
			"enterprise_account": required(accountReference+"; another account means that this one's people are given up.", isReference),
			"members": schema.MapAttribute{
				Required: true, ElementType: types.SetType{ElemType: types.StringType},
				Validators: []validator.Map{
					mapvalidator.KeysAre(checked{access.Email}), mapvalidator.NoNullValues(), mapvalidator.ValueSetsAre(accountPermissionSet...), once{},
				},
				MarkdownDescription: "Who is in the account, with which permissions: email addresses with sets of " + accountWords() + ". The permissions are independent of each other; the API always gives `view` as well, so it may be left out. At least one person has `manage`. Case does not matter in addresses, and nobody may be listed twice.",
			},
			"max_removals":          maxRemovals("the enterprise account"),
			"id":                    stable("The id of the enterprise account."),
			"enterprise_account_id": stable("The id of the enterprise account. It stays when the account is renamed."),
		},
	}
}

// ValidateConfig finds a list without anybody who manages the account before anything is asked of the API.
func (r *enterpriseAccountMembersResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m enterpriseAccountMembersModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !known(m.Members) || m.Members.IsNull() {
		return
	}
	lines := linesOf(m.Members)
	if slices.ContainsFunc(lines, func(l line) bool { return !l.known || manages(l.words) }) {
		return
	}
	resp.Diagnostics.AddAttributeError(path.Root("members"), "Nobody would be left in charge",
		fmt.Sprintf("%s None of the %d people in members has it.", noManager(m.Account.ValueString()), len(lines)))
}

func (r *enterpriseAccountMembersResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.importState(ctx, req, resp, "enterprise_account")
}

func (r *enterpriseAccountMembersResource) parts(m *enterpriseAccountMembersModel) parts {
	return parts{id: &m.ID, ref: &m.Account, people: &m.Members, max: &m.MaxRemovals}
}

func (r *enterpriseAccountMembersResource) open(ctx context.Context, m *enterpriseAccountMembersModel) (roll, error) {
	if err := r.enterpriseAccount().resolve(ctx, m.Account, &m.AccountID); err != nil {
		return nil, err
	}
	return r.accountRoll(ctx, m.AccountID.ValueString())
}

func (r *enterpriseAccountMembersResource) asked(ctx context.Context, m *enterpriseAccountMembersModel) (roll, error) {
	if m.Account.IsUnknown() {
		return nil, nil
	}
	account, err := r.findAccount(ctx, m.Account.ValueString())
	if client.NotFound(err) {
		noAccount(ctx, m.Account)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return r.accountRoll(ctx, account.ID)
}

// value is a set of permissions, without view if the user leaves it out.
func (r *enterpriseAccountMembersResource) value(words []string, before attr.Value) attr.Value {
	written, ok := before.(types.Set)
	if !ok {
		written = types.SetNull(types.StringType)
	}
	return asWritten(words, written)
}

func (r *enterpriseAccountMembersResource) found(m *enterpriseAccountMembersModel, of roll) {
	m.AccountID = types.StringValue(of.id())
}

func (r *enterpriseAccountMembersResource) spell(ctx context.Context, m *enterpriseAccountMembersModel, of roll) error {
	account, err := r.findAccount(ctx, of.id())
	if err != nil {
		return err
	}
	m.Account, err = r.enterpriseAccount().kept(ctx, m.Account, account.ID, account.Name)
	return err
}

func (r *enterpriseAccountMembersResource) check(ctx context.Context, plan, state *enterpriseAccountMembersModel) error {
	return r.enterpriseAccount().check(ctx, plan.Account, state.Account, state.AccountID, &plan.AccountID)
}

func (r *enterpriseAccountMembersResource) replaces(ctx context.Context, plan, state *enterpriseAccountMembersModel) (path.Paths, error) {
	return r.enterpriseAccount().replaces(ctx, plan.Account, state.Account, state.AccountID, &plan.AccountID)
}
