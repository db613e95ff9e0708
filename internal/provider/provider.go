// Package provider is the Terraform side: resources and data sources that hold who may do what in Heroku Enterprise teams.
//
// Each resource is one file: what it is, its schema, then create, read, update, delete as plain functions on its model, then
// set, the only way from the API into the state. What they share, and no more, is in resource.go; the rules for attributes
// that name another object are in reference.go. The state is what the server said, except for the spelling of names and
// addresses, which stays the user's. No rule about who may do what is written here: words and names are checked by package
// access, and everything else by the API.
package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

type herokuEnterprise struct {
	version string
}

// New returns the provider; version is for the User-Agent.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &herokuEnterprise{version: version} }
}

func (p *herokuEnterprise) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "herokuenterprise"
	resp.Version = p.version
}

func (p *herokuEnterprise) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Keeps who may do what in Heroku Enterprise under Terraform: teams, their members and roles, apps, permissions on apps, app locks and add-on allowlists.",
		Attributes: map[string]schema.Attribute{
			"api_key": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: "The API key that Terraform works with. If it is not set, the environment variable `HEROKU_API_KEY` is used, and then the password of the API's host in the file `~/.netrc` (or the file that `NETRC` names).",
			},
			"url": schema.StringAttribute{
				Optional: true, Validators: []validator.String{checked{client.CheckURL}},
				MarkdownDescription: "The address of the API. If it is not set, the environment variable `HEROKU_API_URL` is used, and then `" + client.DefaultURL + "`.",
			},
			"max_retries": schema.Int64Attribute{
				Optional: true, Validators: []validator.Int64{int64validator.Between(0, 100)},
				MarkdownDescription: fmt.Sprintf("How many times one request is tried again when the API is out of reach, answers that it has a problem of its own, or that the rate limit is used up. A request that creates something is repeated only if it certainly had no effect. The default is %d.", client.DefaultMaxRetries),
			},
			"request_timeout": schema.StringAttribute{
				Optional: true, Validators: []validator.String{checked{checkDuration}},
				MarkdownDescription: fmt.Sprintf("How long one try of a request may take, as a duration such as `30s` or `2m`. If the API asks to wait longer than this before the next try, the request fails at once and says so. The time a request waits for its turn under the rate limit does not count. The default is `%s`.", client.DefaultRequestTimeout),
			},
			"rate_limit_reserve": schema.Int64Attribute{
				Optional: true, Validators: []validator.Int64{int64validator.Between(0, 4500)},
				MarkdownDescription: fmt.Sprintf("How many of the account's 4,500 requests an hour are left to its other users. When no more than these are left, Terraform slows down to the 75 requests a minute that Heroku gives back, instead of failing. The default is %d.", client.DefaultRateLimitReserve),
			},
			"stale_plan": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.OneOf(stalePlans...)},
				MarkdownDescription: "What to do when an object that is to be changed or destroyed is neither as the plan found it nor as the plan wants it, because somebody changed it after the plan was made: `error` stops before anything is overwritten, `warn` overwrites it and says so, `overwrite` overwrites it. The default is `" + stalePlans[0] + "`.",
			},
			"allow_self_removal": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether a plan may take rights from the person that Terraform works as: remove the person from a team, give a lower role there, or take the permission to manage an app. Without it such a plan is refused, since the same person might not be able to undo it.",
			},
			"require_mfa": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether a plan is refused that gives the role `admin`, one of the permissions `deploy`, `operate` and `manage` on an app, `create_apps` on a private space, or more than `view` on an enterprise account to somebody whose account has no second factor. Without it there is a warning. The team shows who has one, and for people who are not in it yet its enterprise account does.",
			},
			"headers": schema.MapAttribute{
				Optional: true, Sensitive: true, ElementType: types.StringType,
				MarkdownDescription: "Further HTTP headers that every request carries, for example for a proxy in front of the API. The headers that the API itself needs cannot be replaced.",
			},
		},
	}
}

// providerModel is the provider block.
type providerModel struct {
	APIKey           types.String `tfsdk:"api_key"`
	URL              types.String `tfsdk:"url"`
	MaxRetries       types.Int64  `tfsdk:"max_retries"`
	RequestTimeout   types.String `tfsdk:"request_timeout"`
	RateLimitReserve types.Int64  `tfsdk:"rate_limit_reserve"`
	StalePlan        types.String `tfsdk:"stale_plan"`
	AllowSelfRemoval types.Bool   `tfsdk:"allow_self_removal"`
	RequireMFA       types.Bool   `tfsdk:"require_mfa"`
	Headers          types.Map    `tfsdk:"headers"`
}

func (p *herokuEnterprise) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	m.known(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	cfg := m.settings(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	cfg.UserAgent = fmt.Sprintf("terraform-provider-herokuenterprise/%s terraform/%s", p.version, req.TerraformVersion)
	cfg.Log, cfg.Saved = logTry, logSaved
	c, err := client.New(cfg)
	if err != nil {
		resp.Diagnostics.AddError("The provider cannot reach the API", err.Error())
		return
	}
	shared := newSession(c, m.options())
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData = shared, shared, shared
}

// logTry writes one try to Terraform's log: the call at debug level, its bodies at trace level. What is in them that others
// should not read is gone already.
func logTry(ctx context.Context, t client.Try) {
	fields := map[string]any{
		"method": t.Method, "path": t.Path, "status": t.Status, "milliseconds": t.Duration.Milliseconds(), "request_id": t.RequestID, "try": t.Number,
	}
	if t.Err != "" {
		fields["error"] = t.Err
	}
	tflog.Debug(ctx, "Heroku API", fields)
	if t.Request != "" || t.Answer != "" {
		tflog.Trace(ctx, "Heroku API bodies", map[string]any{"request_id": t.RequestID, "try": t.Number, "request": t.Request, "answer": t.Answer})
	}
}

// logSaved writes that a call was not needed, since the snapshot had the answer.
func logSaved(ctx context.Context, path string, saved int64) {
	tflog.Debug(ctx, "Heroku API: answered from the snapshot", map[string]any{"path": path, "calls_saved": saved})
}

func (p *herokuEnterprise) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		newAddonAllowlistResource,
		newAllowedAddonServiceResource,
		newAppAccessResource,
		newAppCollaboratorsResource,
		newAppLockResource,
		newAppTransferResource,
		newIdentityProviderResource,
		newSpaceAccessResource,
		newSpaceResource,
		newSpaceTrustedIPsResource,
		newEnterpriseAccountMemberResource,
		newEnterpriseAccountMembersResource,
		newTeamAppResource,
		newTeamMemberResource,
		newTeamMembersResource,
		newTeamResource,
	}
}

func (p *herokuEnterprise) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newAddonAllowlistExceptionsDataSource,
		newAddonServicesDataSource,
		newAppCollaboratorsDataSource,
		newComplianceDataSource,
		newAuditEventsDataSource,
		newEffectiveAccessDataSource,
		newIdentityProviderDataSource,
		newSpaceDataSource,
		newEnterpriseAccountDataSource,
		newEnterpriseAccountMembersDataSource,
		newEnterpriseAccountUsageDataSource,
		newEnterpriseAccountsDataSource,
		newTeamAppsDataSource,
		newTeamDataSource,
		newTeamMembersDataSource,
		newTeamInvoicesDataSource,
		newTeamUsageDataSource,
		newTeamsDataSource,
		newUnmanagedAccessDataSource,
	}
}
