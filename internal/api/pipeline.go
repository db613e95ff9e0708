package api

// Types of owner of a [Pipeline].
const (
	OwnerTeam = "team"
	OwnerUser = "user"
)

// Pipeline groups apps into stages (schema "pipeline").
type Pipeline struct {
	CreatedAt  string        `json:"created_at"`
	Generation Ref           `json:"generation"`
	ID         string        `json:"id"`
	Name       string        `json:"name"`
	Owner      PipelineOwner `json:"owner"`
	UpdatedAt  string        `json:"updated_at"`
}

// PipelineOwner is the team or the person that a pipeline and its apps belong to.
type PipelineOwner struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// PipelineCreate asks for a pipeline: POST /pipelines. Without an owner it is the caller's own. The Heroku CLI sends the
// generation of the first app, by name.
type PipelineCreate struct {
	Name       string         `json:"name"`
	Owner      *PipelineOwner `json:"owner,omitempty"`
	Generation *Ref           `json:"generation,omitempty"`
}

// PipelineUpdate renames a pipeline: PATCH /pipelines/{pipeline}.
type PipelineUpdate struct {
	Name string `json:"name"`
}

// PipelineTransfer is a pipeline that goes to another owner with all its apps: the body and the answer of POST
// /pipeline-transfers (schema "pipeline-transfer"). Clients leave the previous owner out.
type PipelineTransfer struct {
	Pipeline      CouplingRef    `json:"pipeline"`
	PreviousOwner *PipelineOwner `json:"previous_owner,omitempty"`
	NewOwner      PipelineOwner  `json:"new_owner"`
}
