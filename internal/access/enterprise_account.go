package access

import (
	"fmt"
	"slices"
)

// AccountPermission is one permission on an enterprise account as people read it.
type AccountPermission struct {
	Permission  AccountPermissions // a set of one
	Name        string             // Heroku's word
	Description string
}

// accountDescriptions say what each permission is for, in the order of [AccountPermissionNames]. The first is the example of Heroku's
// schema; the others follow Dev Center "Enterprise Accounts for Existing Enterprise Teams Users".
var accountDescriptions = []string{
	"View enterprise account members and teams.",
	"View the usage of the enterprise account.",
	"Manage the members and settings of the enterprise account.",
	"Create, rename and delete enterprise teams.",
}

// List takes the set apart.
func (p AccountPermissions) List() []AccountPermission {
	list := []AccountPermission{}
	for i, name := range AccountPermissionNames {
		if one := AccountPermissions(1 << i); p.Has(one) {
			list = append(list, AccountPermission{one, name, accountDescriptions[i]})
		}
	}
	return list
}

// AccountPermissionWords lists the words for a sentence: "view, billing, manage and create".
func AccountPermissionWords() string { return sentence(AccountPermissionNames, "and") }

// AccountName checks the name of an enterprise account. Heroku's schema has no pattern for it; ours is that of a team, so that the name
// can stand in a path.
func AccountName(s string) error {
	if !teamName.MatchString(s) || uuidLike.MatchString(s) {
		return Invalid("Enterprise account name must start with a letter, end with a letter or digit, can only contain lowercase letters, digits, and dashes, is 3 to 63 characters long, and cannot look like an id.")
	}
	return nil
}

// KeepManager refuses to take manage from the last member of an enterprise account who has it, by removal (after is 0) or by other
// permissions. managers counts them before the change. Heroku documents the rule for a team's admins alone; an account that nobody
// manages could not be mended by its own people either.
func KeepManager(account string, managers int, before, after AccountPermissions) error {
	if before.Has(AccountManage) && !after.Has(AccountManage) && managers <= 1 {
		return &Refused{Message: fmt.Sprintf("The enterprise account %s must have at least one member with the permission manage. Give it to another member first.", account)}
	}
	return nil
}

// RemoveAccountMember refuses to remove somebody who has a role in a team of the account: the team's people are in its account. What
// Heroku does is not found; to take roles away unasked would be worse than to ask for it.
func RemoveAccountMember(account, email string, teams []string) error {
	if len(teams) == 0 {
		return nil
	}
	return &Refused{Message: fmt.Sprintf("%s has a role in %s of the enterprise account %s: %s. Remove that first.", email, plural(len(teams), "a team", "teams"), account, sentence(teams, "and"))}
}

// AccountTeam is what counts of a team when its enterprise account is made of its teams: whether it has licences, and the roles by person.
type AccountTeam struct {
	Name     string
	Licensed bool
	Roles    map[string]Role
}

// MembersFromTeams says who gets what on an enterprise account that is made of teams which were there before it: who is admin of every team all four
// permissions, who has a role in any of them view, and everybody else, collaborators among them, nothing. Where licences are spread over teams, or nobody
// is admin of all of them, Heroku could not say who is to run the account, and asked; so do we (Dev Center "Enterprise Accounts for Existing Enterprise Teams
// Users").
func MembersFromTeams(account string, teams []AccountTeam) (map[string]AccountPermissions, error) {
	if len(teams) == 0 {
		return nil, invalidf("The enterprise account %s has no team to take its members from.", account)
	}
	var names, licensed []string
	adminOf := map[string]int{} // how many teams
	for _, t := range teams {
		names = append(names, t.Name)
		if t.Licensed {
			licensed = append(licensed, t.Name)
		}
		for person, role := range t.Roles {
			if !slices.Contains(teamUsers, role) {
				continue
			}
			adminOf[person] += 0
			if role == Admin {
				adminOf[person]++
			}
		}
	}
	if len(licensed) > 1 {
		return nil, invalidf("More than one team of the enterprise account %s has licences: %s.", account, sentence(licensed, "and"))
	}
	members, managed := map[string]AccountPermissions{}, false
	for person, n := range adminOf {
		members[person] = AccountView
		if n == len(teams) {
			members[person], managed = AccountView|AccountBilling|AccountManage|AccountCreate, true
		}
	}
	if !managed {
		return nil, invalidf("Nobody is admin of every team of the enterprise account %s: %s.", account, sentence(names, "and"))
	}
	return members, nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
