// Package trail finds in the audit trail of an enterprise account who changed something that Terraform manages. The provider tells it in a
// plan, and the command drift of the state.
package trail

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// types are the types of events in which a change of a resource may show.
var types = map[string][]string{
	"addon_allowlist":            {"allowed_addon_service", "team_preferences"},
	"allowed_addon_service":      {"allowed_addon_service"},
	"app_access":                 {"collaborator"},
	"app_collaborators":          {"collaborator"},
	"app_lock":                   {"app"},
	"enterprise_account_member":  {"enterprise_account_member"},
	"enterprise_account_members": {"enterprise_account_member"},
	"identity_provider":          {"identity_provider"},
	"space":                      {"space"},
	"space_access":               {"space_member"},
	"space_trusted_ips":          {"inbound_ruleset"},
	"team":                       {"team", "team_preferences"},
	"team_app":                   {"app"},
	"team_member":                {"team_member"},
	"team_members":               {"team_member"},
}

// facets are what changes of an app must be about to matter to a resource.
var facets = map[string][]string{"app_lock": {"locked"}, "team_app": {"name", "build_stack"}}

// Most is how many events are told of one change.
const Most = 3

// Subject is what was changed, as the audit trail knows it: by ids, each of them empty where there is none.
type Subject struct {
	Account, Team, App, Space string
	User, Email               string // of a person; either will do
	types, facets             []string
}

// Of begins a subject: an object of a resource, whose name is without the provider's.
func Of(resource string) Subject { return Subject{types: types[resource], facets: facets[resource]} }

// Newest finds the newest events that concern the subject, the newest first, in a trail that has the oldest first. They may be older than what
// Terraform did itself.
func (s Subject) Newest(events []api.AuditTrailEvent) []*api.AuditTrailEvent {
	var found []*api.AuditTrailEvent
	for i := len(events) - 1; i >= 0 && len(found) < Most; i-- {
		if s.concerns(&events[i]) {
			found = append(found, &events[i])
		}
	}
	return found
}

// concerns reports whether an event changed the object. A person who leaves a team loses what he has on its apps, app by app, each an
// event of its own.
func (s Subject) concerns(e *api.AuditTrailEvent) bool {
	if Refusal(e) != "" || !slices.Contains(s.types, e.Type) || !s.there(e) || e.Type == "team" && e.Action == "default" { // the last is a person's own choice
		return false
	}
	if e.Type == "app" && e.Action == "update" && len(s.facets) > 0 && !slices.ContainsFunc(s.facets, func(f string) bool { _, told := e.Data[f]; return told }) {
		return false
	}
	if s.User == "" && s.Email == "" {
		return true
	}
	return s.User != "" && told(e, "user_id") == s.User || access.SameEmail(told(e, "email"), s.Email)
}

// there reports whether an event happened to the app, the space or, for anything else, in the team. A space keeps its id in another team.
func (s Subject) there(e *api.AuditTrailEvent) bool {
	switch {
	case s.App != "":
		return e.App.ID == s.App
	case s.Space != "":
		return told(e, "space_id") == s.Space
	case s.Team != "":
		return e.Team.ID == s.Team
	}
	return e.Type != "identity_provider" || e.Team.ID == "" // an enterprise account's, not one of a team's
}

func told(e *api.AuditTrailEvent, name string) string {
	text, _ := e.Data[name].(string)
	return text
}

// Refusal says why something was refused; empty for what was done.
func Refusal(e *api.AuditTrailEvent) string { return told(e, api.Refused) }

// details are what of an event is told, in this order.
var details = []string{
	"email", "name", "role", "permissions", "create_apps", "locked", "owner", "service", "addon_service", "default-permission", "addons-controls",
	"third-party-oauth-access", "entity_id", "changed", "rules", "was",
}

// Sentence tells of an event: who did what, when, from where, and what was before.
func Sentence(e *api.AuditTrailEvent) string {
	text := fmt.Sprintf("%s did %s.%s at %s", e.Actor.Email, e.Type, e.Action, e.CreatedAt)
	if e.Request.IPAddress != "" {
		text += " from " + e.Request.IPAddress
	}
	if facts := Facts(e); facts != "" {
		text += " (" + facts + ")"
	}
	return text
}

// Facts are what an event says of what was changed, for people.
func Facts(e *api.AuditTrailEvent) string {
	var facts []string
	for _, name := range details {
		if value, ok := e.Data[name]; ok {
			facts = append(facts, name+" "+fact(value))
		}
	}
	return strings.Join(facts, ", ")
}

// fact is one of them: a list as its words, and of a rule of a space what it does to which network.
func fact(value any) string {
	switch v := value.(type) {
	case []any:
		words := make([]string, len(v))
		for i := range v {
			words[i] = fact(v[i])
		}
		return strings.Join(words, " ")
	case map[string]any:
		words := make([]string, 0, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			words = append(words, fact(v[name]))
		}
		return strings.Join(words, " ")
	}
	return fmt.Sprint(value)
}
