package server

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// placeEvent says in which team and account something happened that was refused before the team was looked at.
func (r *request) placeEvent(ctx context.Context, tx *store.Tx, e *store.Event) error {
	teamID := cmp.Or(e.TeamID, r.app.TeamID, r.space.TeamID, r.pipeline.TeamID)
	if e.AccountID != "" || teamID == "" {
		return nil
	}
	team, err := tx.GetTeam(ctx, teamID, "")
	if missing(err) { // it was deleted meanwhile
		return nil
	}
	e.TeamID, e.TeamName, e.AccountID, e.AccountName = team.ID, team.Name, team.AccountID, team.AccountName
	return err
}

// wireEvent shows a line of the audit trail. A refusal says in its data that it is one; Heroku's audit trail has no place for them.
func wireEvent(e store.Event) api.AuditTrailEvent {
	w := api.AuditTrailEvent{
		Action: e.Action, Actor: api.EventUser{ID: e.ActorID, Email: e.ActorEmail}, App: api.EventRef{ID: e.AppID, Name: e.AppName},
		CreatedAt: api.Timestamp(e.CreatedAt), Data: e.Data, EnterpriseAccount: api.EventRef{ID: e.AccountID, Name: e.AccountName}, ID: e.ID,
		Team: api.EventRef{ID: e.TeamID, Name: e.TeamName}, Type: e.Type,
	}
	if e.AppID != "" && e.TeamID != "" {
		w.Owner = api.EventUser{ID: e.TeamID, Email: access.ManagerEmail(e.TeamName)}
	}
	if at, err := netip.ParseAddr(e.IPAddress); err == nil && at.Unmap().Is4() {
		w.Request.IPAddress = at.Unmap().String()
	}
	if !e.Allowed {
		w.Data = maps.Clone(e.Data)
		w.Data[api.Refused] = e.Reason
	}
	return w
}

// listAccountEvents answers the whole of one day (UTC), today unless another is asked for, oldest first unless asked otherwise.
func listAccountEvents(r *request) (int, any, error) {
	query := r.http.URL.Query()
	day := r.tx.Now().UTC().Truncate(24 * time.Hour)
	if asked := query.Get("day"); asked != "" {
		var err error
		if day, err = r.past("day", asked, time.DateOnly); err != nil {
			return 0, nil, err
		}
	}
	order := query.Get("order")
	if !slices.Contains([]string{"", "asc", "desc"}, order) {
		return 0, nil, invalid("order is asc or desc, not %q.", order)
	}
	events, err := r.tx.ListAccountEvents(r.ctx, r.account.ID, day, day.AddDate(0, 0, 1))
	if err != nil {
		return 0, nil, err
	}
	wanted := func(field, value string, same func(a, b string) bool) bool {
		asked := query.Get(field)
		return asked == "" || same(asked, value)
	}
	equal := func(a, b string) bool { return a == b }
	events = slices.DeleteFunc(events, func(e store.Event) bool {
		return !wanted("actor", e.ActorEmail, access.SameEmail) || !wanted("action", e.Action, equal) || !wanted("type", e.Type, equal)
	})
	if order == "desc" {
		slices.Reverse(events)
	}
	return http.StatusOK, convert(events, wireEvent), nil
}

// past reads a time of a query that must be written in a layout and must not lie in the future.
func (r *request) past(field, text, layout string) (time.Time, error) {
	form := strings.NewReplacer("2006", "YYYY", "01", "MM", "02", "DD").Replace(layout)
	at, err := time.Parse(layout, text)
	if err != nil {
		return at, invalid("%s must have the form %s, not %q.", field, form, text)
	}
	if at.After(r.tx.Now()) {
		return at, invalid("%s %s lies in the future: it is %s now (UTC).", field, text, r.tx.Now().UTC().Format(layout))
	}
	return at, nil
}
