package conformance

import (
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

const noEndpoint = "not_found: The requested API endpoint was not found"

// paths are unknown routes, verbs and spellings of paths, all by ada.
var paths = []exchange{
	{"ada", "GET /", "", 404, noEndpoint},
	{"ada", "GET /organizations", "", 404, noEndpoint},
	{"ada", "GET /teams/acme/nothing", "", 404, noEndpoint},
	{"ada", "GET /teams/acme/members/mia@acme.com/nothing", "", 404, noEndpoint},
	{"ada", "POST /account", `{"name":"x"}`, 404, noEndpoint},
	{"ada", "DELETE /teams/acme/members", "", 404, noEndpoint},
	{"ada", "PUT /apps/web", `{"name":"x"}`, 404, noEndpoint},
	{"ada", "PATCH /apps/web/collaborators/jill@creativeinc.com", `{"permissions":["manage"]}`, 404, noEndpoint},
	{"ada", "DELETE /teams/permissions/x", "", 404, noEndpoint},
	{"ada", "OPTIONS /apps/web", "", 404, noEndpoint},
	{"ada", "get /apps/web", "", 404, noEndpoint},
	{"ada", "GET /APPS/web", "", 404, noEndpoint},
	{"ada", "GET //apps/web", "", 404, noEndpoint},
	{"ada", "GET /apps/web/collaborators/jill@creativeinc.com/x", "", 404, noEndpoint},
	{"ada", "GET /teams//members", "", 404, "not_found: "},
	{"ada", "GET /apps//collaborators", "", 404, "not_found: "},

	// a slash at the end, a query, and case of addresses make no difference
	{"ada", "GET /apps/web/", "", 200, `{"name":"web"}`},
	{"ada", "GET /teams/acme/members/", "", 200, ""},
	{"ada", "GET /apps/web/collaborators/jill%40creativeinc.com/", "", 200, `{"user":{"email":"jill@creativeinc.com"}}`},
	{"ada", "GET /apps/web?x=1&name=other", "", 200, `{"name":"web"}`},
	{"ada", "GET /apps/web/collaborators/JILL@CreativeInc.com", "", 200, `{"user":{"email":"jill@creativeinc.com"}}`},
	{"ada", "PATCH /apps/web/", `{"maintenance":true}`, 200, `{"maintenance":true}`},

	// percent-encoding is undone once, and a slash in it divides nothing
	{"ada", "GET /apps/%77eb", "", 200, `{"name":"web"}`},
	{"ada", "GET /apps/web/collaborators/jill%2540creativeinc.com", "", 404, "not_found: Couldn't find that user"},
	{"ada", "GET /apps/%2577eb", "", 404, "not_found: Couldn't find that app."},
	{"ada", "GET /apps/%2577eb/", "", 404, "not_found: Couldn't find that app."},
	{"ada", "GET /apps/web%2Fcollaborators", "", 404, "not_found: Couldn't find that app."},
	{"ada", "GET /apps/web%2Fcollaborators/", "", 404, "not_found: Couldn't find that app."},
	{"ada", "GET /apps/web%2F", "", 404, "not_found: Couldn't find that app."},
	{"ada", "DELETE /apps/web%2Fcollaborators%2Fjill@creativeinc.com", "", 404, "not_found: Couldn't find that app."},
	{"ada", "DELETE /apps/web%2Fcollaborators%2Fjill@creativeinc.com/", "", 404, "not_found: Couldn't find that app."},
	{"ada", "GET /apps/acme/../web", "", 404, noEndpoint},
	{"ada", "GET /teams/apps/%6dembers", "", 404, "not_found: Couldn't find that app."},

	// a plus in a path is a plus
	{"ada", "POST /teams/apps/web/collaborators", `{"user":"a+b@b.co","permissions":["view"]}`, 201, ""},
	{"ada", "GET /apps/web/collaborators/a%20b@b.co", "", 404, "not_found: Couldn't find that user"},
	{"ada", "PATCH /teams/apps/web/collaborators/a+b@b.co", `{"permissions":["deploy"]}`, 200, `{"user":{"email":"a+b@b.co"}}`},
	{"ada", "GET /teams/apps/web/collaborators/a%2Bb%40b.co", "", 200, `{"user":{"email":"a+b@b.co"}}`},
	{"ada", "DELETE /apps/web/collaborators/a+b@b.co", "", 200, `{"user":{"email":"a+b@b.co"}}`},
	{"ada", "PUT /teams/acme/members", `{"email":"100%@acme.com","role":"viewer"}`, 201, `{"email":"100%@acme.com"}`},
	{"ada", "DELETE /teams/acme/members/100%25@acme.com/", "", 200, `{"email":"100%@acme.com"}`},
	{"ada", "PUT /teams/acme/members", `{"email":"a%2fb@acme.com","role":"viewer"}`, 201, `{"email":"a%2fb@acme.com"}`},
	{"ada", "DELETE /teams/acme/members/a%252fb%40acme.com/", "", 200, `{"email":"a%2fb@acme.com"}`},
	{"ada", "PUT /teams/acme/members", `{"email":"a/b@acme.com","role":"viewer"}`, 201, `{"email":"a/b@acme.com"}`},
	{"ada", "DELETE /teams/acme/members/a%2Fb@acme.com", "", 200, `{"email":"a/b@acme.com"}`},
}

func testPaths(t *testing.T, g Target) {
	w := enterEntrance(t, g, everything...)
	w.play(paths...)

	// HEAD is GET without the body: the same status and the same headers, also of a refusal.
	for _, path := range []string{"/apps/web", "/teams/acme/members", "/apps/no-such-app", "/teams/acme/nothing"} {
		full, head := w.send("ada", "GET "+path, "", nil), w.send("ada", "HEAD "+path, "", nil)
		if head.status != full.status || len(head.body) != 0 {
			t.Errorf("HEAD %s: status %d, want %d; %d bytes of body", path, head.status, full.status, len(head.body))
		}
		for _, name := range []string{"Content-Type", "Content-Length", "ETag", api.HeaderContentRange, api.HeaderAcceptRanges} {
			if head.header.Get(name) != full.header.Get(name) {
				t.Errorf("HEAD %s: %s is %q, of GET %q", path, name, head.header.Get(name), full.header.Get(name))
			}
		}
	}
}
