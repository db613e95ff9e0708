package server

import (
	"crypto/sha256"
	"net/http"
	"net/netip"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// aboutSpace is for /spaces/{space}.
func aboutSpace(r *request) error { return r.enterSpace(r.param("space")) }

// enterSpace makes a space the object of the request, under the lock of its team. A space that changed hands meanwhile is
// followed.
func (r *request) enterSpace(ref string) error {
	space, err := r.tx.GetSpace(r.ctx, ref, r.user.ID)
	if err != nil {
		return err
	}
	for r.writes() {
		if err := r.tx.LockTeam(r.ctx, space.TeamID); err != nil {
			return err
		}
		was := space.TeamID
		if space, err = r.tx.GetSpace(r.ctx, space.ID, r.user.ID); err != nil {
			return err
		}
		if space.TeamID == was {
			break
		}
	}
	r.space, r.name = space, space.Name
	r.subject, r.object = r.onSpace(space)
	r.subject.Self = space.Role != access.NoRole && r.isSelf(r.param("user"))
	r.team, err = r.tx.GetTeam(r.ctx, space.TeamID, r.user.ID)
	return err
}

// onSpace is the caller seen from a space.
func (r *request) onSpace(v store.Space) (access.Subject, access.Object) {
	s := v.Subject()
	s.ThirdParty = r.thirdParty
	return s, v.Object()
}

// spaceEvent adds a line about the space of the request to the audit trail.
func (r *request) spaceEvent(typ, action string, data map[string]any) {
	data["space"], data["space_id"] = r.space.Name, r.space.ID
	r.event(typ, action, data)
}

// wireSpace shows a space. A space is allocated at once: there are no machines to wait for, and who polls sees the end.
func wireSpace(s store.Space) api.Space {
	return api.Space{
		CIDR: s.CIDR, CreatedAt: api.Timestamp(s.CreatedAt), DataCIDR: s.DataCIDR, Generation: catalogueRef("generation", s.Generation), ID: s.ID, Name: s.Name,
		Organization: api.TeamName{Name: s.TeamName}, Region: api.SpaceRegion{Ref: catalogueRef("region", s.Region)}, Shield: s.Shield, State: api.SpaceAllocated,
		Team: api.Ref{ID: s.TeamID, Name: s.TeamName}, UpdatedAt: api.Timestamp(s.UpdatedAt),
	}
}

func listSpaces(r *request) (int, any, error) { return r.spacesOf("") }

func listTeamSpaces(r *request) (int, any, error) { return r.spacesOf(r.team.ID) }

func (r *request) spacesOf(teamID string) (int, any, error) {
	spaces, err := r.tx.ListSpaces(r.ctx, r.user.ID, teamID)
	spaces = slices.DeleteFunc(spaces, func(v store.Space) bool {
		s, o := r.onSpace(v)
		return !access.Decide(access.SpaceRead, s, o).Allowed
	})
	return http.StatusOK, list[api.Space]{convert(spaces, wireSpace), spaceKeys}, err
}

func getSpace(r *request) (int, any, error) {
	w := wireSpace(r.space)
	for _, g := range regions {
		if g.name == r.space.Region && r.expands("region") {
			w.Region.Description = g.description
		}
	}
	return http.StatusOK, w, nil
}

// createSpace makes a space in the team that the body names.
func createSpace(r *request) (int, any, error) {
	var in api.SpaceCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Team == "" {
		return 0, nil, invalid("team is required: the name or id of a team.")
	}
	if err := r.enterTeam(in.Team); err != nil {
		return 0, nil, err
	}
	if err := r.require(access.TeamSpaceCreate); err != nil {
		return 0, nil, err
	}
	if err := access.CreateSpace(r.team.Name, r.team.Enterprise()); err != nil {
		return 0, nil, err
	}
	s, err := newSpace(in)
	if err != nil {
		return 0, nil, err
	}
	s.TeamID = r.team.ID
	if s, err = r.tx.CreateSpace(r.ctx, s); err != nil {
		return 0, nil, taken(err, "Space name %s is already taken.", s.Name)
	}
	if err := r.tx.CreateInboundRuleset(r.ctx, s.ID, r.user.ID, access.DefaultInboundRules); err != nil {
		return 0, nil, err
	}
	if r.space, err = r.tx.GetSpace(r.ctx, s.ID, r.user.ID); err != nil {
		return 0, nil, err
	}
	r.spaceEvent("space", "create", map[string]any{"region": s.Region, "generation": s.Generation, "shield": s.Shield, "cidr": s.CIDR, "data_cidr": s.DataCIDR})
	return http.StatusCreated, wireSpace(r.space), nil
}

// newSpace checks what a new space is asked to be, and fills in what was left out.
func newSpace(in api.SpaceCreate) (s store.Space, err error) {
	s = store.Space{Name: in.Name, Shield: in.Shield, LogDrainURL: in.LogDrainURL}
	if err = access.SpaceName(in.Name); err != nil {
		return s, err
	}
	if in.Region == "" {
		in.Region = access.DefaultSpaceRegion
	}
	if s.Region, err = choose("region", access.Regions(true), in.Region); err != nil {
		return s, err
	}
	if s.Generation, err = choose("generation", access.Generations(), in.Generation); err != nil {
		return s, err
	}
	if err := access.SpaceShape(s.Generation, s.Shield, s.LogDrainURL); err != nil {
		return s, err
	}
	s.CIDR, s.DataCIDR, err = access.SpaceNetworks(in.CIDR, in.DataCIDR)
	return s, err
}

// updateSpace renames, the only change that a space allows.
func updateSpace(r *request) (int, any, error) {
	var in api.SpaceUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Name == "" {
		return 0, nil, invalid("Nothing to change: give a name.")
	}
	if err := access.SpaceName(in.Name); err != nil {
		return 0, nil, err
	}
	was := r.space.Name
	r.space.Name = in.Name
	r.spaceEvent("space", "update", map[string]any{"name": in.Name, "was": was})
	if err := r.tx.UpdateSpace(r.ctx, r.space); err != nil {
		return 0, nil, taken(err, "Space name %s is already taken.", in.Name)
	}
	space, err := r.tx.GetSpace(r.ctx, r.space.ID, r.user.ID)
	return http.StatusOK, wireSpace(space), err
}

// deleteSpace answers the space on its way out, as Heroku does; it is gone when the answer arrives.
func deleteSpace(r *request) (int, any, error) {
	apps, err := r.tx.ListSpaceApps(r.ctx, r.space.ID, r.user.ID)
	if err != nil {
		return 0, nil, err
	}
	if err := access.DeleteSpace(r.space.Name, len(apps)); err != nil {
		return 0, nil, err
	}
	r.spaceEvent("space", "destroy", map[string]any{})
	w := wireSpace(r.space)
	w.State = api.SpaceDeleting
	return http.StatusOK, w, r.tx.DeleteSpace(r.ctx, r.space.ID)
}

// transferSpace gives a space and every app in it to another team. Who asks is an admin of both.
func transferSpace(r *request) (int, any, error) {
	var in api.SpaceTransfer
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.NewOwner == "" {
		return 0, nil, invalid("new_owner is required: the name or id of a team.")
	}
	was := r.team
	if err := r.enterTeam(in.NewOwner); err != nil {
		return 0, nil, err
	}
	if err := r.require(access.TeamSpaceCreate); err != nil {
		return 0, nil, err
	}
	if r.team.ID == was.ID {
		return 0, nil, invalid("The space %s is in the team %s already.", r.space.Name, was.Name)
	}
	if err := access.TransferSpace(r.space.Name, was.AccountID, r.team.AccountID); err != nil {
		return 0, nil, err
	}
	r.spaceEvent("space", "transfer", map[string]any{"owner": r.team.Name, "owner_id": r.team.ID, "was": was.Name, "was_id": was.ID})
	r.space.TeamID = r.team.ID
	if err := r.tx.UpdateSpace(r.ctx, r.space); err != nil {
		return 0, nil, err
	}
	if err := r.moveSpaceApps(was); err != nil {
		return 0, nil, err
	}
	if err := r.revokeSpaces(""); err != nil { // of people whom the new team does not know
		return 0, nil, err
	}
	space, err := r.tx.GetSpace(r.ctx, r.space.ID, r.user.ID)
	return http.StatusOK, wireSpace(space), err
}

// moveSpaceApps lets the apps of a space follow it into the team of the request. Their grants and locks stay.
func (r *request) moveSpaceApps(was store.Team) error {
	apps, err := r.tx.ListSpaceApps(r.ctx, r.space.ID, r.user.ID)
	for _, a := range apps {
		if err != nil {
			return err
		}
		a.TeamID, r.app = r.team.ID, a
		r.event("app", "transfer", map[string]any{"owner": r.team.Name, "owner_id": r.team.ID, "was": was.Name, "was_id": was.ID, "space": r.space.Name})
		if _, err = r.tx.UpdateApp(r.ctx, a); err == nil {
			err = r.uncouple() // the pipeline stays with the old team
		}
	}
	r.app = store.App{}
	return err
}

// getSpaceNAT shows the addresses from which traffic leaves the space. They are stable, and stand in 198.18.0.0/15, where
// nobody is (RFC 2544): no traffic comes from them.
func getSpaceNAT(r *request) (int, any, error) {
	const sources = 4
	at := api.Timestamp(r.space.CreatedAt)
	nat := api.SpaceNAT{CreatedAt: at, UpdatedAt: at, State: "enabled"}
	sum := sha256.Sum256([]byte(r.space.ID))
	for i := range sources {
		b := sum[3*i:]
		nat.Sources = append(nat.Sources, netip.AddrFrom4([4]byte{198, 18 | b[0]&1, b[1], b[2]}).String())
	}
	return http.StatusOK, nat, nil
}
