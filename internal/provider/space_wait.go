package provider

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// allocated waits until apps can run in a space that was just made.
func (r *spaceResource) allocated(ctx context.Context, space *api.Space) (*api.Space, error) {
	id := space.ID
	err := r.await(ctx, "allocated", func() (done bool, err error) {
		if space.State == api.SpaceAllocated {
			return true, nil
		}
		space, err = r.client.GetSpace(ctx, id)
		if err == nil && space.State == api.SpaceDeleting {
			err = errGone
		}
		return err == nil && space.State == api.SpaceAllocated, err
	})
	return space, err
}

// left waits until a space that was deleted is gone.
func (r *spaceResource) left(ctx context.Context, id string) error {
	return r.await(ctx, "gone", func() (bool, error) {
		_, err := r.client.GetSpace(ctx, id)
		if client.NotFound(err) {
			return true, nil
		}
		return false, err
	})
}

// await looks again and again, until what is looked at is as awaited.
func (r *spaceResource) await(ctx context.Context, what string, look func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, spacePatience)
	defer cancel()
	for {
		if done, err := look(); done || err != nil {
			return err
		}
		select {
		case <-time.After(r.pause):
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return fmt.Errorf("the space is not %s after %s. Look at it in the dashboard; if it comes to that later, terraform untaint ADDRESS keeps it, and terraform plan shows what is left to do", what, spacePatience)
			}
			return ctx.Err()
		}
	}
}

// sameNetwork reports whether two spellings are one network: of an address in it, only the part that the prefix covers counts.
func sameNetwork(a, b string) bool {
	one, wrong := netip.ParsePrefix(a)
	two, bad := netip.ParsePrefix(b)
	if wrong != nil || bad != nil {
		return a == b
	}
	return one.Masked() == two.Masked()
}

// spelledNetwork is the value of a network after a read: what the user wrote, if it is the same network.
func spelledNetwork(written types.String, now string) types.String {
	if written.ValueString() != "" && sameNetwork(written.ValueString(), now) {
		return written
	}
	return types.StringValue(now)
}
