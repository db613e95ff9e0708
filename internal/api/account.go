package api

// Account is a person (schema "account").
type Account struct {
	AllowTracking           bool              `json:"allow_tracking"`
	Beta                    bool              `json:"beta"`
	CountryOfResidence      *string           `json:"country_of_residence"`
	CreatedAt               string            `json:"created_at"`
	DefaultOrganization     *Ref              `json:"default_organization"`
	DefaultTeam             *Ref              `json:"default_team"`
	DelinquentAt            *string           `json:"delinquent_at"`
	Email                   string            `json:"email"`
	Federated               bool              `json:"federated"`
	ID                      string            `json:"id"`
	IdentityProvider        *IdentityProvider `json:"identity_provider"`
	LastLogin               *string           `json:"last_login"`
	Name                    *string           `json:"name"`
	SMSNumber               *string           `json:"sms_number"`
	SuspendedAt             *string           `json:"suspended_at"`
	TwoFactorAuthentication bool              `json:"two_factor_authentication"`
	UpdatedAt               string            `json:"updated_at"`
	Verified                bool              `json:"verified"`
}

// AccountUpdate changes one's own account: PATCH /account and PATCH /users/{user}. That the second factor can be set is an extension.
type AccountUpdate struct {
	Name                    *string `json:"name,omitempty"`
	TwoFactorAuthentication *bool   `json:"two_factor_authentication,omitempty"`
}

// RateLimit is how many requests the account may still make (schema "rate-limit").
type RateLimit struct {
	Remaining int `json:"remaining"`
}
