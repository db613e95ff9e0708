package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// estateSeed is an estate of its own: everybody and everything in it bears its number. The app "still" is left alone.
const estateSeed = `
users: [{email: p0@UNIT.test, token: HRKU-UNIT-0}, {email: p1@UNIT.test, token: HRKU-UNIT-1}, {email: p2@UNIT.test, token: HRKU-UNIT-2},
  {email: p3@UNIT.test, token: HRKU-UNIT-3}, {email: p4@UNIT.test, token: HRKU-UNIT-4}, {email: p5@UNIT.test, token: HRKU-UNIT-5}]
enterprise_accounts: [{name: account-UNIT, members: [{email: p0@UNIT.test, permissions: [view, manage, create]}]}]
teams:
  - name: team-UNIT-0
    enterprise_account: account-UNIT
    addon_controls: true
    allowed_addon_services: [{service: scheduler}]
    members: [{email: p0@UNIT.test, role: admin}, {email: p1@UNIT.test, role: admin}, {email: p2@UNIT.test, role: member}, {email: p3@UNIT.test, role: viewer}, {email: p5@UNIT.test, role: viewer}]
    apps: [{name: app-UNIT-0, collaborators: [{email: p4@UNIT.test, permissions: [manage]}, {email: p2@UNIT.test, permissions: [deploy]}]}, {name: still-UNIT}]
  - name: team-UNIT-1
    enterprise_account: account-UNIT
    addon_controls: true
    members: [{email: p0@UNIT.test, role: admin}, {email: p1@UNIT.test, role: member}, {email: p2@UNIT.test, role: admin}, {email: p5@UNIT.test, role: viewer}]
    apps: [{name: app-UNIT-1, locked: true, collaborators: [{email: p3@UNIT.test, permissions: [deploy]}]}]
`

// ground is one estate in a database, with the history of what was asked of it.
type ground struct {
	history

	name  string
	store *store.Store
	first estate
}

// newGround makes an estate.
func newGround(t testing.TB, st *store.Store, name string) *ground {
	t.Helper()
	g := &ground{name: name, store: st}
	err := seed.Load(t.Context(), st, name, []byte(strings.ReplaceAll(estateSeed, "UNIT", name)))
	if err == nil {
		g.first, err = g.observe(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *ground) token(person int) string { return fmt.Sprintf("HRKU-%s-%d", g.name, person) }
func (g *ground) email(person int) string { return fmt.Sprintf("p%d@%s.test", person, g.name) }
func (g *ground) team(i int) string       { return fmt.Sprintf("team-%s-%d", g.name, i) }
func (g *ground) app(i int) string        { return fmt.Sprintf("app-%s-%d", g.name, i) }

// person is who has an address.
func (g *ground) person(email string) int {
	for i := range persons {
		if email == g.email(i) {
			return i
		}
	}
	panic("nobody has the address " + email) // everybody in an estate is known
}

// owner is the owner of an app whose address is shown.
func (g *ground) owner(email string) int {
	for i := range teams {
		if email == access.ManagerEmail(g.team(i)) {
			return i
		}
	}
	return teams + g.person(email)
}

// request is how an act is asked for.
func (g *ground) request(x act) (method, path string, body any) {
	members, app := "/teams/"+g.team(x.team)+"/members", "/teams/apps/"+g.app(x.app)
	type object = map[string]any
	switch x.verb {
	case putMember:
		return http.MethodPut, members, object{"email": g.email(x.person), "role": x.role}
	case patchMember:
		return http.MethodPatch, members, object{"email": g.email(x.person), "role": x.role}
	case removeMember:
		return http.MethodDelete, members + "/" + g.email(x.person), nil
	case listMembers:
		return http.MethodGet, members, nil
	case grant:
		return http.MethodPost, app + "/collaborators", object{"user": g.email(x.person), "permissions": x.permissions.Names()}
	case regrant:
		return http.MethodPatch, app + "/collaborators/" + g.email(x.person), object{"permissions": x.permissions.Names()}
	case revoke:
		return http.MethodDelete, app + "/collaborators/" + g.email(x.person), nil
	case listGrants:
		return http.MethodGet, app + "/collaborators", nil
	case lock:
		return http.MethodPatch, app, object{"locked": x.on}
	case allow:
		return http.MethodPost, "/teams/" + g.team(x.team) + "/allowed-addon-services", object{"addon_service": "scheduler"}
	case disallow:
		return http.MethodDelete, "/teams/" + g.team(x.team) + "/allowed-addon-services/scheduler", nil
	case install:
		return http.MethodPost, "/apps/" + g.app(x.app) + "/addons", object{"plan": "scheduler"}
	case transfer:
		owner := g.email(x.owner - teams)
		if x.owner < teams {
			owner = g.team(x.owner)
		}
		return http.MethodPatch, app, object{"owner": owner}
	default:
		return http.MethodGet, app, nil
	}
}

// read puts an answer into the words of the model.
func (g *ground) read(x act, status int, answer string) (reply, error) {
	r := reply{status: status}
	if status >= http.StatusMultipleChoices {
		return r, nil
	}
	var err error
	switch x.verb {
	case putMember, patchMember, removeMember:
		var m api.TeamMember
		if err = json.Unmarshal([]byte(answer), &m); err == nil {
			r.text = *m.Role
		}
	case listMembers:
		var list []api.TeamMember
		var shown [persons]access.Role
		err = json.Unmarshal([]byte(answer), &list)
		for _, m := range list {
			shown[g.person(m.Email)] = access.Role(*m.Role)
		}
		r.text = fmt.Sprint(shown)
	case grant, regrant, revoke:
		var c api.Collaborator
		err = json.Unmarshal([]byte(answer), &c)
		r.text = permissionsOf(c).String()
	case listGrants:
		r.text, err = g.readGrants(answer)
	case lock, readApp, transfer:
		var a api.TeamApp
		err = json.Unmarshal([]byte(answer), &a)
		r.text = fmt.Sprint(g.owner(a.Owner.Email), a.Locked, a.Joined)
	case allow, disallow, install, snapshot: // the status says it all
	}
	return r, err
}

func (g *ground) readGrants(answer string) (string, error) {
	var list []api.Collaborator
	if err := json.Unmarshal([]byte(answer), &list); err != nil {
		return "", err
	}
	owners, owner := 0, 0
	var shown [persons]access.Permissions
	for _, c := range list {
		if *c.Role == "owner" {
			owners, owner = owners+1, g.owner(c.User.Email)
		} else {
			shown[g.person(c.User.Email)] = permissionsOf(c)
		}
	}
	if owners != 1 {
		return "", fmt.Errorf("%d owners: %s", owners, answer)
	}
	return fmt.Sprint(owner, shown), nil
}

func permissionsOf(c api.Collaborator) (set access.Permissions) {
	for _, p := range c.Permissions {
		for _, known := range access.AppPermissions {
			if known.Name == p.Name {
				set |= known.Permission
			}
		}
	}
	return set
}

// observe reads the estate from the database, at one moment.
func (g *ground) observe(ctx context.Context) (s estate, err error) {
	return s, g.store.Read(ctx, func(tx *store.Tx) error {
		s = estate{}
		for i := range persons {
			user, err := tx.GetUser(ctx, g.email(i))
			if err != nil {
				return err
			}
			account, err := tx.GetAccount(ctx, "account-"+g.name, user.ID)
			if err != nil {
				return err
			}
			s.account[i] = account.Permissions
		}
		for i := range teams {
			if err := g.observeTeam(ctx, tx, &s, i); err != nil {
				return err
			}
		}
		for i := range holdings {
			a, err := tx.GetApp(ctx, g.app(i), "")
			if err != nil {
				return err
			}
			if (a.TeamID == "") == (a.OwnerID == "") {
				return fmt.Errorf("%s is owned by the team %q and the person %q", a.Name, a.TeamID, a.OwnerID)
			}
			h := holding{locked: a.Locked}
			if h.owner = slices.IndexFunc([]string{g.team(0), g.team(1)}, func(name string) bool { return name == a.TeamName }); h.owner < 0 {
				h.owner = g.owner(a.OwnerEmail)
			}
			grants, err := tx.ListCollaborators(ctx, a.ID)
			if err != nil {
				return err
			}
			for _, c := range grants {
				h.grants[g.person(c.User.Email)] = c.Permissions
			}
			s.apps[i] = h
		}
		return nil
	})
}

func (g *ground) observeTeam(ctx context.Context, tx *store.Tx, s *estate, i int) error {
	team, err := tx.GetTeam(ctx, g.team(i), "")
	if err != nil {
		return err
	}
	members, err := tx.ListMembers(ctx, team.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		s.roles[i][g.person(m.User.Email)] = m.Role
	}
	allowed, err := tx.ListAllowedAddonServices(ctx, team.ID)
	s.allowed[i] = len(allowed) == 1
	return err
}
