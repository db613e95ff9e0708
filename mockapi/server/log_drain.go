package server

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireDrain(d store.LogDrain) api.LogDrain {
	return api.LogDrain{
		App: &api.Ref{ID: d.AppID, Name: d.AppName}, CreatedAt: api.Timestamp(d.CreatedAt), ID: d.ID, Token: d.Token,
		UpdatedAt: api.Timestamp(d.UpdatedAt), URL: d.URL,
	}
}

func listLogDrains(r *request) (int, any, error) {
	drains, err := r.tx.ListLogDrains(r.ctx, r.app.ID)
	return http.StatusOK, list[api.LogDrain]{convert(drains, wireDrain), drainKeys}, err
}

func getLogDrain(r *request) (int, any, error) {
	d, err := r.tx.GetLogDrain(r.ctx, r.app.ID, r.param("drain"))
	return http.StatusOK, wireDrain(d), err
}

// createLogDrain sends the app's log somewhere.
func createLogDrain(r *request) (int, any, error) {
	var in api.LogDrainCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if err := access.DrainURL(in.URL); err != nil {
		return 0, nil, err
	}
	d, err := r.tx.CreateLogDrain(r.ctx, store.LogDrain{AppID: r.app.ID, AppName: r.app.Name, URL: in.URL})
	if err != nil {
		return 0, nil, taken(err, "The app %s has a drain to that address already.", r.app.Name)
	}
	r.drainEvent("create", d)
	return http.StatusCreated, wireDrain(d), nil
}

func deleteLogDrain(r *request) (int, any, error) {
	d, err := r.tx.GetLogDrain(r.ctx, r.app.ID, r.param("drain"))
	if err != nil {
		return 0, nil, err
	}
	r.drainEvent("destroy", d)
	return http.StatusOK, wireDrain(d), r.tx.DeleteLogDrain(r.ctx, d.ID)
}

// drainEvent says which drain, and of its address the host alone: services hide tokens in all other parts.
func (r *request) drainEvent(action string, d store.LogDrain) {
	data := map[string]any{"id": d.ID}
	if u, err := url.Parse(d.URL); err == nil {
		data["host"] = u.Host
	}
	r.event("log_drain", action, data)
}

// withoutDrain is a path as the audit trail and the log show it: a drain in it may be named by its token, or by an address with one.
func withoutDrain(path string) string {
	const drains = "/log-drains/"
	if before, _, named := strings.Cut(path, drains); named {
		return before + drains + "…"
	}
	return path
}
