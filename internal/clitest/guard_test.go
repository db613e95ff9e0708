package clitest_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestGuard: the guard lets a process talk to this machine alone, and tells on the others.
func TestGuard(t *testing.T) {
	w := start(t, "")
	for _, c := range []struct{ name, script, tried string }{
		{"connect", `require('net').connect(443, '192.0.2.1')`, "connect 192.0.2.1:443\n"},
		{"connect with options", `require('net').connect({port: 443, host: '192.0.2.1'})`, "connect 192.0.2.1:443\n"},
		{"https", `require('https').get('https://api.heroku.invalid/')`, "connect api.heroku.invalid:443\n"},
		{"fetch", `fetch('http://api.heroku.invalid/').catch(() => process.exit(1))`, "connect api.heroku.invalid:80\n"},
		{"lookup", `require('dns').lookup('api.heroku.invalid', () => {})`, "lookup api.heroku.invalid\n"},
		{"lookup with a promise", `require('dns').promises.lookup('api.heroku.invalid')`, "lookup api.heroku.invalid\n"},
		{"resolve", `new (require('dns').Resolver)().resolve4('api.heroku.invalid', () => {})`, "resolve4 api.heroku.invalid\n"},
		{"datagram", `require('dgram').createSocket('udp4').send('x', 53, '192.0.2.1')`, "dgram send\n"},
		{"child", `process.exit(require('child_process').spawnSync(process.execPath, ['-e', "require('net').connect(443, '192.0.2.1')"]).status)`, "connect 192.0.2.1:443\n"},
		{"this machine", `fetch(process.env.HEROKU_HOST).then(() => require('dns').lookup('localhost', () => {}))`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			cmd := exec.CommandContext(ctx, w.node, "-e", c.script)
			cmd.Env = w.env
			said, err := cmd.CombinedOutput()
			if (err == nil) != (c.tried == "") {
				t.Errorf("%v: %s", err, said)
			}
			tried, err := os.ReadFile(w.guardLog())
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			if string(tried) != c.tried {
				t.Errorf("the guard wrote %q, want %q", tried, c.tried)
			}
			if err := os.RemoveAll(w.guardLog()); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestShows: the words of a pattern are found as a person finds them on a screen.
func TestShows(t *testing.T) {
	const text = " Team           Role\n ───────────\n acme-widgets   admin\n\n ›   Error: no.\nCreating app... done, gentle-garden-8862\n"
	for pattern, want := range map[string]bool{
		"Team Role": true, "acme-widgets admin\n": true, "acme-widgets admin\n\n› Error: no.": true, "done, *-*-*\n": true, "done, gentle-*\n": true,
		"acme-widgets member": false, "admin Role": false, "done, *-*-*-*\n": false, "noE": false, "Team Role\nacme": false,
	} {
		if got := shows(text, pattern); got != want {
			t.Errorf("%q: %t, want %t", pattern, got, want)
		}
	}
	for members, want := range map[string]bool{
		"email,a@b.test,role,admin": true, "email,c@d.test,role,member": true, "email,a@b.test,role,member": false,
		"user.id,1": true, "permissions.name,[deploy view]": true, "permissions.name,[view]": false, "nowhere,<nil>": true,
	} {
		var list []any
		for m := range strings.SplitSeq(members, ",") {
			list = append(list, m)
		}
		const answer = `[{"email":"a@b.test","role":"admin","user":{"id":1}},{"email":"c@d.test","role":"member","permissions":[{"name":"deploy"},{"name":"view"}]}]`
		if got := holds(t, []byte(answer), list); got != want {
			t.Errorf("%s: %t, want %t", members, got, want)
		}
	}
}
