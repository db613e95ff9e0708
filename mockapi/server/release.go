package server

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// maxDescription is the longest description of a release, in bytes.
const maxDescription = 1024

// wireRelease shows a release of an app that runs code now, or does not. A rollback never takes an app's code away.
func wireRelease(v store.Release, code bool) api.Release {
	w := api.Release{
		AddonPlanNames: v.AddonPlans, App: api.Ref{ID: v.AppID, Name: v.AppName}, Artifacts: []api.Artifact{}, CreatedAt: api.Timestamp(v.CreatedAt),
		Current: v.Current, Description: v.Description, EligibleForRollback: v.SlugID != "" || !code, ID: v.ID,
		Status: v.Status, UpdatedAt: api.Timestamp(v.UpdatedAt), User: api.UserRef{ID: v.UserID, Email: v.UserEmail}, Version: v.Version,
	}
	if v.SlugID != "" {
		w.Slug = &api.IDRef{ID: v.SlugID}
		w.Artifacts = append(w.Artifacts, api.Artifact{ID: v.SlugID, Type: "slug"})
	}
	return w
}

func listReleases(r *request) (int, any, error) {
	releases, err := r.tx.ListReleases(r.ctx, r.app.ID)
	code := len(releases) > 0 && releases[len(releases)-1].SlugID != ""
	return http.StatusOK, list[api.Release]{convert(releases, func(v store.Release) api.Release { return wireRelease(v, code) }), releaseKeys}, err
}

func getRelease(r *request) (int, any, error) {
	v, err := r.tx.GetRelease(r.ctx, r.app.ID, r.param("release"))
	if err != nil {
		return 0, nil, err
	}
	current, err := r.tx.CurrentRelease(r.ctx, r.app.ID)
	return http.StatusOK, wireRelease(v, current.SlugID != ""), err
}

// createRelease is two requests in one route, told apart by the body: release code, or roll back.
func createRelease(r *request) (int, any, error) {
	var in api.ReleaseCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if err := access.Line("description", in.Description, maxDescription); err != nil {
		return 0, nil, err
	}
	var v store.Release
	var err error
	switch {
	case in.Release != "" && in.Slug != "":
		return 0, nil, invalid("Give release to roll back or slug to release code, not both.")
	case in.Release != "":
		v, err = r.rollback(in.Release)
	case in.Slug != "":
		v, err = r.releaseSlug(in.Slug, in.Description)
	default:
		return 0, nil, invalid("Give release, the id of a release to roll back to, or slug, the id of the code to release.")
	}
	return http.StatusCreated, wireRelease(v, v.SlugID != ""), err
}

// rollback makes a release with the code and the config vars of an earlier one.
func (r *request) rollback(ref string) (store.Release, error) {
	if err := r.require(access.AppReleaseRollback); err != nil {
		return store.Release{}, err
	}
	old, err := r.tx.GetRelease(r.ctx, r.app.ID, ref)
	if err != nil {
		return old, err
	}
	current, err := r.tx.CurrentRelease(r.ctx, r.app.ID)
	if err != nil {
		return old, err
	}
	if !wireRelease(old, current.SlugID != "").EligibleForRollback {
		return old, invalid("Cannot roll back to v%d: it had no code, and the app has.", old.Version)
	}
	config, err := r.tx.ReleaseConfig(r.ctx, old.ID)
	if err != nil {
		return old, err
	}
	old.Description = fmt.Sprintf("Rollback to v%d", old.Version)
	return r.release("code_release", old, config)
}

// releaseSlug makes a release of code that was built before, with the config vars that the app has.
func (r *request) releaseSlug(id, description string) (store.Release, error) {
	if err := r.require(access.AppReleaseCreate); err != nil {
		return store.Release{}, err
	}
	slug, err := r.tx.GetSlug(r.ctx, r.app.ID, id)
	if err != nil {
		return store.Release{}, err
	}
	if description == "" {
		description = deployed(slug)
	}
	return r.deploy(slug, description)
}

// deploy makes a release of a slug with the config vars that the app has.
func (r *request) deploy(slug store.Slug, description string) (store.Release, error) {
	current, err := r.tx.CurrentRelease(r.ctx, r.app.ID)
	if err != nil {
		return current, err
	}
	config, err := r.tx.ReleaseConfig(r.ctx, current.ID)
	if err != nil {
		return current, err
	}
	current.SlugID, current.Description = slug.ID, description
	return r.release("code_release", current, config)
}

// deployed is what the history of releases says of code: the version of its source, short as git shows it.
func deployed(slug store.Slug) string {
	const short = 8
	version := slug.SourceVersion
	if version == "" {
		version = slug.ID
	}
	if len(version) > short {
		version = strings.ToValidUTF8(version[:short], "")
	}
	return "Deploy " + version
}

// release makes the next version of the app from the code and the description of v, with config vars. It takes effect at
// once, in the name of the caller. The audit trail calls it by typ: Heroku's has a word of its own for releases of code.
func (r *request) release(typ string, v store.Release, config map[string]string) (store.Release, error) {
	v.AppID, v.Status, v.UserID = r.app.ID, store.Succeeded, r.user.ID
	v, err := r.tx.CreateRelease(r.ctx, v, config)
	if err != nil {
		return v, err
	}
	r.event(typ, "create", map[string]any{"version": v.Version, "description": v.Description, "slug_id": v.SlugID})
	return v, r.form(v)
}
