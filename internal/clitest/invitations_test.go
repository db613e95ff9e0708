package clitest_test

import (
	"net/http"
	"testing"
)

// TestInvitations: a team outside an enterprise account invites people, who accept or not.
func TestInvitations(t *testing.T) {
	const invitations = "/teams/hobby/invitations"
	w := start(t, acme)
	w.run(t, []command{
		{
			as: "joe", line: "members:add new@acme.test -t hobby -r member", err: []string{"Inviting new@acme.test to hobby as member... done"},
			then: []check{has("joe", invitations, "user.email", "new@acme.test", "role", "member", "invited_by.email", "joe@acme.test"), lacks("joe", "/teams/hobby/members", "email", "new@acme.test")},
		},
		{as: "ada", line: "members -t hobby", out: []string{"email role status", "ada@acme.test member\njoe@acme.test admin\nnew@acme.test member pending\n"}},
		{as: "ada", line: "members -t hobby --pending", out: []string{"new@acme.test member pending\n"}, hide: []string{"joe@acme.test"}},
		{as: "joe", line: "members:add new@acme.test -t hobby -r admin", err: []string{"Inviting new@acme.test to hobby as admin... done"}, then: []check{has("joe", invitations, "user.email", "new@acme.test", "role", "admin")}},
		{as: "joe", line: "members:add a+b@acme.test -t hobby -r member", err: []string{"Inviting a+b@acme.test to hobby as member... done"}},
		{as: "joe", line: "members:add eve@evil.test -t hobby -r king", exit: 2, err: []string{"Inviting eve@evil.test to hobby as king... !", "Unknown role", invalidParams}},
		{as: "joe", line: "members:add ada@acme.test -t hobby -r member", exit: 2, err: []string{"already", invalidParams}},
		{as: "ada", line: "members:add eve@evil.test -t hobby -r member", exit: 2, err: []string{"On hobby it requires team role admin.", forbidden}, then: []check{lacks("joe", invitations, "user.email", "eve@evil.test")}},
		{as: "ada", line: "members:remove new@acme.test -t hobby", exit: 2, err: []string{"Revoking invite for new@acme.test in hobby... !", forbidden}, then: []check{has("joe", invitations, "user.email", "new@acme.test")}},
		{as: "joe", line: "members:remove new@acme.test -t hobby", err: []string{"Revoking invite for new@acme.test in hobby... done"}, then: []check{lacks("joe", invitations, "user.email", "new@acme.test")}},
		{as: "joe", line: "members:remove a+b@acme.test -t hobby", err: []string{"Revoking invite for a+b@acme.test in hobby... done"}, then: []check{lacks("joe", invitations)}},
	})

	w.run(t, []command{{as: "joe", line: "members:add new@acme.test -t hobby -r member", err: []string{"done"}}})
	path := "/teams/invitations/" + w.id(t, "joe", invitations, "user.email", "new@acme.test") + "/accept"
	if status, answer := w.Do(t, "HRKU-new", http.MethodPost, path, nil); status >= http.StatusMultipleChoices {
		t.Fatalf("accept: %d %s", status, answer)
	}
	w.run(t, []command{
		{as: "new", line: "members -t hobby", out: []string{"email role", "joe@acme.test admin\nnew@acme.test member\n"}, hide: []string{"pending"}},
		{as: "joe", line: "members:remove ada@acme.test -t hobby", err: []string{"Removing ada@acme.test from hobby... done"}, then: []check{lacks("joe", "/teams/hobby/members", "email", "ada@acme.test")}},
	})
}
