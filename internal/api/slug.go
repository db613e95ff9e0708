package api

// Slug is code that is ready to run (schema "slug", strict).
type Slug struct {
	Blob                         SlugBlob          `json:"blob"`
	BuildpackProvidedDescription *string           `json:"buildpack_provided_description"`
	Checksum                     *string           `json:"checksum"`
	Commit                       *string           `json:"commit"`
	CommitDescription            *string           `json:"commit_description"`
	CreatedAt                    string            `json:"created_at"`
	ID                           string            `json:"id"`
	ProcessTypes                 map[string]string `json:"process_types"`
	Size                         *int              `json:"size"`
	Stack                        Ref               `json:"stack"`
	UpdatedAt                    string            `json:"updated_at"`
}

// SlugBlob says with which request the bytes of a slug are read or written.
type SlugBlob struct {
	Method string `json:"method"`
	URL    string `json:"url"`
}

// SlugCreate describes code, to be released afterwards: POST /apps/{app}/slugs. ProcessTypes are commands by process type.
type SlugCreate struct {
	BuildpackProvidedDescription *string           `json:"buildpack_provided_description,omitempty"`
	Checksum                     *string           `json:"checksum,omitempty"`
	Commit                       *string           `json:"commit,omitempty"`
	CommitDescription            *string           `json:"commit_description,omitempty"`
	ProcessTypes                 map[string]string `json:"process_types"`
	Stack                        string            `json:"stack,omitempty"`
}
