package api

// Types of team.
const (
	TeamTypeEnterprise = "enterprise"
	TeamTypeTeam       = "team"
)

// FeatureAccessControls is the feature by which clients tell a team with app permissions from one without.
const FeatureAccessControls = "org-access-controls"

// Team is a team (schema "team").
type Team struct {
	CreatedAt             string            `json:"created_at"`
	CreditCardCollections bool              `json:"credit_card_collections"`
	Default               bool              `json:"default"`
	EnterpriseAccount     *Ref              `json:"enterprise_account"`
	ID                    string            `json:"id"`
	IdentityProvider      *IdentityProvider `json:"identity_provider"`
	MembershipLimit       *int              `json:"membership_limit"`
	Name                  string            `json:"name"`
	ProvisionedLicenses   bool              `json:"provisioned_licenses"`
	Role                  *string           `json:"role"` // the caller's; also "viewer", which the schema's enum lacks
	Type                  string            `json:"type"`
	UpdatedAt             string            `json:"updated_at"`
}

// TeamCreate asks for a team: POST /teams and POST /enterprise-accounts/{account}/teams.
type TeamCreate struct {
	Name string `json:"name"`
}

// TeamUpdate changes a team: PATCH /teams/{team}. Default makes it the caller's own default team.
type TeamUpdate struct {
	Name    *string `json:"name,omitempty"`
	Default *bool   `json:"default,omitempty"`
}

// TeamMember is a person in a team (schema "team-member"). Role "collaborator" marks somebody without a role who has a
// grant on an app of the team.
type TeamMember struct {
	CreatedAt               string            `json:"created_at"`
	Email                   string            `json:"email"`
	Federated               bool              `json:"federated"`
	ID                      string            `json:"id"`
	IdentityProvider        *IdentityProvider `json:"identity_provider"`
	Role                    *string           `json:"role"`
	TwoFactorAuthentication bool              `json:"two_factor_authentication"`
	UpdatedAt               string            `json:"updated_at"`
	User                    TeamMemberUser    `json:"user"`
}

// TeamMemberUser is the person behind a membership.
type TeamMemberUser struct {
	ID    string  `json:"id"`
	Email string  `json:"email"`
	Name  *string `json:"name"`
}

// TeamMemberWrite adds or changes a member: PUT, POST and PATCH /teams/{team}/members. The person is in the body, not in the path.
type TeamMemberWrite struct {
	Email     string `json:"email"`
	Role      string `json:"role"`
	Federated *bool  `json:"federated,omitempty"`
}

// TeamFeature is a feature of a team (schema "team-feature").
type TeamFeature struct {
	CreatedAt     string `json:"created_at"`
	Description   string `json:"description"`
	DisplayName   string `json:"display_name"`
	DocURL        string `json:"doc_url"`
	Enabled       bool   `json:"enabled"`
	FeedbackEmail string `json:"feedback_email"`
	ID            string `json:"id"`
	Name          string `json:"name"`
	State         string `json:"state"`
	UpdatedAt     string `json:"updated_at"`
}

// TeamPreferences are a team's settings (schema "team-preferences"). A null default role means member.
type TeamPreferences struct {
	AddonsControls        *bool   `json:"addons-controls"`
	DefaultPermission     *string `json:"default-permission"`
	ThirdPartyOAuthAccess *bool   `json:"third-party-oauth-access,omitempty"` // an extension; nil where the API has no such switch
}

// TeamPreferencesUpdate changes settings; what is nil stays. Heroku documents addons-controls alone as writable;
// default-permission is an extension that its schema lists for reading, and third-party-oauth-access one that it lacks.
type TeamPreferencesUpdate struct {
	AddonsControls        *bool   `json:"addons-controls,omitempty"`
	DefaultPermission     *string `json:"default-permission,omitempty"`
	ThirdPartyOAuthAccess *bool   `json:"third-party-oauth-access,omitempty"`
}

// PermissionEntity is an app or a space with everybody who has a grant on it (schema "permission-entity").
type PermissionEntity struct {
	ID     string           `json:"id"`
	Name   string           `json:"name"`
	TeamID string           `json:"team_id"`
	Type   string           `json:"type"`
	Users  []PermissionUser `json:"users"`
}

// PermissionUser is one grant of a [PermissionEntity].
type PermissionUser struct {
	ID          string   `json:"id"`
	Email       string   `json:"email"`
	Permissions []string `json:"permissions"`
}
