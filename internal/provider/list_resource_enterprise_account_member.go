package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// enterpriseAccountMemberList lists the people in an enterprise account.
type enterpriseAccountMemberList struct {
	enterpriseAccountMemberResource
}

var _ list.ListResourceWithConfigure = (*enterpriseAccountMemberList)(nil)

func newEnterpriseAccountMemberList() list.ListResource {
	return &enterpriseAccountMemberList{enterpriseAccountMemberResource{base{enterpriseAccountMemberType}}}
}

// inAccount is the configuration of the list.
type inAccount struct {
	Account types.String `tfsdk:"enterprise_account"`
}

func (l *enterpriseAccountMemberList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The people in an enterprise account, also those who only have `view` because of a team.",
		Attributes: map[string]schema.Attribute{
			"enterprise_account": schema.StringAttribute{Required: true, Validators: isReference, MarkdownDescription: "The enterprise account, by name or id."},
		},
	}
}

func (l *enterpriseAccountMemberList) List(ctx context.Context, req list.ListRequest, out *list.ListResultsStream) {
	query(ctx, &l.base, req, out, l.all)
}

func (l *enterpriseAccountMemberList) all(ctx context.Context, in *inAccount, yield found[enterpriseAccountMemberModel]) error {
	account, err := l.findAccount(ctx, in.Account.ValueString())
	if err != nil {
		return err
	}
	rows, err := l.snapshot.AccountMembers.Get(ctx, account.ID, client.Current)
	if err != nil {
		return err
	}
	for i := range rows.Value {
		row := &rows.Value[i]
		m := &enterpriseAccountMemberModel{Account: types.StringValue(account.Name), AccountID: types.StringValue(account.ID), Email: types.StringValue(row.User.Email)}
		m.set(row)
		if !yield(fmt.Sprintf("%s in %s (%s)", row.User.Email, account.Name, quoted(api.Words(row.Permissions))), m) {
			return nil
		}
	}
	return nil
}
