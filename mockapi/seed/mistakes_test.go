package seed_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestMistakesInEverything: every key of the format is checked, and what is wrong with it is said with its line.
func TestMistakesInEverything(t *testing.T) {
	content := everything(t)
	fresh := worlds(t)
	for name, c := range map[string]struct{ old, with, want string }{
		"unknown key of an entry":         {"added_by: Joe@acme.test", "addedby: Joe@acme.test", `unknown key "addedby"`},
		"unknown key of a space":          {"shield: true", "shielded: true", `unknown key "shielded"`},
		"unknown key of a rule":           {"{action: deny, source: 198.51.100.7/32}", "{action: deny, from: 198.51.100.7/32}", `unknown key "from"`},
		"unknown adder":                   {"added_by: Joe@acme.test", "added_by: jo@acme.test", `unknown person "jo@acme.test"`},
		"entry with a bad id":             {"service: acme-addon, added_by", "id: one, service: acme-addon, added_by", `id "one" is not a UUID`},
		"unknown service with adder":      {"service: acme-addon, added_by", "service: oracle, added_by", `unknown add-on service "oracle"`},
		"hash that is none":               {"0000aa}", "0000}", "token_sha256 is the SHA-256 of a token"},
		"hash in capitals":                {"0000aa}", "0000AA}", "token_sha256 is the SHA-256 of a token"},
		"hash twice":                      {strings.Repeat("f", 64), strings.Repeat("0", 62) + "aa", "this token is in this file twice"},
		"unknown scope":                   {"scopes: [identity, read]", "scopes: [all]", `Unknown scope "all"`},
		"long description":                {"description: laptop", "description: " + strings.Repeat("x", 256), "description must be at most 255 bytes"},
		"not a time":                      {`"2031-05-06T07:08:09.000001Z"`, "tomorrow", `expires_at "tomorrow" is not a time`},
		"members from two places":         {"    members:\n      - {email: Ada@acme.test, permissions: [view, billing", "    members_from_teams: true\n    members:\n      - {email: Ada@acme.test, permissions: [view, billing", "acme has members and members_from_teams: leave one of them out"},
		"members from no teams":           {"{name: empty}", "{name: empty, members_from_teams: true}", "The enterprise account empty has no team to take its members from. Put members,"},
		"unknown default team":            {"default_team: acme-widgets", "default_team: acme", `unknown team "acme": put it under teams`},
		"space outside enterprise":        {"  - name: club\n    type: team", "  - name: club\n    spaces: [{name: own-space}]\n    type: team", "The team club is not an Enterprise Team"},
		"bad space name":                  {"name: plain-space", "name: a--b", `space "a--b": Space name can only`},
		"space twice":                     {"name: plain-space", "name: fir-space", "the space fir-space is in this file twice"},
		"unknown space region":            {"region: tokyo", "region: us", `Unknown region "us". It can be dublin`},
		"unknown generation":              {"generation: fir\n        cidr", "generation: oak\n        cidr", `Unknown generation "oak". It can be cedar, fir`},
		"fir with shield":                 {"generation: fir\n        cidr", "generation: fir\n        shield: true\n        cidr", "A shield space is of the generation cedar"},
		"bad log drain":                   {"https://logs.acme.test/drain", "http://logs.acme.test", "log_drain_url must be an address that begins with https://"},
		"networks overlap":                {"data_cidr: 10.3.0.0/17", "data_cidr: 10.2.0.0/17", "overlaps with cidr"},
		"unknown space permission":        {"{email: Ada@acme.test, permissions: [create_apps]}", "{email: Ada@acme.test, permissions: [fly]}", `Unknown permission "fly"`},
		"viewer creates apps":             {"{email: Joe@acme.test, permissions: [create_apps]}", "{email: vic@acme.test, permissions: [create_apps]}", "vic@acme.test is a viewer"},
		"stranger in a space":             {"{email: Joe@acme.test, permissions: [create_apps]}", "{email: jill@creative.test, permissions: [create_apps]}", "jill@creative.test has no role in the team of the space"},
		"bad rule":                        {"source: 198.51.100.7/32", "source: everywhere", `The source "everywhere" is not an IPv4 network`},
		"unknown ruleset creator":         {"created_by: Joe@acme.test", "created_by: jo@acme.test", `unknown person "jo@acme.test"`},
		"app in an unknown space":         {"{name: fir-app, space: fir-space}", "{name: fir-app, space: oak-space}", `unknown space "oak-space": put it under the spaces of the team acme-widgets`},
		"stack of another generation":     {"{name: fir-app, space: fir-space}", "{name: fir-app, space: fir-space, stack: heroku-24}", `Unknown stack "heroku-24". It can be cnb`},
		"unknown stack":                   {"stack: container", "stack: cedar-14", `Unknown stack "cedar-14"`},
		"unknown build stack":             {"build_stack: heroku-22", "build_stack: cedar-14", `Unknown stack "cedar-14"`},
		"region of a space's app":         {"{name: fir-app, space: fir-space}", "{name: fir-app, space: fir-space, region: eu}", `Unknown region "eu". It can be tokyo`},
		"routing outside a space":         {"region: eu\n        addons", "internal_routing: true\n        addons", "only an app in a space can have internal_routing"},
		"pipeline of a team with owner":   {"  - name: website\n        apps:\n", "  - name: website\n        owner: Joe@acme.test\n        apps:\n", "a pipeline of a team has no owner of its own"},
		"bad pipeline name":               {"name: empty-flow", "name: Flow", `pipeline "Flow": Pipeline name must start`},
		"unknown pipeline owner":          {"name: empty-flow, owner: jill@creative.test", "name: empty-flow", `unknown person ""`},
		"unknown stage":                   {"stage: review", "stage: preview", `Unknown stage "preview"`},
		"unknown app in a pipeline":       {"app: fir-app, stage", "app: oak-app, stage", `unknown app "oak-app": put it under apps`},
		"somebody else's app in it":       {"app: fir-app, stage", "app: club-app, stage", "have different owners"},
		"app of another generation":       {"app: fir-app, stage", "app: website-prod, stage", "of different generations"},
		"app in two pipelines":            {"{app: website-staging, stage: staging}", "{app: website-prod, stage: staging}", "website-prod is in this file twice"},
		"invitation to enterprise":        {"    spaces:\n", "    invitations: [{email: eve@elsewhere.test, role: member}]\n    spaces:\n", "The team acme-widgets is an Enterprise Team"},
		"invitation of a member":          {"{email: eve@elsewhere.test, role: viewer}", "{email: Joe@acme.test, role: viewer}", "Joe@acme.test has a role in the team club"},
		"unknown role of it":              {"{email: eve@elsewhere.test, role: viewer}", "{email: eve@elsewhere.test, role: king}", `Unknown role "king"`},
		"invited twice":                   {"{email: eve@elsewhere.test, role: viewer}", "{email: JILL@creative.test, role: viewer}", "the invitation to club jill@creative.test is in this file twice"},
		"unknown inviter":                 {"invited_by: Ada@acme.test", "invited_by: adam@acme.test", `unknown person "adam@acme.test"`},
		"offer to nobody":                 {"offered_to: jill@creative.test", "offered_to: bill@creative.test", `unknown person "bill@creative.test"`},
		"offer to the owner":              {"offered_to: jill@creative.test", "offered_to: joe@acme.test", "owns the app deep-spring-4274 already"},
		"attachment to an unknown app":    {"name: SHARED, app: website-staging", "name: SHARED, app: website", `unknown app "website": put it under apps`},
		"bad attachment name":             {"{name: DATABASE_AMBER}", "{name: amber}", "Attachment name must start"},
		"long namespace":                  {"namespace: 'role:follower'", "namespace: " + strings.Repeat("x", 256), "namespace must be at most"},
		"attachment twice":                {"{name: DATABASE_AMBER}", "{name: FOLLOWER}", "the app website-prod has an attachment FOLLOWER already"},
		"attachments elsewhere alone":     {"              - {name: DATABASE_AMBER}\n              - {name: FOLLOWER, namespace: 'role:follower'}\n", "", "has no attachment to the app website-prod, which pays for it"},
		"id that is none":                 {"  - {name: empty}", "  - {name: empty, id: one}", `id "one" is not a UUID`},
		"permissions on somebody's app":   {"      - {email: jill@creative.test}", "      - {email: jill@creative.test, permissions: [view]}", "does not belong to an Enterprise Team"},
		"permissions that are not listed": {"permissions: [deploy, manage, operate, view]}\n          - {email: Joe@acme.test, permissions: [view]}", "permissions: [own]}", `Unknown permission "own"`},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Count(content, c.old) < 1 {
				t.Fatalf("the file has no %q", c.old)
			}
			changed := strings.Replace(content, c.old, c.with, 1)
			err := seed.Load(t.Context(), fresh(), "bad.yaml", []byte(changed))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error %q, want %q", err, c.want)
			}
			var line int
			if _, scanErr := fmt.Sscanf(err.Error(), "bad.yaml:%d:", &line); scanErr != nil {
				t.Fatalf("%q does not begin with the line", err)
			}
			lines := strings.Split(changed, "\n")
			near := lines[max(0, line-1):min(len(lines), line+24)] // a thing of several lines is named by the first of them
			for part := range strings.FieldsSeq(strings.NewReplacer("{", " ", "}", " ", ",", " ", "[", " ", "]", " ").Replace(c.with)) {
				if slices.ContainsFunc(near, func(l string) bool { return strings.Contains(l, part) }) {
					return
				}
			}
			if c.with != "" {
				t.Errorf("%q names line %d, which has nothing of %q", err, line, c.with)
			}
		})
	}
}

// TestIDsThatDiffer: a thing that is there with another id than the file's is not taken for it.
func TestIDsThatDiffer(t *testing.T) {
	st := open(t, store.Memory)
	load(t, st, everything(t))
	whole, _ := dump(t, st, true)
	for _, head := range []string{
		"- id: %s\n    email: Ada@acme.test", "{id: %s, name: empty}", "- id: %s\n    name: acme-widgets", "- id: %s\n        name: shield-space", "- id: %s\n        name: website-prod",
		"- id: %s\n            service: heroku-postgresql", "- id: %s\n        name: fir-flow",
		"{id: %s, service: acme-addon, added_by", "{id: %s, email: vic@acme.test, role", "{id: %s, email: vic@acme.test, permissions", "{id: %s, email: eve@elsewhere.test, role",
	} {
		before, after, _ := strings.Cut(head, "%s")
		end := strings.Index(whole, after)
		begin := strings.LastIndex(whole[:max(end, 0)], before)
		if end < 0 || begin < 0 {
			t.Fatalf("the dump has no %q", head)
		}
		changed := whole[:begin] + before + store.NewID() + whole[end:]
		err := seed.Load(t.Context(), st, "ids.yaml", []byte(changed))
		if err == nil || !strings.Contains(err.Error(), "exists and has the id") {
			t.Errorf("%q: %v", head, err)
		}
	}
	// Nor does something new take the id of something that is there.
	for _, rename := range [][2]string{{"name: empty}", "name: other}"}, {"name: club\n", "name: other\n"}, {"name: plain-space", "name: other-space"}, {"name: fir-app, space", "name: other-app, space"}, {"name: own-name", "name: other-name"}, {"name: empty-flow", "name: other-flow"}} {
		if !strings.Contains(whole, rename[0]) {
			t.Fatalf("the dump has no %q", rename[0])
		}
		err := seed.Load(t.Context(), st, "ids.yaml", []byte(strings.Replace(whole, rename[0], rename[1], 1)))
		if err == nil || !strings.Contains(err.Error(), "is something else's in the database") {
			t.Errorf("%q: %v", rename[1], err)
		}
	}
	taken := strings.Replace(whole, "email: eve@elsewhere.test", "email: new@elsewhere.test", 1)
	if err := seed.Load(t.Context(), st, "ids.yaml", []byte(taken)); err == nil || !strings.Contains(err.Error(), "is somebody else's in the database") {
		t.Errorf("a new person with the id of another: %v", err)
	}
}
