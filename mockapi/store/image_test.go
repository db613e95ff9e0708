package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func BenchmarkImage(b *testing.B) {
	for _, users := range []int{1, 200, 2000} {
		seed := "users:\n"
		for i := range users {
			seed += fmt.Sprintf("  - {email: p%d@acme.test, name: Somebody}\n", i)
		}
		st := mockapitest.Open(b, store.Memory, seed)
		image, err := st.Image(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%d-users/take", users), func(b *testing.B) {
			for b.Loop() {
				if image, err = st.Image(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(image)), "bytes")
		})
		b.Run(fmt.Sprintf("%d-users/restore-and-read", users), func(b *testing.B) {
			for b.Loop() {
				if err := st.Restore(b.Context(), image); err != nil {
					b.Fatal(err)
				}
				if err := st.Read(b.Context(), func(tx *store.Tx) error {
					_, err := tx.GetUser(b.Context(), "p0@acme.test")
					return err
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("%d-users/open", users), func(b *testing.B) {
			for b.Loop() {
				twin, err := store.OpenImage(b.Context(), image, time.Now)
				if err != nil {
					b.Fatal(err)
				}
				if err := twin.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
