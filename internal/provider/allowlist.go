package provider

import (
	"cmp"
	"context"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// allow puts a service, by name or id, on a team's allowlist. The API refuses a service that is listed already as invalid, as it
// does one that it does not know; only the list tells the two apart, and whether a request whose answer was lost was carried out.
func allow(ctx context.Context, c *client.Client, team, service string) (*api.AllowedAddonService, error) {
	entries, refused := c.CreateAllowedAddonService(ctx, team, api.AllowedAddonServiceCreate{AddonService: service})
	if refused != nil && !client.Invalid(refused) && !client.Lost(refused) {
		return nil, refused
	}
	if entry := entryFor(entries, service); entry != nil {
		return entry, nil
	}
	entries, err := c.ListAllowedAddonServices(ctx, team)
	if entry := entryFor(entries, service); err == nil && entry != nil {
		return entry, nil
	}
	return nil, cmp.Or(refused, err, errGone)
}

// entryFor finds a service on an allowlist by its name or id, or by the id of the entry.
func entryFor(entries []api.AllowedAddonService, ref string) *api.AllowedAddonService {
	for i, e := range entries {
		if ref == e.AddonService.Name || ref == e.AddonService.ID || ref == e.ID {
			return &entries[i]
		}
	}
	return nil
}

// serviceNames lists the names of an allowlist.
func serviceNames(entries []api.AllowedAddonService) []string {
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.AddonService.Name)
	}
	return names
}

// enforced reports whether a team's allowlist is switched on. No value on the wire means that it is not.
func enforced(p *api.TeamPreferences) bool { return p.AddonsControls != nil && *p.AddonsControls }
