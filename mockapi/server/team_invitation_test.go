package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// club is a team of type "team" with an admin, a member and a viewer.
const club = `  - name: club
    type: team
    members:
      - {email: ada@acme.test, role: admin}
      - {email: joe@acme.test, role: member}
      - {email: vic@acme.test, role: viewer}
apps:`

var clubWorld = strings.Replace(world, "apps:\n  - {name: hobby", club+"\n  - {name: hobby", 1)

const invitations = "/teams/club/invitations"

func TestInvitations(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, clubWorld)
		as := func(email, role string) object { return object{"email": email, "role": role} }
		var jill, sam api.TeamInvitation
		must(t, s, http.StatusCreated, "HRKU-ada", "PUT", invitations, as("jill@creative.test", "member"), &jill)
		must(t, s, http.StatusCreated, "HRKU-ada", "PUT", invitations, as("sam@elsewhere.test", "admin"), &sam)
		one := "/teams/invitations/" + jill.ID
		play(t, s, []step{
			{"ada", "GET", "/teams/club/features", nil, 200, `"name":"team-invite-acceptance"`},
			{"ada", "GET", "/teams/club/features/team-invite-acceptance", nil, 200, `"enabled":true`},
			{"ada", "GET", "/teams/widgets/features/team-invite-acceptance", nil, 404, ""},
			{"ada", "PUT", "/teams/widgets/invitations", as("sam@elsewhere.test", "member"), 422, "add people with PUT /teams/widgets/members"},
			{"ada", "GET", "/teams/widgets/invitations", nil, 200, "[]"},

			{"joe", "GET", invitations, nil, 200, `"email":"jill@creative.test"`},
			{"vic", "GET", invitations, nil, 403, "permission to view invitations. On club"},
			{"jill", "GET", invitations, nil, 403, "You do not have access to the team club."},
			{"joe", "PUT", invitations, as("new@acme.test", "member"), 403, "permission to invite"},
			{"joe", "DELETE", invitations + "/jill@creative.test", nil, 403, "permission to invite"},
			{"ada", "PUT", invitations, as("JILL@creative.test", "viewer"), 200, `"role":"viewer"`},
			{"ada", "PUT", invitations, as("joe@acme.test", "admin"), 422, "already a member"},
			{"ada", "PUT", invitations, as("new@acme.test", "owner"), 422, "Unknown role"},
			{"ada", "PUT", invitations, as("new@acme.test", ""), 422, "role is required"},
			{"ada", "PUT", invitations, as("new", "member"), 422, "is not an email address"},
			{"ada", "PUT", invitations, as("new+tag@acme.test", "member"), 201, `"email":"new+tag@acme.test"`},
			{"ada", "DELETE", invitations + "/new+tag@acme.test", nil, 200, `"role":"member"`},
			{"ada", "DELETE", invitations + "/new%2Btag@acme.test", nil, 404, "Couldn't find that invitation."},

			{"jill", "GET", one, nil, 200, `"invited_by":{"id":`},
			{"joe", "GET", one, nil, 200, ""},
			{"vic", "GET", one, nil, 403, ""},
			{"sam", "GET", one, nil, 403, ""},
			{"sam", "POST", one + "/accept", nil, 403, "You do not have access to the team club."},
			{"ada", "POST", one + "/accept", nil, 403, "permission to accept an invitation"},
			{"jill", "POST", "/teams/invitations/none/accept", nil, 404, ""},
			{"jill", "GET", "/teams/club", nil, 403, ""},
			{"jill", "POST", one + "/accept", nil, 201, `"role":"viewer"`},
			{"jill", "POST", one + "/accept", nil, 404, ""},
			{"jill", "GET", "/teams/club", nil, 200, ""},

			{"ada", "PUT", "/teams/club/members", as("sam@elsewhere.test", "member"), 201, `"role":"member"`},
			{"sam", "POST", "/teams/invitations/" + sam.ID + "/accept", nil, 404, ""},
			{"ada", "GET", invitations, nil, 200, "[]"},
			{"ada", "PUT", invitations, as("id@acme.test", "member"), 201, ""},
		})
		var list []api.TeamInvitation
		must(t, s, http.StatusOK, "HRKU-ada", "GET", invitations, nil, &list)
		must(t, s, http.StatusOK, "HRKU-ada", "DELETE", invitations+"/"+list[0].ID, nil, nil)
		var got []string
		for _, e := range events(t, s) {
			if e.Allowed && e.Data["email"] == "jill@creative.test" {
				got = append(got, e.Type+"."+e.Action)
			}
		}
		if strings.Join(got, " ") != "team_invitation.create team_invitation.update team_invitation.accept team_member.create" {
			t.Errorf("events %q", got)
		}
	})
}

// TestInvitationsTakePlaces: whoever is invited counts for the membership limit, and gives the place back.
func TestInvitationsTakePlaces(t *testing.T) {
	s := mockapitest.Start(t, clubWorld)
	for i := range 22 {
		must(t, s, http.StatusCreated, "HRKU-ada", "PUT", invitations, object{"email": fmt.Sprintf("p%d@acme.test", i), "role": "member"}, nil)
	}
	resp, _ := s.DoHeader(t, "HRKU-ada", "GET", invitations, nil, http.Header{"Range": {"email ..; max=20"}})
	if resp.StatusCode != http.StatusPartialContent {
		t.Errorf("a page of invitations: %d", resp.StatusCode)
	}
	bob := object{"email": "bob@acme.test", "role": "member"}
	play(t, s, []step{
		{"ada", "PUT", invitations, bob, 422, "has 25 members"},
		{"ada", "PUT", "/teams/club/members", bob, 422, "has 25 members"},
		{"ada", "PUT", invitations, object{"email": "p1@acme.test", "role": "admin"}, 200, ""},
		{"ada", "PUT", "/teams/club/members", object{"email": "p1@acme.test", "role": "admin"}, 201, ""},
		{"ada", "DELETE", invitations + "/p0@acme.test", nil, 200, ""},
		{"ada", "PUT", invitations, bob, 201, ""},
	})
	var list []api.TeamInvitation
	must(t, s, http.StatusOK, "HRKU-ada", "GET", invitations, nil, &list)
	for _, i := range list {
		if i.User.Email == "bob@acme.test" {
			must(t, s, http.StatusCreated, "HRKU-bob", "POST", "/teams/invitations/"+i.ID+"/accept", nil, nil)
		}
	}
}
