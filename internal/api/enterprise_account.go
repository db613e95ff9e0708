package api

// EnterpriseAccount is an enterprise account (schema "enterprise-account", strict). Permissions are the caller's.
type EnterpriseAccount struct {
	CreatedAt        string            `json:"created_at"`
	ID               string            `json:"id"`
	IdentityProvider *IdentityProvider `json:"identity_provider"`
	Name             string            `json:"name"`
	PartnerBenefits  bool              `json:"partner_benefits"`
	Permissions      []string          `json:"permissions"`
	Trial            bool              `json:"trial"`
	UpdatedAt        string            `json:"updated_at"`
}

// EnterpriseAccountUpdate renames an account: PATCH /enterprise-accounts/{account}.
type EnterpriseAccountUpdate struct {
	Name string `json:"name"`
}
