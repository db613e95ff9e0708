package review_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/organization"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// hcl writes a configuration as Terraform reads it.
func hcl(t *testing.T, server *mockapitest.Server, token string, config []*acctest.Resource, imports map[string]string) string {
	var b strings.Builder
	b.WriteString(acctest.Provider(server.URL, token))
	for _, at := range slices.Sorted(maps.Keys(imports)) {
		fmt.Fprintf(&b, "import {\n  to = %s\n  id = %q\n}\n", at, imports[at])
	}
	for _, r := range config {
		fmt.Fprintf(&b, "resource %q %q {\n", r.Type, r.Name)
		for _, name := range slices.Sorted(maps.Keys(r.Config)) {
			if ref, ok := r.Config[name].(acctest.Ref); ok {
				fmt.Fprintf(&b, "  %s = %s.%s\n", name, ref.To, ref.Attribute)
				continue
			}
			raw, err := json.Marshal(r.Config[name])
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "  %s = %s\n", name, raw)
		}
		fmt.Fprintf(&b, "  depends_on = [%s]\n}\n", strings.Join(r.DependsOn, ", "))
	}
	return b.String()
}

// reviewed reviews a plan, and shows the report without ids, which are others in every control plane.
func reviewed(t *testing.T, plan []byte, live *organization.Organization) (*review.Report, string) {
	t.Helper()
	f, err := planfile.Read(bytes.NewReader(plan))
	if err != nil {
		t.Fatal(err)
	}
	report, err := review.Review(f, live)
	if err != nil {
		t.Fatal(err)
	}
	shown := *report
	shown.People = slices.Clone(report.People)
	for i := range shown.People {
		shown.People[i].UserID = ""
	}
	raw, err := json.MarshalIndent(shown, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return report, string(raw)
}

// What stands for Terraform in the other tests writes plans that mean the same as Terraform's own, and Terraform's come true too.
func TestAccReviewOfTerraform(t *testing.T) {
	for _, seed := range []uint64{2, 5, 9} {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			one := &prophecy{t: t, world: newWorld(seed), server: mockapitest.Start(t, "users: []\n"), seed: seed}
			other := &prophecy{t: t, world: newWorld(seed), server: mockapitest.Start(t, "users: []\n"), seed: seed}
			one.begin()
			other.server.Seed(t, other.world.seed())
			terraform := acctest.NewTerraform(t)
			imports := map[string]string{}
			for at := range one.world.old {
				imports[at] = strings.TrimPrefix(at, "herokuenterprise_team_app.")
			}
			for range 2 {
				config := one.world.configuration()
				terraform.Write(t, hcl(t, other.server, other.world.token(), config, imports))
				planned := terraform.Plan(t, "tfplan")
				plan := one.stack.Plan(config)
				if len(plan.Errors) > 0 {
					t.Fatal(plan.Errors)
				}
				everything := organization.Choice{All: true}
				_, mine := reviewed(t, one.stack.JSON(plan), one.read(everything))
				before := other.read(everything)
				report, theirs := reviewed(t, planned, before)
				if mine != theirs {
					t.Errorf("Terraform's plan has the report\n%s\nand ours\n%s", theirs, mine)
				}
				if errs := one.stack.Apply(plan); len(errs) > 0 {
					t.Fatal(errs)
				}
				if printed, ok := terraform.Run(t, "apply", "tfplan"); !ok {
					t.Fatal(printed)
				}
				other.compare(before, other.read(everything), report, planned)
			}
		})
	}
}
