package server

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// mailKind is a sort of mail. Nothing is sent: a mail is kept for the person, in the transaction of what it tells of.
type mailKind string

const (
	mailTeam         mailKind = "team"
	mailInvitation   mailKind = "team_invitation"
	mailMember       mailKind = "team_member"
	mailCollaborator mailKind = "collaborator"
	mailTransfer     mailKind = "app_transfer"
)

// mails are the texts, in which what stands in braces is filled in. What Heroku's mails say is not found, but for the one of a new team: its
// name, its limits and a link to the dashboard (Dev Center "Managing an Enterprise Team").
var mails = map[mailKind]struct{ subject, text string }{
	mailTeam: {
		"Your team {team} is ready",
		"The team {team} was created, and you are its admin.\n\nLicences: {licences}\nPeople: {people}\nDashboard: https://dashboard.heroku.com/teams/{team}\n",
	},
	mailInvitation: {
		"You are invited to the team {team}",
		"{by} invites you to the team {team}, with the role {role}.\n\nInvitation: {id}\nAccept it with POST /teams/invitations/{id}/accept.\n",
	},
	mailMember: {
		"You were added to the team {team}",
		"{by} added you to the team {team}, with the role {role}.\n\nDashboard: https://dashboard.heroku.com/teams/{team}\n",
	},
	mailCollaborator: {
		"You were added to the app {app}",
		"{by} added you to the app {app}.\n\nPermissions: {permissions}\nDashboard: https://dashboard.heroku.com/apps/{app}\n",
	},
	mailTransfer: {
		"You are offered the app {app}",
		"{by} offers you the app {app}.\n\nTransfer: {id}\nAccept or decline it with PATCH /account/app-transfers/{id}.\n",
	},
}

// mail keeps a mail to a person. values are pairs: a word in braces, and what stands for it. Nobody is told what he did himself, but for the
// team that he made.
func (r *request) mail(kind mailKind, to store.User, values ...string) error {
	if to.ID == r.user.ID && kind != mailTeam {
		return nil
	}
	fill := strings.NewReplacer(append(values, "{by}", r.user.Email)...)
	return r.tx.CreateMail(r.ctx, store.Mail{User: to, Kind: string(kind), Subject: fill.Replace(mails[kind].subject), Text: fill.Replace(mails[kind].text)})
}

// mailGrant tells a person of a grant on the request's app.
func (r *request) mailGrant(to store.User, p access.Permissions) error {
	return r.mail(mailCollaborator, to, "{app}", r.app.Name, "{permissions}", p.String())
}

// mailTeamLimits tells the caller of the team that he made, and what it may use up.
func (r *request) mailTeamLimits() error {
	var limits []string
	for _, l := range licenses(r.team.License, tally{}, "") {
		limits = append(limits, fmt.Sprintf("%d %s a month", l.Limit, strings.ReplaceAll(l.Name, "_", " ")))
	}
	people := "no limit"
	if most := membershipLimit(r.team); most > 0 {
		people = fmt.Sprintf("at most %d", most)
	}
	return r.mail(mailTeam, r.user, "{team}", r.team.Name, "{licences}", cmp.Or(strings.Join(limits, ", "), "none"), "{people}", people)
}

func wireMail(m store.Mail) api.Mail {
	return api.Mail{
		CreatedAt: api.Timestamp(m.CreatedAt), ID: m.ID, Kind: m.Kind, Subject: m.Subject, Text: m.Text, User: api.UserRef{ID: m.User.ID, Email: m.User.Email},
	}
}

// listMails lists the caller's own mails, newest first unless the Range says in which order.
func listMails(r *request) (int, any, error) {
	r.page.Desc = !r.page.Asc
	own, err := r.tx.ListMails(r.ctx, r.user.ID)
	return http.StatusOK, list[api.Mail]{convert(own, wireMail), mailKeys}, err
}
