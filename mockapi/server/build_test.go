package server_test

import (
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// build pushes code to an app.
func build(t *testing.T, s *mockapitest.Server, token, app, version string) (b api.Build) {
	t.Helper()
	must(t, s, 201, token, "POST", "/apps/"+app+"/builds", object{"source_blob": object{"url": "https://example.com/" + app + ".tgz", "version": version}}, &b)
	return b
}

// TestBuild: a build makes a slug, a release and, the first time, a web dyno; the app shows its stack, size and time.
func TestBuild(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, runtimeWorld)
		must(t, s, 200, "HRKU-admin", "PATCH", "/apps/vault", object{"build_stack": "heroku-22"}, nil)
		must(t, s, 200, "HRKU-deploy", "PATCH", "/apps/vault/config-vars", object{"A": "1"}, nil)
		must(t, s, 200, "HRKU-deploy", "PUT", "/apps/vault/buildpack-installations", object{"updates": []object{{"buildpack": "heroku/go"}}}, nil)
		b := build(t, s, "HRKU-deploy", "vault", "0123456789abcdef")
		if b.Status != api.StatusSucceeded || b.Stack != "heroku-22" || *b.SourceBlob.Version != "0123456789abcdef" || b.User.Email != "dep@acme.test" || len(b.Buildpacks) != 1 || b.Buildpacks[0].Name != "heroku/go" {
			t.Errorf("build: %+v", b)
		}
		var again api.Build
		must(t, s, 200, "HRKU-view", "GET", "/apps/vault/builds/"+b.ID, nil, &again)
		if sprint(again.Release) == "" || again.Release.ID != b.Release.ID {
			t.Errorf("read again: %+v", again)
		}
		var v api.Release
		must(t, s, 200, "HRKU-view", "GET", "/apps/vault/releases/"+b.Release.ID, nil, &v)
		if v.Version != 3 || v.Description != "Deploy 01234567" || v.Slug == nil || v.Slug.ID != b.Slug.ID || !v.Current || len(v.Artifacts) != 1 || !v.EligibleForRollback {
			t.Errorf("release: %+v", v)
		}
		var vars map[string]string
		must(t, s, 200, "HRKU-deploy", "GET", "/apps/vault/releases/3/config-vars", nil, &vars)
		if vars["A"] != "1" {
			t.Errorf("config vars of the release: %v", vars)
		}
		var slug api.Slug
		must(t, s, 200, "HRKU-deploy", "GET", "/apps/vault/slugs/"+b.Slug.ID, nil, &slug)
		var a api.App
		must(t, s, 200, "HRKU-view", "GET", "/apps/vault", nil, &a)
		if a.Stack.Name != "heroku-22" || a.SlugSize == nil || *a.SlugSize != *slug.Size || a.RepoSize != nil || *a.ReleasedAt != v.CreatedAt {
			t.Errorf("app: %+v, slug %+v", a, slug)
		}
		var formation []api.Formation
		must(t, s, 200, "HRKU-view", "GET", "/apps/vault/formation", nil, &formation)
		var dynos []api.Dyno
		must(t, s, 200, "HRKU-view", "GET", "/apps/vault/dynos", nil, &dynos)
		if len(formation) != 1 || formation[0].Type != "web" || formation[0].Quantity != 1 || formation[0].Size != "Standard-1X" || len(dynos) != 1 || dynos[0].Name != "web.1" || dynos[0].Release.Version != 3 {
			t.Errorf("formation %+v, dynos %+v", formation, dynos)
		}
	})
}

// TestSlugsShapeTheFormation: process types come and go with the code, and a rollback brings them back; what is scaled stays so.
func TestSlugsShapeTheFormation(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, runtimeWorld)
		release := func(types object, want string) (v api.Release) {
			t.Helper()
			var slug api.Slug
			must(t, s, 201, "HRKU-owner", "POST", "/apps/hobby/slugs", object{"process_types": types, "commit": "c0ffee"}, &slug)
			if slug.Blob.Method != "put" || slug.Size != nil || *slug.Commit != "c0ffee" {
				t.Errorf("slug: %+v", slug)
			}
			must(t, s, 201, "HRKU-owner", "POST", "/apps/hobby/releases", object{"slug": slug.ID, "description": "by hand"}, &v)
			if got := shape(t, s, "HRKU-owner", "hobby"); got != want {
				t.Errorf("after %v: %s, want %s", types, got, want)
			}
			return v
		}
		first := release(object{"web": "a", "worker": "b"}, "web=1:Basic worker=0:Basic | web.1 a up v2")
		must(t, s, 200, "HRKU-owner", "PATCH", "/apps/hobby/formation/worker", object{"quantity": 1}, nil)
		release(object{"web": "c", "clock": "d"}, "clock=0:Basic web=1:Basic | web.1 c up v3")
		must(t, s, 201, "HRKU-owner", "POST", "/apps/hobby/releases", object{"release": first.ID}, nil)
		if got, want := shape(t, s, "HRKU-owner", "hobby"), "web=1:Basic worker=0:Basic | web.1 a up v4"; got != want {
			t.Errorf("after a rollback: %s, want %s", got, want)
		}
		must(t, s, 200, "HRKU-owner", "PATCH", "/apps/hobby/config-vars", object{"A": "1"}, nil)
		if got, want := shape(t, s, "HRKU-owner", "hobby"), "web=1:Basic worker=0:Basic | web.1 a up v5"; got != want {
			t.Errorf("after a change of config vars: %s, want %s", got, want)
		}
		var releases []api.Release
		must(t, s, 200, "HRKU-owner", "GET", "/apps/hobby/releases", nil, &releases)
		if releases[0].EligibleForRollback || !releases[1].EligibleForRollback || releases[1].Description != "by hand" {
			t.Errorf("releases: %+v", releases)
		}
	})
}

// TestDeletedAppLeavesNothing: an app of the same name starts from nothing.
func TestDeletedAppLeavesNothing(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := prepared(t, database)
		must(t, s, 200, "HRKU-admin", "DELETE", "/apps/vault", nil, nil)
		must(t, s, 201, "HRKU-admin", "POST", "/teams/apps", object{"team": "widgets", "name": "vault"}, nil)
		for _, path := range runtimeLists[1:] {
			_, body := s.Do(t, "HRKU-admin", "GET", "/apps/vault"+path, nil)
			for _, old := range []string{"secret", "cafe0123", "heroku/go", "task", "www.acme.test", "drain", "\"enabled\":true"} {
				if strings.Contains(string(body), old) {
					t.Errorf("%s still has %s: %s", path, old, body)
				}
			}
		}
	})
}

// TestTransfersKeepEverything: what runs in an app goes with it, from a person to a team, to another team, and back.
func TestTransfersKeepEverything(t *testing.T) {
	s := mockapitest.Start(t, runtimeWorld)
	must(t, s, 200, "HRKU-owner", "PATCH", "/apps/hobby/config-vars", object{"A": "1"}, nil)
	build(t, s, "HRKU-owner", "hobby", "1")
	look := func() (all string) {
		for _, path := range runtimeLists[1:] {
			_, body := s.Do(t, "HRKU-owner", "GET", "/apps/hobby"+path, nil)
			all += string(body)
		}
		return all
	}
	before := look()
	for _, owner := range []string{"widgets", "~"} {
		must(t, s, 200, "HRKU-owner", "PATCH", "/teams/apps/hobby", object{"owner": owner}, nil)
		if after := look(); after != before {
			t.Errorf("after a transfer to %s:\n%s\nbefore:\n%s", owner, after, before)
		}
	}
}

func TestBuildMistakes(t *testing.T) {
	checkMistakes(t, []mistake{
		{"POST", "/builds", nil, 422, "source_blob with a url is required"},
		{"POST", "/builds", object{"source_blob": "x"}, 422, "source_blob must be an object"},
		{"POST", "/builds", object{"source_blob": object{"url": "file:///etc/passwd"}}, 422, "https:// or http://"},
		{"POST", "/builds", object{"source_blob": object{"url": "https://example.com/\x00"}}, 422, "single line"},
		{"POST", "/builds", object{"source_blob": object{"url": "https://example.com/", "version": "a\x00"}}, 422, "version must be a single line"},
		{"POST", "/builds", object{"source_blob": object{"url": "https://example.com/"}, "buildpacks": []object{{"url": "?"}}}, 422, "not a buildpack"},
		{"GET", "/builds/x%00", nil, 404, "Couldn't find that build."},
		{"POST", "/slugs", object{}, 422, "process_types is required"},
		{"POST", "/slugs", object{"process_types": object{"a b": "x"}}, 422, "not a process type"},
		{"POST", "/slugs", object{"process_types": object{"web": ""}}, 422, "The command of web is required"},
		{"POST", "/slugs", object{"process_types": object{"web": "x"}, "stack": "cedar-10"}, 422, "Unknown stack"},
		{"POST", "/slugs", object{"process_types": object{"web": "x"}, "commit": "\x01"}, 422, "single line"},
		{"POST", "/slugs", object{"process_types": object{"web": "x"}, "buildpack_provided_description": "\x01"}, 422, "single line"},
		{"GET", "/slugs/01234567-89ab-cdef-0123-456789abcdef", nil, 404, "Couldn't find that slug."},
		{"PUT", "/buildpack-installations", object{}, 422, "updates is required"},
		{"PUT", "/buildpack-installations", object{"updates": "x"}, 422, "updates must be a list"},
		{"PUT", "/buildpack-installations", object{"updates": []object{{"buildpack": "heroku/go"}, {"buildpack": "go"}}}, 422, "not a buildpack"},
	})
}

// TestBuildpacks: what is installed reads back as it was named, in its order, and an empty list removes all.
func TestBuildpacks(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, runtimeWorld)
		for _, names := range [][]string{{"heroku/nodejs", "https://github.com/acme/buildpack.git#v2"}, {"heroku/go"}, {}} {
			updates := []object{}
			for _, name := range names {
				updates = append(updates, object{"buildpack": name})
			}
			must(t, s, 200, "HRKU-deploy", "PUT", "/apps/vault/buildpack-installations", object{"updates": updates}, nil)
			var list []api.BuildpackInstallation
			must(t, s, 200, "HRKU-view", "GET", "/apps/vault/buildpack-installations", nil, &list)
			got := []string{}
			for i, b := range list {
				got = append(got, b.Buildpack.Name)
				if b.Ordinal != i {
					t.Errorf("ordinal %d at %d", b.Ordinal, i)
				}
			}
			if sprint(got) != sprint(names) {
				t.Errorf("got %v, want %v", got, names)
			}
		}
	})
}
