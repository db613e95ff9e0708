package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireAttachment(x store.AddonAttachment) api.AddonAttachment {
	return api.AddonAttachment{
		Addon: api.AttachedAddon{App: api.Ref{ID: x.BillingID, Name: x.BillingName}, ID: x.AddonID, Name: x.AddonName}, App: api.Ref{ID: x.AppID, Name: x.AppName},
		CreatedAt: api.Timestamp(x.CreatedAt), ID: x.ID, Name: x.Name, Namespace: optional(x.Namespace), UpdatedAt: api.Timestamp(x.UpdatedAt),
	}
}

func attachmentList(attachments []store.AddonAttachment, err error) (int, any, error) {
	return http.StatusOK, list[api.AddonAttachment]{convert(attachments, wireAttachment), attachmentKeys}, err
}

// aboutAttachment is for /addon-attachments/{attachment}: the app to which the add-on is attached.
func aboutAttachment(r *request) error {
	x, err := r.tx.GetAttachment(r.ctx, r.param("attachment"))
	if err != nil {
		return err
	}
	return r.findApp(x.AppID)
}

// listAttachments lists the attachments to every app whose add-ons the caller may list.
func listAttachments(r *request) (int, any, error) { return attachmentList(r.attachmentsOf("")) }

// attachmentsOf lists the attachments to an app, or to all that the caller may see.
func (r *request) attachmentsOf(app string) ([]store.AddonAttachment, error) {
	if app == "" {
		attachments, err := r.tx.ListUserAttachments(r.ctx, r.user.ID)
		if err != nil {
			return nil, err
		}
		return r.visibleAttachments(attachments)
	}
	if err := r.findApp(app); err != nil {
		return nil, err
	}
	if err := r.require(access.AppAddonsRead); err != nil {
		return nil, err
	}
	return r.tx.ListAppAttachments(r.ctx, r.app.ID)
}

func (r *request) visibleAttachments(attachments []store.AddonAttachment) ([]store.AddonAttachment, error) {
	visible, err := r.appsWithAddons()
	return slices.DeleteFunc(attachments, func(x store.AddonAttachment) bool { return !visible[x.AppID] }), err
}

func listAppAttachments(r *request) (int, any, error) {
	return attachmentList(r.tx.ListAppAttachments(r.ctx, r.app.ID))
}

// listAddonAttachments lists where an add-on is attached, as far as the caller may see the apps.
func listAddonAttachments(r *request) (int, any, error) {
	d, err := r.addonInPath()
	if err != nil {
		return 0, nil, err
	}
	attachments, err := r.tx.ListAddonAttachments(r.ctx, d.ID)
	if err != nil {
		return 0, nil, err
	}
	return attachmentList(r.visibleAttachments(attachments))
}

// attachmentInPath finds an attachment to the app that the request is about.
func (r *request) attachmentInPath() (store.AddonAttachment, error) {
	return r.tx.GetAppAttachment(r.ctx, r.app.ID, r.param("attachment"))
}

func getAttachment(r *request) (int, any, error) {
	x, err := r.attachmentInPath()
	return http.StatusOK, wireAttachment(x), err
}

// createAttachment lets another app of the same owner use an add-on. It takes the permission that installing the add-on would take, on
// both apps, and counts as an install for the allowlist: what Heroku does is not found, and this lets no service in by a side door.
func createAttachment(r *request) (int, any, error) {
	var in api.AddonAttachmentCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Addon == "" || in.App == "" {
		return 0, nil, invalid("addon and app are required: the name or id of each.")
	}
	d, err := r.tx.FindAddon(r.ctx, string(in.Addon))
	if err != nil {
		return 0, nil, err
	}
	if err := r.findApp(d.AppID); err != nil {
		return 0, nil, err
	}
	if d, err = r.tx.GetAddon(r.ctx, r.app.ID, d.ID); err != nil { // under the lock of its app
		return 0, nil, err
	}
	if err := r.requireAddons(d.Plan); err != nil {
		return 0, nil, err
	}
	billing := r.app
	if err := r.findApp(string(in.App)); err != nil {
		return 0, nil, err
	}
	exception, err := r.mayInstall(d.Plan)
	if err != nil {
		return 0, nil, err
	}
	if err := access.AttachAddon(d.Name, r.app.Name, billing.TeamID == r.app.TeamID && billing.OwnerID == r.app.OwnerID); err != nil {
		return 0, nil, err
	}
	return r.attach(d, in, exception)
}

func (r *request) attach(d store.Addon, in api.AddonAttachmentCreate, exception bool) (int, any, error) {
	if err := access.Text("namespace", in.Namespace); err != nil {
		return 0, nil, err
	}
	if in.Name != "" {
		if err := r.makeWay(in.Name, in.Confirm); err != nil {
			return 0, nil, err
		}
	}
	x, err := r.tx.CreateAttachment(r.ctx, store.AddonAttachment{AddonID: d.ID, AppID: r.app.ID, Name: in.Name, Namespace: in.Namespace}, d.Plan)
	if err != nil {
		return 0, nil, err
	}
	if x, err = r.tx.GetAttachment(r.ctx, x.ID); err != nil {
		return 0, nil, err
	}
	r.attachmentEvent("attach", x)
	r.events[len(r.events)-1].Data["allowlist_exception"] = exception
	return http.StatusCreated, wireAttachment(x), nil
}

// makeWay checks the name of a new attachment to the app. One of that name that is there is taken off, if the request confirms it.
func (r *request) makeWay(name, confirm string) error {
	if err := access.AttachmentName(name); err != nil {
		return err
	}
	x, err := r.tx.GetAppAttachment(r.ctx, r.app.ID, name)
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if confirm != r.app.Name {
		return unconfirmed(r.app.Name, "The app %s has an attachment %s already, of the add-on %s; it would be replaced.", r.app.Name, name, x.AddonName)
	}
	return r.detach(x)
}

func (r *request) detach(x store.AddonAttachment) error {
	d, err := r.tx.FindAddon(r.ctx, x.AddonID)
	if err != nil {
		return err
	}
	if err := r.requireAddons(d.Plan); err != nil {
		return err
	}
	if err := access.DetachAddon(d.Name, x.AppName, x.Billing(), len(d.Attachments)); err != nil {
		return err
	}
	r.attachmentEvent("detach", x)
	return r.tx.DeleteAttachment(r.ctx, x.ID)
}

// attachmentEvent writes down what became of an attachment, under its own app.
func (r *request) attachmentEvent(action string, x store.AddonAttachment) {
	r.event("addon", action, map[string]any{"name": x.Name, "addon": x.AddonName, "addon_app": x.BillingName})
	last := &r.events[len(r.events)-1]
	last.AppID, last.AppName = x.AppID, x.AppName
}

func deleteAttachment(r *request) (int, any, error) {
	x, err := r.attachmentInPath()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, wireAttachment(x), r.detach(x)
}

// resolveAttachments finds the attachment that a word means: its name or id, or the name of its add-on; to one app if that is given, or
// if the word is "app::attachment".
func resolveAttachments(r *request) (int, any, error) {
	var in api.AddonAttachmentResolve
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if app, word, ok := strings.Cut(in.AddonAttachment, "::"); ok {
		in.App, in.AddonAttachment = app, word
	}
	if in.AddonAttachment == "" {
		return 0, nil, invalid("addon_attachment is required: the name or id of an attachment, or the name of its add-on.")
	}
	attachments, err := r.attachmentsOf(in.App)
	if err != nil {
		return 0, nil, err
	}
	attachments = slices.DeleteFunc(attachments, func(x store.AddonAttachment) bool {
		return in.AddonService != "" && x.ServiceName != in.AddonService && x.ServiceID != in.AddonService
	})
	whole := func(x store.AddonAttachment) string { return x.AppName + "::" + x.Name }
	found, err := resolve("add-on attachment", in.AddonAttachment, attachments, whole, []func(store.AddonAttachment) bool{
		func(x store.AddonAttachment) bool { return x.ID == in.AddonAttachment || x.Name == in.AddonAttachment },
		func(x store.AddonAttachment) bool {
			return x.AddonID == in.AddonAttachment || x.AddonName == in.AddonAttachment
		},
	})
	return http.StatusOK, []api.AddonAttachment{wireAttachment(found)}, err
}
