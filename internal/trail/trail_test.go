package trail_test

import (
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/trail"
)

// Whoever chose a team as his own default has changed nothing of it.
func TestDefaultTeamIsNoChange(t *testing.T) {
	event := func(action, actor string) api.AuditTrailEvent {
		return api.AuditTrailEvent{Type: "team", Action: action, Team: api.EventRef{ID: "t"}, Actor: api.EventUser{Email: actor}}
	}
	subject := trail.Of("team")
	subject.Team = "t"
	found := subject.Newest([]api.AuditTrailEvent{event("update", "joe@acme.test"), event("default", "kim@acme.test")})
	if len(found) != 1 || found[0].Actor.Email != "joe@acme.test" {
		t.Errorf("%d events, want the one of Joe", len(found))
	}
}
