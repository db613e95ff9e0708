package api

// App is an app (schema "app", strict). A team's app is owned by the address <team>@herokumanager.com.
type App struct {
	ACM                          bool      `json:"acm"`
	ArchivedAt                   *string   `json:"archived_at"`
	BuildStack                   Ref       `json:"build_stack"`
	BuildpackProvidedDescription *string   `json:"buildpack_provided_description"`
	CreatedAt                    string    `json:"created_at"`
	Generation                   Ref       `json:"generation"`
	GitURL                       string    `json:"git_url"`
	ID                           string    `json:"id"`
	InternalRouting              *bool     `json:"internal_routing"`
	Maintenance                  bool      `json:"maintenance"`
	Name                         string    `json:"name"`
	Organization                 *Ref      `json:"organization"` // the old name of team
	Owner                        UserRef   `json:"owner"`
	Region                       Ref       `json:"region"`
	ReleasedAt                   *string   `json:"released_at"`
	RepoSize                     *int      `json:"repo_size"`
	SlugSize                     *int      `json:"slug_size"`
	Space                        *AppSpace `json:"space"`
	Stack                        Ref       `json:"stack"`
	Team                         *Ref      `json:"team"`
	UpdatedAt                    string    `json:"updated_at"`
	WebURL                       *string   `json:"web_url"`
}

// AppSpace is the private space that an app runs in.
type AppSpace struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Shield bool   `json:"shield"`
}

// TeamApp is an app as the team routes answer it (schema "team-app"). Joined says whether the caller is a collaborator.
type TeamApp struct {
	App
	Joined bool `json:"joined"`
	Locked bool `json:"locked"`
}

// AppCreate asks for a personal app: POST /apps. Without a name the server makes one up.
type AppCreate struct {
	Name   string `json:"name,omitempty"`
	Region string `json:"region,omitempty"`
	Stack  string `json:"stack,omitempty"`
}

// TeamAppCreate asks for an app in a team: POST /teams/apps.
type TeamAppCreate struct {
	AppCreate
	Team            string `json:"team,omitempty"`
	Locked          bool   `json:"locked,omitempty"`
	Personal        bool   `json:"personal,omitempty"`
	Space           string `json:"space,omitempty"`
	InternalRouting *bool  `json:"internal_routing,omitempty"`
}

// AppUpdate changes an app: PATCH /apps/{app}. What is nil stays.
type AppUpdate struct {
	Name        *string `json:"name,omitempty"`
	Maintenance *bool   `json:"maintenance,omitempty"`
	BuildStack  *string `json:"build_stack,omitempty"`
}

// TeamAppUpdate locks, unlocks or transfers an app: PATCH /teams/apps/{app}, one of the two at a time. Owner is a team's
// name or id, or a person's address or id, or "~" for the caller.
type TeamAppUpdate struct {
	Locked *bool   `json:"locked,omitempty"`
	Owner  *string `json:"owner,omitempty"`
}
