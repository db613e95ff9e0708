package review_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/planfile"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/review"
)

// FuzzReview reads and reviews what may be a plan: whatever it is, the answer is a report, the same every time, or a sentence.
func FuzzReview(f *testing.F) {
	files, err := filepath.Glob("testdata/plans/*.json")
	if err != nil || len(files) == 0 {
		f.Fatal(err, files)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		first := answer(t, raw)
		if again := answer(t, raw); !bytes.Equal(first, again) {
			t.Errorf("two reviews of one plan differ:\n%s\n%s", first, again)
		}
	})
}

// answer is the report about a plan; empty if it cannot be used.
func answer(t *testing.T, raw []byte) []byte {
	file, err := planfile.Read(bytes.NewReader(raw))
	var wrong *planfile.Error
	if err != nil {
		if !errors.As(err, &wrong) || wrong.Text == "" {
			t.Fatalf("%v is no sentence about the file", err)
		}
		return nil
	}
	review.Wanted(file)
	report, err := review.Review(file, nil)
	if err != nil {
		if !errors.As(err, &wrong) || wrong.Text == "" {
			t.Fatalf("%v is no sentence about the file", err)
		}
		return nil
	}
	var b bytes.Buffer
	if err := errors.Join(report.JSON(&b), report.Markdown(io.Discard)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Every value in the plans, one after the other, is something else: nothing panics, and nothing is refused without a sentence.
func TestEveryValueOdd(t *testing.T) {
	files, err := filepath.Glob("testdata/plans/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	odd := []any{nil, true, 7.5, "x", "", []any{}, []any{nil, "x", 7.0, []any{}}, map[string]any{}, map[string]any{"x": nil, "": true}}
	tried := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var plan any
		if err := json.Unmarshal(raw, &plan); err != nil {
			t.Fatal(err)
		}
		each(plan, func(set func(any)) {
			for i, value := range odd {
				if os.Getenv("SOAK") == "" && (tried+i)%9 != 0 {
					continue // SOAK=1 leaves out nothing
				}
				set(value)
				changed, err := json.Marshal(plan)
				if err != nil {
					t.Fatal(err)
				}
				answer(t, changed)
			}
			tried++
		})
	}
	t.Logf("%d values", tried)
}

// each visits every value in an object or a list, which can be set to another one meanwhile.
func each(in any, visit func(set func(any))) {
	switch v := in.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			was := v[key]
			visit(func(value any) { v[key] = value })
			v[key] = was
			each(was, visit)
		}
	case []any:
		for i, was := range v {
			visit(func(value any) { v[i] = value })
			v[i] = was
			each(was, visit)
		}
	}
}

// Reports of whole plans are of the documented form, and say something in every part of it.
func TestReportsOfPlans(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	form, err := jsonschema.UnmarshalJSON(strings.NewReader(review.Schema))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiler.AddResource("review.json", form); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("review.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"company", "odd"} {
		raw, err := os.ReadFile("testdata/plans/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		report := answer(t, raw)
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(report))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(instance); err != nil {
			t.Error(err)
		}
		golden(t, name+"-report.json", string(report))
	}
}
