package api

// Dyno is a running process (schema "dyno", strict).
type Dyno struct {
	App       Ref         `json:"app"`
	AttachURL *string     `json:"attach_url"`
	Command   string      `json:"command"`
	CreatedAt string      `json:"created_at"`
	ID        string      `json:"id"`
	Name      string      `json:"name"`
	Release   DynoRelease `json:"release"`
	Size      string      `json:"size"`
	State     string      `json:"state"`
	Type      string      `json:"type"`
	UpdatedAt string      `json:"updated_at"`
}

// DynoRelease is the release that a dyno runs.
type DynoRelease struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
}

// DynoCreate starts a one-off dyno: POST /apps/{app}/dynos. TimeToLive is in seconds.
type DynoCreate struct {
	Attach     bool    `json:"attach,omitempty"`
	Command    string  `json:"command"`
	Size       SizeRef `json:"size,omitempty"`
	TimeToLive *int    `json:"time_to_live,omitempty"`
	Type       string  `json:"type,omitempty"`
}
