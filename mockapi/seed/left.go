package seed

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// held are the columns that a dump holds, or that a load makes anew: the forms in which things are compared, times, and the
// identifiers of rows that are known by what they connect. A table that stands neither here nor in [unheld], and a column that
// a table here lacks, is told as left out, so that nothing that a later migration brings is lost without a word.
var held = map[string]string{
	"users":                      "id email email_key name two_factor_authentication verified default_team_id identity_provider_id created_at updated_at",
	"oauth_authorizations":       "id user_id token_id hash description scopes client client_of_heroku expires_at created_at updated_at",
	"enterprise_accounts":        "id name created_at updated_at",
	"enterprise_account_members": "id account_id user_id permissions created_at updated_at",
	"teams":                      "id name type account_id default_role addon_controls heroku_clients_only version created_at updated_at license_dyno_units license_addon_credits license_space_credits",
	"identity_providers":         "id team_id account_id entity_id certificate sso_target_url slo_target_url created_at updated_at",
	"team_members":               "id team_id user_id role federated created_at updated_at",
	"team_invitations":           "id team_id user_id role invited_by created_at updated_at",
	"allowed_addon_services":     "id team_id service_id added_by added_at",
	"spaces":                     "id name team_id region generation shield cidr data_cidr log_drain_url created_at updated_at",
	"space_members":              "id space_id user_id created_at",
	"inbound_rulesets":           "id space_id version rules created_by created_at",
	"apps":                       "id name team_id owner_id locked maintenance region stack build_stack created_at updated_at acm released_at slug_size space_id internal_routing",
	"collaborators":              "id app_id user_id permissions created_at updated_at",
	"addon_services":             "id name human_name state created_at updated_at",
	"plans":                      "id service_id name human_name price_cents is_default created_at updated_at",
	"addons":                     "id name app_id plan_id created_at updated_at",
	"addon_attachments":          "id addon_id app_id name namespace created_at updated_at",
	"app_transfers":              "id app_id owner_id recipient_id state created_at updated_at",
	"pipelines":                  "id name team_id owner_id generation created_at updated_at",
	"pipeline_couplings":         "id pipeline_id app_id stage created_at updated_at",
	"seeds":                      "hash loaded_at", // what this database has loaded; another one has loaded its own
}

// unheld is what a seed file does not hold, by table, in people's words. Of a table that stands in [held] as well it is the past.
var unheld = map[string]string{
	"events":                  "events of the audit trail",
	"usage_periods":           "periods of usage that are over",
	"releases":                "releases after the first of each app, with their config vars",
	"slugs":                   "slugs",
	"builds":                  "builds",
	"formations":              "process types of formations",
	"dynos":                   "dynos",
	"buildpack_installations": "buildpacks of apps",
	"domains":                 "domains of apps",
	"log_drains":              "log drains of apps",
	"token_uses":              "what tokens were used for",
	"mails":                   "mails to people",
	"app_features":            "features of apps that were switched",
	"inbound_rulesets":        "replaced rulesets of spaces",
	"app_transfers":           "answered transfers of apps",
}

// leftOut tells what of the database a seed file cannot hold.
func leftOut(ctx context.Context, tx *store.Tx) (left []string, err error) {
	tables, err := tx.Tables(ctx)
	if err != nil {
		return nil, err
	}
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		words, known := unheld[table]
		if columns, ok := held[table]; ok {
			for _, column := range tables[table] {
				if !slices.Contains(strings.Fields(columns), column) {
					left = append(left, fmt.Sprintf("the column %s of the table %s", column, table))
				}
			}
		} else if !known {
			words = "rows of the table " + table
		}
		if words == "" {
			continue
		}
		rows, err := tx.CountPast(ctx, table)
		if err != nil {
			return nil, err
		}
		if rows > 0 {
			left = append(left, fmt.Sprintf("%d %s", rows, words))
		}
	}
	return left, nil
}
