package api

// Build is a build of source code (schema "build"). It has no stream of output: nothing is compiled here.
type Build struct {
	App        IDRef       `json:"app"`
	Buildpacks []Buildpack `json:"buildpacks"`
	CreatedAt  string      `json:"created_at"`
	ID         string      `json:"id"`
	Release    *IDRef      `json:"release"`
	Slug       *IDRef      `json:"slug"`
	SourceBlob SourceBlob  `json:"source_blob"`
	Stack      string      `json:"stack"`
	Status     string      `json:"status"`
	UpdatedAt  string      `json:"updated_at"`
	User       UserRef     `json:"user"`
}

// SourceBlob is where the source of a build is, and what its author calls it.
type SourceBlob struct {
	Checksum           *string `json:"checksum"`
	URL                string  `json:"url"`
	Version            *string `json:"version"`
	VersionDescription *string `json:"version_description"`
}

// BuildCreate builds and releases source code: POST /apps/{app}/builds. Buildpacks, if given, are used instead of the app's.
type BuildCreate struct {
	SourceBlob SourceBlob  `json:"source_blob"`
	Buildpacks []Buildpack `json:"buildpacks,omitempty"`
}
