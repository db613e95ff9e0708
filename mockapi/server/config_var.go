package server

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

func wireConfigVars(config map[string]string) api.ConfigVars {
	vars := api.ConfigVars{}
	for name, value := range config {
		vars[name] = &value
	}
	return vars
}

// getConfigVars answers the config vars of the current release, which are the app's.
func getConfigVars(r *request) (int, any, error) {
	release, err := r.tx.CurrentRelease(r.ctx, r.app.ID)
	if err != nil {
		return 0, nil, err
	}
	config, err := r.tx.ReleaseConfig(r.ctx, release.ID)
	return http.StatusOK, wireConfigVars(config), err
}

func getReleaseConfigVars(r *request) (int, any, error) {
	release, err := r.tx.GetRelease(r.ctx, r.app.ID, r.param("release"))
	if err != nil {
		return 0, nil, err
	}
	config, err := r.tx.ReleaseConfig(r.ctx, release.ID)
	return http.StatusOK, wireConfigVars(config), err
}

// updateConfigVars sets and removes config vars. What changes is a new release; values never go to the audit trail.
func updateConfigVars(r *request) (int, any, error) {
	var in map[string]any
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	current, err := r.tx.CurrentRelease(r.ctx, r.app.ID)
	if err != nil {
		return 0, nil, err
	}
	config, err := r.tx.ReleaseConfig(r.ctx, current.ID)
	if err != nil {
		return 0, nil, err
	}
	set, removed, err := changeConfig(config, in)
	if err != nil {
		return 0, nil, err
	}
	if len(set) > 0 || len(removed) == 0 {
		r.event("config_change", "set", map[string]any{"set": set})
	}
	if len(removed) > 0 {
		r.event("config_change", "remove", map[string]any{"removed": removed})
	}
	if len(set)+len(removed) > 0 {
		current.Description = configDescription(set, removed)
		_, err = r.release("release", current, config)
	}
	return http.StatusOK, wireConfigVars(config), err
}

// changeConfig applies a request to config vars, and says what it set to another value and what it removed.
func changeConfig(config map[string]string, in map[string]any) (set, removed []string, err error) {
	set, removed = []string{}, []string{}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if err := access.ConfigVarName(name); err != nil {
			return nil, nil, err
		}
		old, had := config[name]
		switch value := in[name].(type) {
		case nil:
			if delete(config, name); had {
				removed = append(removed, name)
			}
		case string:
			if strings.ContainsRune(value, 0) {
				return nil, nil, invalid("The value of %s holds a NUL character, which no environment can carry.", name)
			}
			if config[name] = value; !had || old != value {
				set = append(set, name)
			}
		default:
			return nil, nil, invalid("The value of %s must be a string, or null to remove it.", name)
		}
	}
	size := 0
	for name, value := range config {
		size += len(name) + len(value)
	}
	if size > access.MaxConfig {
		return nil, nil, invalid("The config vars would have %d bytes; names and values together can have at most %d.", size, access.MaxConfig)
	}
	return set, removed, nil
}

// configDescription is what the history of releases says of a change.
func configDescription(set, removed []string) string {
	var parts []string
	if len(set) > 0 {
		parts = append(parts, "Set "+strings.Join(set, ", "))
	}
	if len(removed) > 0 {
		parts = append(parts, "Remove "+strings.Join(removed, ", "))
	}
	return strings.Join(parts, "; ") + " config vars"
}
