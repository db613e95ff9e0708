package store

import (
	"context"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Account is an enterprise account with what one person may do in it.
type Account struct {
	ID, Name           string
	IdentityProviderID string // its own; empty without
	Permissions        access.AccountPermissions

	CreatedAt, UpdatedAt time.Time
}

func scanAccount(s scanner) (a Account, err error) {
	return a, s.Scan(&a.ID, &a.Name, &a.IdentityProviderID, &a.Permissions, timeAt{&a.CreatedAt}, timeAt{&a.UpdatedAt})
}

const accountSelect = `SELECT a.id, a.name, COALESCE(i.id, ''), COALESCE(m.permissions, 0), a.created_at, a.updated_at
	FROM enterprise_accounts a LEFT JOIN identity_providers i ON i.account_id = a.id LEFT JOIN enterprise_account_members m ON m.account_id = a.id AND m.user_id = $1 `

// GetAccount finds an enterprise account by id or name, seen by one person.
func (t *Tx) GetAccount(ctx context.Context, ref, userID string) (Account, error) {
	return one(ctx, t, "enterprise account", scanAccount, accountSelect+`WHERE a.`+column(ref)+` = $2`, userID, ref)
}

// ListAccounts lists by name the enterprise accounts in which a person is a member.
func (t *Tx) ListAccounts(ctx context.Context, userID string) ([]Account, error) {
	return many(ctx, t, scanAccount, accountSelect+`WHERE m.id IS NOT NULL ORDER BY a.name`, userID)
}

// LockAccount makes this transaction the only one that writes to the account and its members.
func (t *Tx) LockAccount(ctx context.Context, accountID string) error {
	return t.exec(ctx, `UPDATE enterprise_accounts SET updated_at = updated_at WHERE id = $1`, accountID)
}

// UpdateAccount stores the name, and counts it as a write to every team of the account, whose members' identity provider may bear it;
// ErrExists when it is taken. The teams go first: whoever writes to one of them may have to look at the account's row, and gets to see it.
func (t *Tx) UpdateAccount(ctx context.Context, a Account) (Account, error) {
	a.UpdatedAt = t.now
	if err := t.exec(ctx, `UPDATE teams SET version = version + 1 WHERE account_id = $1`, a.ID); err != nil {
		return a, err
	}
	return a, t.exec(ctx, `UPDATE enterprise_accounts SET name = $2, updated_at = $3 WHERE id = $1`, a.ID, a.Name, micros(t.now))
}

// CreateAccount adds an enterprise account; ErrExists when the name is taken.
func (t *Tx) CreateAccount(ctx context.Context, name string) (Account, error) {
	return t.CreateAccountAs(ctx, t.newID(), name)
}

// CreateAccountAs is [Tx.CreateAccount] with an identifier that is known already.
func (t *Tx) CreateAccountAs(ctx context.Context, id, name string) (Account, error) {
	a := Account{ID: id, Name: name, CreatedAt: t.now, UpdatedAt: t.now}
	return a, t.exec(ctx, `INSERT INTO enterprise_accounts (id, name, created_at, updated_at) VALUES ($1, $2, $3, $3)`, a.ID, name, micros(t.now))
}
