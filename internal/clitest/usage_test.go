package clitest_test

import "testing"

func TestUsage(t *testing.T) {
	usage := []string{"=== Usage for shop\n", "Add-on Meter Quantity", "shop-redis hours *\n"}
	start(t, acme).run(t, []command{
		{as: "ada", line: "usage:addons -t acme-widgets", out: usage, err: []string{"Gathering usage data for acme-widgets... done"}},
		{as: "eve", line: "usage:addons -t empty", out: []string{"No usage found for team empty"}},
		{as: "joe", line: "usage:addons -a shop", out: usage, err: []string{"Gathering usage data... done"}},
		{as: "ada", line: "usage:addons -a shop -t acme-widgets", out: usage},
		{as: "ada", line: "usage:addons -a website", out: []string{"No usage found for app website"}},
		{as: "joe", line: "usage:addons", exit: 2, err: []string{"Specify an app with --app or a team with --team"}},
		{as: "joe", line: "usage:addons -t acme-widgets", exit: 2, err: []string{"On acme-widgets it requires team role admin", forbidden}},
		{as: "eve", line: "usage:addons -t acme-widgets", exit: 2, err: []string{"You do not have access to the team acme-widgets.", forbidden}},
		{as: "eve", line: "usage:addons -a shop", exit: 2, err: []string{"You do not have access to the app shop.", forbidden}},
	})
}
