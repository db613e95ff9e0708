package server_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

func TestRegions(t *testing.T) {
	s := mockapitest.Start(t, world)
	var all []api.Region
	must(t, s, http.StatusOK, "HRKU-sam", "GET", "/regions", nil, &all)
	private := 0
	for _, g := range all {
		if g.PrivateCapable {
			private++
		}
		for _, ref := range []string{g.Name, g.ID} {
			var one api.Region
			must(t, s, http.StatusOK, "HRKU-sam", "GET", "/regions/"+ref, nil, &one)
			if one != g {
				t.Errorf("%s: %+v, in the list %+v", ref, one, g)
			}
		}
	}
	if len(all) != 12 || private != 10 {
		t.Errorf("%d regions, %d for spaces", len(all), private)
	}
	must(t, s, http.StatusNotFound, "HRKU-sam", "GET", "/regions/mars", nil, nil)
	must(t, s, http.StatusUnauthorized, "", "GET", "/regions", nil, nil)
	must(t, s, http.StatusUnprocessableEntity, "HRKU-joe", "POST", "/apps", object{"name": "far-away", "region": "tokyo"}, nil)
	resp, _ := s.DoHeader(t, "HRKU-sam", "GET", "/regions", nil, http.Header{"Range": {"name ..; max=5"}})
	if resp.StatusCode != http.StatusPartialContent || resp.Header.Get("Next-Range") != "name ]montreal..; max=5" {
		t.Errorf("a page: %d %v", resp.StatusCode, resp.Header)
	}
}

func TestStacks(t *testing.T) {
	s := mockapitest.Start(t, world)
	var all, ofApp []api.Stack
	must(t, s, http.StatusOK, "HRKU-sam", "GET", "/stacks", nil, &all)
	defaults := 0
	for _, k := range all {
		if k.Default {
			defaults++
		}
		for _, ref := range []string{k.Name, k.ID} {
			var one api.Stack
			must(t, s, http.StatusOK, "HRKU-sam", "GET", "/stacks/"+ref, nil, &one)
			if one != k {
				t.Errorf("%s: %+v, in the list %+v", ref, one, k)
			}
			var app api.App
			must(t, s, http.StatusCreated, "HRKU-joe", "POST", "/apps", object{"stack": ref}, &app)
			if app.Stack.Name != k.Name || app.BuildStack.ID != k.ID {
				t.Errorf("an app with %s has %+v", ref, app.Stack)
			}
		}
	}
	must(t, s, http.StatusOK, "HRKU-vic", "GET", "/apps/web/available-stacks", nil, &ofApp)
	if defaults != 1 || !slices.Equal(all, ofApp) {
		t.Errorf("%d defaults; of an app: %+v", defaults, ofApp)
	}
	must(t, s, http.StatusForbidden, "HRKU-vic", "GET", "/apps/vault/available-stacks", nil, nil)
	must(t, s, http.StatusNotFound, "HRKU-sam", "GET", "/stacks/cedar-14", nil, nil)
	must(t, s, http.StatusUnauthorized, "", "GET", "/stacks", nil, nil)
}

// TestCatalogueNames: the catalogues describe exactly what access knows by name.
func TestCatalogueNames(t *testing.T) {
	s := mockapitest.Start(t, world)
	var regions []api.Region
	must(t, s, http.StatusOK, "HRKU-sam", "GET", "/regions", nil, &regions)
	names := map[bool][]string{}
	for _, g := range regions {
		names[g.PrivateCapable] = append(names[g.PrivateCapable], g.Name)
	}
	for space, found := range names {
		if known := access.Regions(space); !slices.Equal(slices.Sorted(slices.Values(known)), slices.Sorted(slices.Values(found))) {
			t.Errorf("regions: %q, access knows %q", found, known)
		}
	}
	var stacks []api.Stack
	must(t, s, http.StatusOK, "HRKU-sam", "GET", "/stacks", nil, &stacks)
	var found []string
	for _, k := range stacks {
		found = append(found, k.Name)
	}
	if known := access.Stacks(access.Cedar); !slices.Equal(slices.Sorted(slices.Values(known)), slices.Sorted(slices.Values(found))) || len(names) != 2 {
		t.Errorf("stacks: %q, access knows %q", found, known)
	}
}
