package conformance

import (
	"strings"
	"testing"
)

// oddPaths is a path to each sort of thing that is looked up by a word of the path. ODD is that word.
var oddPaths = []string{
	"/apps/ODD", "/teams/ODD", "/teams/apps/ODD", "/teams/ODD/members", "/teams/ODD/apps", "/apps/ODD/collaborators",
	"/teams/acme/members/ODD/apps", "/teams/acme/features/ODD", "/apps/web/collaborators/ODD", "/teams/apps/web/collaborators/ODD", "/apps/web/addons/ODD",
	"/enterprise-accounts/ODD/teams", "/addon-services/ODD", "/addon-services/ODD/plans", "/addon-services/papertrail/plans/ODD", "/plans/ODD", "/plans/papertrail:ODD",
	"/users/ODD", "/users/ODD/apps",
}

// oddDeletes takes things away that are looked up the same way.
var oddDeletes = []string{
	"/apps/ODD", "/teams/ODD", "/teams/apps/ODD", "/teams/acme/members/ODD", "/apps/web/collaborators/ODD", "/teams/apps/web/collaborators/ODD",
	"/apps/web/addons/ODD", "/teams/acme/allowed-addon-services/ODD",
}

// oddWords cannot be the name of anything: NUL (which PostgreSQL cannot store), other control characters, bytes that are not
// UTF-8, quotes and wildcards, dots, and words that are too long.
var oddWords = []string{
	"%00", "web%00", "%01", "web%0A", "%7F", "%C2%85", "%ff", "%c3%28", "%ed%a0%80", "%27%20OR%20%271%27=%271", "%25", "_", "%5C", "..", "%2e%2e", ".",
	"web%2Fcollaborators", "web%2F", "%E2%80%AEweb", "WEB", "%20web", "web%20", "+", strings.Repeat("a", 5000), strings.Repeat("%41", 2000),
}

// oddBodies are requests whose body is looked up or stored. ODD is a JSON string's content.
var oddBodies = []call{
	{"POST /teams", `{"name":"ODD"}`},
	{"PATCH /teams/acme", `{"name":"ODD"}`},
	{"PUT /teams/acme/members", `{"email":"ODD@acme.com","role":"member"}`},
	{"PATCH /teams/acme/members", `{"email":"mia@acme.com","role":"ODD"}`},
	{"PATCH /teams/acme/members", `{"email":"ODD","role":"member"}`},
	{"PATCH /teams/acme/preferences", `{"default-permission":"ODD"}`},
	{"POST /teams/acme/allowed-addon-services", `{"addon_service":"ODD"}`},
	{"POST /teams/apps", `{"team":"ODD"}`},
	{"POST /teams/apps", `{"team":"acme","name":"ODD"}`},
	{"POST /teams/apps", `{"team":"acme","region":"ODD"}`},
	{"POST /teams/apps", `{"team":"acme","stack":"ODD"}`},
	{"POST /teams/apps", `{"space":"ODD"}`},
	{"PATCH /teams/apps/web", `{"owner":"ODD"}`},
	{"PATCH /teams/apps/web", `{"owner":"ODD@acme.com"}`},
	{"PATCH /apps/web", `{"name":"ODD"}`},
	{"PATCH /apps/web", `{"build_stack":"ODD"}`},
	{"POST /teams/apps/web/collaborators", `{"user":"ODD"}`},
	{"POST /teams/apps/web/collaborators", `{"user":"ODD@acme.com"}`},
	{"POST /teams/apps/web/collaborators", `{"user":"sam@acme.com","permissions":["ODD"]}`},
	{"POST /apps/web/addons", `{"plan":"ODD"}`},
	{"POST /apps/web/addons", `{"plan":"papertrail:ODD"}`},
	{"POST /apps/web/addons", `{"plan":"papertrail","name":"ODD"}`},
}

// oddStrings are the same for bodies: escaped, raw where JSON allows it, and bytes that are not UTF-8.
var oddStrings = []string{`\u0000`, `a\u0000b`, `\u0001`, `a\nb`, `\u007f`, `\u0085`, `\ud800`, "a\xffb"}

// testCharacters sends characters that no name has. Nothing may be found, changed or broken: always a refusal of the 4xx.
func testCharacters(t *testing.T, g Target) {
	w := enterEntrance(t, g, everything...)
	refused := func(c call) {
		t.Helper()
		got := w.send("ada", c.request, c.body, nil)
		if got.status < 400 || got.status > 499 {
			t.Errorf("%.80q %q: status %d, want a refusal: %.200s", c.request, c.body, got.status, got.body)
			return
		}
		id := map[int]string{400: "bad_request", 403: "forbidden", 404: "not_found", 422: "invalid_params"}[got.status]
		if wrong := lacksRefusal(id+": ", got.body); id == "" || wrong != "" {
			t.Errorf("%.80q %q: status %d: %s", c.request, c.body, got.status, wrong)
		}
	}
	before := w.read()
	// Every place meets NUL and bytes that are not UTF-8; the other words go around.
	for i, path := range oddPaths {
		for k, word := range oddWords {
			if word == "%00" || word == "%ff" || (i+k)%4 == 0 {
				refused(call{"GET " + strings.Replace(path, "ODD", word, 1), ""})
			}
		}
	}
	for i, path := range oddDeletes {
		for k, word := range oddWords {
			if word == "%00" || word == "%ff" || (i+k)%4 == 0 {
				refused(call{"DELETE " + strings.Replace(path, "ODD", word, 1), ""})
			}
		}
	}
	for i, c := range oddBodies {
		for k, s := range oddStrings {
			if strings.Contains(s, "0000") || (i+k)%3 == 0 {
				refused(call{c.request, strings.Replace(c.body, "ODD", s, 1)})
			}
		}
	}
	for i, now := range w.read() {
		if now != before[i] {
			t.Errorf("something changed %s: %s", w.watch[i], difference(before[i], now))
		}
	}
	// Members of a body have one spelling. Another one is a member that nobody knows: it must not win over the right one.
	w.play(
		exchange{"ada", "PUT /teams/acme/members", `{"email":"sam@acme.com","role":"viewer","ROLE":"admin"}`, 201, `{"email":"sam@acme.com","role":"viewer"}`},
		exchange{"ada", "PUT /teams/acme/members", `{"Email":"joe@acme.com","role":"viewer"}`, 422, "invalid_params: email is required"},
	)
}
