package clitest_test

import "testing"

func TestAccess(t *testing.T) {
	const (
		website = "/apps/website/collaborators"
		spring  = "/apps/deep-spring-4274/collaborators"
	)
	start(t, acme).run(t, []command{
		{as: "joe", line: "access -a shop", out: []string{
			"email role permissions", "ada@acme.test admin deploy, manage, operate, view\njoe@acme.test member deploy, operate, view\n",
		}, hide: []string{"herokumanager.com", "vic@acme.test"}},
		{as: "jill", line: "access -a website", out: []string{"jill@creative.test collaborator manage, view\n"}, hide: []string{"herokumanager.com"}}, // may not see the team
		{as: "joe", line: "access -a shop --json", out: []string{`"email": "joe@acme.test"`, `"name": "deploy"`, `"role": "member"`}},
		{as: "joe", line: "access -a deep-spring-4274", out: []string{"eve@evil.test collaborator", "joe@acme.test owner"}},
		{as: "vic", line: "access -a vault", exit: 2, err: []string{"You do not have access to the app vault.", forbidden}},
		{as: "eve", line: "access -a website", exit: 2, err: []string{"You do not have access to the app website.", forbidden}},
		{as: "eve", line: "access -a ghost", exit: 2, err: []string{"Couldn't find that app.", notFound}},

		{
			as: "jill", line: "access:add new@acme.test -a website -p deploy,operate", err: []string{"Adding new@acme.test access to the app website with deploy, operate, view permissions... done"},
			then: []check{has("ada", website, "user.email", "new@acme.test", "permissions.name", "[deploy operate view]"), has("new", "/teams", "name", "acme-widgets", "role", "collaborator")},
		},
		{as: "ada", line: "access:add a+b@acme.test -a website --permissions view", err: []string{"with view permissions... done"}, then: []check{has("ada", website, "user.email", "a+b@acme.test", "permissions.name", "[view]")}},
		{as: "ada", line: "access:add NEW@acme.test -a website -p manage", exit: 2, err: []string{"Adding NEW@acme.test access", "User is already a collaborator on app website.", invalidParams}, then: []check{has("ada", website, "user.email", "new@acme.test", "permissions.name", "[deploy operate view]")}},
		{as: "ada", line: "access:add eve@evil.test -a website", exit: 1, err: []string{"Missing argument: permissions"}, then: []check{lacks("ada", website, "user.email", "eve@evil.test")}},
		{as: "ada", line: "access:add eve@evil.test -a website -p fly", exit: 2, err: []string{`Unknown permission "fly"`, invalidParams}, then: []check{lacks("ada", website, "user.email", "eve@evil.test")}},
		{as: "ada", line: "access:add eve -a website -p view", exit: 2, err: []string{`"eve" is not an email address`, invalidParams}},
		{as: "joe", line: "access:add eve@evil.test -a shop -p view", exit: 2, err: []string{"On shop it requires team role admin or app permission manage.", forbidden}, then: []check{lacks("ada", "/apps/shop/collaborators", "user.email", "eve@evil.test")}},
		{as: "eve", line: "access:add eve@evil.test -a website -p manage", exit: 2, err: []string{"You do not have access to the app website.", forbidden}, then: []check{lacks("ada", website, "user.email", "eve@evil.test")}},

		{as: "jill", line: "access:update new@acme.test -a website -p operate", err: []string{"Updating new@acme.test in application website with operate,view permissions... done"}, then: []check{has("ada", website, "user.email", "new@acme.test", "permissions.name", "[operate view]")}},
		{as: "ada", line: "access:update a+b@acme.test -a website -p manage", err: []string{"permissions... done"}, then: []check{has("ada", website, "user.email", "a+b@acme.test", "permissions.name", "[manage view]")}},
		{as: "ada", line: "access:update new@acme.test -a website -p fly", exit: 2, err: []string{`Unknown permission "fly"`, invalidParams}, then: []check{has("ada", website, "user.email", "new@acme.test", "permissions.name", "[operate view]")}},
		{as: "ada", line: "access:update eve@evil.test -a website -p view", exit: 2, err: []string{"Couldn't find that", notFound}},
		{as: "joe", line: "access:update joe@acme.test -a shop -p manage", exit: 2, err: []string{"On shop it requires team role admin or app permission manage.", forbidden}, then: []check{has("ada", "/apps/shop/collaborators", "user.email", "joe@acme.test", "permissions.name", "[deploy operate view]")}},

		{as: "jill", line: "access:remove new@acme.test -a website", err: []string{"Removing new@acme.test access from the app website... done"}, then: []check{lacks("ada", website, "user.email", "new@acme.test"), answers("new", "/teams/acme-widgets", 403)}},
		{as: "ada", line: "access:remove -a website a+b@acme.test", err: []string{"Removing a+b@acme.test access from the app website... done"}, then: []check{lacks("ada", website, "user.email", "a+b@acme.test")}},
		{as: "jill", line: "access:remove new@acme.test -a website", exit: 2, err: []string{"Removing new@acme.test access from the app website... !", "Couldn't find that", notFound}},
		{as: "vic", line: "access:remove jill@creative.test -a website", exit: 2, err: []string{"You do not have permission to remove a collaborator. On website it ", forbidden}, then: []check{has("ada", website, "user.email", "jill@creative.test")}},
		{as: "jill", line: "access:remove jill@creative.test -a website", err: []string{"done"}, then: []check{lacks("ada", website, "user.email", "jill@creative.test"), answers("jill", "/apps/website", 403)}},

		// A personal app has collaborators, but no permissions to choose from; so has the app of a team that is not an enterprise team.
		{as: "joe", line: "access:add new@acme.test -a deep-spring-4274 -p manage", err: []string{"Adding new@acme.test access to the app deep-spring-4274... done"}, then: []check{has("joe", spring, "user.email", "new@acme.test", "permissions.name", "[deploy operate view]")}},
		{as: "eve", line: "access:remove new@acme.test -a deep-spring-4274", exit: 2, err: []string{forbidden}, then: []check{has("joe", spring, "user.email", "new@acme.test")}},
		{as: "joe", line: "access:update new@acme.test -a deep-spring-4274 -p view", exit: 2, err: []string{"cannot update permissions. The app deep-spring-4274 is not owned by a team"}},
		{as: "joe", line: "access:add new@acme.test -a hobby-app", err: []string{"Adding new@acme.test access to the app hobby-app... done"}, then: []check{has("joe", "/apps/hobby-app/collaborators", "user.email", "new@acme.test", "permissions.name", "[deploy operate view]")}},
		{as: "joe", line: "access:update new@acme.test -a hobby-app -p view", exit: 2, err: []string{"The app hobby-app does not belong to an Enterprise Team", invalidParams}},
	})
}
