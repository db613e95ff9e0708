package api

// AppFeature is a feature of an app (schema "app-feature", strict).
type AppFeature struct {
	CreatedAt     string `json:"created_at"`
	Description   string `json:"description"`
	DisplayName   string `json:"display_name"`
	DocURL        string `json:"doc_url"`
	Enabled       bool   `json:"enabled"`
	FeedbackEmail string `json:"feedback_email"`
	ID            string `json:"id"`
	Name          string `json:"name"`
	State         string `json:"state"`
	UpdatedAt     string `json:"updated_at"`
}

// AppFeatureUpdate switches a feature: PATCH /apps/{app}/features/{feature}. Enabled must be given.
type AppFeatureUpdate struct {
	Enabled *bool `json:"enabled"`
}
