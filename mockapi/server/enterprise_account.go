package server

import (
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireEnterpriseAccount(a store.Account) api.EnterpriseAccount {
	w := api.EnterpriseAccount{
		CreatedAt: api.Timestamp(a.CreatedAt), ID: a.ID, Name: a.Name, Permissions: a.Permissions.Names(), UpdatedAt: api.Timestamp(a.UpdatedAt),
	}
	if a.IdentityProviderID != "" {
		w.IdentityProvider = shownProvider(store.IdentityProvider{ID: a.IdentityProviderID, AccountID: a.ID, OwnerName: a.Name})
	}
	return w
}

func listEnterpriseAccounts(r *request) (int, any, error) {
	accounts, err := r.tx.ListAccounts(r.ctx, r.user.ID)
	return http.StatusOK, list[api.EnterpriseAccount]{convert(accounts, wireEnterpriseAccount), accountKeys}, err
}

func getEnterpriseAccount(r *request) (int, any, error) {
	return http.StatusOK, wireEnterpriseAccount(r.account), nil
}

// updateEnterpriseAccount renames the account.
func updateEnterpriseAccount(r *request) (int, any, error) {
	var in api.EnterpriseAccountUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if in.Name == "" {
		return 0, nil, invalid("Nothing to change: give a name.")
	}
	if err := access.AccountName(in.Name); err != nil {
		return 0, nil, err
	}
	r.event("enterprise_account", "update", map[string]any{"name": in.Name, "was": r.account.Name})
	r.account.Name = in.Name
	a, err := r.tx.UpdateAccount(r.ctx, r.account)
	return http.StatusOK, wireEnterpriseAccount(a), taken(err, "Enterprise account name %s is already taken.", in.Name)
}
