package seed

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// File is a seed file: the world before the first request. What is left out of it has its default. An id is for worlds that are
// moved: whoever left it out gets a new one.
type File struct {
	Users              []User         `yaml:"users,omitempty"`
	EnterpriseAccounts []Account      `yaml:"enterprise_accounts,omitempty"`
	Teams              []Team         `yaml:"teams,omitempty"`
	Apps               []PersonalApp  `yaml:"apps,omitempty"`
	Pipelines          []Pipeline     `yaml:"pipelines,omitempty"`
	AddonServices      []AddonService `yaml:"addon_services,omitempty"`
}

// User is a person. Everybody who is named elsewhere in the file stands here.
type User struct {
	ID                      string          `yaml:"id,omitempty"`
	Email                   string          `yaml:"email"`
	Name                    string          `yaml:"name,omitempty"`
	Token                   string          `yaml:"token,omitempty"`
	TwoFactorAuthentication bool            `yaml:"two_factor_authentication,omitempty"`
	Verified                *bool           `yaml:"verified,omitempty"` // false for somebody who was added and never signed in
	DefaultTeam             string          `yaml:"default_team,omitempty"`
	IdentityProvider        *ProviderOwner  `yaml:"identity_provider,omitempty"` // that the account belongs to
	Authorizations          []Authorization `yaml:"authorizations,omitempty"`
}

// ProviderOwner says whose an identity provider is: a team's or an enterprise account's.
type ProviderOwner struct {
	Team              string `yaml:"team,omitempty"`
	EnterpriseAccount string `yaml:"enterprise_account,omitempty"`
}

// IdentityProvider is where people sign in, by SAML 2.0.
type IdentityProvider struct {
	ID           string `yaml:"id,omitempty"`
	EntityID     string `yaml:"entity_id"`
	Certificate  string `yaml:"certificate"` // PEM
	SSOTargetURL string `yaml:"sso_target_url"`
	SLOTargetURL string `yaml:"slo_target_url,omitempty"`
}

// Authorization is a token of which only the hash is known.
type Authorization struct {
	Description string       `yaml:"description,omitempty"`
	Scopes      []string     `yaml:"scopes,omitempty"`     // left out: global
	Client      *OAuthClient `yaml:"client,omitempty"`     // left out: the person's own token
	ExpiresAt   string       `yaml:"expires_at,omitempty"` // left out: never
	TokenSHA256 string       `yaml:"token_sha256"`
}

// OAuthClient is a program that a person gave a token to.
type OAuthClient struct {
	Name   string `yaml:"name"`
	Heroku bool   `yaml:"heroku,omitempty"` // is Heroku's own
}

// Account is an enterprise account.
type Account struct {
	ID               string            `yaml:"id,omitempty"`
	Name             string            `yaml:"name"`
	IdentityProvider *IdentityProvider `yaml:"identity_provider,omitempty"`
	Members          []AccountMember   `yaml:"members,omitempty"`
	MembersFromTeams bool              `yaml:"members_from_teams,omitempty"` // who has a role in its teams, in place of members
}

// AccountMember is a person in an enterprise account.
type AccountMember struct {
	ID          string   `yaml:"id,omitempty"`
	Email       string   `yaml:"email"`
	Permissions []string `yaml:"permissions,omitempty"`
}

// Team is a team with its people, apps, spaces, pipelines and allowlist.
type Team struct {
	ID                   string            `yaml:"id,omitempty"`
	Name                 string            `yaml:"name"`
	Type                 string            `yaml:"type,omitempty"`
	EnterpriseAccount    string            `yaml:"enterprise_account,omitempty"`
	DefaultRole          string            `yaml:"default_role,omitempty"`
	AddonControls        bool              `yaml:"addon_controls,omitempty"`
	ThirdPartyOAuth      *bool             `yaml:"third_party_oauth_access,omitempty"` // left out: true
	IdentityProvider     *IdentityProvider `yaml:"identity_provider,omitempty"`
	Licenses             *Licenses         `yaml:"licenses,omitempty"`
	AllowedAddonServices []AllowedService  `yaml:"allowed_addon_services,omitempty"`
	Members              []Member          `yaml:"members,omitempty"`
	Invitations          []Invitation      `yaml:"invitations,omitempty"`
	Spaces               []Space           `yaml:"spaces,omitempty"`
	Apps                 []App             `yaml:"apps,omitempty"`
	Pipelines            []Pipeline        `yaml:"pipelines,omitempty"`
}

// Licenses is what a team may use up in a month. Left out, it has no licence.
type Licenses struct {
	DynoUnits    int `yaml:"dyno_units,omitempty"`
	AddonCredits int `yaml:"addon_credits,omitempty"`
	SpaceCredits int `yaml:"space_credits,omitempty"`
}

// AllowedService is an entry of a team's allowlist: a service's name alone where nothing else is said of it.
type AllowedService struct {
	ID      string `yaml:"id,omitempty"`
	Service string `yaml:"service"`
	AddedBy string `yaml:"added_by,omitempty"` // left out: the first admin of the team
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (s *AllowedService) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return node.Decode(&s.Service)
	}
	for i := 0; node.Kind == yaml.MappingNode && i < len(node.Content); i += 2 { // a decoder of its own knows nothing of KnownFields
		if key := node.Content[i]; !slices.Contains([]string{"id", "service", "added_by"}, key.Value) {
			return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: field %s not found in type seed.AllowedService", key.Line, key.Value)}}
		}
	}
	type plain AllowedService
	return node.Decode((*plain)(s))
}

// MarshalYAML implements yaml.Marshaler.
func (s AllowedService) MarshalYAML() (any, error) {
	if s.ID == "" && s.AddedBy == "" {
		return s.Service, nil
	}
	type plain AllowedService
	return plain(s), nil
}

// Member is a person in a team.
type Member struct {
	ID        string `yaml:"id,omitempty"`
	Email     string `yaml:"email"`
	Role      string `yaml:"role"`
	Federated bool   `yaml:"federated,omitempty"`
}

// Invitation asks a person into a team of type team.
type Invitation struct {
	ID        string `yaml:"id,omitempty"`
	Email     string `yaml:"email"`
	Role      string `yaml:"role"`
	InvitedBy string `yaml:"invited_by,omitempty"` // left out: the first admin of the team
}

// Space is a private space of a team.
type Space struct {
	ID             string          `yaml:"id,omitempty"`
	Name           string          `yaml:"name"`
	Region         string          `yaml:"region,omitempty"`
	Generation     string          `yaml:"generation,omitempty"`
	Shield         bool            `yaml:"shield,omitempty"`
	CIDR           string          `yaml:"cidr,omitempty"`
	DataCIDR       string          `yaml:"data_cidr,omitempty"`
	LogDrainURL    string          `yaml:"log_drain_url,omitempty"`
	Members        []SpaceMember   `yaml:"members,omitempty"`
	InboundRuleset *InboundRuleset `yaml:"inbound_ruleset,omitempty"`
}

// SpaceMember is a person with permissions on a space.
type SpaceMember struct {
	Email       string   `yaml:"email"`
	Permissions []string `yaml:"permissions,omitempty"`
}

// InboundRuleset is the trusted IPs of a space. Left out, everybody is trusted.
type InboundRuleset struct {
	CreatedBy string        `yaml:"created_by,omitempty"` // left out: the first admin of the team
	Rules     []InboundRule `yaml:"rules"`
}

// InboundRule is one rule of them.
type InboundRule struct {
	Action string `yaml:"action"`
	Source string `yaml:"source"`
}

// AppSettings is what all apps have.
type AppSettings struct {
	Region      string `yaml:"region,omitempty"`
	Stack       string `yaml:"stack,omitempty"`
	BuildStack  string `yaml:"build_stack,omitempty"` // left out: the stack
	Maintenance bool   `yaml:"maintenance,omitempty"`
	ACM         bool   `yaml:"acm,omitempty"`
}

// App is an app of a team.
type App struct {
	ID              string `yaml:"id,omitempty"`
	Name            string `yaml:"name"`
	Locked          bool   `yaml:"locked,omitempty"`
	Space           string `yaml:"space,omitempty"`
	InternalRouting bool   `yaml:"internal_routing,omitempty"`
	AppSettings     `yaml:",inline"`
	Collaborators   []Collaborator `yaml:"collaborators,omitempty"`
	Addons          []Addon        `yaml:"addons,omitempty"`
}

// PersonalApp is an app of a person.
type PersonalApp struct {
	ID            string `yaml:"id,omitempty"`
	Name          string `yaml:"name"`
	Owner         string `yaml:"owner"`
	OfferedTo     string `yaml:"offered_to,omitempty"` // a person who can accept it
	AppSettings   `yaml:",inline"`
	Collaborators []Collaborator `yaml:"collaborators,omitempty"`
	Addons        []Addon        `yaml:"addons,omitempty"`
}

// Collaborator is a grant on an app.
type Collaborator struct {
	Email       string   `yaml:"email"`
	Permissions []string `yaml:"permissions,omitempty"`
}

// Addon is an installed add-on.
type Addon struct {
	ID          string       `yaml:"id,omitempty"`
	Service     string       `yaml:"service"`
	Plan        string       `yaml:"plan,omitempty"`
	Name        string       `yaml:"name,omitempty"`
	Attachments []Attachment `yaml:"attachments,omitempty"` // left out: one, named after the service
}

// Attachment is a connection of an add-on to an app.
type Attachment struct {
	Name      string `yaml:"name"`
	App       string `yaml:"app,omitempty"` // left out: the app that pays for the add-on
	Namespace string `yaml:"namespace,omitempty"`
}

// Pipeline is a pipeline of a team or, with an owner, of a person.
type Pipeline struct {
	ID         string     `yaml:"id,omitempty"`
	Name       string     `yaml:"name"`
	Owner      string     `yaml:"owner,omitempty"`
	Generation string     `yaml:"generation,omitempty"`
	Apps       []Coupling `yaml:"apps,omitempty"`
}

// Coupling is an app in a stage of a pipeline.
type Coupling struct {
	App   string `yaml:"app"`
	Stage string `yaml:"stage"`
}

// AddonService is a service beyond the built-in catalogue.
type AddonService struct {
	Name      string `yaml:"name"`
	HumanName string `yaml:"human_name,omitempty"`
	Plans     []Plan `yaml:"plans"`
}

// Plan is a plan of a service. The first one is the default.
type Plan struct {
	Name       string `yaml:"name"`
	HumanName  string `yaml:"human_name,omitempty"`
	PriceCents int    `yaml:"price_cents"`
}
