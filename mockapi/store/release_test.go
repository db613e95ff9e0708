package store_test

import (
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestAppsFromBeforeReleases: an app of a database that knew no releases gets its first one, in somebody's name.
func TestAppsFromBeforeReleases(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		ctx := t.Context()
		st, err := store.OpenWith(ctx, database, time.Now, upTo(t, 1))
		if err != nil {
			t.Fatal(err)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		db := engine(t, database)
		for _, statement := range []string{
			`INSERT INTO users (id, email, email_key, two_factor_authentication, verified, created_at, updated_at) VALUES ('u1', 'ada@acme.test', 'ada@acme.test', '0', '1', 5, 5)`,
			`INSERT INTO teams (id, name, type, default_role, addon_controls, version, created_at, updated_at) VALUES ('t1', 'acme', 'enterprise', 'member', '0', 1, 5, 5)`,
			`INSERT INTO team_members (id, team_id, user_id, role, federated, created_at, updated_at) VALUES ('m1', 't1', 'u1', 'admin', '0', 5, 5)`,
			`INSERT INTO apps (id, name, team_id, locked, maintenance, region, stack, build_stack, created_at, updated_at) VALUES ('a1', 'in-team', 't1', '0', '0', 'us', 'heroku-24', 'heroku-24', 7000000, 9000000)`,
			`INSERT INTO apps (id, name, owner_id, locked, maintenance, region, stack, build_stack, created_at, updated_at) VALUES ('a2', 'alone', 'u1', '0', '0', 'us', 'heroku-24', 'heroku-24', 7000000, 9000000)`,
		} {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := open(t, database).Read(ctx, func(tx *store.Tx) error {
			for _, name := range []string{"in-team", "alone"} {
				a, err := tx.GetApp(ctx, name, "u1")
				if err != nil {
					return err
				}
				v, err := tx.CurrentRelease(ctx, a.ID)
				if err != nil {
					return err
				}
				config, err := tx.ReleaseConfig(ctx, v.ID)
				if err != nil || v.Version != 1 || v.Description != store.InitialRelease || v.UserID != "u1" || !store.IsID(v.ID) || len(config) != 0 || !v.CreatedAt.Equal(a.CreatedAt) || !a.ReleasedAt.Equal(a.CreatedAt) {
					t.Errorf("%s: %+v, config %v, %v", name, v, config, err)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	})
}
