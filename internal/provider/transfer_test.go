package provider

import (
	"os"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// An app that is unlocked in the run that transfers it stays unlocked, although the transfer began while it was locked.
func TestTransferOfUnlockedApp(t *testing.T) {
	t.Parallel()
	seed, err := os.ReadFile("../acctest/world.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.New(client.Config{URL: mockapitest.Start(t, string(seed)).URL, Token: "HRKU-ada", RequestTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	s, ctx := newSession(c, options{}), t.Context()
	lock := appLockResource{base{common{session: s}}}
	for _, unlocks := range []bool{false, true} {
		app, _, err := s.findApp(ctx, "website-prod")
		if err != nil {
			t.Fatal(err)
		}
		team, err := s.findTeam(ctx, map[bool]string{false: "acme-labs", true: "acme-widgets"}[unlocks])
		if err != nil {
			t.Fatal(err)
		}
		if unlocks {
			err = lock.delete(ctx, &appLockModel{identified: identified{types.StringValue(app.ID)}, TeamID: types.StringValue(app.Team.ID)})
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := s.giveTo(ctx, app, "", team); err != nil {
			t.Fatal(err)
		}
		now, err := c.GetTeamApp(ctx, app.ID)
		if err != nil || now.Locked == unlocks || now.Team.Name != team.Name {
			t.Errorf("unlocked %v: %+v %v", unlocks, now, err)
		}
	}
}
