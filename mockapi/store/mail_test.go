package store_test

import (
	"fmt"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestMailsAreTrimmed: of a person's mails the newest are kept, whatever others get; and they go with the person.
func TestMailsAreTrimmed(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		ctx, st := t.Context(), open(t, database)
		people := make([]store.User, 2)
		write := func(f func(tx *store.Tx) error) {
			t.Helper()
			if err := st.Write(ctx, f); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *store.Tx) (err error) {
			for i := range people {
				if people[i], err = tx.CreateUser(ctx, store.User{Email: fmt.Sprintf("person%d@acme.test", i)}); err != nil {
					return err
				}
			}
			for n := range store.MostMails + 5 {
				for i := range people {
					if n < store.MostMails || i == 0 {
						err = tx.CreateMail(ctx, store.Mail{User: people[i], Kind: "team", Subject: fmt.Sprint(n)})
					}
					if err != nil {
						return err
					}
				}
			}
			return nil
		})
		kept := func(all int, want ...int) { // all, and the oldest of each person; -1: none
			t.Helper()
			write(func(tx *store.Tx) error {
				for i, first := range want {
					list, err := tx.ListMails(ctx, people[i].ID)
					if err != nil {
						return err
					}
					if first < 0 && len(list) == 0 {
						continue
					}
					newest := fmt.Sprint(first + store.MostMails - 1)
					if len(list) != store.MostMails || list[0].Subject != newest || list[len(list)-1].Subject != fmt.Sprint(first) || list[0].User.Email != people[i].Email {
						t.Errorf("%d mails of person %d: %+v", len(list), i, list)
					}
				}
				n, err := tx.CountPast(ctx, "mails")
				if n != all {
					t.Errorf("%d mails are stored, want %d", n, all)
				}
				return err
			})
		}
		kept(2*store.MostMails, 5, 0)
		write(func(tx *store.Tx) error {
			return tx.Exec(ctx, `DELETE FROM users WHERE email_key = 'person0@acme.test'`)
		})
		kept(store.MostMails, -1, 0)
	})
}
