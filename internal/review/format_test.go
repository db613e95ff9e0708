package review_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
)

var update = flag.Bool("update", false, "write the goldens anew")

// sample is a report with a bit of everything, names that want to be something else in it.
func sample() *review.Report {
	no := false
	app := func(name string) review.Object { return review.Object{Kind: "app", Name: name, Team: "acme-widgets"} }
	change := func(effect review.Effect, rule, right string, o review.Object, before, after, address string, actions ...string) review.Change {
		return review.Change{
			Effect: effect, Rule: rule, Right: right, Object: o, Before: before, After: after, Actions: append([]string{}, actions...),
			Causes: []review.Cause{{Address: address, Actions: []string{"create"}}},
		}
	}
	team := review.Object{Kind: "team", Name: "acme-widgets"}
	jill := review.Person{Name: "jill@creative.test", TwoFactor: &no, Outside: []string{"acme-widgets"}, Changes: []review.Change{
		change(review.Gained, "gains_deploy", "deploy", app("website-prod"), "", "granted on the app", `herokuenterprise_app_access.this["jill@creative.test"]`, "app.build.create", "app.build.read"),
		change(review.Gained, "gains_view", "view", app("website-prod"), "", "granted on the app", `herokuenterprise_app_access.this["jill@creative.test"]`, "app.read"),
	}}
	odd := review.Person{Name: "a|b`<i>@x.test", Changes: []review.Change{
		change(review.Lost, "loses_access", "role member", team, "role member", "", "module.m.herokuenterprise_team_member.odd[0]", "team.read"),
	}}
	for i := range 9 {
		odd.Changes = append(odd.Changes, change(review.Lost, "loses_access", "view", app(fmt.Sprint("app-", i)), "team role member", "", "module.m.herokuenterprise_team_member.odd[0]", "app.read"))
	}
	kept := review.Person{Name: "joe@acme.test", UserID: "u1", Changes: []review.Change{
		change(review.Kept, "keeps_access", "view", app("website-prod"), "granted on the app", "team role admin", "herokuenterprise_team_member.joe"),
	}}
	unknown := review.Person{Name: "herokuenterprise_team_member.new", Unknown: true, Changes: []review.Change{
		change(review.Unknown, "unknown_access", "role admin", team, "", "role admin", "herokuenterprise_team_member.new", "team.delete"),
	}}
	r := &review.Report{
		Version: review.Version, Plan: review.Plan{Terraform: "1.11.4", Complete: true, Changes: 4, Others: 2},
		People: []review.Person{odd, unknown, jill, kept},
		Findings: []review.Finding{
			{Rule: "locks_app", Text: "Locking website-prod takes view from 14 people.", Object: app("website-prod"), People: []string{"kim@acme.test"}, Causes: []review.Cause{{Address: "herokuenterprise_app_lock.prod", Actions: []string{"create"}}}},
			{Rule: "one_admin", Text: "This leaves acme-widgets with one admin, ada@acme.test.", Object: team, People: []string{"ada@acme.test"}, Causes: []review.Cause{}},
		},
		Gaps: []string{"Who else is in acme-labs is not in the plan; --live asks the API."},
	}
	(&review.Policy{}).Rate(r)
	return r
}

// golden compares with a file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || got != string(want) {
		t.Errorf("%s is not this any more (go test ./internal/review -update): %v\n%s", file, err, got)
	}
}

func TestFormats(t *testing.T) {
	r := sample()
	find, _, err := review.Places(fstest.MapFS{
		"access.tf":              {Data: []byte("# grants\nresource \"herokuenterprise_app_access\" \"this\" {\n}\n")},
		"modules/m m/main.tf":    {Data: []byte("\n\nresource \"herokuenterprise_team_member\" \"odd\" {}\n")},
		".terraform/m/access.tf": {Data: []byte("resource \"herokuenterprise_app_lock\" \"prod\" {}\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"report.txt":   func(b *bytes.Buffer) error { return r.Text(b, false) },
		"report.ansi":  func(b *bytes.Buffer) error { return r.Text(b, true) },
		"report.md":    func(b *bytes.Buffer) error { return r.Markdown(b) },
		"report.json":  func(b *bytes.Buffer) error { return r.JSON(b) },
		"report.sarif": func(b *bytes.Buffer) error { return r.SARIF(b, "1.0.0", "plan.json", find) },
		"nothing.txt":  func(b *bytes.Buffer) error { return (&review.Report{}).Text(b, false) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
}

// The key of an object is quoted as Terraform does it, and says nothing about where its resource stands.
func TestPlacesOfKeys(t *testing.T) {
	find, _, err := review.Places(fstest.MapFS{"main.tf": {Data: []byte("resource \"herokuenterprise_team_member\" \"m\" {\n}\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{`0`, `"joe@acme.test"`, `"a\\"`, `"\\\\\""`, `"a\"]"`, `"][."`, `"\"module.x.herokuenterprise_app_lock.y\""`, `"\u202e$${x}"`} {
		for _, at := range []string{"herokuenterprise_team_member.m", "herokuenterprise_team_member.m[" + key + "]", "module.a[" + key + "].module.b.herokuenterprise_team_member.m[" + key + "]"} {
			if place, ok := find(at); !ok || place != (review.Place{File: "main.tf", Line: 1}) {
				t.Errorf("%s: %v %v", at, place, ok)
			}
		}
	}
	for _, at := range []string{"", "module.a", `module.a["herokuenterprise_team_member.m"]`, "data.herokuenterprise_team_member.m", `herokuenterprise_team_member.n["herokuenterprise_team_member.m"]`} {
		if place, ok := find(at); ok {
			t.Errorf("%s: %v", at, place)
		}
	}
}

// The JSON form is what its schema says, and SARIF is what OASIS says.
func TestSchemas(t *testing.T) {
	form, err := jsonschema.UnmarshalJSON(strings.NewReader(review.Schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("review.json", form); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("review.json")
	if err != nil {
		t.Fatal(err)
	}
	nothing := func(string) (review.Place, bool) { return review.Place{}, false }
	for _, r := range []*review.Report{sample(), {Version: 1, Risk: review.Information, People: []review.Person{}, Findings: []review.Finding{}, Gaps: []string{}}} {
		var b bytes.Buffer
		if err := r.JSON(&b); err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(instance); err != nil {
			t.Error(err)
		}
		b.Reset()
		if err := r.SARIF(&b, "1.0.0", "plan.json", nothing); err != nil {
			t.Fatal(err)
		}
		strict := json.NewDecoder(bytes.NewReader(b.Bytes()))
		strict.DisallowUnknownFields()
		if err := strict.Decode(&sarif.Report{}); err != nil {
			t.Error(err)
		}
		log, err := sarif.FromBytes(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if err := log.Validate(); err != nil {
			t.Error(err)
		}
	}
	bad := *sample()
	bad.Risk = "enormous"
	text, _ := json.Marshal(bad)
	if instance, _ := jsonschema.UnmarshalJSON(bytes.NewReader(text)); schema.Validate(instance) == nil {
		t.Error("the schema takes everything")
	}
}

// However many people there are, a comment has room for it, and says who is left out.
func TestMarkdownSize(t *testing.T) {
	r := sample()
	jill := r.People[2]
	for i := range 3000 {
		jill.Name = fmt.Sprintf("person-%d@creative.test", i)
		r.People = append(r.People, jill)
		r.Findings = append(r.Findings, r.Findings[0])
		r.Gaps = append(r.Gaps, r.Gaps[0])
	}
	var b strings.Builder
	if err := r.Markdown(&b); err != nil {
		t.Fatal(err)
	}
	if text := b.String(); len(text) > 65_000 || strings.Count(text, "do not fit into a comment") != 3 || !strings.Contains(text, "</details>") {
		t.Errorf("%d bytes, %d times said that something is left out", len(text), strings.Count(text, "do not fit into a comment"))
	}
}

// One person who loses hundreds of apps does not fill a comment either.
func TestMarkdownOfOnePerson(t *testing.T) {
	r := sample()
	jill := &r.People[2]
	change := jill.Changes[0]
	var apps []string
	for i := range 3000 {
		change.Object.Name, change.Before = fmt.Sprintf("app-%d", i), fmt.Sprintf("reason %d", i)
		jill.Changes, apps = append(jill.Changes, change), append(apps, "view on "+change.Object.Name)
	}
	r.Findings[0].Text = strings.Join(apps, "; ")
	var b strings.Builder
	if err := r.Markdown(&b); err != nil {
		t.Fatal(err)
	}
	if len(b.String()) > 65_000 || !strings.Contains(b.String(), "the JSON form has all of it") {
		t.Errorf("%d bytes", b.Len())
	}
}

// A name cannot move the cursor of a terminal, turn the direction of writing, or begin a line of its own.
func TestUnseen(t *testing.T) {
	r := sample()
	r.People[2].Changes[0].Right = "role <b>admin</b>"
	r.People[2].Name = "joe\x1b[2K\u202e@acme.test\nNobody's access changes."
	var text, markdown strings.Builder
	if err := errors.Join(r.Text(&text, false), r.Markdown(&markdown)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(markdown.String(), "<b>") {
		t.Error(markdown.String())
	}
	for _, got := range []string{text.String(), markdown.String()} {
		if strings.ContainsAny(got, "\x1b\u202e") || strings.Contains(got, "\nNobody's") || !strings.Contains(got, `joe\x1b[2K\u202e@acme.test\nNobody's`) {
			t.Error(got)
		}
	}
}
