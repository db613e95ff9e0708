package server

import (
	"maps"
	"net/http"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// maxCommand is the longest command of a process type or a one-off dyno, in bytes.
const maxCommand = 8192

// wireSlug shows a slug with the request that gets its bytes. What a build made is its source; of a slug that a client described
// nobody has the bytes, and its address is one that no network knows.
func wireSlug(s store.Slug, method string) api.Slug {
	w := api.Slug{
		Blob: api.SlugBlob{Method: method, URL: s.SourceURL}, BuildpackProvidedDescription: optional(s.BuildpackDescription), Checksum: optional(s.Checksum),
		Commit: optional(s.SourceVersion), CommitDescription: optional(s.SourceDescription), CreatedAt: api.Timestamp(s.CreatedAt), ID: s.ID,
		ProcessTypes: s.ProcessTypes, Stack: catalogueRef("stack", s.Stack), UpdatedAt: api.Timestamp(s.CreatedAt),
	}
	if w.Blob.URL == "" {
		w.Blob.URL = "https://slugs.invalid/" + s.ID + ".tgz"
	}
	if s.Size > 0 {
		w.Size = &s.Size
	}
	return w
}

func getSlug(r *request) (int, any, error) {
	s, err := r.tx.GetSlug(r.ctx, r.app.ID, r.param("slug"))
	return http.StatusOK, wireSlug(s, "get"), err
}

// createSlug describes code. It runs when it is released.
func createSlug(r *request) (int, any, error) {
	var in api.SlugCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if len(in.ProcessTypes) == 0 {
		return 0, nil, invalid("process_types is required: an object of commands by process type, such as {\"web\": \"bin/web\"}.")
	}
	for name, command := range in.ProcessTypes {
		if err := access.ProcessType(name); err != nil {
			return 0, nil, err
		}
		if err := requireLine("The command of "+name, command, maxCommand); err != nil {
			return 0, nil, err
		}
	}
	s := store.Slug{AppID: r.app.ID, ProcessTypes: in.ProcessTypes}
	var err error
	if s.Stack, err = chooseStack(r.app.Generation, in.Stack); err != nil {
		return 0, nil, err
	}
	if s.BuildpackDescription, err = optionalLine("buildpack_provided_description", in.BuildpackProvidedDescription); err != nil {
		return 0, nil, err
	}
	if err := describe(&s, in.Checksum, in.Commit, in.CommitDescription); err != nil {
		return 0, nil, err
	}
	if s, err = r.tx.CreateSlug(r.ctx, s); err != nil {
		return 0, nil, err
	}
	r.event("slug", "create", map[string]any{"id": s.ID, "process_types": slices.Sorted(maps.Keys(s.ProcessTypes)), "commit": s.SourceVersion})
	return http.StatusCreated, wireSlug(s, "put"), nil
}

// describe fills in what the author of code says of it.
func describe(s *store.Slug, checksum, version, description *string) error {
	var err error
	if s.Checksum, err = optionalLine("checksum", checksum); err != nil {
		return err
	}
	if s.SourceVersion, err = optionalLine("version", version); err != nil {
		return err
	}
	s.SourceDescription, err = optionalLine("description", description)
	return err
}

// optionalLine is a short text that may be missing.
func optionalLine(what string, s *string) (string, error) {
	if s == nil {
		return "", nil
	}
	return *s, access.Line(what, *s, maxDescription)
}

// requireLine is a text that must be there.
func requireLine(what, s string, most int) error {
	if s == "" {
		return invalid("%s is required.", what)
	}
	return access.Line(what, s, most)
}
