package clitest_test

import "testing"

func TestCreateApps(t *testing.T) {
	start(t, acme).run(t, []command{
		{as: "joe", line: "create -t acme-widgets", out: []string{"https://*.herokuapp.com/ | https://git.heroku.com/*-*-*.git\n"}, err: []string{"Creating app... done, *-*-*\n"}},
		{
			as: "joe", line: "create apple -t acme-widgets", out: []string{"https://apple-*.herokuapp.com/ | https://git.heroku.com/apple.git"}, err: []string{"Creating apple... done"},
			then: []check{
				has("ada", "/apps/apple", "team.name", "acme-widgets", "owner.email", "acme-widgets@herokumanager.com", "region.name", "us"),
				has("ada", "/apps/apple/collaborators", "user.email", "joe@acme.test", "permissions.name", "[deploy manage operate view]"),
			},
		},
		{as: "joe", line: "apps:create --team acme-widgets --app pear --region eu --stack heroku-22", err: []string{"Creating pear... done, region is eu, stack is heroku-22"}, then: []check{has("ada", "/apps/pear", "region.name", "eu", "stack.name", "heroku-22")}},
		{as: "joe", line: "create secret -t acme-widgets --locked", err: []string{"Creating secret... done"}, then: []check{has("ada", "/teams/apps/secret", "locked", true), answers("joe", "/apps/secret", 200), answers("vic", "/apps/secret", 403)}},
		{as: "joe", line: "create stocked -t acme-widgets --addons papertrail,heroku-postgresql:essential-0", err: []string{"Creating stocked... done", "Adding papertrail... done", "Adding heroku-postgresql:essential-0... done"}, then: []check{
			has("ada", "/apps/stocked/addons", "plan.name", "papertrail:choklad"), has("ada", "/apps/stocked/addons", "plan.name", "heroku-postgresql:essential-0"),
		}},
		{as: "eve", line: "create my-own", out: []string{"https://my-own-*.herokuapp.com/ | https://git.heroku.com/my-own.git"}, err: []string{"Creating my-own... done"}, then: []check{has("eve", "/apps/my-own", "team", nil, "owner.email", "eve@evil.test")}},

		{as: "joe", line: "create website -t acme-widgets", exit: 2, err: []string{"Creating website... !", "Name website is already taken.", invalidParams}},
		{as: "joe", line: "create Apple -t acme-widgets", exit: 2, err: []string{"Name must start with a letter", invalidParams}},
		{as: "joe", line: "create -t acme-widgets --region mars", exit: 2, err: []string{`Unknown region "mars". It can be us, eu`, invalidParams}},
		{as: "joe", line: "create -t acme-widgets --stack cedar", exit: 2, err: []string{`Unknown stack "cedar". It can be heroku-24`, invalidParams}},
		{as: "joe", line: "create banned -t acme-widgets --addons scheduler", exit: 2, err: []string{"Creating banned... done", "Adding scheduler... !", "The add-on service scheduler is not on the allowlist of the team acme-widgets.", forbidden}, then: []check{lacks("ada", "/apps/banned/addons")}},
		{as: "vic", line: "create viewed -t acme-widgets", exit: 2, err: []string{"You do not have permission to create an app in the team. On acme-widgets it requires team role admin or member.", forbidden}, then: []check{lacks("ada", "/apps", "name", "viewed")}},
		{as: "jill", line: "create painted -t acme-widgets", exit: 2, err: []string{"You do not have permission to create an app in the team. On acme-widgets it ", forbidden}},
		{as: "eve", line: "create stolen -t acme-widgets", exit: 2, err: []string{"You do not have access to the team acme-widgets.", forbidden}},
		{as: "eve", line: "create -t ghosts", exit: 2, err: []string{"Couldn't find that team.", notFound}},
		{as: "joe", line: "create --org acme-widgets", exit: 2, err: []string{"Nonexistent flag: --org"}},
	})
}

func TestApps(t *testing.T) {
	start(t, acme).run(t, []command{
		{as: "ada", line: "apps -t acme-widgets", out: []string{"=== Apps in team acme-widgets\n\nshop\nvault [locked]\nwebsite\n"}, hide: []string{"deep-spring"}},
		{as: "vic", line: "list --team acme-widgets", out: []string{"shop\nvault [locked]\nwebsite\n"}},
		{as: "jill", line: "apps -t acme-widgets", out: []string{"website\n"}, hide: []string{"shop", "vault"}},
		{as: "eve", line: "apps -t empty", out: []string{"There are no apps in team empty."}},
		{as: "eve", line: "apps -t acme-widgets", exit: 2, err: []string{"You do not have access to the team acme-widgets.", forbidden}},
		{as: "joe", line: "apps", out: []string{"=== joe@acme.test Apps\n\ndeep-spring-4274\n", "Collaborated Apps", "shop acme-widgets@herokumanager.com"}, hide: []string{"website", "vault"}},
		{as: "joe", line: "apps --all", out: []string{"deep-spring-4274", "hobby-app hobby@herokumanager.com", "shop acme-widgets@herokumanager.com\nwebsite acme-widgets@herokumanager.com\n"}, hide: []string{"vault", "evil-plan"}},
		{as: "new", line: "apps", out: []string{"You have no apps."}},

		{as: "joe", line: "apps:info -a shop", out: []string{
			"=== shop\n", "Addons: heroku-redis:mini", "Collaborators: ada@acme.test\njoe@acme.test\n", "Git URL: https://git.heroku.com/shop.git", "Web URL: https://shop-*.herokuapp.com/",
			"Owner: acme-widgets@herokumanager.com", "Region: us", "Stack: heroku-24",
		}},
		{as: "joe", line: "apps:info -a shop --json", out: []string{`"name": "shop"`, `"email": "joe@acme.test"`, `"name": "heroku-redis:mini"`}},
		{as: "ada", line: "apps:info vault", out: []string{"=== vault"}},
		{as: "joe", line: "apps:info -a vault", exit: 2, err: []string{"You do not have access to the app vault.", forbidden}},
		{as: "eve", line: "apps:info -a website", exit: 2, err: []string{"You do not have access to the app website.", forbidden}},
		{as: "eve", line: "apps:info -a ghost", exit: 2, err: []string{"Couldn't find that app.", notFound}},

		{as: "jill", line: "apps:rename -a website front", out: []string{"https://front-*.herokuapp.com/ | https://git.heroku.com/front.git"}, err: []string{"Renaming website to front... done"}, then: []check{has("ada", "/apps/front", "name", "front"), answers("ada", "/apps/website", 404)}},
		{as: "jill", line: "apps:rename -a front shop", exit: 2, err: []string{"Renaming front to shop... !", "Name shop is already taken.", invalidParams}, then: []check{has("ada", "/apps/front", "name", "front")}},
		{as: "jill", line: "apps:rename -a front Shop!", exit: 2, err: []string{"Name must start with a letter", invalidParams}},
		{as: "joe", line: "apps:rename -a shop till", exit: 2, err: []string{"You do not have permission to rename the app. On shop it requires team role admin or app permission manage.", forbidden}, then: []check{has("ada", "/apps/shop", "name", "shop")}},

		{as: "jill", line: "apps:destroy -a front", then: []check{has("ada", "/apps/front", "name", "front")}}, // a question without an answer
		{as: "jill", line: "apps:destroy -a front --confirm shop", exit: 1, err: []string{"Confirmation shop did not match front. Aborted."}, then: []check{has("ada", "/apps/front", "name", "front")}},
		{as: "joe", line: "apps:destroy -a shop --confirm shop", exit: 2, err: []string{"Destroying shop (including all add-ons)... !", "You do not have permission to delete the app. On shop it ", forbidden}, then: []check{has("ada", "/apps/shop", "name", "shop")}},
		{as: "eve", line: "apps:destroy -a front --confirm front", exit: 2, err: []string{"You do not have access to the app front.", forbidden}, then: []check{has("ada", "/apps/front", "name", "front")}},
		{as: "jill", line: "apps:destroy -a front --confirm front", err: []string{"Destroying front (including all add-ons)... done"}, then: []check{answers("ada", "/apps/front", 404)}},
	})
}

func TestLocks(t *testing.T) {
	start(t, acme).run(t, []command{
		{as: "jill", line: "apps:lock -a website", err: []string{"Locking website... done"}, then: []check{has("ada", "/teams/apps/website", "locked", true), answers("joe", "/apps/website", 403), answers("jill", "/apps/website", 200)}},
		{as: "jill", line: "lock -a website", exit: 1, err: []string{"cannot lock website.", "This app is already locked."}},
		{as: "vic", line: "apps -t acme-widgets", out: []string{"website [locked]"}},
		{as: "joe", line: "apps:unlock -a website", exit: 2, err: []string{"You do not have access to the app website.", forbidden}, then: []check{has("ada", "/teams/apps/website", "locked", true)}},
		{as: "jill", line: "apps:unlock -a website", err: []string{"Unlocking website... done"}, then: []check{has("ada", "/teams/apps/website", "locked", false), answers("joe", "/apps/website", 200)}},
		{as: "ada", line: "unlock -a website", exit: 1, err: []string{"cannot unlock website", "This app is not locked."}},
		{as: "joe", line: "apps:lock -a shop", exit: 2, err: []string{"Locking shop... !", "You do not have permission to lock and unlock the app. On shop it ", forbidden}, then: []check{has("ada", "/teams/apps/shop", "locked", false)}},
		{as: "joe", line: "apps:lock -a deep-spring-4274", exit: 2, err: []string{"only a team's app can be locked", invalidParams}},

		{as: "vic", line: "apps:join -a website", err: []string{"Joining website... done"}, then: []check{has("ada", "/apps/website/collaborators", "user.email", "vic@acme.test", "permissions.name", "[view]")}},
		{as: "vic", line: "apps:join -a website", exit: 2, err: []string{"Joining website... !", "User is already a collaborator on app website.", invalidParams}},
		{as: "vic", line: "apps:join -a vault", exit: 2, err: []string{"You do not have access to the app vault.", forbidden}, then: []check{lacks("ada", "/apps/vault/collaborators", "user.email", "vic@acme.test")}},
		{as: "eve", line: "apps:join -a website", exit: 2, err: []string{"You do not have access to the app website.", forbidden}, then: []check{lacks("ada", "/apps/website/collaborators", "user.email", "eve@evil.test")}},
		{as: "vic", line: "apps:leave -a website", err: []string{"Leaving website... done"}, then: []check{lacks("ada", "/apps/website/collaborators", "user.email", "vic@acme.test")}},
		{as: "vic", line: "apps:leave -a website", exit: 2, err: []string{"Leaving website... !", forbidden}},
		{as: "jill", line: "apps:leave -a website", err: []string{"Leaving website... done"}, then: []check{answers("jill", "/apps/website", 403)}},
	})
}
