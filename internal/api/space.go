package api

// States of a [Space]. One that is on its way has the state allocating.
const (
	SpaceAllocated = "allocated"
	SpaceDeleting  = "deleting"
)

// Space is a private space (schema "space", strict).
type Space struct {
	CIDR         string      `json:"cidr"`
	CreatedAt    string      `json:"created_at"`
	DataCIDR     string      `json:"data_cidr"`
	Generation   Ref         `json:"generation"`
	ID           string      `json:"id"`
	Name         string      `json:"name"`
	Organization TeamName    `json:"organization"` // the old name of team
	Region       SpaceRegion `json:"region"`
	Shield       bool        `json:"shield"`
	State        string      `json:"state"`
	Team         Ref         `json:"team"`
	UpdatedAt    string      `json:"updated_at"`
}

// SpaceRegion is where a space is. The description is there for who asks with Accept-Expansion: region, as the Heroku CLI does;
// the schema does not know it.
type SpaceRegion struct {
	Ref
	Description string `json:"description,omitempty"`
}

// TeamName names a team by its name alone.
type TeamName struct {
	Name string `json:"name"`
}

// SpaceCreate asks for a space: POST /spaces. LogDrainURL, like everything but the name, cannot be changed later.
type SpaceCreate struct {
	Name        string `json:"name"`
	Team        string `json:"team"`
	Region      string `json:"region,omitempty"`
	Shield      bool   `json:"shield,omitempty"`
	CIDR        string `json:"cidr,omitempty"`
	DataCIDR    string `json:"data_cidr,omitempty"`
	LogDrainURL string `json:"log_drain_url,omitempty"`
	Generation  string `json:"generation,omitempty"`
}

// SpaceUpdate renames a space: PATCH /spaces/{space}.
type SpaceUpdate struct {
	Name string `json:"name"`
}

// SpaceTransfer gives a space to another team, by name or id: POST /spaces/{space}/transfer.
type SpaceTransfer struct {
	NewOwner string `json:"new_owner"`
}

// SpaceNAT is where the traffic that leaves a space comes from (schema "space-nat", strict).
type SpaceNAT struct {
	CreatedAt string   `json:"created_at"`
	Sources   []string `json:"sources"`
	State     string   `json:"state"`
	UpdatedAt string   `json:"updated_at"`
}

// SpaceTopology lists what runs in a space (schema "space-topology", strict).
type SpaceTopology struct {
	Version int                `json:"version"`
	Apps    []SpaceTopologyApp `json:"apps"`
}

// SpaceTopologyApp is an app of a [SpaceTopology].
type SpaceTopologyApp struct {
	ID        string                   `json:"id"`
	Domains   []string                 `json:"domains"`
	Formation []SpaceTopologyFormation `json:"formation"`
}

// SpaceTopologyFormation is a process type of a [SpaceTopologyApp].
type SpaceTopologyFormation struct {
	ID          string              `json:"id"`
	ProcessType string              `json:"process_type"`
	Dynos       []SpaceTopologyDyno `json:"dynos"`
}

// SpaceTopologyDyno is a running dyno and where it can be reached inside the space.
type SpaceTopologyDyno struct {
	ID        string `json:"id"`
	Number    int    `json:"number"`
	PrivateIP string `json:"private_ip"`
	Hostname  string `json:"hostname"`
}

// SpaceDynos are the dynos of one app of a space. The route is not in Heroku's schema; its command line asks for it.
type SpaceDynos struct {
	AppID   string `json:"app_id"`
	AppName string `json:"app_name"`
	Dynos   []Dyno `json:"dynos"`
}
