package server_test

import (
	"database/sql" //nolint:depguard // what we are compared with
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// openBare opens a database as one would who wants it fast and durable, with the settings of the store.
func openBare(b *testing.B, database string, connections int) *sql.DB {
	b.Helper()
	driver, dsn := "pgx", database
	if !strings.HasPrefix(database, "postgres://") {
		driver, dsn = "sqlite", "file:"+database+"?_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	b.Cleanup(func() { _ = db.Close() })
	return db
}

// bareInserts are durable inserts in a loop, without HTTP, rights or an audit trail.
type bareInserts struct {
	db        *sql.DB
	statement *sql.Stmt
	ids       store.IDs
}

func newBareInserts(b *testing.B, database string) *bareInserts {
	b.Helper()
	connections := benchTeams
	if !strings.HasPrefix(database, "postgres://") {
		connections = 1 // more would wait for each other's lock, and slower
	}
	db := openBare(b, database, connections)
	if _, err := db.ExecContext(b.Context(), `CREATE TABLE rows (id TEXT PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL)`); err != nil {
		b.Fatal(err)
	}
	statement, err := db.PrepareContext(b.Context(), `INSERT INTO rows (id, at, who, what) VALUES ($1, $2, $3, $4)`)
	if err != nil {
		b.Fatal(err)
	}
	return &bareInserts{db: db, statement: statement}
}

// against is what each of the clients does to insert a row.
func (i *bareInserts) against(b *testing.B) func(int) error {
	return func(int) error {
		_, err := i.statement.ExecContext(b.Context(), i.ids.Next(), time.Now().UnixMicro(), "ada@acme.test", `{"email":"p0001@acme.test","role":"member"}`)
		return err
	}
}

// bareHandler answers the reads of the benchmark with one prepared query each and nothing else: no token, no decision, no log, no
// metrics, no headers.
func bareHandler(b *testing.B, database string) http.Handler {
	db := openBare(b, database, 8)
	mux := chi.NewRouter()
	bareRoute(b, mux, db, "/apps/{app}", `SELECT a.id, a.name, t.id, t.name, a.stack, a.region, a.maintenance, COALESCE(m.role, ''), COALESCE(c.permissions, 0)
		FROM apps a JOIN teams t ON t.id = a.team_id LEFT JOIN team_members m ON m.team_id = t.id AND m.user_id = '' LEFT JOIN collaborators c ON c.app_id = a.id AND c.user_id = ''
		WHERE a.name = $1`, func(rows *sql.Rows) (any, error) {
		var a api.App
		var role string
		var permissions int64
		for rows.Next() {
			a.Team = &api.Ref{}
			if err := rows.Scan(&a.ID, &a.Name, &a.Team.ID, &a.Team.Name, &a.Stack.Name, &a.Region.Name, &a.Maintenance, &role, &permissions); err != nil {
				return nil, err
			}
		}
		return a, rows.Err()
	})
	bareRoute(b, mux, db, "/teams/{team}/members", `SELECT m.id, m.role, m.federated, u.id, u.email, u.two_factor_authentication FROM team_members m
		JOIN users u ON u.id = m.user_id JOIN teams t ON t.id = m.team_id WHERE t.name = $1 ORDER BY u.email_key`, func(rows *sql.Rows) (any, error) {
		var list []api.TeamMember
		for rows.Next() {
			m := api.TeamMember{Role: new(string)}
			if err := rows.Scan(&m.ID, m.Role, &m.Federated, &m.User.ID, &m.User.Email, &m.TwoFactorAuthentication); err != nil {
				return nil, err
			}
			m.Email = m.User.Email
			list = append(list, m)
		}
		return list, rows.Err()
	})
	bareRoute(b, mux, db, "/teams/{team}/permissions", `SELECT a.id, a.name, a.team_id, u.id, u.email, c.permissions FROM apps a JOIN teams t ON t.id = a.team_id
		JOIN collaborators c ON c.app_id = a.id JOIN users u ON u.id = c.user_id WHERE t.name = $1 ORDER BY a.id, u.email_key`, func(rows *sql.Rows) (any, error) {
		var list []api.PermissionEntity
		for rows.Next() {
			e := api.PermissionEntity{Type: "app"}
			u := api.PermissionUser{Permissions: []string{"view", "deploy"}}
			var permissions int64
			if err := rows.Scan(&e.ID, &e.Name, &e.TeamID, &u.ID, &u.Email, &permissions); err != nil {
				return nil, err
			}
			if n := len(list); n == 0 || list[n-1].ID != e.ID {
				list = append(list, e)
			}
			last := &list[len(list)-1]
			last.Users = append(last.Users, u)
		}
		return list, rows.Err()
	})
	return mux
}

// bareRoute answers a route with the rows of one query, by the one parameter of its path.
func bareRoute(b *testing.B, mux *chi.Mux, db *sql.DB, pattern, query string, read func(*sql.Rows) (any, error)) {
	b.Helper()
	statement, err := db.PrepareContext(b.Context(), query)
	if err != nil {
		b.Fatal(err)
	}
	_, name, _ := strings.Cut(pattern, "{")
	name, _, _ = strings.Cut(name, "}")
	mux.Get(pattern, func(w http.ResponseWriter, r *http.Request) {
		var v any
		rows, err := statement.QueryContext(r.Context(), chi.URLParam(r, name))
		if err == nil {
			defer rows.Close()
			v, err = read(rows)
		}
		if err == nil {
			err = rows.Err()
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(v)
	})
}
