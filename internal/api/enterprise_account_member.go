package api

// EnterpriseAccountMember is a person in an enterprise account (schema "enterprise-account-member", strict). Its permissions are read as
// objects and written as words.
type EnterpriseAccountMember struct {
	EnterpriseAccount       Ref               `json:"enterprise_account"`
	ID                      string            `json:"id"`
	IdentityProvider        *IdentityProvider `json:"identity_provider"`
	Permissions             []Permission      `json:"permissions"`
	TwoFactorAuthentication bool              `json:"two_factor_authentication"`
	User                    UserRef           `json:"user"`
}

// EnterpriseAccountMemberCreate adds a person, by address or id: POST /enterprise-accounts/{account}/members.
type EnterpriseAccountMemberCreate struct {
	User        string   `json:"user"`
	Permissions []string `json:"permissions"`
	Federated   bool     `json:"federated,omitempty"`
}

// EnterpriseAccountMemberUpdate replaces a person's permissions: PATCH /enterprise-accounts/{account}/members/{user}.
type EnterpriseAccountMemberUpdate struct {
	Permissions []string `json:"permissions"`
}
