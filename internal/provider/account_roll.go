package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// accountRoll is everybody in an enterprise account.
type accountRoll struct {
	*session
	account *api.EnterpriseAccount
	members client.Mark
	ending  bool // the list is given up
}

func (s *session) accountRoll(ctx context.Context, id string) (*accountRoll, error) {
	account, err := s.findAccount(ctx, id)
	if err != nil {
		return nil, err
	}
	s.ledger.account(account.ID)
	return &accountRoll{session: s, account: account}, nil
}

func (a *accountRoll) id() string { return a.account.ID }

func (a *accountRoll) String() string { return "the enterprise account " + a.account.Name }

func (a *accountRoll) look(ctx context.Context, how glance, _ func(api.UserRef) bool) ([]holder, error) {
	rows, err := glanced(ctx, a.snapshot.AccountMembers, a.account.ID, how, &a.members)
	if err != nil {
		return nil, err
	}
	found := make([]holder, len(rows))
	for i := range rows {
		found[i] = standing(&rows[i])
	}
	return found, nil
}

// standing is the holder of permissions on an enterprise account.
func standing(row *api.EnterpriseAccountMember) holder {
	return holder{user: row.User, words: api.Words(row.Permissions), federated: row.IdentityProvider != nil}
}

func (a *accountRoll) put(ctx context.Context, email string, now *holder, words []string) (*holder, error) {
	var row *api.EnterpriseAccountMember
	var err error
	if now == nil {
		row, err = a.admit(ctx, a.account.ID, email, words)
	} else {
		row, err = a.client.UpdateAccountMember(ctx, a.account.ID, now.user.ID, api.EnterpriseAccountMemberUpdate{Permissions: words})
	}
	if err != nil {
		return nil, err
	}
	has := standing(row)
	if !slices.Equal(has.words, words) {
		return nil, fmt.Errorf("the API keeps the permissions %s for %s, although it accepted %s", quoted(has.words), email, quoted(words))
	}
	return &has, nil
}

// drop removes a person. Who has a role in a team of the account cannot be removed; when the list is given up, this person keeps what the
// role gives, view, and a warning says so.
func (a *accountRoll) drop(ctx context.Context, now *holder) error {
	err := a.client.DeleteAccountMember(ctx, a.account.ID, now.user.ID)
	switch {
	case client.NotFound(err):
		return nil
	case !a.ending || !client.Invalid(err):
		return err
	}
	view := access.AccountView.Names()
	if !slices.Equal(now.words, view) {
		if _, lowered := a.client.UpdateAccountMember(ctx, a.account.ID, now.user.ID, api.EnterpriseAccountMemberUpdate{Permissions: view}); lowered != nil {
			return lowered
		}
	}
	notesOf(ctx).AddWarning(now.user.Email+" stays in "+a.String(), "The person could not be removed, and has view from now on. "+sentence(err))
	return nil
}

// end gives the list up.
func (a *accountRoll) end() { a.ending = true }

func (a *accountRoll) hidden(_ context.Context, who *holder) (bool, error) { return who.federated, nil }

func (a *accountRoll) made(_ context.Context, user api.UserRef, had, has []string) bool {
	return a.joined(a.account.ID, user, had, has)
}

func (a *accountRoll) lowers(before, after []string) bool {
	return slices.ContainsFunc(before, func(w string) bool { return !slices.Contains(after, w) })
}

// deprives is about managing the account: who has lost that cannot take it back.
func (a *accountRoll) deprives(_ context.Context, self *holder, after []string) string {
	switch {
	case after == nil:
		return "would be removed from " + a.String()
	case manages(self.words) && !manages(after):
		return "would lose manage on " + a.String()
	}
	return ""
}

// vital is who manages the account.
func (a *accountRoll) vital(_ *holder, words []string) bool { return manages(words) }

func (a *accountRoll) vacant() error { return noManager(a.account.Name) }

// noManager is the API's own refusal to take the last manager from an enterprise account.
func noManager(account string) error {
	return access.KeepManager(account, 1, access.AccountManage, 0)
}

func (a *accountRoll) home() string { return a.account.ID }

func (a *accountRoll) places() places { return a.ledger.seats(a.account.ID) }

func (a *accountRoll) foresee(ctx context.Context, key string, row *api.TeamMember, m move) {
	a.ledger.stands(a.account.ID, key, m.words)
	var before []string
	if m.now != nil {
		before = m.now.words
	}
	if what := strongOn(a.String(), gainedBy(before, m.words)); what != "" {
		a.secondFactor(ctx, a.account.ID, row, types.StringValue(m.email), what)
	}
}

// stands notes which permissions on an enterprise account the plan leaves to a person.
func (l *ledger) stands(id, key string, words []string) *teamPlan {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.team(id)
	t.account = true
	switch {
	case manages(words):
		t.roles[key] = t.admin()
	case words == nil:
		t.roles[key] = ""
	default:
		t.roles[key] = strings.Join(words, ", ")
	}
	return t
}

// guard looks after those who manage the account, Terraform's own person, and people without a second factor.
func (r *enterpriseAccountMemberResource) guard(ctx context.Context, s step[enterpriseAccountMemberModel]) error {
	if s.comes() {
		if s.plan.Account.IsUnknown() || s.plan.Email.IsUnknown() {
			return nil
		}
		account, err := r.findAccount(ctx, s.plan.Account.ValueString())
		if client.NotFound(err) {
			noAccount(ctx, s.plan.Account)
			return nil
		}
		if err != nil {
			return err
		}
		return r.placedIn(ctx, s, account.ID, account.Name, s.plan.Email)
	}
	return r.placedIn(ctx, s, s.state.AccountID.ValueString(), s.state.Account.ValueString(), s.state.Email)
}

// placedIn looks at what the plan makes of a person in an enterprise account.
func (r *enterpriseAccountMemberResource) placedIn(ctx context.Context, s step[enterpriseAccountMemberModel], account, name string, email types.String) error {
	r.ledger.account(account)
	var user types.String
	if s.state != nil {
		user = s.state.UserID
	}
	key, row, err := r.person(ctx, account, user, email)
	if err != nil {
		return err
	}
	where := "the enterprise account " + name
	r.placed(ctx, r.ledger.seats(account), key, s.goes(), s.again, email.ValueString(), func() string { return where })
	if s.plan != nil && (!known(s.plan.Permissions) || !known(s.plan.Permissions.Elements()...)) {
		return nil
	}
	var before, after []string
	if row != nil {
		list, err := r.snapshot.AccountMembers.Get(ctx, account, client.Current)
		if err != nil {
			return err
		}
		before = api.Words(accountMemberOf(list.Value, types.StringValue(row.User.ID), types.StringNull()).Permissions)
	}
	if s.plan != nil {
		after = storedAccount(elements(s.plan.Permissions))
	}
	self := types.StringValue(key)
	switch {
	case after == nil && row != nil:
		err = r.ownRights(ctx, self, "would be removed from "+where)
	case manages(before) && !manages(after):
		err = r.ownRights(ctx, self, "would lose manage on "+where)
	case !s.again:
		if what := strongOn(where, gainedBy(before, after)); what != "" {
			r.secondFactor(ctx, account, row, email, what)
		}
	}
	t := r.ledger.stands(account, key, after)
	if err != nil || !manages(before) || manages(after) || notesOf(ctx).HasError() {
		return err
	}
	return r.suspect(ctx, account, t)
}

// peopleOf lists the people of a team, or of an enterprise account, where nobody has a role.
func (s *session) peopleOf(ctx context.Context, team string, how client.How) (people []api.TeamMember, err error) {
	if !s.ledger.isAccount(team) {
		list, err := s.snapshot.Members.Get(ctx, team, how)
		return list.Value, err
	}
	return s.standingIn(ctx, team, how)
}

// standingIn lists the people of an enterprise account as those of a team.
func (s *session) standingIn(ctx context.Context, account string, how client.How) (people []api.TeamMember, err error) {
	list, err := s.snapshot.AccountMembers.Get(ctx, account, how)
	for _, row := range list.Value {
		people = append(people, api.TeamMember{
			ID: row.ID, Email: row.User.Email, TwoFactorAuthentication: row.TwoFactorAuthentication, Federated: row.IdentityProvider != nil,
			User: api.TeamMemberUser{ID: row.User.ID, Email: row.User.Email},
		})
	}
	return people, err
}

// adminsOf lists who is an admin of a team now, or manages an enterprise account.
func (s *session) adminsOf(ctx context.Context, team string) (admins []api.UserRef, err error) {
	if s.ledger.isAccount(team) {
		list, err := s.snapshot.AccountMembers.Get(ctx, team, client.Current)
		for _, row := range list.Value {
			if manages(api.Words(row.Permissions)) {
				admins = append(admins, row.User)
			}
		}
		return admins, err
	}
	list, err := s.snapshot.Members.Get(ctx, team, client.Current)
	for i := range list.Value {
		if row := &list.Value[i]; roleOf(row) == access.Admin {
			admins = append(admins, api.UserRef{ID: row.User.ID, Email: row.Email})
		}
	}
	return admins, err
}

// isAccount reports whether an id is that of an enterprise account, not of a team.
func (l *ledger) isAccount(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.team(id).account
}

// account notes that an id is that of an enterprise account.
func (l *ledger) account(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.team(id).account = true
}

// noManagers reports an enterprise account that nobody would manage.
func (s *session) noManagers(ctx context.Context, id string) error {
	admins, err := s.adminsOf(ctx, id)
	if err != nil {
		return err
	}
	account, err := s.findAccount(ctx, id)
	if err != nil {
		return err
	}
	s.ledger.mu.Lock()
	_, fates := s.ledger.judged(id, admins, "have")
	s.ledger.mu.Unlock()
	notesOf(ctx).AddError("Nobody would manage an enterprise account", fmt.Sprintf(
		"After this plan nobody has the permission manage on the enterprise account %s: %s. An account needs somebody who has it. Let one of them keep it, or give it to somebody else. If another resource does that, let this one depend on it (depends_on), so that it comes first.",
		account.Name, strings.Join(fates, ", ")))
	return nil
}
