package api

// Buildpack names a buildpack. Name is what it was installed by: a name of the registry ("heroku/ruby") or a URL.
type Buildpack struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// BuildpackInstallation is a buildpack of an app, with its place in the order (schema "buildpack-installation", strict).
type BuildpackInstallation struct {
	Buildpack Buildpack `json:"buildpack"`
	Ordinal   int       `json:"ordinal"`
}

// BuildpackInstallationUpdate replaces the buildpacks of an app: PUT /apps/{app}/buildpack-installations. Updates must be
// given; an empty list removes all of them.
type BuildpackInstallationUpdate struct {
	Updates []BuildpackUpdate `json:"updates"`
}

// BuildpackUpdate is one entry of a [BuildpackInstallationUpdate].
type BuildpackUpdate struct {
	Buildpack string `json:"buildpack"`
}
