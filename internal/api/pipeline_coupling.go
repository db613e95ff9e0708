package api

// PipelineCoupling is an app in a stage of a pipeline (schema "pipeline-coupling").
type PipelineCoupling struct {
	App       CouplingRef `json:"app"`
	CreatedAt string      `json:"created_at"`
	ID        string      `json:"id"`
	Pipeline  Ref         `json:"pipeline"`
	Stage     string      `json:"stage"`
	UpdatedAt string      `json:"updated_at"`
}

// CouplingRef names something by id alone.
type CouplingRef struct {
	ID string `json:"id"`
}

// PipelineCouplingCreate puts an app, by name or id, into a stage: POST /pipeline-couplings.
type PipelineCouplingCreate struct {
	App      string `json:"app"`
	Pipeline string `json:"pipeline"`
	Stage    string `json:"stage"`
}

// PipelineCouplingUpdate moves an app to another stage: PATCH /pipeline-couplings/{coupling}.
type PipelineCouplingUpdate struct {
	Stage string `json:"stage"`
}
