package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// When a refresh finds that something is not as Terraform left it, a warning says who changed it, as far as today's audit trail of the
// enterprise account knows. What is decided here:
//
//   - The trail is asked once in a walk for each account in which there is drift, and only for today: the API answers one day at a time, and
//     a plan is not the place to search the past. Where it cannot be read, for lack of the permission manage or of an enterprise
//     account, nothing is said: that is the usual case, and no fault.
//   - Drift is in what the user can set. That a person has another name, or an app another time of its last change, is none.
//   - The newest changes that fit are told, at most three. They may be older than what Terraform did itself; the time says so.

// traces are the types of events in which drift of a resource may show.
var traces = map[string][]string{
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
var facets = map[string]string{"app_lock": "locked", "team_app": "name"}

// blame says who changed an object since its state was written, if a refresh has found another one, or none.
func (b *base) blame(ctx context.Context, before, after tfsdk.State) {
	if b.session == nil || len(drifted(before, after)) == 0 {
		return
	}
	var id types.String
	if diags := before.GetAttribute(ctx, path.Root("id"), &id); diags.HasError() || id.ValueString() == "" { // just imported, or moved
		return
	}
	of := b.about(ctx, before)
	if of.account == "" {
		return
	}
	trail, err := b.snapshot.Events.Get(ctx, of.account, client.Named)
	if err != nil {
		return
	}
	var told []string
	for i := len(trail.Value) - 1; i >= 0 && len(told) < 3; i-- {
		if e := &trail.Value[i]; of.concerns(e) {
			told = append(told, sentenceOf(e))
		}
	}
	if len(told) > 0 {
		notesOf(ctx).AddWarning("Somebody changed "+of.what, fmt.Sprintf(
			"It is not as Terraform left it. The audit trail of today says, the newest first: %s.", strings.Join(told, "; ")))
	}
}

// drifted lists the attributes that the user can set and that are not what they were; all of them for an object that is gone.
func drifted(before, after tfsdk.State) (names []string) {
	var was, is map[string]tftypes.Value
	if err := before.Raw.As(&was); err != nil || len(was) == 0 {
		return nil
	}
	if !after.Raw.IsNull() {
		if err := after.Raw.As(&is); err != nil {
			return nil
		}
	}
	for name, attribute := range before.Schema.GetAttributes() {
		if !attribute.IsRequired() && !attribute.IsOptional() {
			continue
		}
		if now, there := is[name]; !there || !now.Equal(was[name]) {
			names = append(names, name)
		}
	}
	return names
}

// subject is what drift is about, as the audit trail knows it.
type subject struct {
	account, team, app, space string // ids; empty for none
	user, email               string
	types                     []string
	facet                     string // of an app; empty for anything
	what                      string // for people
}

// about finds out of a state what an object is about, and the enterprise account to which that belongs.
func (b *base) about(ctx context.Context, state tfsdk.State) subject {
	text := func(name string) string {
		var value types.String
		if diags := state.GetAttribute(ctx, path.Root(name), &value); diags.HasError() {
			return ""
		}
		return value.ValueString()
	}
	named := b.name == "team" || b.name == "team_app" || b.name == "space" // others have the name of a person, or none
	has := func(name string) bool {
		_, ok := state.Schema.GetAttributes()[name]
		return ok && (name != "name" || named)
	}
	kind := strings.TrimPrefix(strings.ReplaceAll(b.name, "_", " "), "space ") // the trusted ips of the space
	of, where := subject{types: traces[b.name], facet: facets[b.name]}, ""
	for _, name := range []string{"enterprise_account_id", "team_id", "app_id", "space_id", "user_id", "email", "enterprise_account", "space", "team", "app", "name"} {
		if !has(name) {
			continue
		}
		switch value := text(name); name {
		case "enterprise_account_id":
			of.account = value
		case "team_id":
			of.team = value
		case "app_id":
			of.app = value
		case "space_id":
			of.space = value
		case "user_id":
			of.user = value
		case "email":
			of.email = value
		case "name":
			where = value
		default:
			where = strings.ReplaceAll(name, "_", " ") + " " + b.named(ctx, name, value, of.team)
		}
	}
	switch {
	case of.email != "":
		of.what = of.email + " in the " + where
	case named:
		of.what = "the " + kind + " " + where
	default:
		of.what = "the " + kind + " of the " + where
	}
	b.placeSubject(ctx, &of, text("id"))
	return of
}

// named is what people call what a reference of this attribute names, which may be an id.
func (b *base) named(ctx context.Context, attribute, ref, team string) string {
	switch attribute {
	case "team":
		return b.teamNamed(ctx, ref)
	case "app":
		return b.appNamed(ctx, api.Ref{ID: ref, Name: ref}, team)
	case "space":
		return b.spaceNamed(ctx, api.Ref{ID: ref, Name: ref})
	}
	return ref
}

// placeSubject finds the team and the account of an object of which the state does not tell them.
func (b *base) placeSubject(ctx context.Context, of *subject, id string) {
	switch b.name {
	case "team":
		of.team = id
	case "team_app", "app_lock":
		of.app = id
	case "space":
		of.space = id
	}
	if of.team == "" && of.space != "" {
		if space, err := b.findSpace(ctx, of.space); err == nil {
			of.team = space.Team.ID
		}
	}
	if of.team == "" && of.app != "" {
		if _, team, err := b.findApp(ctx, of.app); err == nil {
			of.team = team
		}
	}
	if of.account != "" || of.team == "" {
		return
	}
	if team, err := b.findTeam(ctx, of.team); err == nil && team.EnterpriseAccount != nil {
		of.account = team.EnterpriseAccount.ID
	}
}

// concerns reports whether an event changed the object. A person who leaves a team loses what he has on its apps, app by app, each an
// event of its own.
func (s subject) concerns(e *api.AuditTrailEvent) bool {
	if refusalOf(e) != "" || !slices.Contains(s.types, e.Type) {
		return false
	}
	if !s.isAt(e) {
		return false
	}
	if _, told := e.Data[s.facet]; e.Type == "app" && e.Action == "update" && s.facet != "" && !told {
		return false
	}
	if s.user == "" && s.email == "" {
		return true
	}
	id, _ := e.Data["user_id"].(string)
	email, _ := e.Data["email"].(string)
	return s.user != "" && id == s.user || access.SameEmail(email, s.email)
}

// isAt reports whether an event happened to the app, the space or, for anything else, in the team. A space keeps its id in another team.
func (s subject) isAt(e *api.AuditTrailEvent) bool {
	switch {
	case s.app != "":
		return e.App.ID == s.app
	case s.space != "":
		return e.Data["space_id"] == s.space
	}
	return s.team == "" || e.Team.ID == s.team
}

// sentenceOf tells of an event: who did what, when, from where, and what was before.
func sentenceOf(e *api.AuditTrailEvent) string {
	text := fmt.Sprintf("%s did %s.%s at %s", e.Actor.Email, e.Type, e.Action, e.CreatedAt)
	if e.Request.IPAddress != "" {
		text += " from " + e.Request.IPAddress
	}
	var facts []string
	for _, name := range []string{"email", "name", "role", "permissions", "create_apps", "locked", "owner", "service", "default-permission", "addons-controls", "third-party-oauth-access", "entity_id", "changed", "rules", "was"} {
		if value, ok := e.Data[name]; ok {
			facts = append(facts, name+" "+factOf(value))
		}
	}
	if len(facts) > 0 {
		text += " (" + strings.Join(facts, ", ") + ")"
	}
	return text
}

// factOf is what an event says of something, for people: a list as its words, and of a rule of a space what it does to which network.
func factOf(value any) string {
	switch v := value.(type) {
	case []any:
		words := make([]string, len(v))
		for i := range v {
			words[i] = factOf(v[i])
		}
		return strings.Join(words, " ")
	case map[string]any:
		words := make([]string, 0, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			words = append(words, factOf(v[name]))
		}
		return strings.Join(words, " ")
	}
	return fmt.Sprint(value)
}
