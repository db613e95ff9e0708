package api

// TeamIdentityProvider is the SAML 2.0 configuration of a team (schema "identity-provider"), or of an enterprise account, which is an extension.
type TeamIdentityProvider struct {
	Certificate  string                `json:"certificate"`
	CreatedAt    string                `json:"created_at"`
	EntityID     string                `json:"entity_id"`
	ID           string                `json:"id"`
	Organization *TeamName             `json:"organization"` // the team, under the name that teams once had; nil for an enterprise account
	Owner        IdentityProviderOwner `json:"owner"`
	SLOTargetURL string                `json:"slo_target_url"`
	SSOTargetURL string                `json:"sso_target_url"`
	UpdatedAt    string                `json:"updated_at"`
}

// IdentityProviderOwner is the team or the enterprise account that an identity provider belongs to.
type IdentityProviderOwner struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
}

// OwnerEnterpriseAccount is a type of [IdentityProviderOwner]; the other one is [OwnerTeam].
const OwnerEnterpriseAccount = "enterprise-account"

// TeamIdentityProviderCreate asks for an identity provider: POST /teams/{team}/identity-providers, or the same of an enterprise account.
type TeamIdentityProviderCreate struct {
	Certificate  string `json:"certificate"`
	EntityID     string `json:"entity_id"`
	SLOTargetURL string `json:"slo_target_url,omitempty"`
	SSOTargetURL string `json:"sso_target_url"`
}

// TeamIdentityProviderUpdate changes one: PATCH /teams/{team}/identity-providers/{identity-provider}, or the same of an enterprise account. What
// is nil stays; an empty SLOTargetURL takes the address away.
type TeamIdentityProviderUpdate struct {
	Certificate  *string `json:"certificate,omitempty"`
	EntityID     *string `json:"entity_id,omitempty"`
	SLOTargetURL *string `json:"slo_target_url,omitempty"`
	SSOTargetURL *string `json:"sso_target_url,omitempty"`
}

// IdentityProvider is the identity provider of a team or of a person, as the answers about them have it. Redacted, of a team's member,
// marks one of another owner, of which nothing is told but the id; Team and Organization are of an account alone.
type IdentityProvider struct {
	ID           string                 `json:"id"`
	Name         string                 `json:"name"`
	Redacted     *bool                  `json:"redacted,omitempty"`
	Owner        *IdentityProviderOwner `json:"owner,omitempty"`
	Team         *TeamName              `json:"team,omitempty"`
	Organization *TeamName              `json:"organization,omitempty"`
}
