package store

import (
	"cmp"
	"context"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// AccountMember is a person in an enterprise account.
type AccountMember struct {
	ID, AccountID string
	User          User
	Permissions   access.AccountPermissions
}

const accountMemberSelect = `SELECT m.id, m.account_id, m.permissions, ` + userColumns + ` FROM enterprise_account_members m JOIN users u ON u.id = m.user_id `

func scanAccountMember(s scanner) (m AccountMember, err error) {
	return m, s.Scan(append([]any{&m.ID, &m.AccountID, &m.Permissions}, m.User.dest()...)...)
}

// ListAccountMembers lists the people in an enterprise account, by address.
func (t *Tx) ListAccountMembers(ctx context.Context, accountID string) ([]AccountMember, error) {
	return many(ctx, t, scanAccountMember, accountMemberSelect+`WHERE m.account_id = $1 ORDER BY u.email_key`, accountID)
}

// GetAccountMember finds a person in an enterprise account by user id.
func (t *Tx) GetAccountMember(ctx context.Context, accountID, userID string) (AccountMember, error) {
	return one(ctx, t, "member", scanAccountMember, accountMemberSelect+`WHERE m.account_id = $1 AND m.user_id = $2`, accountID, userID)
}

// CountManagers counts the members who manage an enterprise account.
func (t *Tx) CountManagers(ctx context.Context, accountID string) (int, error) {
	return count(ctx, t, `SELECT COUNT(*) FROM enterprise_account_members WHERE account_id = $1 AND permissions & $2 <> 0`, accountID, int64(access.AccountManage))
}

// ListRoleTeams lists by name the teams of an enterprise account in which a person has a role.
func (t *Tx) ListRoleTeams(ctx context.Context, accountID, userID string) ([]string, error) {
	return many(ctx, t, func(s scanner) (name string, err error) { return name, s.Scan(&name) },
		`SELECT t.name FROM team_members m JOIN teams t ON t.id = m.team_id WHERE t.account_id = $1 AND m.user_id = $2 ORDER BY t.name`, accountID, userID)
}

// CreateAccountMember adds a person to an enterprise account; ErrExists when he is in it.
func (t *Tx) CreateAccountMember(ctx context.Context, m AccountMember) (AccountMember, error) {
	m.ID = t.newID()
	return m, t.exec(ctx, `INSERT INTO enterprise_account_members (id, account_id, user_id, permissions, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
		m.ID, m.AccountID, m.User.ID, int64(m.Permissions), micros(t.now))
}

// UpdateAccountMember stores a person's permissions.
func (t *Tx) UpdateAccountMember(ctx context.Context, m AccountMember) error {
	return t.exec(ctx, `UPDATE enterprise_account_members SET permissions = $2, updated_at = $3 WHERE id = $1`, m.ID, int64(m.Permissions), micros(t.now))
}

// LockAccountMember lets nobody else join, change or remove a person in an enterprise account until this transaction ends.
func (t *Tx) LockAccountMember(ctx context.Context, m AccountMember) error {
	return t.exec(ctx, `UPDATE enterprise_account_members SET updated_at = updated_at WHERE id = $1`, m.ID)
}

// DeleteAccountMember takes a person out of an enterprise account.
func (t *Tx) DeleteAccountMember(ctx context.Context, m AccountMember) error {
	return t.exec(ctx, `DELETE FROM enterprise_account_members WHERE id = $1`, m.ID)
}

// JoinAccount makes a person who is not in an enterprise account yet a member of it with the permission view, as being
// added to one of its teams does. It reports whether that was new. Who is in it already stays in it until this transaction ends.
func (t *Tx) JoinAccount(ctx context.Context, accountID, userID string) (bool, error) {
	known, err := t.insert(ctx, `UPDATE enterprise_account_members SET updated_at = updated_at WHERE account_id = $1 AND user_id = $2`, accountID, userID)
	if err != nil || known {
		return false, err
	}
	return t.insert(ctx, `INSERT INTO enterprise_account_members (id, account_id, user_id, permissions, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (account_id, user_id) DO NOTHING`,
		t.newID(), accountID, userID, int64(access.AccountView), micros(t.now))
}

// PutAccountMembers sets what people may do in enterprise accounts. Nobody may stand in the list twice for one account.
func (t *Tx) PutAccountMembers(ctx context.Context, members []AccountMember) error {
	return t.accountMembers(ctx, members, `DO UPDATE SET permissions = excluded.permissions, updated_at = excluded.updated_at`)
}

// JoinAccounts is [Tx.JoinAccount] for many.
func (t *Tx) JoinAccounts(ctx context.Context, accountID string, members []Member) error {
	var joining []AccountMember
	for _, m := range members {
		joining = append(joining, AccountMember{AccountID: accountID, User: m.User, Permissions: access.AccountView})
	}
	return t.accountMembers(ctx, joining, `DO NOTHING`)
}

func (t *Tx) accountMembers(ctx context.Context, members []AccountMember, known string) error {
	var rows [][]any
	for _, m := range members {
		rows = append(rows, []any{cmp.Or(m.ID, t.newID()), m.AccountID, m.User.ID, int64(m.Permissions), micros(t.now), micros(t.now)})
	}
	return t.bulk(ctx, `INSERT INTO enterprise_account_members (id, account_id, user_id, permissions, created_at, updated_at)`, rows,
		`ON CONFLICT (account_id, user_id) `+known, nil)
}
