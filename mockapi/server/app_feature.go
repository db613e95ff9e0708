package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// appFeature is a feature that any app can have. All are off on a new app.
type appFeature struct{ name, title, description, doc string }

var appFeatures = []appFeature{
	{"http-session-affinity", "Session affinity", "Sends all requests of a browser to the same dyno.", "session-affinity"},
	{"log-runtime-metrics", "Log runtime metrics", "Writes load and memory of each dyno to the log.", "log-runtime-metrics"},
	{"preboot", "Preboot", "Starts new web dynos before it stops the old ones.", "preboot"},
	{"runtime-dyno-metadata", "Dyno metadata", "Tells dynos about their app and release in config vars.", "dyno-metadata"},
}

// features lists the features of the request's app as they are switched.
func (r *request) appFeatures() ([]api.AppFeature, error) {
	switched, err := r.tx.ListAppFeatures(r.ctx, r.app.ID)
	var features []api.AppFeature
	for _, f := range appFeatures {
		w := api.AppFeature{
			CreatedAt: api.Timestamp(r.app.CreatedAt), Description: f.description, DisplayName: f.title, DocURL: "https://devcenter.heroku.com/articles/" + f.doc,
			ID: store.DerivedID("app-feature", f.name), Name: f.name, State: "general", UpdatedAt: api.Timestamp(r.app.CreatedAt),
		}
		for _, s := range switched {
			if s.Name == f.name {
				w.Enabled, w.UpdatedAt = s.Enabled, api.Timestamp(s.UpdatedAt)
			}
		}
		features = append(features, w)
	}
	return features, err
}

// appFeatureInPath finds the feature that the path names by id or name.
func (r *request) appFeatureInPath() (api.AppFeature, error) {
	features, err := r.appFeatures()
	for _, f := range features {
		if ref := r.param("feature"); f.ID == ref || f.Name == ref {
			return f, err
		}
	}
	if err == nil {
		err = &store.NotFoundError{Noun: "app feature"}
	}
	return api.AppFeature{}, err
}

func listAppFeatures(r *request) (int, any, error) {
	features, err := r.appFeatures()
	return http.StatusOK, list[api.AppFeature]{features, appFeatureKeys}, err
}

func getAppFeature(r *request) (int, any, error) {
	f, err := r.appFeatureInPath()
	return http.StatusOK, f, err
}

func updateAppFeature(r *request) (int, any, error) {
	var in api.AppFeatureUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Enabled == nil {
		return 0, nil, invalid("enabled is required: true or false.")
	}
	f, err := r.appFeatureInPath()
	if err != nil {
		return 0, nil, err
	}
	r.event("app_feature", "update", map[string]any{"name": f.Name, "enabled": *in.Enabled, "enabled-was": f.Enabled})
	if err := r.tx.PutAppFeature(r.ctx, r.app.ID, f.Name, *in.Enabled); err != nil {
		return 0, nil, err
	}
	f, err = r.appFeatureInPath()
	return http.StatusOK, f, err
}
