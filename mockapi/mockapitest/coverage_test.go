package mockapitest

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
)

var update = flag.Bool("update", false, "rewrite the guide")

// Reasons why a link is not served. A link whose reason begins with outside does not count as in scope.
const (
	outside   = "outside access management"
	billing   = "not yet: billing of a person"
	signIn    = outside + ": how a person signs in"
	addonSide = outside + ": the side of an add-on's provider"
	webhooks  = outside + ": webhooks"
	ci        = outside + ": review apps and CI"
	network   = "not yet: networks of a space"
	idle      = outside + ": nothing runs here"
	certs     = "not yet: certificates"

	people    = "not yet: people come from the seed, and only their names and second factors can be changed"
	catalogue = "not yet: the catalogue has services and plans alone"
	clients   = "not yet: tokens are made by authorizations alone"
	promotion = "not yet: a pipeline holds apps, and promotes nothing"
)

// unserved says why a link is not served, by its definition or, where the rest of that is served, by its method and path.
var unserved = map[string]string{
	"account": people, "account-feature": people, "user-preferences": people, "key": people,
	"sms-number": signIn, "password-reset": signIn,
	"account-delinquency": billing, "credit": billing, "invoice": billing, "invoice-address": billing,

	"team-delinquency": "not yet: nobody is in arrears here",

	"add-on-action": addonSide, "add-on-config": addonSide, "PUT /addons/{}/log-drains/{}": addonSide, "GET /addons/{}/log-drains": addonSide,
	"add-on-region-capability": catalogue, "generation": catalogue, "GET /apps/{}/available-dyno-sizes": catalogue,
	"add-on-webhook": webhooks, "add-on-webhook-delivery": webhooks, "add-on-webhook-event": webhooks,
	"app-webhook": webhooks, "app-webhook-delivery": webhooks, "app-webhook-event": webhooks,

	"app-setup": idle, "log-session": idle, "oci-image": idle, "source": idle, "telemetry-drain": idle,
	"DELETE /apps/{}/build-cache": idle, "DELETE /apps/{}/builds/{}": idle,
	"sni-endpoint": certs, "PATCH /apps/{}/domains/{}": certs,
	"peering": network, "peering-info": network, "vpn-connection": network,

	"oauth-client": clients, "oauth-token": clients,
	"pipeline-build": promotion, "pipeline-deployment": promotion, "pipeline-promotion": promotion,
	"pipeline-promotion-target": promotion, "pipeline-release": promotion, "pipeline-stack": promotion,
	"pipeline-config-var": ci, "review-app": ci, "review-app-config": ci, "test-case": ci, "test-node": ci, "test-run": ci,
}

// TestCoverage: the guide says of every link of Heroku's schema whether it is served, and why not.
func TestCoverage(t *testing.T) {
	HaveSchema(t)
	links, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	want := coverage(t, links)
	path := filepath.Join("..", "..", "templates", "guides", "api-coverage.md")
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s differs from the routes. Run: go test -run Coverage ./mockapi/mockapitest -update, and read the diff.", path)
	}
}

// coverage prints the guide. A link that is neither served nor explained fails the test, and so does a reason without a link.
func coverage(t *testing.T, links []link) string {
	t.Helper()
	links = slices.Clone(links)
	slices.SortFunc(links, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.shown, b.shown), cmp.Compare(a.method, b.method), cmp.Compare(a.title, b.title), cmp.Compare(a.noun, b.noun))
	})
	further := map[string]string{} // routes that the schema does not have
	for _, rt := range server.Routes() {
		further[rt.Method+" "+placeholder.ReplaceAllString(rt.Pattern, "{}")] = fmt.Sprintf("| %s | `%s` |\n", rt.Method, rt.Pattern)
	}
	routes, used := maps.Clone(further), map[string]bool{}
	var rows strings.Builder
	var served, apart int
	for _, l := range links {
		at := l.method + " " + strings.Replace(l.href, "~", "{}", 1)
		answer := "served"
		if _, ok := routes[at]; ok {
			served++
			delete(further, at)
		} else {
			key := at
			if unserved[key] == "" {
				key = l.noun
			}
			used[key] = true
			if unserved[key] == "" {
				t.Errorf("%s (%s %s) is not served, and coverage_test.go does not say why", at, l.noun, l.title)
			}
			answer = "not served: " + unserved[key]
			if strings.HasPrefix(unserved[key], outside) {
				apart++
			}
		}
		fmt.Fprintf(&rows, "| %s | `%s` | %s: %s | %s |\n", l.method, l.shown, l.noun, strings.ToLower(l.title), answer)
	}
	for key := range unserved {
		if !used[key] {
			t.Errorf("coverage_test.go says why %s is not served, but it is", key)
		}
	}
	var also strings.Builder
	for _, at := range slices.SortedFunc(maps.Keys(further), func(a, b string) int { return cmp.Compare(further[a], further[b]) }) {
		also.WriteString(further[at])
	}
	return fmt.Sprintf(guide, served, len(links)-apart, len(links), apart, rows.String(), len(further), also.String())
}

const guide = `---
page_title: "What the control plane serves"
subcategory: ""
---

# What the control plane serves

Which links of Heroku's published schema of the Platform API v3 the control plane serves. This page is printed from its route table; a test fails when they differ.

**%d of %d links in scope are served.** The schema has %d links; %d of them are outside access management, and are listed but not counted.

| method | path | title | |
|---|---|---|---|
%s
## Beside the schema

%d routes are served that the schema lacks: it is older than they are, or leaves them to the reference and to Heroku's own command line. Those that Heroku has nowhere are among the [extensions](control-plane.md#extensions).

| method | path |
|---|---|
%s`
