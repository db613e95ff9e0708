package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// key is one attribute of an identity, by which Terraform 1.12 and later tell an object from every other of its type. Each is an
// id that the API gave once, so a team, an app or a person under a new name has the same identity: Terraform takes another one
// for a mistake of the provider, and stops.
type key struct {
	name        string // the attribute of the identity
	from        string // the attribute of the state that holds the same id
	description string
}

// What identities are made of. A resource that names no keys has its own id alone.
var (
	teamKey      = key{"team_id", "team_id", "The id of the team."}
	appKey       = key{"app_id", "app_id", "The id of the app."}
	lockedAppKey = key{"app_id", "id", "The id of the app."}
	spaceKey     = key{"space_id", "space_id", "The id of the private space."}
	accountKey   = key{"enterprise_account_id", "enterprise_account_id", "The id of the enterprise account."}
	userKey      = key{"user_id", "user_id", "The id of the person."}
	providerKey  = key{"id", "id", "The id of the identity provider."}
	serviceKey   = key{"addon_service_id", "addon_service_id", "The id of the add-on service."}
)

// identity lists the keys of a resource.
func (b *base) identity() []key {
	if b.keys == nil {
		return []key{{"id", "id", fmt.Sprintf("The id of the %s.", strings.ReplaceAll(b.name, "_", " "))}}
	}
	return b.keys
}

func (b *base) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	attributes := map[string]identityschema.Attribute{}
	for _, k := range b.identity() {
		attributes[k.name] = identityschema.StringAttribute{RequiredForImport: true, Description: k.description}
	}
	for _, k := range b.either {
		attributes[k.name] = identityschema.StringAttribute{OptionalForImport: true, Description: k.description}
	}
	resp.IdentitySchema = identityschema.Schema{Attributes: attributes}
}

// identify copies the identity out of a state. What the state does not know yet, after an import by names or a move from another
// provider, stays as it is.
func (b *base) identify(ctx context.Context, state tfsdk.State, identity *tfsdk.ResourceIdentity) (diags diag.Diagnostics) {
	if identity == nil || state.Raw.IsNull() {
		return nil
	}
	for _, k := range slices.Concat(b.identity(), b.either) {
		var id types.String
		diags.Append(state.GetAttribute(ctx, path.Root(k.from), &id)...)
		if id.ValueString() != "" {
			diags.Append(identity.SetAttribute(ctx, path.Root(k.name), id)...)
		}
	}
	return diags
}

// nobody makes an identity of an object that was asked for by its names and does not exist: without one the framework takes a
// read, even of nothing, for a mistake. Terraform throws it away and says that there is nothing to import.
func (b *base) nobody(ctx context.Context, identity *tfsdk.ResourceIdentity) (diags diag.Diagnostics) {
	if identity == nil || !identity.Raw.IsFullyNull() {
		return nil
	}
	for _, k := range b.identity() {
		diags.Append(identity.SetAttribute(ctx, path.Root(k.name), types.StringValue(""))...)
	}
	return diags
}

// importState reads the id of an import, of parts joined by colons, or its identity. Names are for people and for ids of imports;
// an identity is of ids alone, and read finds out the names.
func (b *base) importState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, parts ...string) {
	if req.Identity == nil || req.Identity.Raw.IsFullyNull() {
		importParts(ctx, req, resp, parts...)
		return
	}
	keys := b.identity()
	for _, k := range b.either {
		var id types.String
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(k.name), &id)...)
		if !id.IsNull() {
			keys = append(slices.Clone(keys), k)
		}
	}
	if len(b.either) > 0 && len(keys) != len(b.identity())+1 {
		resp.Diagnostics.AddError("Invalid identity", fmt.Sprintf("It should have either %s or %s, beside %s.", b.either[0].name, b.either[1].name, b.identity()[0].name))
		return
	}
	for _, k := range keys {
		var id types.String
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(k.name), &id)...)
		if !idShape.MatchString(id.ValueString()) {
			resp.Diagnostics.AddError("Invalid identity", fmt.Sprintf("%s = %q should be an id such as %s. To import by names, use the argument id in place of identity: %s.",
				k.name, id.ValueString(), "01234567-89ab-cdef-0123-456789abcdef", strings.Join(parts, ":")))
			return
		}
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(k.from), id)...)
	}
}
