package clitest_test

import (
	"strings"
	"testing"
)

func TestAuthorizations(t *testing.T) {
	const authorizations = "/oauth/authorizations"
	w := start(t, acme)
	w.run(t, []command{
		{as: "joe", line: "auth:token", out: []string{"HRKU-joe"}},
		{as: "nobody", line: "auth:token", out: []string{"HRKU-nobody"}, err: []string{"Invalid credentials provided"}},
		{
			as: "joe", line: "authorizations:create -d robot -s read,write-protected -e 3600", err: []string{"Creating OAuth Authorization... done"},
			out:  []string{"Client: <none>\nID: *-*-*-*-*\nDescription: robot\nScope: read,write-protected\nToken: *\nExpires at: ", "(in about 1 hour)"},
			then: []check{has("joe", authorizations, "description", "robot", "scope", "[read write-protected]")},
		},
		{as: "joe", line: "authorizations", out: []string{"Description ID Scope", "robot *-*-*-*-* read,write-protected\n"}},
		{as: "eve", line: "authorizations", hide: []string{"robot"}},
		{as: "joe", line: "authorizations:create -d robot -s everything", exit: 2, err: []string{"Creating OAuth Authorization... !", "everything", invalidParams}},
		{as: "joe", line: "authorizations:create -d robot -e soon", exit: 2, err: []string{"expires_in", invalidParams}},
		{as: "nobody", line: "authorizations", exit: 1, err: []string{"The token provided to HEROKU_API_KEY is invalid"}},
		{as: "joe", line: "authorizations:revoke 01234567-89ab-cdef-0123-456789abcdef", exit: 2, err: []string{"Revoking OAuth Authorization... !", "Couldn't find", notFound}},
	})

	// The token works until the authorization is revoked, as far as its scope goes.
	exit, token, errs := w.heroku(t, "joe", "authorizations:create -d looker -s read --short")
	if exit != 0 {
		t.Fatal(errs)
	}
	robot, ok := strings.CutPrefix(strings.TrimSpace(token), "HRKU-")
	if !ok {
		t.Fatalf("the token %q does not begin as Heroku's do", token)
	}
	id := w.id(t, "joe", authorizations, "description", "looker")
	w.run(t, []command{
		{as: robot, line: "apps:info -a shop", out: []string{"=== shop\n"}},
		{as: robot, line: "apps:destroy -a deep-spring-4274 --confirm deep-spring-4274", exit: 2, err: []string{forbidden}, then: []check{has("joe", "/apps/deep-spring-4274")}},
		{as: "eve", line: "authorizations:revoke " + id, exit: 2, err: []string{"Error ID: *"}, then: []check{has("joe", authorizations, "description", "looker")}},
		{as: "joe", line: "authorizations:revoke " + id, err: []string{"Revoking OAuth Authorization... done, revoked authorization from looker"}, then: []check{lacks("joe", authorizations, "description", "looker")}},
		{as: robot, line: "apps:info -a shop", exit: 1, err: []string{"The token provided to HEROKU_API_KEY is invalid"}},
	})
}
