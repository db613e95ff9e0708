package drift

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
)

// state is what a state says.
type state struct {
	facts
	names    map[string]string // of teams, apps, spaces and accounts, by id
	teams    map[string]bool   // ids
	accounts map[string]bool   // ids
	staffed  map[string]bool   // of these, those of which the state has members
	owners   map[string]string // the ids of the accounts of teams, by the ids of these
	objects  int
}

// held are the attributes of an object of any type that matter here.
type held struct {
	ID               string          `json:"id"`
	Name             string          `json:"name"`
	Email            string          `json:"email"`
	UserID           string          `json:"user_id"`
	Role             string          `json:"role"`
	DefaultRole      string          `json:"default_role"`
	ThirdPartyOAuth  *bool           `json:"third_party_oauth_access"`
	Team             string          `json:"team"`
	TeamID           string          `json:"team_id"`
	App              string          `json:"app"`
	AppID            string          `json:"app_id"`
	Space            string          `json:"space"`
	SpaceID          string          `json:"space_id"`
	Account          string          `json:"enterprise_account"`
	AccountID        string          `json:"enterprise_account_id"`
	Region           string          `json:"region"`
	Stack            string          `json:"stack"`
	Generation       string          `json:"generation"`
	Shield           *bool           `json:"shield"`
	CIDR             string          `json:"cidr"`
	DataCIDR         string          `json:"data_cidr"`
	Permissions      []string        `json:"permissions"`
	Members          json.RawMessage `json:"members"`
	Collaborators    json.RawMessage `json:"collaborators"`
	AddonServices    []string        `json:"addon_services"`
	Enforced         bool            `json:"enforced"`
	AddonServiceID   string          `json:"addon_service_id"`
	AddonServiceName string          `json:"addon_service_name"`
	Ranges           []string        `json:"ranges"`
	DeniedRanges     []string        `json:"denied_ranges"`
	EntityID         string          `json:"entity_id"`
	Certificate      string          `json:"certificate"`
	SSOTargetURL     string          `json:"sso_target_url"`
	SLOTargetURL     string          `json:"slo_target_url"`
}

// readState takes a state apart.
func readState(f *planfile.File) (*state, error) {
	s := &state{names: map[string]string{}, teams: map[string]bool{}, accounts: map[string]bool{}, staffed: map[string]bool{}, owners: map[string]string{}}
	people := map[string]string{} // ids by folded address
	var rows []held
	var of []*planfile.Object
	for i := range f.Objects {
		o := &f.Objects[i]
		if o.Mode != "managed" || o.Deposed != "" || o.Type == planfile.Prefix+"app_transfer" {
			continue
		}
		var h held
		if err := json.Unmarshal(o.Values, &h); err != nil {
			return nil, &planfile.Error{Kind: planfile.NotTerraform, Text: fmt.Sprintf("%s in the state is not what this provider writes: %v", o.Address, err)}
		}
		if h.UserID != "" {
			people[access.FoldEmail(h.Email)] = h.UserID
		}
		rows, of = append(rows, h), append(of, o)
	}
	if len(rows) == 0 {
		return nil, &planfile.Error{Kind: planfile.Foreign, Text: "the state has no resource of the provider herokuenterprise that could be compared"}
	}
	for i := range rows {
		if err := s.take(of[i], &rows[i]); err != nil {
			return nil, err
		}
	}
	for _, fact := range s.list {
		if fact.who == "" && fact.listed {
			fact.who = people[access.FoldEmail(fact.word)]
		}
	}
	return s, nil
}

// take takes an object apart.
func (s *state) take(o *planfile.Object, h *held) error {
	s.objects++
	kind := strings.TrimPrefix(o.Type, planfile.Prefix)
	s.place(kind, h)
	add := func(kind, place, who, word string, listed bool, values ...value) {
		f := &fact{kind: kind, place: place, who: who, word: word, team: h.TeamID, values: values, resource: o.Type, address: o.Address, listed: listed}
		if kind == "identity_provider" {
			f.account = h.AccountID
		}
		s.add(f)
	}
	list := func(each, place string, raw json.RawMessage, attribute string) error {
		add(kind, place, "", "", false)
		return people(o, raw, func(email string, list []string) {
			add(each, place, "", email, true, value{name: attribute, is: words(each, list)})
		})
	}
	switch kind {
	case "team":
		h.TeamID = h.ID
		add(kind, h.ID, "", "", false, h.team()...)
	case "team_member":
		add(kind, h.TeamID, h.UserID, h.Email, false, value{name: "role", is: h.Role})
	case "team_members":
		return list("team_member", h.TeamID, h.Members, "role")
	case "team_app":
		add(kind, h.ID, "", "", false, value{name: "name", is: h.Name}, value{name: "team", is: h.TeamID, shown: h.Team},
			value{name: "region", is: h.Region}, value{name: "stack", is: h.Stack}, value{name: "space", is: h.SpaceID, shown: h.Space})
	case "app_access":
		add(kind, h.AppID, h.UserID, h.Email, false, value{name: "permissions", is: words(kind, h.Permissions)})
	case "app_collaborators":
		return list("app_access", h.AppID, h.Collaborators, "permissions")
	case "app_lock":
		add(kind, h.ID, "", "", false)
	case "addon_allowlist":
		add(kind, h.TeamID, "", "", false, value{name: "addon_services", is: words(kind, h.AddonServices)}, value{name: "enforced", is: fmt.Sprint(h.Enforced)})
	case "allowed_addon_service":
		add(kind, h.TeamID, h.AddonServiceID, h.AddonServiceName, false)
	case "identity_provider":
		add(kind, h.ID, "", "", false, value{name: "entity_id", is: h.EntityID}, value{name: "sso_target_url", is: h.SSOTargetURL},
			value{name: "slo_target_url", is: h.SLOTargetURL}, value{name: "certificate", is: h.Certificate, shown: "the certificate of the state"})
	default:
		return s.takeOther(kind, h, add, list)
	}
	return nil
}

// takeOther takes apart what belongs to spaces and accounts.
func (s *state) takeOther(kind string, h *held, add func(kind, place, who, word string, listed bool, values ...value), list func(each, place string, raw json.RawMessage, attribute string) error) error {
	switch kind {
	case "space":
		values := []value{
			{name: "name", is: h.Name},
			{name: "team", is: h.TeamID, shown: h.Team},
			{name: "region", is: h.Region},
			{name: "generation", is: h.Generation},
			{name: "cidr", is: networks([]string{h.CIDR})},
			{name: "data_cidr", is: networks([]string{h.DataCIDR})},
		}
		if h.Shield != nil {
			values = append(values, value{name: "shield", is: fmt.Sprint(*h.Shield)})
		}
		add(kind, h.ID, "", "", false, values...)
	case "space_access":
		add(kind, h.SpaceID, h.UserID, h.Email, false, value{name: "permissions", is: words(kind, h.Permissions)})
	case "space_trusted_ips":
		add(kind, h.SpaceID, "", "", false, value{name: "ranges", is: networks(h.Ranges)}, value{name: "denied_ranges", is: networks(h.DeniedRanges)})
	case "enterprise_account_member":
		add(kind, h.AccountID, h.UserID, h.Email, false, value{name: "permissions", is: words(kind, h.Permissions)})
	case "enterprise_account_members":
		return list("enterprise_account_member", h.AccountID, h.Members, "permissions")
	default:
		s.objects-- // of a newer version of the provider
	}
	return nil
}

// place notes where an object belongs, and what it is called.
func (s *state) place(kind string, h *held) {
	name := func(id, name string) {
		if id != "" && name != "" && (s.names[id] == "" || s.names[id] == id) {
			s.names[id] = name
		}
	}
	switch kind {
	case "team":
		s.names[h.ID] = h.Name
		s.teams[h.ID] = true
		s.owners[h.ID] = h.AccountID
	case "team_app", "space":
		s.names[h.ID] = h.Name
	case "app_lock":
		name(h.ID, h.App)
	case "enterprise_account_member", "enterprise_account_members":
		s.accounts[h.AccountID], s.staffed[h.AccountID] = true, true
	case "identity_provider":
		if h.AccountID != "" {
			s.accounts[h.AccountID] = true
		}
	}
	if h.TeamID != "" {
		s.teams[h.TeamID] = true
	}
	name(h.TeamID, h.Team)
	name(h.AppID, h.App)
	name(h.SpaceID, h.Space)
	name(h.AccountID, h.Account)
}

// tells reports whether the state says to which team something belongs.
func (s *state) tells(place string) bool {
	return slices.ContainsFunc(s.list, func(f *fact) bool { return f.place == place && f.team != "" })
}

// team are the attributes of a team.
func (h *held) team() []value {
	values := []value{{name: "name", is: h.Name}, {name: "enterprise_account", is: h.AccountID, shown: h.Account}}
	if h.DefaultRole != "" {
		values = append(values, value{name: "default_role", is: h.DefaultRole})
	}
	if h.ThirdPartyOAuth != nil {
		values = append(values, value{name: "third_party_oauth_access", is: fmt.Sprint(*h.ThirdPartyOAuth)})
	}
	return values
}

// people goes through a map of people, whose elements are a role or a list of permissions.
func people(o *planfile.Object, raw json.RawMessage, each func(email string, list []string)) error {
	var roles map[string]string
	var lists map[string][]string
	if len(raw) == 0 {
		return nil
	}
	if json.Unmarshal(raw, &roles) == nil {
		lists = map[string][]string{}
		for email, role := range roles {
			lists[email] = []string{role}
		}
	} else if err := json.Unmarshal(raw, &lists); err != nil {
		return &planfile.Error{Kind: planfile.NotTerraform, Text: fmt.Sprintf("%s in the state is not what this provider writes: %v", o.Address, err)}
	}
	for _, email := range slices.Sorted(maps.Keys(lists)) {
		each(email, lists[email])
	}
	return nil
}
