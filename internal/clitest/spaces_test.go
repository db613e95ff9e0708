package clitest_test

import "testing"

func TestSpaces(t *testing.T) {
	start(t, acme).run(t, []command{
		{as: "vic", line: "spaces", exit: 2, err: []string{"You do not have access to any spaces."}},
		{
			as: "ada", line: "spaces:create -s campus -t acme-widgets --region oregon", err: []string{"Creating space campus in team acme-widgets... done", "Spend Alert."},
			out:  []string{"=== campus\n", "ID: *-*-*-*-*\nTeam: acme-widgets\nRegion: oregon\nCIDR: 10.0.0.0/16\nData CIDR: 172.23.0.0/20\nState: allocat*\nShield: off\nGeneration: cedar\nCreated at: *T*Z\n"},
			then: []check{has("ada", "/spaces", "name", "campus", "team.name", "acme-widgets", "region.name", "oregon"), has("ada", "/spaces/campus/inbound-ruleset", "rules.source", "[0.0.0.0/0]", "rules.action", "[allow]")},
		},
		{as: "ada", line: "spaces:create -s campus -t acme-labs", exit: 2, err: []string{"Creating space campus in team acme-labs... !", "Space name campus is already taken.", invalidParams}, then: []check{has("ada", "/spaces/campus", "team.name", "acme-widgets")}},
		{as: "ada", line: "spaces:create -s Campus! -t acme-widgets", exit: 2, err: []string{"can only contain lowercase letters", invalidParams}},
		{as: "ada", line: "spaces:create -s base -t acme-widgets --region mars", exit: 2, err: []string{`Unknown region "mars".`, invalidParams}},
		{as: "ada", line: "spaces:create -s base -t acme-widgets --cidr 8.8.0.0/16", exit: 2, err: []string{"cidr", invalidParams}},
		{as: "joe", line: "spaces:create -s base -t hobby", exit: 2, err: []string{"The team hobby is not an Enterprise Team.", invalidParams}},
		{as: "eve", line: "spaces:create -s base -t acme-widgets", exit: 2, err: []string{"You do not have access to the team acme-widgets.", forbidden}, then: []check{lacks("ada", "/spaces", "name", "base")}},
		{as: "ada", line: "spaces:create -s base -t ghosts", exit: 2, err: []string{"Couldn't find that team.", notFound}},

		{as: "vic", line: "spaces", out: []string{"Name Team Region State Generation Created At", "campus acme-widgets oregon allocated cedar *T*Z\n"}},
		{as: "ada", line: "spaces -t acme-labs", exit: 2, err: []string{"No spaces in acme-labs."}},
		{as: "eve", line: "spaces", exit: 2, err: []string{"You do not have access to any spaces."}},
		{as: "vic", line: "spaces:info campus", out: []string{"=== campus\n", "Team: acme-widgets\nRegion: Oregon*", "State: allocated\nShield: off\nOutbound IPs: *.*.*.*"}},
		{as: "vic", line: "spaces:info campus --json", out: []string{`"name": "campus"`, `"state": "enabled"`}},
		{as: "eve", line: "spaces:info campus", exit: 2, err: []string{"You do not have access to the space campus.", forbidden}},
		{as: "eve", line: "spaces:info nowhere", exit: 2, err: []string{"Couldn't find that space.", notFound}},
		{as: "ada", line: "spaces:wait -s campus -i 1", out: []string{"=== campus\n"}, err: []string{"Waiting for space campus to allocate... done"}},

		{as: "ada", line: "create hall -t acme-widgets --space campus", err: []string{"Creating hall in space campus... done"}, then: []check{has("ada", "/apps/hall", "space.name", "campus", "team.name", "acme-widgets")}},
		{as: "ada", line: "create attic --space campus", err: []string{"Creating attic in space campus... done"}, then: []check{has("ada", "/apps/attic", "space.name", "campus", "team.name", "acme-widgets")}},
		{as: "joe", line: "create cellar --space campus", exit: 2, err: []string{"Creating cellar in space campus... !", forbidden}, then: []check{lacks("ada", "/apps", "name", "cellar")}},
		{as: "ada", line: "apps --space campus", out: []string{"=== Apps in space campus\n\nattic (oregon)\nhall (oregon)\n"}, hide: []string{"website"}},
		{as: "ada", line: "apps:info -a hall", out: []string{"Space: campus"}},
		{as: "ada", line: "spaces:topology campus", out: []string{"attic\n", "hall\n", "Domains: hall-*.herokuapp.com"}},
		{as: "ada", line: "spaces:ps campus"},

		{as: "ada", line: "spaces:rename --from campus --to yard", err: []string{"Renaming space from campus to yard... done"}, then: []check{has("ada", "/spaces", "name", "yard"), lacks("ada", "/spaces", "name", "campus")}},
		{as: "vic", line: "spaces:rename --from yard --to garden", exit: 2, err: []string{"Renaming space from yard to garden... !", "On yard it requires team role admin", forbidden}, then: []check{has("ada", "/spaces", "name", "yard")}},
		{as: "joe", line: "spaces:transfer -s yard -t hobby", exit: 2, err: []string{"On yard it requires team role admin"}, then: []check{has("ada", "/spaces/yard", "team.name", "acme-widgets")}},
		{as: "ada", line: "spaces:transfer -s yard -t empty", exit: 2, err: []string{"You do not have access to the team empty."}, then: []check{has("ada", "/spaces/yard", "team.name", "acme-widgets")}},
		{as: "ada", line: "spaces:transfer -s yard -t acme-labs", err: []string{"Transferring space yard to team acme-labs... done"}, then: []check{has("ada", "/spaces/yard", "team.name", "acme-labs"), has("ada", "/apps/hall", "team.name", "acme-labs")}},

		{as: "ada", line: "spaces:destroy -s yard --confirm yard", exit: 2, err: []string{"Destroying space yard... !", "The space yard still has 2 apps.", invalidParams}, then: []check{has("ada", "/spaces", "name", "yard")}},
		{as: "ada", line: "spaces:create lab -t acme-labs", err: []string{"Creating space lab in team acme-labs... done"}},
		{as: "ada", line: "spaces:destroy lab", err: []string{"This command will destroy the space lab", "Outbound IPs Will Be Reused"}, then: []check{has("ada", "/spaces", "name", "lab")}}, // a question without an answer
		{as: "eve", line: "spaces:destroy lab --confirm lab", exit: 2, err: []string{"You do not have access to the space lab.", forbidden}, then: []check{has("ada", "/spaces", "name", "lab")}},
		{as: "ada", line: "spaces:destroy lab --confirm lab", err: []string{"Destroying space lab... done"}, then: []check{lacks("ada", "/spaces", "name", "lab")}},
	})
}

func TestTrustedIPs(t *testing.T) {
	const rules = "/spaces/campus/inbound-ruleset"
	start(t, acme).run(t, []command{
		{as: "ada", line: "spaces:create campus -t acme-widgets", err: []string{"done"}},
		{as: "vic", line: "trusted-ips campus", out: []string{"=== Trusted IP Ranges\n\n0.0.0.0/0\nTrusted IP rules are applied to this space.\n"}},
		{as: "ada", line: "trusted-ips:add 192.0.2.0/24 -s campus", out: []string{"Added 192.0.2.0/24 to trusted IP ranges on campus"}, then: []check{has("ada", rules, "rules.source", "[0.0.0.0/0 192.0.2.0/24]", "created_by", "ada@acme.test")}},
		{as: "ada", line: "trusted-ips:add 192.0.2.0/24 -s campus", exit: 1, err: []string{"A rule already exists for 192.0.2.0/24."}},
		{as: "ada", line: "trusted-ips:add everywhere -s campus", exit: 2, err: []string{"everywhere", invalidParams}, then: []check{has("ada", rules, "rules.source", "[0.0.0.0/0 192.0.2.0/24]")}},
		{as: "joe", line: "trusted-ips:add 198.51.100.0/24 -s campus", exit: 2, err: []string{"it requires team role admin", forbidden}, then: []check{has("ada", rules, "rules.source", "[0.0.0.0/0 192.0.2.0/24]")}},
		{as: "eve", line: "trusted-ips campus", exit: 2, err: []string{"You do not have access to the space campus.", forbidden}},
		{as: "ada", line: "trusted-ips:remove 198.51.100.0/24 -s campus", exit: 1, err: []string{"No IP range matching 198.51.100.0/24 was found."}},
		{as: "ada", line: "spaces:trusted-ips:remove 0.0.0.0/0 -s campus", out: []string{"Removed 0.0.0.0/0 from trusted IP ranges on campus"}, then: []check{has("ada", rules, "rules.source", "[192.0.2.0/24]")}},
		{as: "ada", line: "trusted-ips:remove 192.0.2.0/24 -s campus", out: []string{"Removed 192.0.2.0/24"}, then: []check{has("ada", rules, "rules", "[]")}},
		{as: "vic", line: "trusted-ips campus", out: []string{"=== campus has no trusted IP ranges. All inbound web requests to dynos are blocked.\n"}},
		{as: "ada", line: "trusted-ips:remove 192.0.2.0/24 -s campus", exit: 1, err: []string{"No IP ranges are configured. Nothing to do."}},
	})
}
