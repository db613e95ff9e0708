package seed

// File is a seed file: the world before the first request.
type File struct {
	Users              []User         `yaml:"users"`
	EnterpriseAccounts []Account      `yaml:"enterprise_accounts"`
	Teams              []Team         `yaml:"teams"`
	Apps               []PersonalApp  `yaml:"apps"`
	AddonServices      []AddonService `yaml:"addon_services"`
}

// User is a person. Everybody who is named elsewhere in the file stands here.
type User struct {
	Email                   string `yaml:"email"`
	Name                    string `yaml:"name"`
	Token                   string `yaml:"token"`
	TwoFactorAuthentication bool   `yaml:"two_factor_authentication"`
}

// Account is an enterprise account.
type Account struct {
	Name    string          `yaml:"name"`
	Members []AccountMember `yaml:"members"`
}

// AccountMember is a person in an enterprise account.
type AccountMember struct {
	Email       string   `yaml:"email"`
	Permissions []string `yaml:"permissions"`
}

// Team is a team with its people, apps and allowlist.
type Team struct {
	Name                 string   `yaml:"name"`
	Type                 string   `yaml:"type"`
	EnterpriseAccount    string   `yaml:"enterprise_account"`
	DefaultRole          string   `yaml:"default_role"`
	AddonControls        bool     `yaml:"addon_controls"`
	AllowedAddonServices []string `yaml:"allowed_addon_services"`
	Members              []Member `yaml:"members"`
	Apps                 []App    `yaml:"apps"`
}

// Member is a person in a team.
type Member struct {
	Email     string `yaml:"email"`
	Role      string `yaml:"role"`
	Federated bool   `yaml:"federated"`
}

// App is an app of a team.
type App struct {
	Name          string         `yaml:"name"`
	Locked        bool           `yaml:"locked"`
	Collaborators []Collaborator `yaml:"collaborators"`
	Addons        []Addon        `yaml:"addons"`
}

// PersonalApp is an app of a person.
type PersonalApp struct {
	Name          string         `yaml:"name"`
	Owner         string         `yaml:"owner"`
	Collaborators []Collaborator `yaml:"collaborators"`
	Addons        []Addon        `yaml:"addons"`
}

// Collaborator is a grant on an app.
type Collaborator struct {
	Email       string   `yaml:"email"`
	Permissions []string `yaml:"permissions"`
}

// Addon is an installed add-on.
type Addon struct {
	Service string `yaml:"service"`
	Plan    string `yaml:"plan"`
	Name    string `yaml:"name"`
}

// AddonService is a service beyond the built-in catalogue.
type AddonService struct {
	Name      string `yaml:"name"`
	HumanName string `yaml:"human_name"`
	Plans     []Plan `yaml:"plans"`
}

// Plan is a plan of a service. The first one is the default.
type Plan struct {
	Name       string `yaml:"name"`
	HumanName  string `yaml:"human_name"`
	PriceCents int    `yaml:"price_cents"`
}
