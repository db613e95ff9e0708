package api

// Statuses of a release and of a build.
const (
	StatusFailed    = "failed"
	StatusPending   = "pending"
	StatusSucceeded = "succeeded"
)

// Release is one version of an app (schema "release", strict).
type Release struct {
	AddonPlanNames      []string   `json:"addon_plan_names"`
	App                 Ref        `json:"app"`
	Artifacts           []Artifact `json:"artifacts"`
	CreatedAt           string     `json:"created_at"`
	Current             bool       `json:"current"`
	Description         string     `json:"description"`
	EligibleForRollback bool       `json:"eligible_for_rollback"`
	ID                  string     `json:"id"`
	OutputStreamURL     *string    `json:"output_stream_url"`
	Slug                *IDRef     `json:"slug"`
	Status              string     `json:"status"`
	UpdatedAt           string     `json:"updated_at"`
	User                UserRef    `json:"user"`
	Version             int        `json:"version"`
}

// Artifact is what a release runs: a slug.
type Artifact struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// IDRef names another object by its id alone.
type IDRef struct {
	ID string `json:"id"`
}

// ReleaseCreate makes a release: POST /apps/{app}/releases. With Release it rolls back to an earlier one, by id or version;
// with Slug it releases code that was built before.
type ReleaseCreate struct {
	Release     string `json:"release,omitempty"`
	Slug        string `json:"slug,omitempty"`
	Description string `json:"description,omitempty"`
}
