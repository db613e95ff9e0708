package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/trail"
)

// When a refresh finds that something is not as Terraform left it, a warning says who changed it, as far as today's audit trail of the
// enterprise account knows. What is decided here:
//
//   - The trail is asked once in a walk for each account in which there is drift, and only for today: the API answers one day at a time, and
//     a plan is not the place to search the past. Where it cannot be read, for lack of the permission manage or of an enterprise
//     account, nothing is said: that is the usual case, and no fault.
//   - Drift is in what the user can set. That a person has another name, or an app another time of its last change, is none.
//   - The newest changes that fit are told, at most three. They may be older than what Terraform did itself; the time says so.

// blame says who changed an object since its state was written, if a refresh has found another one, or none.
func (b *base) blame(ctx context.Context, before, after tfsdk.State) {
	if b.session == nil || len(drifted(before, after)) == 0 {
		return
	}
	var id types.String
	if diags := before.GetAttribute(ctx, path.Root("id"), &id); diags.HasError() || id.ValueString() == "" { // just imported, or moved
		return
	}
	of, what := b.about(ctx, before)
	if of.Account == "" {
		return
	}
	events, err := b.snapshot.Events.Get(ctx, of.Account, client.Named)
	if err != nil {
		return
	}
	var told []string
	for _, e := range of.Newest(events.Value) {
		told = append(told, trail.Sentence(e))
	}
	if len(told) > 0 {
		notesOf(ctx).AddWarning("Somebody changed "+what, fmt.Sprintf(
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

// about finds out of a state what an object is about, in ids and for people, and the enterprise account to which that belongs.
func (b *base) about(ctx context.Context, state tfsdk.State) (of trail.Subject, what string) {
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
	of, where := trail.Of(b.name), ""
	for _, name := range []string{"enterprise_account_id", "team_id", "app_id", "space_id", "user_id", "email", "enterprise_account", "space", "team", "app", "name"} {
		if !has(name) {
			continue
		}
		value := text(name)
		if value == "" { // of another owner
			continue
		}
		switch name {
		case "enterprise_account_id":
			of.Account = value
		case "team_id":
			of.Team = value
		case "app_id":
			of.App = value
		case "space_id":
			of.Space = value
		case "user_id":
			of.User = value
		case "email":
			of.Email = value
		case "name":
			where = value
		default:
			where = strings.ReplaceAll(name, "_", " ") + " " + b.named(ctx, name, value, of.Team)
		}
	}
	switch {
	case of.Email != "":
		what = of.Email + " in the " + where
	case named:
		what = "the " + kind + " " + where
	default:
		what = "the " + kind + " of the " + where
	}
	b.placeSubject(ctx, &of, text("id"))
	return of, what
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
	case "enterprise_account":
		return b.accountNamed(ctx, ref)
	}
	return ref
}

// placeSubject finds the team and the account of an object of which the state does not tell them.
func (b *base) placeSubject(ctx context.Context, of *trail.Subject, id string) {
	switch b.name {
	case "team":
		of.Team = id
	case "team_app", "app_lock":
		of.App = id
	case "space":
		of.Space = id
	}
	if of.Team == "" && of.Space != "" {
		if space, err := b.findSpace(ctx, of.Space); err == nil {
			of.Team = space.Team.ID
		}
	}
	if of.Team == "" && of.App != "" {
		if _, team, err := b.findApp(ctx, of.App); err == nil {
			of.Team = team
		}
	}
	if of.Account != "" || of.Team == "" {
		return
	}
	if team, err := b.findTeam(ctx, of.Team); err == nil && team.EnterpriseAccount != nil {
		of.Account = team.EnterpriseAccount.ID
	}
}
