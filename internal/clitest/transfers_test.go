package clitest_test

import "testing"

func TestTransfers(t *testing.T) {
	start(t, acme).run(t, []command{
		{as: "joe", line: "apps:transfer acme-widgets -a deep-spring-4274", err: []string{"Transferring deep-spring-4274 to acme-widgets... done"}, then: []check{has("ada", "/apps/deep-spring-4274", "team.name", "acme-widgets", "owner.email", "acme-widgets@herokumanager.com")}},
		{as: "joe", line: "apps:transfer acme-widgets -a deep-spring-4274", exit: 2, err: []string{"The app deep-spring-4274 is in the team acme-widgets already.", invalidParams}},
		{as: "joe", line: "apps:transfer hobby -a deep-spring-4274 --locked", err: []string{"Transferring deep-spring-4274 to hobby... done", "Locking deep-spring-4274... done"}, then: []check{has("joe", "/teams/apps/deep-spring-4274", "team.name", "hobby", "locked", true)}},
		{as: "joe", line: "apps:transfer joe@acme.test -a deep-spring-4274", err: []string{"All collaborators will be removed from this app"}, then: []check{has("joe", "/apps/deep-spring-4274", "team.name", "hobby")}}, // a question without an answer
		{as: "joe", line: "apps:transfer ada@acme.test -a deep-spring-4274 --confirm deep-spring-4274", err: []string{"Transferring deep-spring-4274 to ada@acme.test... done"}, then: []check{
			has("ada", "/apps/deep-spring-4274", "team", nil, "owner.email", "ada@acme.test"), lacks("eve", "/apps", "name", "deep-spring-4274"), answers("joe", "/apps/deep-spring-4274", 403),
		}},
		{as: "jill", line: "apps:transfer eve@evil.test -a website --confirm website", exit: 2, err: []string{"eve@evil.test is not a user of the team acme-widgets.", invalidParams}, then: []check{has("ada", "/apps/website", "team.name", "acme-widgets")}},
		{as: "jill", line: "apps:transfer empty -a website", exit: 2, err: []string{"You do not have access to the team empty.", forbidden}, then: []check{has("ada", "/apps/website", "team.name", "acme-widgets")}},
		{as: "jill", line: "apps:transfer ghosts -a website", exit: 2, err: []string{"Couldn't find that team.", notFound}},
		{as: "joe", line: "apps:transfer hobby -a shop", exit: 2, err: []string{"Transferring shop to hobby... !", "You do not have permission to transfer the app on shop.", forbidden}, then: []check{has("ada", "/apps/shop", "team.name", "acme-widgets")}},
		{as: "eve", line: "apps:transfer empty -a website", exit: 2, err: []string{"You do not have access to the app website.", forbidden}},
		{as: "eve", line: "apps:transfer acme-widgets -a evil-plan", exit: 2, err: []string{"You do not have access to the team acme-widgets.", forbidden}, then: []check{has("eve", "/apps/evil-plan", "team", nil)}},
	})
}
