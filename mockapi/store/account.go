package store

import (
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Account is an enterprise account with what one person may do in it.
type Account struct {
	ID, Name    string
	Permissions access.AccountPermissions
	CreatedAt   time.Time
}

func scanAccount(s scanner) (a Account, err error) {
	return a, s.Scan(&a.ID, &a.Name, &a.Permissions, timeAt{&a.CreatedAt})
}

// GetAccount finds an enterprise account by id or name, seen by one person.
func (t *Tx) GetAccount(ctx context.Context, ref, userID string) (Account, error) {
	return one(ctx, t, "enterprise account", scanAccount, `SELECT a.id, a.name, COALESCE(m.permissions, 0), a.created_at
		FROM enterprise_accounts a LEFT JOIN enterprise_account_members m ON m.account_id = a.id AND m.user_id = $2
		WHERE a.`+column(ref)+` = $1`, ref, userID)
}

// CreateAccount adds an enterprise account; ErrExists when the name is taken.
func (t *Tx) CreateAccount(ctx context.Context, name string) (Account, error) {
	return t.CreateAccountAs(ctx, t.newID(), name)
}

// CreateAccountAs is [Tx.CreateAccount] with an identifier that is known already.
func (t *Tx) CreateAccountAs(ctx context.Context, id, name string) (Account, error) {
	a := Account{ID: id, Name: name, CreatedAt: t.now}
	return a, t.exec(ctx, `INSERT INTO enterprise_accounts (id, name, created_at, updated_at) VALUES ($1, $2, $3, $3)`, a.ID, name, micros(t.now))
}

// PutAccountMember sets what a person may do in an enterprise account.
func (t *Tx) PutAccountMember(ctx context.Context, accountID, userID string, p access.AccountPermissions) error {
	return t.exec(ctx, `INSERT INTO enterprise_account_members (id, account_id, user_id, permissions, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $5)
		ON CONFLICT (account_id, user_id) DO UPDATE SET permissions = excluded.permissions, updated_at = excluded.updated_at`,
		t.newID(), accountID, userID, p, micros(t.now))
}

// JoinAccount makes a person who is not in an enterprise account yet a member of it with the permission view, as being
// added to one of its teams does. It reports whether that was new.
func (t *Tx) JoinAccount(ctx context.Context, accountID, userID string) (bool, error) {
	return t.insert(ctx, `INSERT INTO enterprise_account_members (id, account_id, user_id, permissions, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (account_id, user_id) DO NOTHING`,
		t.newID(), accountID, userID, access.AccountView, micros(t.now))
}
