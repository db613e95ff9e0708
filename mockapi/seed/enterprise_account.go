package seed

import (
	"maps"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// membersFromTeams makes members of an enterprise account out of the people of its teams, once all of them are there; teams that were in the database before
// count like those of the file. Who is in the account without a role in its teams stays as he is.
func (l *loader) membersFromTeams(p path, a Account) error {
	if !a.MembersFromTeams {
		return nil
	}
	account, err := l.tx.GetAccount(l.ctx, a.Name, "")
	if err != nil {
		return l.wrap(p, err)
	}
	rows, err := l.tx.ListAccountTeams(l.ctx, account.ID)
	if err != nil {
		return l.wrap(p, err)
	}
	var teams []access.AccountTeam
	for _, row := range rows {
		people, err := l.tx.ListMembers(l.ctx, row.ID)
		if err != nil {
			return l.wrap(p, err)
		}
		team := access.AccountTeam{Name: row.Name, Licensed: row.License.Provisioned(), Roles: map[string]access.Role{}}
		for _, m := range people {
			team.Roles[m.User.ID] = m.Role
		}
		teams = append(teams, team)
	}
	permissions, err := access.MembersFromTeams(a.Name, teams)
	if err != nil {
		return l.errorf(p.at("members_from_teams"), "%w Put members, with who has which permissions, in place of members_from_teams.", err)
	}
	var members []store.AccountMember
	for _, id := range slices.Sorted(maps.Keys(permissions)) {
		members = append(members, store.AccountMember{AccountID: account.ID, User: store.User{ID: id}, Permissions: permissions[id]})
	}
	return l.wrap(p, l.tx.PutAccountMembers(l.ctx, members))
}
