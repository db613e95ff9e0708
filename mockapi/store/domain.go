package store

import (
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Domain is a custom domain of an app.
type Domain struct {
	ID, AppID, AppName   string
	Hostname             string
	CreatedAt, UpdatedAt time.Time
}

const domainSelect = `SELECT d.id, a.id, a.name, d.hostname, d.created_at, d.updated_at FROM domains d JOIN apps a ON a.id = d.app_id `

func scanDomain(s scanner) (d Domain, err error) {
	return d, s.Scan(&d.ID, &d.AppID, &d.AppName, &d.Hostname, timeAt{&d.CreatedAt}, timeAt{&d.UpdatedAt})
}

// ListDomains lists the custom domains of an app by name.
func (t *Tx) ListDomains(ctx context.Context, appID string) ([]Domain, error) {
	return many(ctx, t, scanDomain, domainSelect+`WHERE d.app_id = $1 ORDER BY d.hostname_key`, appID)
}

// CreateDomain adds a domain to an app; ErrExists when any app has it.
func (t *Tx) CreateDomain(ctx context.Context, d Domain) (Domain, error) {
	d.ID, d.CreatedAt, d.UpdatedAt = t.newID(), t.now, t.now
	return d, t.exec(ctx, `INSERT INTO domains (id, app_id, hostname, hostname_key, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
		d.ID, d.AppID, d.Hostname, access.FoldHostname(d.Hostname), micros(t.now))
}

// DeleteDomain removes a domain.
func (t *Tx) DeleteDomain(ctx context.Context, id string) error {
	return t.exec(ctx, `DELETE FROM domains WHERE id = $1`, id)
}
