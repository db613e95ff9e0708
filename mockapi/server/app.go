package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireApp(a store.App) api.App {
	web := webURL(a)
	w := api.App{
		BuildStack: catalogueRef("stack", a.BuildStack), CreatedAt: api.Timestamp(a.CreatedAt), Generation: catalogueRef("generation", a.Generation),
		GitURL: "https://git.heroku.com/" + a.Name + ".git", ID: a.ID, Maintenance: a.Maintenance, Name: a.Name,
		Owner: api.UserRef{ID: a.OwnerID, Email: a.OwnerEmail}, Region: catalogueRef("region", a.Region), Stack: catalogueRef("stack", a.Stack),
		UpdatedAt: api.Timestamp(a.UpdatedAt), WebURL: &web, ACM: a.ACM, ReleasedAt: optional(api.Timestamp(a.ReleasedAt)),
	}
	if a.SlugSize > 0 { // the repository stays null: code comes as builds, there is no git here
		w.SlugSize = &a.SlugSize
	}
	if a.SpaceID != "" {
		w.Space = &api.AppSpace{ID: a.SpaceID, Name: a.SpaceName, Shield: a.Shield}
		w.InternalRouting = &a.InternalRouting
	}
	if !a.Personal() {
		w.Owner = api.UserRef{ID: a.TeamID, Email: access.ManagerEmail(a.TeamName)}
		w.Team = &api.Ref{ID: a.TeamID, Name: a.TeamName}
		w.Organization = w.Team
	}
	return w
}

// webURL is where an app answers: its name and a suffix of its own, which a new app of the same name would not have.
func webURL(a store.App) string {
	suffix := strings.ReplaceAll(a.ID, "-", "")
	return "https://" + a.Name + "-" + suffix[len(suffix)-12:] + ".herokuapp.com/"
}

func wireTeamApp(a store.App) api.TeamApp {
	return api.TeamApp{App: wireApp(a), Joined: a.Grant != 0, Locked: a.Locked}
}

func getApp(r *request) (int, any, error) { return http.StatusOK, wireApp(r.app), nil }

// listApps lists every app that the caller may view.
func listApps(r *request) (int, any, error) {
	return r.userApps(r.canView)
}

// listUserApps lists the apps that the caller owns or collaborates on.
func listUserApps(r *request) (int, any, error) {
	return r.userApps(func(a store.App) bool { return (a.OwnerID == r.user.ID || a.Grant != 0) && r.canView(a) })
}

func (r *request) userApps(keep func(store.App) bool) (int, any, error) {
	apps, err := r.tx.ListUserApps(r.ctx, r.user.ID)
	apps = slices.DeleteFunc(apps, func(a store.App) bool { return !keep(a) })
	return http.StatusOK, list[api.App]{convert(apps, wireApp), appKeys}, err
}

// createApp creates a personal app.
func createApp(r *request) (int, any, error) {
	var in api.AppCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if err := r.newApp(in, store.App{OwnerID: r.user.ID}); err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, wireApp(r.app), nil
}

// newApp creates an app and makes it the object of the request.
func (r *request) newApp(in api.AppCreate, a store.App) error {
	var err error
	if a.Name = in.Name; a.Name == "" {
		a.Name, err = generateName("", func(name string) (bool, error) { return r.tx.AppNameTaken(r.ctx, name) })
	} else {
		err = access.AppName(a.Name)
	}
	if err != nil {
		return err
	}
	places := access.Regions(false)
	if a.SpaceID != "" {
		places = []string{a.Region} // that of the space
	}
	if a.Region, err = choose("region", places, in.Region); err != nil {
		return err
	}
	if a.Stack, err = chooseStack(a.Generation, in.Stack); err != nil {
		return err
	}
	a.BuildStack = a.Stack
	if a, err = r.tx.CreateApp(r.ctx, a, r.user.ID); err != nil {
		return taken(err, "Name %s is already taken.", a.Name)
	}
	if r.app, err = r.tx.GetApp(r.ctx, a.ID, r.user.ID); err != nil {
		return err
	}
	r.event("app", "create", map[string]any{"name": a.Name, "region": a.Region, "stack": a.Stack, "locked": a.Locked})
	if a.TeamID == "" {
		return nil
	}
	if err := r.grantAll(r.app); err != nil {
		return err
	}
	r.app, err = r.tx.GetApp(r.ctx, a.ID, r.user.ID)
	return err
}

// updateApp renames, switches maintenance mode and chooses the stack of the next build, each with its own permission. A body
// that asks for none of them is a success, as at Heroku: the public provider sends one with every change of an app.
func updateApp(r *request) (int, any, error) {
	var in api.AppUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	a, data := r.app, map[string]any{}
	if in.Name != nil {
		if err := r.require(access.AppRename); err != nil {
			return 0, nil, err
		}
		if err := access.AppName(*in.Name); err != nil {
			return 0, nil, err
		}
		data["name"], data["name-was"], a.Name = *in.Name, a.Name, *in.Name
	}
	if in.Maintenance != nil {
		if err := r.require(access.AppMaintenance); err != nil {
			return 0, nil, err
		}
		data["maintenance"], a.Maintenance = *in.Maintenance, *in.Maintenance
	}
	if in.BuildStack != nil {
		if err := r.require(access.AppStackWrite); err != nil {
			return 0, nil, err
		}
		stack, err := chooseStack(a.Generation, *in.BuildStack)
		if err != nil {
			return 0, nil, err
		}
		data["build_stack"], a.BuildStack = stack, stack
	}
	r.event("app", "update", data)
	if len(data) == 0 {
		return http.StatusOK, wireApp(a), nil
	}
	a, err := r.tx.UpdateApp(r.ctx, a)
	return http.StatusOK, wireApp(a), taken(err, "Name %s is already taken.", a.Name)
}

func deleteApp(r *request) (int, any, error) { return http.StatusOK, wireApp(r.app), r.destroyApp() }

// destroyApp deletes the app with its add-ons. Each of them, and each attachment that another app loses by it, has its own line.
func (r *request) destroyApp() error {
	addons, err := r.tx.ListAppAddons(r.ctx, r.app.ID)
	if err != nil {
		return err
	}
	for _, d := range addons {
		attachments, err := r.tx.ListAddonAttachments(r.ctx, d.ID)
		if err != nil {
			return err
		}
		for _, x := range attachments {
			if !x.Billing() {
				r.attachmentEvent("detach", x)
			}
		}
		r.event("addon", "destroy", map[string]any{"name": d.Name, "plan": d.Plan.FullName()})
	}
	r.event("app", "destroy", map[string]any{"name": r.app.Name})
	return r.tx.DeleteApp(r.ctx, r.app.ID)
}
