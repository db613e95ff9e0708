package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// spaceReference describes the attribute space of several resources.
const spaceReference = "The private space, by name or id. For a space that Terraform manages, its `id` is best: it is the same under every name, and another one when the space is replaced. A new name of the same space changes nothing but the state"

// space is the reference to a private space.
func (s *session) space() reference {
	return reference{s, "space", "space_id", func(ctx context.Context, ref string) (string, error) {
		space, err := s.findSpace(ctx, ref)
		if err != nil {
			return "", err
		}
		return space.ID, nil
	}}
}

// findSpace finds a private space by name or id. Those of the caller's teams take one call, whatever their number.
func (s *session) findSpace(ctx context.Context, ref string) (*api.Space, error) {
	mine, err := s.snapshot.Spaces.Get(ctx, "", client.Named)
	if err == nil {
		if space := spaceIn(mine.Value, ref); space != nil {
			return space, nil
		}
	}
	one, err := s.snapshot.Space.Get(ctx, ref, client.Named)
	return one.Value, err
}

// spaceIn finds a space in a list.
func spaceIn(list []api.Space, ref string) *api.Space {
	for i := range list {
		if list[i].ID == ref || list[i].Name == ref {
			return &list[i]
		}
	}
	return nil
}

// askedSpace finds the space that an object names which is to come, as askedTeam does a team.
func (s *session) askedSpace(ctx context.Context, ref types.String) (*api.Space, error) {
	if ref.IsUnknown() || s.willBe("", ref.ValueString()) {
		return nil, nil
	}
	space, err := s.findSpace(ctx, ref.ValueString())
	if client.NotFound(err) {
		s.unknown(ctx, "space", ref, "herokuenterprise_space")
		return nil, nil
	}
	if err == nil && s.replaced(space.ID) {
		return nil, nil
	}
	return space, err
}
