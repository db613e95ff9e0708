package store

import (
	"context"
	"database/sql"
	"time"
)

// Slug is code that is ready to run: what a build made of its source, or what a client described. Texts that were not told are
// empty.
type Slug struct {
	ID, AppID            string
	Stack                string
	ProcessTypes         map[string]string // command by process type
	Size                 int               // in bytes; 0 is not known
	SourceURL            string
	SourceVersion        string
	SourceDescription    string
	Checksum             string
	BuildpackDescription string
	CreatedAt            time.Time
}

const slugColumns = `s.id, s.app_id, s.stack, s.process_types, COALESCE(s.size, 0), COALESCE(s.source_url, ''), COALESCE(s.source_version, ''),
	COALESCE(s.source_description, ''), COALESCE(s.checksum, ''), COALESCE(s.buildpack_description, ''), s.created_at`

func (s *Slug) dest() []any {
	return []any{
		&s.ID, &s.AppID, &s.Stack,
		jsonAt{&s.ProcessTypes},
		&s.Size, &s.SourceURL, &s.SourceVersion,
		&s.SourceDescription, &s.Checksum, &s.BuildpackDescription,
		timeAt{&s.CreatedAt},
	}
}

// GetSlug finds a slug of an app by id.
func (t *Tx) GetSlug(ctx context.Context, appID, id string) (Slug, error) {
	return one(ctx, t, "slug", func(row scanner) (s Slug, err error) { return s, row.Scan(s.dest()...) },
		`SELECT `+slugColumns+` FROM slugs s WHERE s.app_id = $1 AND s.id = $2`, appID, id)
}

// CreateSlug adds code to an app.
func (t *Tx) CreateSlug(ctx context.Context, s Slug) (Slug, error) {
	types, err := asJSON(s.ProcessTypes)
	if err != nil {
		return s, err
	}
	s.ID, s.CreatedAt = t.newID(), t.now
	size := sql.NullInt64{Int64: int64(s.Size), Valid: s.Size > 0}
	return s, t.exec(ctx, `INSERT INTO slugs (id, app_id, stack, process_types, size, source_url, source_version, source_description, checksum, buildpack_description, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, s.ID, s.AppID, s.Stack, types, size,
		orNull(s.SourceURL), orNull(s.SourceVersion), orNull(s.SourceDescription), orNull(s.Checksum), orNull(s.BuildpackDescription), micros(t.now))
}
