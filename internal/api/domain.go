package api

import "encoding/json"

// Kinds of domain: the one that every app has, and those that somebody added.
const (
	DomainHeroku = "heroku"
	DomainCustom = "custom"
)

// Domain is a domain of an app (schema "domain", strict).
type Domain struct {
	ACMStatus       *string `json:"acm_status"`
	ACMStatusReason *string `json:"acm_status_reason"`
	App             Ref     `json:"app"`
	CNAME           *string `json:"cname"`
	CreatedAt       string  `json:"created_at"`
	Hostname        string  `json:"hostname"` // a name, not the URI that the schema's format asks for
	ID              string  `json:"id"`
	Kind            string  `json:"kind"`
	SNIEndpoint     *Ref    `json:"sni_endpoint"`
	Status          string  `json:"status"`
	UpdatedAt       string  `json:"updated_at"`
}

// DomainCreate adds a domain: POST /apps/{app}/domains. Both members are required; an SNI endpoint of null leaves the domain
// without one.
type DomainCreate struct {
	Hostname    string          `json:"hostname"`
	SNIEndpoint json.RawMessage `json:"sni_endpoint"`
}
