package api

import "encoding/json"

// AddonService is a service of the add-on marketplace (schema "add-on-service").
type AddonService struct {
	CLIPluginName                 *string `json:"cli_plugin_name"`
	CreatedAt                     string  `json:"created_at"`
	HumanName                     string  `json:"human_name"`
	ID                            string  `json:"id"`
	Name                          string  `json:"name"`
	State                         string  `json:"state"`
	SupportedGenerations          []Ref   `json:"supported_generations"`
	SupportsMultipleInstallations bool    `json:"supports_multiple_installations"`
	SupportsSharing               bool    `json:"supports_sharing"`
	UpdatedAt                     string  `json:"updated_at"`
}

// Plan is a plan of a service (schema "plan"). Its name is "service:plan".
type Plan struct {
	AddonService                    Ref       `json:"addon_service"`
	Compliance                      *[]string `json:"compliance"`
	CreatedAt                       string    `json:"created_at"`
	Default                         bool      `json:"default"`
	Description                     string    `json:"description"`
	HumanName                       string    `json:"human_name"`
	ID                              string    `json:"id"`
	InstallableInsidePrivateNetwork bool      `json:"installable_inside_private_network"`
	InstallableOutsidePrivateNet    bool      `json:"installable_outside_private_network"`
	Name                            string    `json:"name"`
	Price                           Price     `json:"price"`
	SpaceDefault                    bool      `json:"space_default"`
	State                           string    `json:"state"`
	UpdatedAt                       string    `json:"updated_at"`
	Visible                         bool      `json:"visible"`
}

// Price is what a plan costs, in US cents for each Unit.
type Price struct {
	Cents    int    `json:"cents"`
	Contract bool   `json:"contract"`
	Unit     string `json:"unit"`
}

// Addon is an installed add-on (schema "add-on").
type Addon struct {
	Actions          []json.RawMessage `json:"actions"`
	AddonService     Ref               `json:"addon_service"`
	App              Ref               `json:"app"`
	BilledPrice      *Price            `json:"billed_price"`
	BillingEntity    BillingEntity     `json:"billing_entity"`
	ConfigVars       []string          `json:"config_vars"`
	CreatedAt        string            `json:"created_at"`
	ID               string            `json:"id"`
	Name             string            `json:"name"`
	Plan             Ref               `json:"plan"`
	ProviderID       string            `json:"provider_id"`
	ProvisionMessage string            `json:"provision_message,omitempty"`
	State            string            `json:"state"`
	UpdatedAt        string            `json:"updated_at"`
	WebURL           *string           `json:"web_url"`
}

// BillingEntity is who pays for an add-on: an app or a team.
type BillingEntity struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
}

// PlanRef names a plan in a request: "service", "service:plan" or an id. The Heroku CLI sends an object with a name, other
// clients a string; both are read, a string is written.
type PlanRef string

// UnmarshalJSON reads a string, or an object with a name or an id.
func (p *PlanRef) UnmarshalJSON(b []byte) error {
	var word string
	if err := json.Unmarshal(b, &word); err == nil {
		*p = PlanRef(word)
		return nil
	}
	var ref Ref
	if err := json.Unmarshal(b, &ref); err != nil {
		return &json.UnmarshalTypeError{Field: "plan", Value: "neither a string nor an object with a name"}
	}
	if ref.Name == "" {
		ref.Name = ref.ID
	}
	*p = PlanRef(ref.Name)
	return nil
}

// AddonExpanded is an add-on as answers carry it: service and plan are a [Ref] each, or whole where the request's
// Accept-Expansion names them ("addon_service,plan").
type AddonExpanded struct {
	Addon
	AddonService any `json:"addon_service"` // Ref or AddonService
	Plan         any `json:"plan"`          // Ref or Plan
}

// AddonCreate installs an add-on: POST /apps/{app}/addons. Confirm is the app's name, where an attachment that is in the way may
// be replaced.
type AddonCreate struct {
	Plan       PlanRef         `json:"plan"`
	Name       string          `json:"name,omitempty"`
	Attachment AddonAttachName `json:"attachment,omitzero"`
	Confirm    string          `json:"confirm,omitempty"`
}

// AddonAttachName names the first attachment of a new add-on; without it the service does.
type AddonAttachName struct {
	Name string `json:"name,omitempty"`
}

// AddonDelete is the body of DELETE /apps/{app}/addons/{addon}. Either member lets an add-on go that other apps use; Confirm
// is the name of the app that pays for it.
type AddonDelete struct {
	Force   bool   `json:"force,omitempty"`
	Confirm string `json:"confirm,omitempty"`
}

// AddonResolve asks which add-on a word means: POST /actions/addons/resolve, which answers a list of one.
type AddonResolve struct {
	Addon        string `json:"addon"`
	App          string `json:"app,omitempty"`
	AddonService string `json:"addon_service,omitempty"`
}

// AddonUpdate changes the plan, and the name if given: PATCH /apps/{app}/addons/{addon}.
type AddonUpdate struct {
	Plan PlanRef `json:"plan"`
	Name string  `json:"name,omitempty"`
}

// AllowedAddonService is an entry of a team's allowlist (schema "allowed-add-on-service").
type AllowedAddonService struct {
	AddedAt      string         `json:"added_at"`
	AddedBy      UserRef        `json:"added_by"`
	AddonService AllowedService `json:"addon_service"`
	ID           string         `json:"id"`
}

// AllowedService names the service of an allowlist entry.
type AllowedService struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	HumanName string `json:"human_name"`
}

// AllowedAddonServiceCreate allows a service, by name or id: POST /teams/{team}/allowed-addon-services, which answers a list.
type AllowedAddonServiceCreate struct {
	AddonService string `json:"addon_service"`
}
