package server_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// TestIfMatch: a write with the ETag of what it read goes through once; after a change it is refused and does nothing.
func TestIfMatch(t *testing.T) {
	s := mockapitest.Start(t, world)
	read := func(path string) string {
		resp, _ := s.DoHeader(t, "HRKU-ada", "GET", path, nil, nil)
		return resp.Header.Get("ETag")
	}
	write := func(method, path, etag string, body any) int {
		resp, _ := s.DoHeader(t, "HRKU-ada", method, path, body, http.Header{"If-Match": {etag}})
		return resp.StatusCode
	}
	for _, c := range []struct {
		method, path string
		body         any
	}{
		{"PATCH", "/teams/apps/web", object{"locked": true}},
		{"PUT", "/teams/widgets/members", object{"email": "vic@acme.test", "role": "member"}},
		{"PATCH", "/teams/widgets/preferences", object{"addons-controls": true}},
		{"DELETE", "/teams/apps/vault/collaborators/jill@creative.test", nil},
	} {
		old := read(c.path)
		if got := write(c.method, c.path, `"stale"`, c.body); got != http.StatusPreconditionFailed {
			t.Errorf("%s %s with a stale ETag: %d", c.method, c.path, got)
		}
		if again := read(c.path); again != old {
			t.Errorf("%s %s: a refused write changed something", c.method, c.path)
		}
		if got := write(c.method, c.path, old, c.body); got != http.StatusOK {
			t.Errorf("%s %s with the right ETag: %d", c.method, c.path, got)
		}
		if got := write(c.method, c.path, old, c.body); got == http.StatusOK {
			t.Errorf("%s %s: the old ETag still opens", c.method, c.path)
		}
	}
	if got := write("POST", "/teams", `"x"`, object{"name": "another"}); got != http.StatusPreconditionFailed {
		t.Errorf("If-Match on a list that is not the thing itself: %d", got)
	}
}

func TestRequestIDs(t *testing.T) {
	s := mockapitest.Start(t, world)
	one, two := uuid.NewString(), uuid.NewString()
	for sent, want := range map[string]string{
		one:             one,
		one + "," + two: one + "," + two + ",+",
		"":              "+",
		"not an id":     "+",
		one + ",x":      "+",
	} {
		resp, _ := s.DoHeader(t, "HRKU-ada", "GET", "/teams", nil, http.Header{"Request-Id": {sent}})
		got := resp.Header.Get("Request-Id")
		own := got[strings.LastIndexByte(got, ',')+1:]
		if uuid.Validate(own) != nil || got != strings.Replace(want, "+", own, 1) {
			t.Errorf("sent %q, got %q", sent, got)
		}
	}
}

func TestGzipOverrideCORS(t *testing.T) {
	s := mockapitest.Start(t, world)
	resp, body := s.DoHeader(t, "HRKU-ada", "GET", "/teams/widgets/members", nil, http.Header{"Accept-Encoding": {"gzip"}})
	if resp.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("headers %v", resp.Header)
	}
	zip, err := gzip.NewReader(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(zip); err != nil || !strings.HasPrefix(string(plain), `[{"created_at"`) {
		t.Errorf("unzipped: %.60s, %v", plain, err)
	}
	resp, _ = s.DoHeader(t, "HRKU-ada", "POST", "/teams/apps/web", object{"locked": true}, http.Header{"X-Http-Method-Override": {"patch"}})
	if resp.StatusCode != http.StatusOK {
		t.Errorf("POST that means PATCH: %d", resp.StatusCode)
	}
	resp, _ = s.DoHeader(t, "", "OPTIONS", "/teams/apps/web", nil, http.Header{"Origin": {"https://example.com"}, "Access-Control-Request-Method": {"PATCH"}, "Access-Control-Request-Headers": {"authorization"}})
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Access-Control-Allow-Origin") != "*" || resp.Header.Get("Access-Control-Allow-Methods") != "PATCH" {
		t.Errorf("preflight: %d %v", resp.StatusCode, resp.Header)
	}
	resp, _ = s.DoHeader(t, "HRKU-ada", "HEAD", "/teams/apps/web", nil, nil)
	if resp.StatusCode != http.StatusOK || resp.ContentLength <= 0 {
		t.Errorf("HEAD: %d, length %d", resp.StatusCode, resp.ContentLength)
	}
}

// TestTextThatNoDatabaseKeeps: PostgreSQL stores neither U+0000 nor bytes that are not UTF-8; every database refuses them alike.
func TestTextThatNoDatabaseKeeps(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		for _, path := range []string{"/apps/a%00b", "/apps/a%ffb", "/teams/%00/members", "/addons/x%00"} {
			must(t, s, http.StatusNotFound, "HRKU-ada", "GET", path, nil, nil)
		}
		must(t, s, http.StatusOK, "HRKU-ada", "GET", "/pipelines?eq[name]=%00", nil, nil)
		must(t, s, http.StatusUnprocessableEntity, "HRKU-joe", "POST", "/account/app-transfers", object{"app": "hobby", "recipient": "\x00"}, nil)
		for _, path := range []string{"/addon-attachments", "/account/app-transfers", "/actions/addons/resolve", "/teams/widgets/allowed-addon-services"} {
			must(t, s, http.StatusNotFound, "HRKU-ada", "POST", path, object{"addon": "a\x00", "app": "a\x00", "recipient": "x", "addon_service": "\x00"}, nil)
		}
	})
}
