package server

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// registryURN begins the URL of a buildpack that the registry knows.
const registryURN = "urn:buildpack:"

// sourceURL is an address as the caller may see it: who may not fetch code sees it without what signs in there.
func (r *request) sourceURL(s string) string {
	if access.Decide(access.AppSlugsRead, r.subject, r.object).Allowed {
		return s
	}
	return withoutSecrets(s)
}

// wireBuildpack shows a buildpack as it was named; one of the registry has a URN for its URL.
func (r *request) wireBuildpack(name string) api.Buildpack {
	name = r.sourceURL(strings.TrimPrefix(name, registryURN))
	if strings.Contains(name, "://") {
		return api.Buildpack{Name: name, URL: name}
	}
	return api.Buildpack{Name: name, URL: registryURN + name}
}

func (r *request) wireBuildpacks(names []string) list[api.BuildpackInstallation] {
	items := []api.BuildpackInstallation{}
	for i, name := range names {
		items = append(items, api.BuildpackInstallation{Buildpack: r.wireBuildpack(name), Ordinal: i})
	}
	return list[api.BuildpackInstallation]{items, buildpackKeys}
}

func listBuildpacks(r *request) (int, any, error) {
	names, err := r.tx.ListBuildpacks(r.ctx, r.app.ID)
	return http.StatusOK, r.wireBuildpacks(names), err
}

// updateBuildpacks replaces the buildpacks; the next build uses them.
func updateBuildpacks(r *request) (int, any, error) {
	var in api.BuildpackInstallationUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Updates == nil {
		return 0, nil, invalid("updates is required: a list of objects with a buildpack; an empty list removes all.")
	}
	names, shown := []string{}, []string{}
	for _, update := range in.Updates {
		if err := access.Buildpack(update.Buildpack); err != nil {
			return 0, nil, err
		}
		names = append(names, update.Buildpack)
		shown = append(shown, withoutSecrets(update.Buildpack))
	}
	r.event("buildpack_installations", "update", map[string]any{"buildpacks": shown})
	return http.StatusOK, r.wireBuildpacks(names), r.tx.PutBuildpacks(r.ctx, r.app.ID, names)
}

// withoutSecrets is a URL as the audit trail shows it: who signs in and what the query says is left out. Anything else stays.
func withoutSecrets(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return s
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, Fragment: u.Fragment}).String()
}
