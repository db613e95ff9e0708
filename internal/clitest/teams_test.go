package clitest_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestTeams(t *testing.T) {
	start(t, acme).run(t, []command{
		{as: "ada", line: "auth:whoami", out: []string{"ada@acme.test"}, err: []string{"HEROKU_API_KEY is set"}},
		{as: "nobody", line: "auth:whoami", exit: 2, err: []string{"Invalid credentials provided", "Error ID: unauthorized"}},
		{as: "nobody", line: "teams", exit: 1, err: []string{"The token provided to HEROKU_API_KEY is invalid"}},

		{as: "ada", line: "teams", out: []string{"Team Role", "acme-labs admin\nacme-widgets admin\nhobby member\n"}, hide: []string{"empty"}},
		{as: "joe", line: "teams", out: []string{"acme-widgets member\nhobby admin\n"}},
		{as: "jill", line: "teams", out: []string{"acme-widgets collaborator\n"}, hide: []string{"hobby"}},
		{as: "new", line: "teams", out: []string{"Team Role"}, hide: []string{"acme-widgets", "hobby"}},
		{as: "vic", line: "teams --json", out: []string{`"name": "acme-widgets"`, `"role": "viewer"`, `"type": "enterprise"`}},
		{as: "joe", line: "orgs", out: []string{"Teams Role", "acme-widgets member\nhobby admin\n"}},
		{as: "joe", line: "orgs --enterprise", out: []string{"acme-widgets member\n"}, hide: []string{"hobby"}},

		{as: "vic", line: "members -t acme-widgets", out: []string{"email role", "ada@acme.test admin\n", "joe@acme.test member\nvic@acme.test viewer\n"}},
		{as: "vic", line: "members -t acme-widgets --role viewer", out: []string{"vic@acme.test viewer\n"}, hide: []string{"ada@acme.test", "joe@acme.test"}},
		{as: "vic", line: "members -t acme-widgets --role owner", out: []string{"No members in acme-widgets with role owner"}},
		{as: "vic", line: "members -t acme-widgets --pending", out: []string{"No members in acme-widgets"}},
		{as: "vic", line: "members -t acme-widgets --json", out: []string{`"email": "joe@acme.test"`, `"role": "member"`, `"two_factor_authentication": false`}},
		{as: "ada", line: "members -t hobby", out: []string{"ada@acme.test member\njoe@acme.test admin\n"}},
		{as: "jill", line: "members -t acme-widgets", exit: 2, err: []string{"You do not have permission to view users and their roles. On acme-widgets it ", forbidden}},
		{as: "eve", line: "members -t acme-widgets", exit: 2, err: []string{"You do not have access to the team acme-widgets.", forbidden}},
		{as: "eve", line: "members -t ghosts", exit: 2, err: []string{"Couldn't find that team.", notFound}},
	})
}

func TestMembers(t *testing.T) {
	const members = "/teams/acme-widgets/members"
	start(t, acme).run(t, []command{
		{
			as: "ada", line: "members:add new@acme.test -t acme-widgets -r member", err: []string{"Adding new@acme.test to acme-widgets as member... done"},
			then: []check{has("ada", members, "email", "new@acme.test", "role", "member"), has("new", "/teams", "name", "acme-widgets")},
		},
		{
			as: "ada", line: "members:add new@acme.test -t acme-widgets -r collaborator", exit: 2, err: []string{"Unknown role", invalidParams},
			then: []check{has("ada", members, "email", "new@acme.test", "role", "member")},
		},
		{
			as: "ada", line: "members:add NEW@acme.test -t acme-widgets -r viewer", err: []string{"as viewer... done"}, // the same person
			then: []check{has("ada", members, "email", "new@acme.test", "role", "viewer"), lacks("ada", members, "email", "NEW@acme.test")},
		},
		{
			as: "ada", line: "members:set new@acme.test -t acme-widgets -r admin", err: []string{"Adding new@acme.test to acme-widgets as admin... done"},
			then: []check{has("ada", members, "email", "new@acme.test", "role", "admin")},
		},
		{
			as: "new", line: "members:set new@acme.test -t acme-widgets -r member", err: []string{"as member... done"},
			then: []check{has("ada", members, "email", "new@acme.test", "role", "member")},
		},
		{
			as: "ada", line: "members:add joe+tag@acme.test -t acme-widgets -r member", err: []string{"Adding joe+tag@acme.test to acme-widgets as member... done"},
			then: []check{has("ada", members, "email", "joe+tag@acme.test", "role", "member")},
		},
		{
			as: "ada", line: "members:remove joe+tag@acme.test -t acme-widgets", err: []string{"Removing joe+tag@acme.test from acme-widgets... done"},
			then: []check{lacks("ada", members, "email", "joe+tag@acme.test"), has("ada", members, "email", "joe@acme.test")},
		},
		{as: "ada", line: "members:set eve@evil.test -t acme-widgets -r member", exit: 2, err: []string{"eve@evil.test has no role in the team acme-widgets.", notFound}, then: []check{lacks("ada", members, "email", "eve@evil.test")}},
		{as: "ada", line: "members:add joe@acme.test -t acme-widgets -r king", exit: 2, err: []string{`Unknown role "king"`, invalidParams}, then: []check{has("ada", members, "email", "joe@acme.test", "role", "member")}},
		{as: "ada", line: "members:add joe -t acme-widgets -r member", exit: 2, err: []string{`"joe" is not an email address`, invalidParams}},
		{as: "ada", line: "members:add joe@acme.test -t acme-widgets", exit: 2, err: []string{"Missing required flag role"}},
		{as: "ada", line: "members:add joe@acme.test -t ghosts -r member", exit: 2, err: []string{"Couldn't find that team.", notFound}},
		{as: "joe", line: "members:add eve@evil.test -t acme-widgets -r admin", exit: 2, err: []string{"You do not have permission to add users and change their roles. On acme-widgets it ", forbidden}, then: []check{lacks("ada", members, "email", "eve@evil.test")}},
		{as: "joe", line: "members:set joe@acme.test -t acme-widgets -r admin", exit: 2, err: []string{forbidden}, then: []check{has("ada", members, "email", "joe@acme.test", "role", "member")}},
		{as: "vic", line: "members:remove joe@acme.test -t acme-widgets", exit: 2, err: []string{"You do not have permission to remove a user. On acme-widgets it ", forbidden}, then: []check{has("ada", members, "email", "joe@acme.test")}},
		{as: "eve", line: "members:remove joe@acme.test -t acme-widgets", exit: 2, err: []string{"You do not have access to the team acme-widgets.", forbidden}, then: []check{has("ada", members, "email", "joe@acme.test")}},

		// The last admin stays, whichever way he goes.
		{as: "ada", line: "members:set ada@acme.test -t acme-widgets -r member", exit: 2, err: []string{"The team acme-widgets must have at least one admin.", invalidParams}, then: []check{has("ada", members, "email", "ada@acme.test", "role", "admin")}},
		{as: "ada", line: "members:add ada@acme.test -t acme-widgets -r viewer", exit: 2, err: []string{"must have at least one admin", invalidParams}, then: []check{has("ada", members, "email", "ada@acme.test", "role", "admin")}},
		{as: "ada", line: "members:remove ada@acme.test -t acme-widgets", exit: 2, err: []string{"must have at least one admin", invalidParams}, then: []check{has("ada", members, "email", "ada@acme.test", "role", "admin")}},

		{
			as: "ada", line: "members:remove joe@acme.test -t acme-widgets", err: []string{"Removing joe@acme.test from acme-widgets... done"},
			then: []check{lacks("ada", members, "email", "joe@acme.test"), lacks("ada", "/apps/shop/collaborators", "user.email", "joe@acme.test"), answers("joe", "/apps/shop", 403)},
		},
		{as: "ada", line: "members:remove joe@acme.test -t acme-widgets", exit: 2, err: []string{"Couldn't find that member.", notFound}},
		{as: "vic", line: "members:remove vic@acme.test -t acme-widgets", err: []string{"Removing vic@acme.test from acme-widgets... done"}, then: []check{lacks("ada", members, "email", "vic@acme.test")}},
	})
}

// TestManyMembers: a list longer than a page arrives whole, once.
func TestManyMembers(t *testing.T) {
	const people = 450
	var users, members, everybody strings.Builder
	for i := range people {
		fmt.Fprintf(&users, "  - {email: p%03d@acme.test}\n", i)
		fmt.Fprintf(&members, "      - {email: p%03d@acme.test, role: member}\n", i)
		fmt.Fprintf(&everybody, "p%03d@acme.test member\n", i)
	}
	start(t, "users:\n  - {email: ada@acme.test, token: HRKU-ada}\n"+users.String()+
		"teams:\n  - name: acme-widgets\n    members:\n      - {email: ada@acme.test, role: admin}\n"+members.String(),
	).run(t, []command{
		{as: "ada", line: "members -t acme-widgets", out: []string{"ada@acme.test admin\n" + everybody.String()}},
	})
}
