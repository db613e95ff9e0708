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
	id        string // the attribute that keeps the id
	get       func(ctx context.Context, ref string) (id string, err error)
}

// idShape is the shape of an identity of the API.
var idShape = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// team is the reference to a team.
func (s *session) team() reference {
	return reference{s, "team", "team_id", func(ctx context.Context, ref string) (string, error) {
		team, err := s.findTeam(ctx, ref)
		if err != nil {
			return "", err
		}
		return team.ID, nil
	}}
}

// app is the reference to an app.
func (s *session) app() reference {
	return reference{s, "app", "app_id", func(ctx context.Context, ref string) (string, error) {
		app, _, err := s.findApp(ctx, ref)
		if err != nil {
			return "", err
		}
		return app.ID, nil
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

// replaces says, while planning, that a reference needs a new resource, because it names another object than the one with the
// known id. The planned id is unknown then: Terraform replaces only for a value that changes, and the name of what is
// replaced may stay. A reference that is not known yet is taken for another spelling, since nobody should lose access on a
// suspicion; check decides when it is known.
func (r reference) replaces(ctx context.Context, plan, state, known types.String, id *types.String) (path.Paths, error) {
	same, err := r.same(ctx, plan, state, known)
	if err != nil {
		return nil, err
	}
	if !same || plan.IsUnknown() {
		*id = types.StringUnknown()
	}
	if same {
		return nil, nil
	}
	return path.Paths{path.Root(r.attribute), path.Root(r.id)}, nil
}

// same reports, while planning, whether a reference still names the object with the known id, or will once the object is
// renamed in the same run. What does not exist yet is another object: it comes into being in the same run.
func (r reference) same(ctx context.Context, plan, state, known types.String) (bool, error) {
	if r.session.replaced(known.ValueString()) {
		return false, nil
	}
	if plan.IsUnknown() || plan.Equal(state) || plan.Equal(known) {
		return true, nil
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

// check makes sure, when a change is applied, that the reference names the object with the known id, and settles the planned id.
func (r reference) check(ctx context.Context, plan, state, known types.String, id *types.String) error {
	*id = known
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
	return fmt.Errorf("%s = %q was planned to name the same as %s = %q (id %s), but it does not. Plan again, or replace this resource with terraform apply -replace=ADDRESS",
		r.attribute, plan.ValueString(), r.attribute, state.ValueString(), known.ValueString())
}

// kept is the value of a reference after a read of the object with the id: what the user wrote, unless that names another
// object by now. A name that was given up can be taken by anybody, and then it is the other object that the user asks for. Nothing
// is written after an import by identity; the name it is then.
func (r reference) kept(ctx context.Context, written types.String, id, name string) (types.String, error) {
	switch written.ValueString() {
	case "":
		return types.StringValue(name), nil
	case id, name:
		return written, nil
	}
	switch found, err := r.find(ctx, written); {
	case client.NotFound(err), err == nil && found == id:
		return written, nil
	case err == nil, client.Forbidden(err): // somebody else's
		return types.StringValue(name), nil
	default:
		return written, err
	}
}

// keptTeam is kept for what the API shows without the name of its team, and which may be many.
func (s *session) keptTeam(ctx context.Context, written types.String, id string) (types.String, error) {
	if idShape.MatchString(written.ValueString()) {
		return written, nil
	}
	found, err := s.findTeam(ctx, written.ValueString())
	if err == nil && found.ID == id || client.NotFound(err) {
		return written, nil
	}
	team, err := s.findTeam(ctx, id)
	if err != nil {
		return written, err
	}
	return s.team().kept(ctx, written, id, team.Name)
}

// spelled is the value of a reference after a read: what the user wrote while it names the same object, else the object's name.
func spelled(written, before types.String, nowID, nowName string) types.String {
	if written.ValueString() != "" && (before.ValueString() == nowID || written.ValueString() == nowID || written.ValueString() == nowName) {
		return written
	}
	return types.StringValue(nowName)
}

// follows is the planned value of what the API says of the object that a reference names: the one in the state, unless it may
// turn out to be another object.
func follows(id, state types.String) types.String {
	if id.IsUnknown() {
		return types.StringUnknown()
	}
	return state
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
