package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// A moved block may take an object over from the state of the provider heroku/heroku (Terraform 1.8 and later). That state has names
// where ours has ids, and Terraform moves before anybody may ask the API, so what is moved is as incomplete as what was just imported;
// the read that follows completes it in the same way, and the plan is empty.
//
// An origin is recognised by its provider, type and version of the schema, each as a whole. Anything else is refused, and told what
// would be taken. What has no counterpart there cannot be moved: a lock is a part of heroku_app, and is imported.

// origin is a type of another provider whose objects can be taken over. It says which of its attributes become which of ours.
type origin struct {
	kind    string
	version int64             // of the schema
	texts   map[string]string // by our name, those that are texts
	sets    map[string]string // and sets of words
}

// The types of heroku/heroku that can be taken over. In version 0 of their schema, before 5.0 of that provider, collaborators have
// the name of an app.
var (
	herokuMembers = []origin{
		{"heroku_team_member", 0, map[string]string{"team": "team", "email": "email", "role": "role"}, nil},
	}
	herokuCollaborators = []origin{
		{"heroku_team_collaborator", 1, map[string]string{"app": "app_id", "email": "email"}, map[string]string{"permissions": "permissions"}},
		{"heroku_team_collaborator", 0, map[string]string{"app": "app", "email": "email"}, map[string]string{"permissions": "permissions"}},
		{"heroku_collaborator", 1, map[string]string{"app": "app_id", "email": "email"}, nil},
		{"heroku_collaborator", 0, map[string]string{"app": "app", "email": "email"}, nil},
	}
	herokuSpaceAccess = []origin{
		{"heroku_space_app_access", 0, map[string]string{"space": "space", "email": "email"}, map[string]string{"permissions": "permissions"}},
	}
)

// movers makes the framework's mover of what a resource can take over.
func (b *base) movers(origins []origin) []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		const summary = "Unable to move the state of a resource"
		found := slices.IndexFunc(origins, func(o origin) bool {
			return ofHeroku(req.SourceProviderAddress) && o.kind == req.SourceTypeName && o.version == req.SourceSchemaVersion
		})
		if found < 0 {
			resp.Diagnostics.AddError(summary, fmt.Sprintf("A herokuenterprise_%s can take over %s of the provider heroku/heroku, but not %s (schema version %d) of the provider %s. Use an import block in place of the moved block.",
				b.name, kinds(origins), req.SourceTypeName, req.SourceSchemaVersion, req.SourceProviderAddress))
			return
		}
		attributes, err := origins[found].read(req.SourceRawState)
		if err != nil {
			resp.Diagnostics.AddError(summary, fmt.Sprintf("The state of %s is not what schema version %d says: %s. Use an import block in place of the moved block.",
				req.SourceTypeName, req.SourceSchemaVersion, err))
			return
		}
		for name, value := range attributes {
			resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(name), value)...)
		}
	}}}
}

// ofHeroku reports whether an address is that of the provider heroku/heroku. OpenTofu before 1.12.4 gives its last part alone. The
// host is left aside: a registry's mirror has the same provider.
func ofHeroku(address string) bool {
	const name, full = "heroku", "heroku/heroku"
	host, rest, _ := strings.Cut(address, "/")
	return address == name || address == full || host != "" && rest == full
}

// kinds lists origins for people.
func kinds(origins []origin) string {
	words := make([]string, len(origins))
	for i, o := range origins {
		words[i] = fmt.Sprintf("%s (schema version %d)", o.kind, o.version)
	}
	return strings.Join(words, ", ")
}

// read takes our attributes out of the state of an origin. A state of Terraform before 0.12 is not JSON.
func (o origin) read(raw *tfprotov6.RawState) (map[string]any, error) {
	var theirs map[string]json.RawMessage
	if raw == nil || json.Unmarshal(raw.JSON, &theirs) != nil {
		return nil, errors.New("it is no JSON object")
	}
	ours := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(o.texts)) {
		var text string
		if err := json.Unmarshal(theirs[o.texts[name]], &text); err != nil || text == "" {
			return nil, fmt.Errorf("it has no text in %s", o.texts[name])
		}
		ours[name] = text
	}
	for _, name := range slices.Sorted(maps.Keys(o.sets)) {
		var words []string
		if err := json.Unmarshal(theirs[o.sets[name]], &words); err != nil || len(words) == 0 || slices.Contains(words, "") {
			return nil, fmt.Errorf("it has no words in %s", o.sets[name])
		}
		ours[name] = words
	}
	return ours, nil
}
