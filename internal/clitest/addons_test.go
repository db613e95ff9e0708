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
			err: []string{"Creating papertrail on shop... free"}, out: []string{"Created shop-logs as PAPERTRAIL_URL"}, then: []check{has("ada", "/apps/shop/addons", "name", "shop-logs", "plan.name", "papertrail:choklad")},
		},
		{as: "joe", line: "addons:create heroku-postgresql:essential-0 -a shop", err: []string{"Creating heroku-postgresql:essential-0 on shop... ~$0.007/hour (max $5/month)"}, then: []check{has("ada", "/apps/shop/addons", "plan.name", "heroku-postgresql:essential-0")}},
		{as: "joe", line: "addons:create papertrail -a shop --name shop-logs", exit: 2, err: []string{"Add-on name shop-logs is already taken.", invalidParams}},
		{as: "joe", line: "addons:create heroku-postgresql:essential-0 -a shop --as LEDGER", out: []string{"Created * as LEDGER_URL"}, then: []check{has("ada", "/apps/shop/addon-attachments", "name", "LEDGER")}},
		{as: "joe", line: "addons:create oracle -a shop", exit: 2, err: []string{"Couldn't find", "Error ID: *"}},
		{as: "joe", line: "addons:create scheduler -a shop", exit: 2, err: []string{"Creating scheduler on shop... !", "The add-on service scheduler is not on the allowlist of the team acme-widgets. An admin of the team can allow or install it.", forbidden}, then: []check{lacks("ada", "/apps/shop/addons", "addon_service.name", "scheduler")}},
		{as: "ada", line: "addons:create scheduler -a shop", err: []string{"Creating scheduler on shop... free"}, then: []check{has("ada", "/apps/shop/addons", "addon_service.name", "scheduler")}},
		{as: "jill", line: "addons:create papertrail -a website", exit: 2, err: []string{"You do not have permission to add, change and remove free add-ons. On website it ", forbidden}, then: []check{lacks("ada", "/apps/website/addons")}},
		{as: "eve", line: "addons:create papertrail -a website", exit: 2, err: []string{"You do not have access to the app website.", forbidden}},
	})
}

func TestAddons(t *testing.T) {
	start(t, acme).run(t, []command{
		{as: "vic", line: "addons -a shop", out: []string{"Add-on Plan Price Max Price State", "heroku-redis (shop-redis) mini ~$0.004/hour $3/month created\n", "as REDIS"}},
		{as: "ada", line: "addons -a website", out: []string{"No add-ons for app website."}},
		{as: "vic", line: "addons -a vault", exit: 2, err: []string{"You do not have access to the app vault.", forbidden}},
		{as: "eve", line: "addons -a shop", exit: 2, err: []string{"You do not have access to the app shop.", forbidden}},
		{as: "vic", line: "addons --all", out: []string{"Owning App Add-on Plan Price Max Price State", "shop shop-redis heroku-redis:mini ~$0.004/hour $3/month created\n"}},
		{as: "eve", line: "addons --all", out: []string{"No add-ons."}},

		{as: "vic", line: "addons:info shop-redis", out: []string{"=== shop-redis\n", "Plan: heroku-redis:mini\nPrice: ~$0.004/hour\nMax Price: $3/month\nAttachments: shop::REDIS\nOwning app: shop\n", "State: created\n"}},
		{as: "vic", line: "addons:info heroku-redis -a shop", out: []string{"=== shop-redis\n"}},
		{as: "vic", line: "addons:info oracle", exit: 2, err: []string{"Couldn't find", notFound}},
		{as: "eve", line: "addons:info shop-redis", exit: 2, err: []string{"Error ID: *"}, hide: []string{"mini"}},

		{as: "vic", line: "addons:destroy shop-redis -a shop --confirm shop", exit: 1, err: []string{"The add-on was unable to be destroyed: You do not have permission to add, change and remove paid add-ons. On shop it "}, then: []check{has("ada", "/apps/shop/addons", "name", "shop-redis")}},
		{as: "joe", line: "addons:destroy shop-redis -a shop", then: []check{has("ada", "/apps/shop/addons", "name", "shop-redis")}}, // a question without an answer
		{as: "joe", line: "addons:destroy shop-redis -a website --confirm website", exit: 2, err: []string{"Couldn't find", notFound}, then: []check{has("ada", "/apps/shop/addons", "name", "shop-redis")}},
		{as: "joe", line: "addons:destroy shop-redis --confirm shop", err: []string{"Destroying shop-redis on shop... done"}, then: []check{lacks("ada", "/apps/shop/addons")}},
		{as: "joe", line: "addons:destroy shop-redis --confirm shop", exit: 2, err: []string{"Couldn't find", notFound}},
	})
}
