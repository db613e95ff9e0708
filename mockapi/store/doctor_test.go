package store_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// healthy has one of everything that the doctor looks at.
const healthy = `
users:
  - {email: ada@acme.test, token: HRKU-ada, default_team: widgets}
  - {email: joe@acme.test}
  - {email: jill@creative.test}
enterprise_accounts:
  - {name: acme, members: [{email: ada@acme.test, permissions: [manage]}]}
teams:
  - name: widgets
    enterprise_account: acme
    members: [{email: ada@acme.test, role: admin}, {email: joe@acme.test, role: member}]
    spaces: [{name: nasa, members: [{email: joe@acme.test, permissions: [create_apps]}]}]
    apps:
      - {name: probe, space: nasa}
      - {name: web, collaborators: [{email: joe@acme.test, permissions: [deploy]}], addons: [{service: scheduler, name: clock}]}
    pipelines: [{name: flow, apps: [{app: web, stage: staging}]}]
  - {name: club, type: team, members: [{email: ada@acme.test, role: admin}], invitations: [{email: joe@acme.test, role: member}]}
apps:
  - {name: hobby, owner: joe@acme.test, offered_to: jill@creative.test}
`

// injuries break one check each: by a statement for both engines, or by one for each. {no} is a reference to nothing.
var injuries = map[string]struct{ both, sqlite, postgres string }{
	"every team has an admin":                                          {both: `UPDATE team_members SET role = 'viewer' WHERE role = 'admin'`},
	"every enterprise account has somebody who manages it":             {both: `UPDATE enterprise_account_members SET permissions = 3`},
	"every team of an enterprise account is an enterprise team":        {both: `UPDATE teams SET type = 'team'`},
	"who has a role in a team is in its enterprise account":            {both: `DELETE FROM enterprise_account_members WHERE permissions = 1`},
	"every grant on an app is of somebody, on something, and has view": {both: `UPDATE collaborators SET permissions = 2`},
	"every grant on a space is of somebody who can hold it":            {both: `UPDATE team_members SET role = 'viewer' WHERE role = 'member'`},
	"only apps of teams are locked":                                    {sqlite: `UPDATE apps SET locked = 1`, postgres: `UPDATE apps SET locked = TRUE`},
	"every app has a release":                                          {both: `DELETE FROM releases WHERE app_id = (SELECT id FROM apps WHERE name = 'web')`},
	"every app in a space belongs to the space's team":                 {both: `UPDATE apps SET team_id = (SELECT id FROM teams WHERE name = 'club') WHERE name = 'probe'`},
	"every app in a pipeline has the pipeline's owner":                 {both: `UPDATE pipelines SET team_id = (SELECT id FROM teams WHERE name = 'club')`},
	"every add-on is attached to the app that pays for it":             {both: `UPDATE addon_attachments SET app_id = (SELECT id FROM apps WHERE name = 'probe')`},
	"every add-on service has one default plan":                        {sqlite: `UPDATE plans SET is_default = 1`, postgres: `UPDATE plans SET is_default = TRUE`},
	"every open offer of an app comes from its owner":                  {both: `UPDATE apps SET owner_id = (SELECT id FROM users WHERE email_key = 'jill@creative.test') WHERE name = 'hobby'`},
	"nobody is invited to a team that he is in":                        {both: `UPDATE team_invitations SET user_id = (SELECT id FROM users WHERE email_key = 'ada@acme.test')`},
	"what teams pay for is metered":                                    {both: `DELETE FROM usage_periods WHERE kind = 'space'`},
	"every default team exists":                                        {both: `UPDATE users SET default_team_id = 'gone' WHERE default_team_id IS NOT NULL`},
	"addresses are kept in the form in which they are compared":        {both: `UPDATE users SET email_key = 'x' WHERE email_key = 'joe@acme.test'`},
	"every reference leads somewhere":                                  {sqlite: `PRAGMA foreign_keys = 0; DELETE FROM users WHERE email_key = 'jill@creative.test'`},
	"the audit trail has no gaps":                                      {sqlite: `DELETE FROM events WHERE seq = 2`},
	"the file is whole":                                                {sqlite: `PRAGMA writable_schema = 1; DELETE FROM sqlite_master WHERE name = 'collaborators_user'; PRAGMA writable_schema = 0`},
	"every constraint is checked":                                      {postgres: `ALTER TABLE apps ADD CONSTRAINT late CHECK (name <> '') NOT VALID`},
	"every index is whole":                                             {postgres: `UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = 'apps_team'::regclass`},
	"the audit trail goes on where it ends":                            {postgres: `ALTER TABLE events ALTER COLUMN seq RESTART`},
}

// TestDoctor: a healthy database passes every check, and each check finds what it is for.
func TestDoctor(t *testing.T) {
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		postgres := strings.HasPrefix(database, "postgres")
		tried := 0
		healthy := prepare(t, database)
		for _, check := range diagnose(t, database) {
			if len(check.Findings) > 0 {
				t.Errorf("a healthy database: %s: %q", check.Name, check.Findings)
			}
			injury, ok := injuries[check.Name]
			if !ok {
				t.Errorf("no injury of this test breaks the check %q", check.Name)
				continue
			}
			statement := injury.both + injury.sqlite
			if postgres {
				statement = injury.both + injury.postgres
			}
			t.Run(check.Name, func(t *testing.T) {
				var checks []store.Check
				if postgres {
					checks = diagnoseHurt(t, database, statement)
				} else {
					sick := filepath.Join(t.TempDir(), "sick.db")
					if err := healthy.Backup(t.Context(), sick); err != nil {
						t.Fatal(err)
					}
					hurt(t, sick, statement)
					checks = diagnose(t, sick)
				}
				found := ""
				for _, c := range checks {
					if c.Name == check.Name {
						found = strings.Join(c.Findings, "; ")
					}
				}
				if found == "" || strings.Contains(found, "%!") {
					t.Errorf("after %s: %q", statement, found)
				}
			})
			tried++
		}
		t.Logf("%d checks", tried)
	})
}

// prepare makes the healthy world with three events in its audit trail.
func prepare(t *testing.T, database string) *store.Store {
	t.Helper()
	st := mockapitest.Open(t, database, healthy)
	for range 3 {
		if err := st.Write(t.Context(), func(tx *store.Tx) error { return tx.CreateEvent(t.Context(), store.Event{Type: "team"}) }); err != nil {
			t.Fatal(err)
		}
	}
	return st
}

func diagnose(t *testing.T, database string) (checks []store.Check) {
	t.Helper()
	st, err := store.OpenExisting(t.Context(), database, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := st.RequireSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := st.Read(t.Context(), func(tx *store.Tx) (err error) {
		checks, err = tx.Diagnose(t.Context())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return checks
}

// diagnoseHurt looks at a database in the transaction that hurt it, and undoes that.
func diagnoseHurt(t *testing.T, database, statement string) (checks []store.Check) {
	t.Helper()
	if err := open(t, database).Write(t.Context(), func(tx *store.Tx) error {
		if err := tx.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		var err error
		checks, err = tx.Diagnose(t.Context())
		return errors.Join(errStop, err)
	}); !errors.Is(err, errStop) {
		t.Fatal(err)
	}
	return checks
}

// hurt runs a statement behind the program's back.
func hurt(t *testing.T, database, statement string) {
	t.Helper()
	driver, dsn := "sqlite", "file:"+database
	if strings.HasPrefix(database, "postgres") {
		driver, dsn = "pgx", database
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// TestOpenExisting: looking at a database makes none, changes none, and says what is wrong with one that cannot be looked at.
func TestOpenExisting(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none.db")
	for target, want := range map[string]string{none: "none.db", store.Memory: "a database in memory ends"} {
		if _, err := store.OpenExisting(t.Context(), target, time.Now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", target, err)
		}
	}
	if _, err := os.Stat(none); !os.IsNotExist(err) {
		t.Errorf("looking made a file: %v", err)
	}
	mockapitest.EachDurable(t, func(t *testing.T, database string) {
		require := func(want string) {
			t.Helper()
			st, err := store.OpenExisting(t.Context(), database, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			defer st.Close()
			err = st.RequireSchema(t.Context())
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%v, want %q", err, want)
			}
			if err := st.Write(t.Context(), func(tx *store.Tx) error {
				_, err := tx.CreateUser(t.Context(), store.User{Email: "x@acme.test"})
				return err
			}); err == nil {
				t.Error("a store that only looks wrote")
			}
		}
		hurt(t, database, `CREATE TABLE other (x INTEGER)`)
		require("it holds no control plane")
		open(t, database)
		require("")
		hurt(t, database, `UPDATE goose_db_version SET version_id = version_id + 100 WHERE version_id > 1`)
		require("newer version")
		hurt(t, database, `UPDATE goose_db_version SET version_id = 1 WHERE version_id > 1`)
		require("mockapi serve brings it up to date")
	})
}
