package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

type doctorCommand struct{ existingFlag }

// Run prints a line for everything that was looked at, with what is wrong below it, and fails when anything is.
func (c *doctorCommand) Run(ctx context.Context) error {
	return c.look(ctx, func(st *store.Store) error {
		checks := []store.Check{{Name: "the schema is this program's"}}
		if err := st.RequireSchema(ctx); err != nil {
			checks[0].Findings = []string{err.Error()}
			return tell(checks)
		}
		if err := st.Read(ctx, func(tx *store.Tx) error {
			more, err := tx.Diagnose(ctx)
			checks = append(checks, more...)
			return err
		}); err != nil {
			return errors.Join(tell(checks), err)
		}
		return tell(checks)
	})
}

func tell(checks []store.Check) error {
	wrong := 0
	for _, check := range checks {
		mark := "ok   "
		if len(check.Findings) > 0 {
			mark = "wrong"
			wrong++
		}
		fmt.Println(mark, check.Name)
		for _, finding := range check.Findings {
			fmt.Println("     ", finding)
		}
	}
	if wrong > 0 {
		return fmt.Errorf("doctor: %d of %d checks found something wrong", wrong, len(checks))
	}
	return nil
}
