package access

import (
	"fmt"
	"slices"
)

// Invalid is a request that can be understood but not carried out: 422 invalid_params on the wire. Its text says what was
// wrong and what would be right.
type Invalid string

func (e Invalid) Error() string { return string(e) }

func invalidf(format string, args ...any) error { return Invalid(fmt.Sprintf(format, args...)) }

// Refused is a rule with state that says no. It is audited like a refusal of [Decide].
type Refused struct {
	Message string
	Status  RefusedStatus
}

// RefusedStatus tells apart the two ways in which Heroku refuses.
type RefusedStatus int

// A rule that protects the team's own shape answers 422 invalid_params; one about what a person may do answers 403
// forbidden.
const (
	RefusedInvalid RefusedStatus = iota
	RefusedForbidden
)

func (e *Refused) Error() string { return e.Message }

// KeepAdmin refuses to take the role admin from the last person of a team who has it, by removal (after is NoRole), by
// another role, or by leaving. admins counts the team's admins before the change (Dev Center "Managing Enterprise Team
// Users": a team must have at least one admin).
func KeepAdmin(team string, admins int, before, after Role) error {
	if before == Admin && after != Admin && admins <= 1 {
		return Explain(ArticleTeamUsers, &Refused{Message: fmt.Sprintf("The team %s must have at least one admin. Give another person the role admin first.", team)})
	}
	return nil
}

// JoinApp says what a person gets who adds himself to an app without holding manage on it: view, and nothing on a locked app
// (Trailhead: "Members cannot join locked apps").
func JoinApp(app string, o Object) (Permissions, error) {
	if o.Locked {
		return 0, &Refused{Status: RefusedForbidden, Message: fmt.Sprintf("The app %s is locked. An admin of the team or somebody with the manage permission on the app can add you.", app)}
	}
	return View, nil
}

// ListsApp says whether a team's list of apps names an app to a person: every app to the team's users, also one whose details a
// lock hides; to others the apps that they have a grant on (Dev Center "Managing Enterprise Team Users").
func ListsApp(s Subject, o Object) bool {
	return !s.Anonymous && !s.shutOut(o) && (slices.Contains(teamUsers, s.Role) || s.Grant != 0)
}

// InstallAddon holds the add-on allowlist: while the team's add-on controls are on, only listed services can be installed,
// except by an admin, whose install is an exception that everybody can see. Existing installs are never touched (Dev Center
// "Add-on Controls").
func InstallAddon(team, service string, controls, listed bool, role Role) error {
	if !controls || listed || role == Admin {
		return nil
	}
	return Explain(ArticleAddonControls, &Refused{Status: RefusedForbidden, Message: fmt.Sprintf("The add-on service %s is not on the allowlist of the team %s. An admin of the team can allow or install it.", service, team)})
}

// DeleteTeam refuses while the team still owns apps: deleting them is a decision of its own. Heroku documents no behaviour here.
func DeleteTeam(team string, apps int) error {
	return DeleteTeamOwning(team, "apps", apps)
}

// TransferToPerson says whether a team's app may become the personal app of somebody: the caller himself, or any user of the
// team (Dev Center "Managing an Enterprise Team").
func TransferToPerson(team, recipient string, role Role, self bool) error {
	if self || role != NoRole {
		return nil
	}
	return Explain(ArticleTransfers, &Refused{Message: fmt.Sprintf("%s is not a user of the team %s. An app can be transferred to yourself or to a user of its team.", recipient, team)})
}

// ChoosePermissions says whether permissions may be chosen on an app: only in enterprise teams. Elsewhere every collaborator
// holds [FixedPermissions] (Dev Center "Heroku Teams": static permissions).
func ChoosePermissions(app string, enterprise bool) error {
	if enterprise {
		return nil
	}
	return invalidf("The app %s does not belong to an Enterprise Team: its collaborators always have the permissions %s.", app, FixedPermissions)
}

// DefaultGrant is the grant of somebody who is added without naming permissions: view in an enterprise team, the fixed
// permissions elsewhere.
func DefaultGrant(enterprise bool) Permissions {
	if enterprise {
		return View
	}
	return FixedPermissions
}

// Limits of teams outside enterprise accounts (Dev Center "Heroku Teams": 25 members, 5 teams for each person).
const (
	MaxTeamMembers = 25
	MaxTeams       = 5
)

// AddMember refuses another person in a team that has as many as its limit; limit 0 is no limit.
func AddMember(team string, members, limit int) error {
	if limit == 0 || members < limit {
		return nil
	}
	return Explain(ArticleTeams, &Refused{Message: fmt.Sprintf("The team %s has %d members, those who are invited included: the most that it can have.", team, limit)})
}

// CreateTeam refuses another team outside an enterprise account to a person who administers as many as he can.
func CreateTeam(administered int) error {
	if administered < MaxTeams {
		return nil
	}
	return Explain(ArticleTeams, &Refused{Message: fmt.Sprintf("You administer %d teams, the most that one person can have outside an enterprise account.", administered)})
}

// OfferApp says whether a personal app may be offered to a person, and be taken by him: to a collaborator of the app, other than its
// owner (Dev Center "Transferring Apps").
func OfferApp(app, recipient string, owner, collaborator bool) error {
	if owner {
		return Explain(ArticleTransfers, &Refused{Message: fmt.Sprintf("%s owns the app %s already.", recipient, app)})
	}
	if !collaborator {
		return Explain(ArticleTransfers, &Refused{Message: fmt.Sprintf("%s is not a collaborator on the app %s. An app can be transferred to a person who is; add the person first.", recipient, app)})
	}
	return nil
}

// AttachAddon says whether an add-on may serve another app: one of the same owner, team or person. What Heroku says of others is
// not found; sharing a database with another team is refused.
func AttachAddon(addon, app string, sameOwner bool) error {
	if sameOwner {
		return nil
	}
	return &Refused{Message: fmt.Sprintf("The add-on %s and the app %s belong to different owners. An add-on can be attached to apps of its own team or person.", addon, app)}
}

// DetachAddon refuses to take the last attachment of an add-on off the app that pays for it: the add-on would be paid for by
// an app that cannot see it.
func DetachAddon(addon, app string, billing bool, attachments int) error {
	if !billing || attachments > 1 {
		return nil
	}
	return &Refused{Message: fmt.Sprintf("This is the last attachment of the add-on %s to the app %s, which pays for it. Destroy the add-on instead.", addon, app)}
}

// Invite says whether people are invited to a team. To an Enterprise Team they are added (the Heroku CLI tells the two apart by the
// team's type and features).
func Invite(team string, enterprise bool) error {
	if !enterprise {
		return nil
	}
	return invalidf("The team %s is an Enterprise Team: add people with PUT /teams/%s/members, without an invitation.", team, team)
}
