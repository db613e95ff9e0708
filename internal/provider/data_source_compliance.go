package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// complianceDataSource is the people in some teams who sign in with a password alone, with the most that they may do.
type complianceDataSource struct{ source }

var _ datasource.DataSourceWithConfigure = (*complianceDataSource)(nil)

func newComplianceDataSource() datasource.DataSource {
	return &complianceDataSource{source{common{name: "compliance"}}}
}

type complianceModel struct {
	Teams     types.Set       `tfsdk:"teams"`
	Require   types.String    `tfsdk:"require"`
	People    []complianceRow `tfsdk:"people"`
	Total     types.Int64     `tfsdk:"total"`
	Compliant types.Bool      `tfsdk:"compliant"`
}

type complianceRow struct {
	personRow
	Team      types.String `tfsdk:"team"`
	Federated types.Bool   `tfsdk:"federated"`
	TwoFactor types.Bool   `tfsdk:"two_factor_authentication"`
	Strongest types.String `tfsdk:"strongest_permission"`
	Apps      []string     `tfsdk:"apps"`
}

// What may be required of people: how each is met by somebody's second factor and identity provider.
var requirements = map[string]func(mfa, sso bool) bool{
	"mfa":        func(mfa, _ bool) bool { return mfa },
	"sso":        func(_, sso bool) bool { return sso },
	"mfa_or_sso": func(mfa, sso bool) bool { return mfa || sso },
}

const requireEither = "mfa_or_sso"

func (d *complianceDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The people in some teams whose sign-in is not protected as required, team by team, with the most that each may do there. For `check` blocks, preconditions and reports: only the people themselves can turn a second factor on.",
		Attributes: map[string]schema.Attribute{
			"teams": schema.SetAttribute{
				Required: true, ElementType: types.StringType, Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(isReference...)},
				MarkdownDescription: "The teams, by name or id.",
			},
			"require": filter("What everybody needs: `mfa`, a second factor; `sso`, to sign in through the team's identity provider; or `mfa_or_sso`, one of the two, as Heroku asks for itself. The default is `"+requireEither+"`.",
				stringvalidator.OneOf("mfa", "mfa_or_sso", "sso")),
			"people": rows("The people who lack it, sorted by team and email address. Somebody in two teams is there twice. Somebody who was invited and has not accepted is not there yet.", personColumns(map[string]schema.Attribute{
				"team":                      said("The team, as `teams` has it."),
				"federated":                 isSo("Whether the person signs in through the team's identity provider."),
				"two_factor_authentication": isSo("Whether the person's account has a second factor."),
				"strongest_permission":      said("The strongest permission that the person has on any app of the team, by role, grant or otherwise: " + orList(access.AllPermissions.Names()...) + ". Null without any."),
				"apps":                      words("The apps on which the person has it, by name."),
			})),
			"total":     schema.Int64Attribute{Computed: true, MarkdownDescription: "How many rows `people` has."},
			"compliant": isSo("Whether there are none."),
		},
	}
}

func (d *complianceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	fetch(ctx, &d.source, req, resp, d.read)
}

func (d *complianceDataSource) read(ctx context.Context, m *complianceModel) error {
	require := requirements[requireEither]
	if !m.Require.IsNull() {
		require = requirements[m.Require.ValueString()]
	}
	m.People = []complianceRow{}
	for _, team := range slices.Sorted(slices.Values(elements(m.Teams))) {
		if err := d.team(ctx, team, require, m); err != nil {
			return err
		}
	}
	m.Total, m.Compliant = types.Int64Value(int64(len(m.People))), types.BoolValue(len(m.People) == 0)
	return nil
}

// team adds the people of one team.
func (d *complianceDataSource) team(ctx context.Context, team string, require func(mfa, sso bool) bool, m *complianceModel) error {
	members, err := d.members(ctx, team)
	if err != nil {
		return err
	}
	found, first := roster{}, len(m.People)
	if err := (&effectiveAccessDataSource{d.source}).team(ctx, &effectiveAccessModel{Team: types.StringValue(team)}, found); err != nil {
		return err
	}
	for i := range members {
		row := &members[i]
		if require(row.TwoFactorAuthentication, row.Federated) {
			continue
		}
		person := complianceRow{
			personRow: newPersonRow(row.User.ID, row.Email, roleOf(row)), Team: types.StringValue(team),
			Federated: types.BoolValue(row.Federated), TwoFactor: types.BoolValue(row.TwoFactorAuthentication),
		}
		person.Strongest, person.Apps = strongest(found[row.User.ID].Access)
		m.People = append(m.People, person)
	}
	slices.SortFunc(m.People[first:], func(a, b complianceRow) int { return byEmail(a.personRow, b.personRow) })
	return nil
}

// strongest finds the strongest of somebody's permissions, and where the person has it.
func strongest(list []permissionRow) (permission types.String, apps []string) {
	apps = []string{}
	for _, p := range []access.Permissions{access.Manage, access.Operate, access.Deploy, access.View} {
		word := p.String()
		for _, row := range list {
			if row.Permission.ValueString() == word {
				apps = append(apps, row.App.ValueString())
			}
		}
		if len(apps) > 0 {
			slices.SortFunc(apps, strings.Compare)
			return types.StringValue(word), apps
		}
	}
	return types.StringNull(), apps
}
