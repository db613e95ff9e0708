package api

// DynoSize is a size that a dyno can have (schema "dyno-size", strict).
type DynoSize struct {
	Architecture     string    `json:"architecture"`
	Compute          int       `json:"compute"`
	Cost             *DynoCost `json:"cost"`
	Dedicated        bool      `json:"dedicated"`
	Generation       Ref       `json:"generation"`
	ID               string    `json:"id"`
	Memory           float64   `json:"memory"` // in GB
	Name             string    `json:"name"`
	PreciseDynoUnits float64   `json:"precise_dyno_units"`
	PrivateSpaceOnly bool      `json:"private_space_only"`
}

// DynoCost is what a dyno costs, in US cents for each Unit.
type DynoCost struct {
	Cents int    `json:"cents"`
	Unit  string `json:"unit"`
}
