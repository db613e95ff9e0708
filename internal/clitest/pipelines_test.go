package clitest_test

import "testing"

func TestPipelines(t *testing.T) {
	start(t, acme).run(t, []command{
		{
			as: "ada", line: "pipelines:create line -a website -s production -t acme-widgets", err: []string{"Creating line pipeline... done", "Adding website to line pipeline as production... done"},
			then: []check{has("ada", "/pipelines", "name", "line", "owner.type", "team"), has("ada", "/apps/website/pipeline-couplings", "stage", "production")},
		},
		{as: "ada", line: "pipelines", out: []string{"=== My Pipelines\n", "line\n"}},
		{as: "ada", line: "pipelines:add line -a shop -s staging", err: []string{"Adding shop to line pipeline as staging... done"}},
		{as: "ada", line: "pipelines:info line", out: []string{"=== line\n", "owner: acme-widgets (team)", "app name stage", "shop staging\nwebsite production\n"}},
		{as: "ada", line: "pipelines:info line --with-owners", out: []string{"website production acme-widgets (team)\n"}},
		{as: "ada", line: "pipelines:info ghost", exit: 1, err: []string{"Pipeline not found"}},
		{as: "eve", line: "pipelines:info line", exit: 1, err: []string{"Pipeline not found"}},
		{as: "ada", line: "pipelines:add line -a website -s staging", exit: 2, err: []string{"Adding website to line pipeline as staging... !", invalidParams}},
		{as: "ada", line: "pipelines:create more -a vault -s moon -t acme-widgets", exit: 2, err: []string{"Creating more pipeline... done", "Adding vault to more pipeline as moon... !", `Unknown stage "moon".`, invalidParams}, then: []check{answers("ada", "/apps/vault/pipeline-couplings", 404)}},
		{as: "eve", line: "pipelines:create mine -a website -s production -t acme-widgets", exit: 2, err: []string{"You do not have access to the team acme-widgets.", forbidden}, then: []check{lacks("ada", "/pipelines", "name", "mine")}},
		{as: "eve", line: "pipelines:create mine -a website -s production", exit: 2, err: []string{"You do not have access to the app website.", forbidden}, then: []check{has("ada", "/apps/website/pipeline-couplings", "stage", "production")}},
		{as: "vic", line: "pipelines:transfer hobby -p line -c line", exit: 1, err: []string{`Cannot find a team or account for "hobby"`}},
		{as: "joe", line: "pipelines:transfer hobby -p line -c line", exit: 2, err: []string{"Transferring line pipeline to the hobby team... !", forbidden}, then: []check{has("ada", "/pipelines", "name", "line")}},
		{as: "ada", line: "pipelines:transfer acme-labs -p line -c other", err: []string{"Confirmation did not match line. Aborted."}, then: []check{has("ada", "/apps/website", "team.name", "acme-widgets")}},
		{as: "ada", line: "pipelines:transfer acme-labs -p line -c line", err: []string{"Transferring line pipeline to the acme-labs team... done"}},
		{as: "ada", line: "pipelines:info line", out: []string{"owner: acme-labs (team)"}},
		{as: "vic", line: "pipelines:destroy line", exit: 1, err: []string{"Pipeline not found"}, then: []check{has("ada", "/pipelines", "name", "line")}},
		{as: "ada", line: "pipelines:destroy line", err: []string{"Destroying line pipeline... done"}, then: []check{lacks("ada", "/pipelines", "name", "line")}},
	})
}
