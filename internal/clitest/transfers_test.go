package clitest_test

import (
	"net/http"
	"testing"
)

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
		{as: "joe", line: "apps:transfer hobby -a shop", exit: 2, err: []string{"Transferring shop to hobby... !", "You do not have permission to transfer the app. On shop it ", forbidden}, then: []check{has("ada", "/apps/shop", "team.name", "acme-widgets")}},
		{as: "eve", line: "apps:transfer empty -a website", exit: 2, err: []string{"You do not have access to the app website.", forbidden}},
		{as: "eve", line: "apps:transfer acme-widgets -a evil-plan", exit: 2, err: []string{"You do not have access to the team acme-widgets.", forbidden}, then: []check{has("eve", "/apps/evil-plan", "team", nil)}},
	})
}

func TestAppTransfers(t *testing.T) {
	const transfers = "/account/app-transfers"
	w := start(t, acme)
	w.run(t, []command{
		{as: "joe", line: "apps:transfer new@acme.test -a deep-spring-4274", exit: 2, err: []string{"Initiating transfer of deep-spring-4274 to new@acme.test... !", "new@acme.test is not a collaborator on the app deep-spring-4274.", invalidParams}, then: []check{lacks("joe", transfers)}},
		{as: "eve", line: "apps:transfer eve@evil.test -a deep-spring-4274", exit: 2, err: []string{forbidden}, then: []check{lacks("eve", transfers)}},
		{
			as: "joe", line: "apps:transfer eve@evil.test -a deep-spring-4274", err: []string{"Initiating transfer of deep-spring-4274 to eve@evil.test... email sent"},
			then: []check{has("eve", transfers, "app.name", "deep-spring-4274", "owner.email", "joe@acme.test", "recipient.email", "eve@evil.test", "state", "pending"), has("eve", "/apps/deep-spring-4274", "owner.email", "joe@acme.test")},
		},
		{as: "joe", line: "apps:transfer eve@evil.test -a deep-spring-4274", exit: 2, err: []string{"Initiating transfer of deep-spring-4274 to eve@evil.test... !", invalidParams}},
	})
	if status, answer := w.Do(t, "HRKU-eve", http.MethodPatch, transfers+"/deep-spring-4274", map[string]string{"state": "accepted"}); status != http.StatusOK {
		t.Fatalf("accept: %d %s", status, answer)
	}
	w.run(t, []command{
		{as: "eve", line: "apps", out: []string{"=== eve@evil.test Apps\n\ndeep-spring-4274\nevil-plan\n"}},
		{as: "joe", line: "apps", out: []string{"deep-spring-4274 eve@evil.test\n"}},
	})
}
