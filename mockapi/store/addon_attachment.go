package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// AddonAttachment is a connection between an app and an add-on.
type AddonAttachment struct {
	ID, Name, Namespace    string
	AddonID, AddonName     string
	BillingID, BillingName string // the app that pays for the add-on
	AppID, AppName         string
	ServiceID, ServiceName string
	CreatedAt, UpdatedAt   time.Time
}

// Billing reports whether the attachment is to the app that pays for the add-on.
func (x AddonAttachment) Billing() bool { return x.AppID == x.BillingID }

// ConfigVar is the config var of the app in which an attachment puts the add-on's address.
func ConfigVar(attachment string) string { return attachment + "_URL" }

// AttachmentName is what the first attachment of the plan's service to an app is called.
func (p Plan) AttachmentName() string {
	if p.ServiceName == "heroku-postgresql" {
		return "DATABASE"
	}
	return strings.ToUpper(strings.ReplaceAll(strings.TrimPrefix(p.ServiceName, "heroku-"), "-", "_"))
}

// attachmentSuffixes tell apart the attachments of one service to one app; after the last come numbers.
var attachmentSuffixes = []string{"AMBER", "BLUE", "COPPER", "GREEN", "IVORY", "JADE", "MAUVE", "NAVY", "OLIVE", "PURPLE", "ROSE", "TEAL"}

const attachmentSelect = `SELECT x.id, x.name, COALESCE(x.namespace, ''), d.id, d.name, b.id, b.name, a.id, a.name, s.id, s.name, x.created_at, x.updated_at
	FROM addon_attachments x JOIN addons d ON d.id = x.addon_id JOIN apps b ON b.id = d.app_id JOIN apps a ON a.id = x.app_id
	JOIN plans p ON p.id = d.plan_id JOIN addon_services s ON s.id = p.service_id `

func scanAttachment(s scanner) (x AddonAttachment, err error) {
	return x, s.Scan(&x.ID, &x.Name, &x.Namespace, &x.AddonID, &x.AddonName, &x.BillingID, &x.BillingName, &x.AppID, &x.AppName,
		&x.ServiceID, &x.ServiceName, timeAt{&x.CreatedAt}, timeAt{&x.UpdatedAt})
}

// ListAppAttachments lists the attachments to an app by name.
func (t *Tx) ListAppAttachments(ctx context.Context, appID string) ([]AddonAttachment, error) {
	return many(ctx, t, scanAttachment, attachmentSelect+`WHERE x.app_id = $1 ORDER BY x.name`, appID)
}

// ListAddonAttachments lists the attachments of an add-on, by app and name.
func (t *Tx) ListAddonAttachments(ctx context.Context, addonID string) ([]AddonAttachment, error) {
	return many(ctx, t, scanAttachment, attachmentSelect+`WHERE x.addon_id = $1 ORDER BY a.name, x.name`, addonID)
}

// ListUserAttachments lists the attachments to the apps that [Tx.ListUserApps] lists, by app and name.
func (t *Tx) ListUserAttachments(ctx context.Context, userID string) ([]AddonAttachment, error) {
	return many(ctx, t, scanAttachment, attachmentSelect+`WHERE a.owner_id = $1 OR EXISTS (SELECT 1 FROM collaborators c WHERE c.app_id = a.id AND c.user_id = $1)
		OR EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = a.team_id AND m.user_id = $1) ORDER BY a.name, x.name`, userID)
}

// GetAttachment finds an attachment by its id.
func (t *Tx) GetAttachment(ctx context.Context, id string) (AddonAttachment, error) {
	return one(ctx, t, "add-on attachment", scanAttachment, attachmentSelect+`WHERE x.id = $1`, id)
}

// GetAppAttachment finds an attachment to an app by its id or name.
func (t *Tx) GetAppAttachment(ctx context.Context, appID, ref string) (AddonAttachment, error) {
	return one(ctx, t, "add-on attachment", scanAttachment, attachmentSelect+`WHERE x.app_id = $1 AND x.`+column(ref)+` = $2`, appID, ref)
}

// CreateAttachment attaches an add-on to an app; ErrExists when the app has an attachment of that name. Without a name it gets that of
// the plan's service, with a suffix where that is taken.
func (t *Tx) CreateAttachment(ctx context.Context, x AddonAttachment, p Plan) (AddonAttachment, error) {
	if x.Name == "" {
		have, err := t.ListAppAttachments(ctx, x.AppID)
		if err != nil {
			return x, err
		}
		x.Name = freeName(p.AttachmentName(), have)
	}
	x.ID, x.CreatedAt, x.UpdatedAt = t.newID(), t.now, t.now
	return x, t.exec(ctx, `INSERT INTO addon_attachments (id, addon_id, app_id, name, namespace, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
		x.ID, x.AddonID, x.AppID, x.Name, orNull(x.Namespace), micros(t.now))
}

// freeName finds a name that none of the attachments has.
func freeName(base string, have []AddonAttachment) string {
	name := base
	for i := 0; slices.ContainsFunc(have, func(x AddonAttachment) bool { return x.Name == name }); i++ {
		if i < len(attachmentSuffixes) {
			name = base + "_" + attachmentSuffixes[i]
		} else {
			name = fmt.Sprintf("%s_%d", base, i)
		}
	}
	return name
}

// DeleteAttachment takes an add-on off an app.
func (t *Tx) DeleteAttachment(ctx context.Context, id string) error {
	return t.exec(ctx, `DELETE FROM addon_attachments WHERE id = $1`, id)
}
