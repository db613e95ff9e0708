package api

// LogDrain is where the log of an app goes (schema "log-drain", strict). The token is a secret of the app.
type LogDrain struct {
	Addon     *Ref   `json:"addon"` // the add-on that made it; null for one that a person made
	App       *Ref   `json:"app"`
	CreatedAt string `json:"created_at"`
	ID        string `json:"id"`
	Token     string `json:"token"`
	UpdatedAt string `json:"updated_at"`
	URL       string `json:"url"`
}

// LogDrainCreate adds a drain: POST /apps/{app}/log-drains.
type LogDrainCreate struct {
	URL string `json:"url"`
}
