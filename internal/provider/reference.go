package provider

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// reference is an attribute that names another object by name or id, such as team, beside the computed attribute that keeps
// the object's id, such as team_id. The state keeps the user's spelling; everything is done by the id, so a rename changes
// nothing but the spelling.
type reference struct {
	session   *session
	attribute string
	get       func(ctx context.Context, ref string) (id string, err error)
}

// idShape is the shape of an identity of the API.
var idShape = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// team is the reference to a team.
func (s *session) team() reference {
	return reference{s, "team", func(ctx context.Context, ref string) (string, error) {
		team, err := s.client.GetTeam(ctx, ref)
		return team.ID, err
	}}
}

// app is the reference to an app.
func (s *session) app() reference {
	return reference{s, "app", func(ctx context.Context, ref string) (string, error) {
		app, err := s.client.GetTeamApp(ctx, ref)
		return app.ID, err
	}}
}

// find looks the object up, unless the reference is an id.
func (r reference) find(ctx context.Context, ref types.String) (id string, err error) {
	if idShape.MatchString(ref.ValueString()) {
		return ref.ValueString(), nil
	}
	return r.get(ctx, ref.ValueString())
}

// resolve finds the object's id once; a model that has it already costs nothing.
func (r reference) resolve(ctx context.Context, ref types.String, known *types.String) error {
	if known.ValueString() != "" {
		return nil
	}
	found, err := r.find(ctx, ref)
	if err == nil {
		*known = types.StringValue(found)
	}
	return err
}

// replaces says, while planning, that a changed reference needs a new resource, because it names another object than the one with
// the given id. What is not known yet, or does not exist yet, is another object: it comes into being in the same run.
func (r reference) replaces(ctx context.Context, plan, state, known types.String) (path.Paths, error) {
	if same, err := r.same(ctx, plan, state, known); err != nil || same {
		return nil, err
	}
	return path.Paths{path.Root(r.attribute)}, nil
}

// same reports, while planning, whether a changed reference still names the object with the given id, or will once the
// object is renamed in the same run.
func (r reference) same(ctx context.Context, plan, state, known types.String) (bool, error) {
	if plan.Equal(state) || plan.Equal(known) {
		return true, nil
	}
	if plan.IsUnknown() {
		return false, nil
	}
	if r.session.willBe(known.ValueString(), plan.ValueString()) {
		return true, nil
	}
	found, err := r.find(ctx, plan)
	if client.NotFound(err) {
		return false, nil
	}
	return found == known.ValueString(), err
}

// check makes sure, when a change is applied, that the reference names the object with the given id.
func (r reference) check(ctx context.Context, plan, state, known types.String) error {
	if plan.Equal(state) || plan.Equal(known) {
		return nil
	}
	found, err := r.find(ctx, plan)
	if err == nil && found == known.ValueString() {
		return nil
	}
	if err != nil && !client.NotFound(err) {
		return err
	}
	return fmt.Errorf("%s = %q was planned to be a new name of %s = %q (id %s), but it is not. Plan again, or replace this resource with terraform apply -replace=ADDRESS",
		r.attribute, plan.ValueString(), r.attribute, state.ValueString(), known.ValueString())
}

// spelled is the value of a reference after a read: what the user wrote while it names the same object, else the object's name.
func spelled(written, before types.String, nowID, nowName string) types.String {
	if written.ValueString() != "" && (before.ValueString() == nowID || written.ValueString() == nowID || written.ValueString() == nowName) {
		return written
	}
	return types.StringValue(nowName)
}

// unchanged reports whether each pair of values is equal: plan, state, plan, state and so on.
func unchanged(pairs ...attr.Value) bool {
	for i := 0; i+1 < len(pairs); i += 2 {
		if !pairs[i].Equal(pairs[i+1]) {
			return false
		}
	}
	return true
}

// known reports whether every value is known.
func known(values ...attr.Value) bool {
	return !slices.ContainsFunc(values, attr.Value.IsUnknown)
}
