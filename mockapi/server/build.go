package server

import (
	"crypto/sha256"
	"encoding/binary"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// builtTypes are the process types of built code. Nobody looks into the source, so it is taken for a web app that says no more.
var builtTypes = map[string]string{"web": "bin/web"}

func (r *request) wireBuild(b store.Build) api.Build {
	return api.Build{
		App: api.IDRef{ID: b.AppID}, Buildpacks: convert(b.Buildpacks, r.wireBuildpack), CreatedAt: api.Timestamp(b.CreatedAt), ID: b.ID,
		Release: &api.IDRef{ID: b.ReleaseID}, Slug: &api.IDRef{ID: b.Slug.ID}, Stack: b.Slug.Stack, Status: b.Status, UpdatedAt: api.Timestamp(b.UpdatedAt),
		SourceBlob: api.SourceBlob{Checksum: optional(b.Slug.Checksum), URL: r.sourceURL(b.Slug.SourceURL), Version: optional(b.Slug.SourceVersion), VersionDescription: optional(b.Slug.SourceDescription)},
		User:       api.UserRef{ID: b.UserID, Email: b.UserEmail},
	}
}

func listBuilds(r *request) (int, any, error) {
	builds, err := r.tx.ListBuilds(r.ctx, r.app.ID)
	return http.StatusOK, list[api.Build]{convert(builds, r.wireBuild), buildKeys}, err
}

func getBuild(r *request) (int, any, error) {
	b, err := r.tx.GetBuild(r.ctx, r.app.ID, r.param("build"))
	return http.StatusOK, r.wireBuild(b), err
}

// createBuild turns source code into a slug on the app's next stack, and releases it. Nothing is fetched.
func createBuild(r *request) (int, any, error) {
	var in api.BuildCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	source := in.SourceBlob
	if source.URL == "" {
		return 0, nil, invalid("source_blob with a url is required: where the gzipped tarball of the source is.")
	}
	if err := access.URL("The url of source_blob", source.URL, "https", "http"); err != nil {
		return 0, nil, err
	}
	slug := store.Slug{AppID: r.app.ID, Stack: r.app.BuildStack, ProcessTypes: builtTypes, SourceURL: source.URL}
	if err := describe(&slug, source.Checksum, source.Version, source.VersionDescription); err != nil {
		return 0, nil, err
	}
	slug.Size = slugSize(slug)
	buildpacks, err := r.buildpacksFor(in)
	if err != nil {
		return 0, nil, err
	}
	if slug, err = r.tx.CreateSlug(r.ctx, slug); err != nil {
		return 0, nil, err
	}
	release, err := r.deploy(slug, deployed(slug))
	if err != nil {
		return 0, nil, err
	}
	b, err := r.tx.CreateBuild(r.ctx, store.Build{AppID: r.app.ID, Slug: slug, ReleaseID: release.ID, UserID: r.user.ID, Status: store.Succeeded, Buildpacks: buildpacks})
	r.event("build", "create", map[string]any{"id": b.ID, "source": withoutSecrets(source.URL), "version": slug.SourceVersion, "stack": slug.Stack, "release": release.Version})
	return http.StatusCreated, r.wireBuild(b), err
}

// buildpacksFor are the buildpacks of one build: those of the request, else the app's.
func (r *request) buildpacksFor(in api.BuildCreate) ([]string, error) {
	if len(in.Buildpacks) == 0 {
		return r.tx.ListBuildpacks(r.ctx, r.app.ID)
	}
	var names []string
	for _, b := range in.Buildpacks {
		name := b.URL
		if name == "" {
			name = b.Name
		}
		if err := access.Buildpack(name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// slugSize stands in for the size of what a compiler would have made: between 8 and 72 MiB, the same for the same source.
func slugSize(s store.Slug) int {
	const least, spread = 8 << 20, 64 << 20
	sum := sha256.Sum256([]byte(s.SourceURL + " " + s.SourceVersion))
	return least + int(binary.BigEndian.Uint32(sum[:4])%spread)
}
