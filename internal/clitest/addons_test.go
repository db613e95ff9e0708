package clitest_test

import "testing"

func TestAddonCatalogue(t *testing.T) {
	start(t, acme).run(t, []command{
		{as: "eve", line: "addons:services", out: []string{"Slug Name State", "heroku-postgresql Heroku Postgres ga\n", "papertrail Papertrail ga\n"}},
		{as: "eve", line: "addons:plans papertrail", out: []string{"Slug Name Price Max Price", "default papertrail:choklad Choklad free free\n", "papertrail:fixa Fixa ~$0.010/hour $7/month\n"}},
		{as: "eve", line: "addons:plans oracle", exit: 2, err: []string{"Couldn't find that add-on service.", notFound}},
	})
}

func TestCreateAddons(t *testing.T) {
	start(t, acme).run(t, []command{
		{
			as: "joe", line: "addons:create papertrail -a shop --name shop-logs",
			err: []string{"Creating papertrail on shop..."}, out: []string{"Created shop-logs as PAPERTRAIL_URL"}, then: []check{has("ada", "/apps/shop/addons", "name", "shop-logs", "plan.name", "papertrail:choklad")},
		},
		{as: "joe", line: "addons:create heroku-postgresql:essential-0 -a shop", err: []string{"Creating heroku-postgresql:essential-0 on shop..."}, then: []check{has("ada", "/apps/shop/addons", "plan.name", "heroku-postgresql:essential-0")}},
		{as: "joe", line: "addons:create papertrail -a shop --name shop-logs", exit: 2, err: []string{"Add-on name shop-logs is already taken.", invalidParams}},
		{as: "joe", line: "addons:create oracle -a shop", exit: 2, err: []string{"Couldn't find", "Error ID: *"}},
		{as: "joe", line: "addons:create scheduler -a shop", exit: 2, err: []string{"Creating scheduler on shop... !", "The add-on service scheduler is not on the allowlist of the team acme-widgets. An admin of the team can allow or install it.", forbidden}, then: []check{lacks("ada", "/apps/shop/addons", "addon_service.name", "scheduler")}},
		{as: "ada", line: "addons:create scheduler -a shop", err: []string{"Creating scheduler on shop..."}, then: []check{has("ada", "/apps/shop/addons", "addon_service.name", "scheduler")}},
		{as: "jill", line: "addons:create papertrail -a website", exit: 2, err: []string{"You do not have permission to add, change and remove free add-ons on website.", forbidden}, then: []check{lacks("ada", "/apps/website/addons")}},
		{as: "eve", line: "addons:create papertrail -a website", exit: 2, err: []string{"You do not have access to the app website.", forbidden}},
	})
}
