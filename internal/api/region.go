package api

// Region is a place where apps run (schema "region", strict).
type Region struct {
	Country        string         `json:"country"`
	CreatedAt      string         `json:"created_at"`
	Description    string         `json:"description"`
	ID             string         `json:"id"`
	Locale         string         `json:"locale"`
	Name           string         `json:"name"`
	PrivateCapable bool           `json:"private_capable"`
	Provider       RegionProvider `json:"provider"`
	UpdatedAt      string         `json:"updated_at"`
}

// RegionProvider is whose machines a region stands on.
type RegionProvider struct {
	Name   string `json:"name"`
	Region string `json:"region"`
}
