package client

import (
	"context"
	"net/http"
	"net/url"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// ListEnterpriseAccounts reads the enterprise accounts in which the caller is a member.
func (c *Client) ListEnterpriseAccounts(ctx context.Context) ([]api.EnterpriseAccount, error) {
	return list(ctx, c, at("enterprise-accounts"), "", func(x *api.EnterpriseAccount) string { return x.ID })
}

// GetEnterpriseAccount reads an enterprise account by name or id.
func (c *Client) GetEnterpriseAccount(ctx context.Context, account string) (*api.EnterpriseAccount, error) {
	var out api.EnterpriseAccount
	return &out, c.do(ctx, http.MethodGet, at("enterprise-accounts", account), nil, &out)
}

// ListAccountMembers reads everybody in an enterprise account. The API has no way to read one member alone.
func (c *Client) ListAccountMembers(ctx context.Context, account string) ([]api.EnterpriseAccountMember, error) {
	return list(ctx, c, at("enterprise-accounts", account, "members"), "", func(x *api.EnterpriseAccountMember) string { return x.ID })
}

// CreateAccountMember adds a person to an enterprise account.
func (c *Client) CreateAccountMember(ctx context.Context, account string, in api.EnterpriseAccountMemberCreate) (*api.EnterpriseAccountMember, error) {
	defer c.changes.wrote(standing)
	var out api.EnterpriseAccountMember
	return &out, c.do(ctx, http.MethodPost, at("enterprise-accounts", account, "members"), in, &out)
}

// UpdateAccountMember replaces the permissions of a person, named by address or id, on an enterprise account.
func (c *Client) UpdateAccountMember(ctx context.Context, account, user string, in api.EnterpriseAccountMemberUpdate) (*api.EnterpriseAccountMember, error) {
	defer c.changes.wrote(standing)
	var out api.EnterpriseAccountMember
	return &out, c.do(ctx, http.MethodPatch, at("enterprise-accounts", account, "members", user), in, &out)
}

// DeleteAccountMember takes a person, named by address or id, out of an enterprise account.
func (c *Client) DeleteAccountMember(ctx context.Context, account, user string) error {
	defer c.changes.wrote(standing)
	return c.do(ctx, http.MethodDelete, at("enterprise-accounts", account, "members", user), nil, nil)
}

// ListAuditEvents reads the audit trail of one day of an enterprise account, oldest first; without a day, of today (UTC).
func (c *Client) ListAuditEvents(ctx context.Context, account string, filter url.Values) ([]api.AuditTrailEvent, error) {
	query := url.Values{"order": {"asc"}}
	for name, values := range filter {
		query[name] = values
	}
	var out []api.AuditTrailEvent
	err := c.do(ctx, http.MethodGet, at("enterprise-accounts", account, "events")+"?"+query.Encode(), nil, &out)
	return out, err
}

// ListTeamUsage reads what a team, named by its id, used up: "daily" or "monthly", from start to end, which may be empty.
func (c *Client) ListTeamUsage(ctx context.Context, team, resolution, start, end string) (out []api.TeamPeriodUsage, err error) {
	err = c.do(ctx, http.MethodGet, at("teams", team, "usage", resolution)+period(start, end), nil, &out)
	return out, err
}

// ListTeamInvoices reads the invoices of a team.
func (c *Client) ListTeamInvoices(ctx context.Context, team string) ([]api.TeamInvoice, error) {
	return list(ctx, c, at("teams", team, "invoices"), "", func(i *api.TeamInvoice) string { return i.ID })
}

// ListAccountUsage reads what the teams of an enterprise account, named by its id, used up: as ListTeamUsage does.
func (c *Client) ListAccountUsage(ctx context.Context, account, resolution, start, end string) (out []api.AccountPeriodUsage, err error) {
	err = c.do(ctx, http.MethodGet, at("enterprise-accounts", account, "usage", resolution)+period(start, end), nil, &out)
	return out, err
}

// period is the query for a time.
func period(start, end string) string {
	query := url.Values{"start": {start}}
	if end != "" {
		query.Set("end", end)
	}
	return "?" + query.Encode()
}
