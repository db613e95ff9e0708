package store_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// firstWorld is what a database of the first version may hold: the hash is that of the token HRKU-old.
var firstWorld = []string{
	`INSERT INTO users (id, email, email_key, two_factor_authentication, verified, created_at, updated_at) VALUES ('u1', 'ada@acme.test', 'ada@acme.test', BOOL, BOOL, 1, 1)`,
	`INSERT INTO tokens (hash, user_id, created_at) VALUES ('2fc8a95b62e36aa697d3906cf099811e20834edf9deccb6affde5a2a49499690', 'u1', 5)`,
	`INSERT INTO tokens (hash, user_id, created_at) VALUES ('other', 'u1', 6)`,
	`INSERT INTO apps (id, name, owner_id, locked, maintenance, region, stack, build_stack, created_at, updated_at) VALUES ('a1', 'web', 'u1', BOOL, BOOL, 'us', 's', 's', 1, 1)`,
	`INSERT INTO addon_services (id, name, human_name, state, created_at, updated_at) VALUES ('s1', 'heroku-postgresql', 'P', 'ga', 1, 1), ('s2', 'heroku-redis', 'R', 'ga', 1, 1), ('s3', 'new-relic', 'N', 'ga', 1, 1)`,
	`INSERT INTO plans (id, service_id, name, human_name, price_cents, is_default, created_at, updated_at)
		VALUES ('p1', 's1', 'x', 'X', 0, BOOL, 1, 1), ('p2', 's2', 'x', 'X', 0, BOOL, 1, 1), ('p3', 's3', 'x', 'X', 0, BOOL, 1, 1)`,
	`INSERT INTO addons (id, name, app_id, plan_id, created_at, updated_at)
		VALUES ('d1', 'pg-1', 'a1', 'p1', 1, 1), ('d2', 'pg-2', 'a1', 'p1', 2, 2), ('d3', 'redis', 'a1', 'p2', 1, 1), ('d4', 'relic', 'a1', 'p3', 1, 1)`,
}

// TestTokensAndAddonsSurviveTheMigration: what a database of the first version holds goes on working.
func TestTokensAndAddonsSurviveTheMigration(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		ctx := t.Context()
		fill(t, database)
		if err := open(t, database).Read(ctx, func(tx *store.Tx) error {
			tokens, err := tx.ListAuthorizations(ctx, "u1")
			if err != nil {
				return err
			}
			if len(tokens) != 2 || !store.IsID(tokens[0].ID) || !store.IsID(tokens[0].TokenID) || tokens[0].ID == tokens[1].ID || tokens[0].Scopes != access.ScopeGlobal || !tokens[0].ExpiresAt.IsZero() {
				t.Errorf("tokens %+v", tokens)
			}
			if u, err := tx.TokenUser(ctx, "HRKU-old"); err != nil || u.Email != "ada@acme.test" {
				t.Errorf("the old token stands for %+v, %v", u, err)
			}
			addons, err := tx.ListAppAddons(ctx, "a1")
			var names []string
			for _, d := range addons {
				names = append(names, d.Name+"="+strings.Join(d.Attachments, "+"))
			}
			if strings.Join(names, " ") != "pg-1=DATABASE pg-2=DATABASE_2 redis=REDIS relic=NEW_RELIC" {
				t.Errorf("attachments %q", names)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

// fill makes a database of the first version.
func fill(t *testing.T, database string) {
	t.Helper()
	driver, dsn, dialect, dir, no := "sqlite", "file:"+database, goose.DialectSQLite3, "sqlite", "0"
	if strings.HasPrefix(database, "postgres://") {
		driver, dsn, dialect, dir, no = "pgx", database, goose.DialectPostgres, "postgres", "FALSE"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	migrations, err := goose.NewProvider(dialect, db, os.DirFS(filepath.Join("migrations", dir)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for _, statement := range firstWorld {
		if _, err := db.ExecContext(context.Background(), strings.ReplaceAll(statement, "BOOL", no)); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}
