// Package internal_test holds the architecture: which package may import which, and what every file of the module owes its
// reader.
package internal_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/herokuenterprise/terraform-provider-herokuenterprise"

// floors is a statement of policy, from the ground up. A line names a package of the module and, between bars, the packages of
// the module that it may import, the other modules that it may import, and what its tests may import besides. A package that
// is not listed may not exist. The provider and the control plane (mockapi) meet only over HTTP.
const floors = `
internal/access             | | |
internal/api                | | |
internal/client             | internal/api | github.com/google/uuid github.com/hashicorp/go-retryablehttp |
internal/clitest            | | |
internal/organization       | internal/access internal/api internal/client | |
internal/hcl                | internal/access | |
internal/trail              | internal/access internal/api | |
internal/planfile           | | |
internal/show               | | |
internal/drift              | internal/access internal/api internal/client internal/organization internal/planfile internal/show internal/trail | | internal/export
internal/export             | internal/access internal/api internal/hcl internal/organization internal/planfile | | internal/client
internal/review             | internal/access internal/organization internal/planfile internal/show | go.yaml.in/yaml/v3 | internal/client
internal/conformance        | internal/access internal/api | |
internal/provider           | internal/access internal/api internal/client internal/hcl internal/trail | terraform |
internal/acctest            | internal/provider | terraform github.com/hashicorp/go-hclog github.com/hashicorp/go-plugin |
internal/acctest/schemajson | internal/provider | terraform |
internal/acctest/benchplan  | internal/api | |
.                           | internal/client internal/drift internal/export internal/organization internal/planfile internal/provider internal/review internal/show | terraform github.com/alecthomas/kong |

mockapi/store               | internal/access | database/sql github.com/google/uuid github.com/jackc/pgx/v5 modernc.org/sqlite |
mockapi/seed                | internal/access mockapi/store | go.yaml.in/yaml/v3 |
mockapi/server              | internal/access internal/api mockapi/store | chi github.com/google/uuid github.com/prometheus/client_golang | database/sql mockapi/seed
mockapi/clone               | internal/access internal/api internal/client internal/organization mockapi/seed mockapi/store | github.com/google/uuid |
mockapi                     | internal/access mockapi/clone mockapi/seed mockapi/server mockapi/store | github.com/alecthomas/kong golang.org/x/sys | internal/conformance database/sql go.yaml.in/yaml/v3
mockapi/mockapitest         | internal/api mockapi/seed mockapi/server mockapi/store | github.com/santhosh-tekuri/jsonschema/v6 | terraform

internal                    | | |
examples                    | | | go.yaml.in/yaml/v3
`

// groups are the words of the table that stand for several modules.
var groups = map[string][]string{
	"terraform": {
		"github.com/hashicorp/terraform-plugin-framework",
		"github.com/hashicorp/terraform-plugin-framework-validators",
		"github.com/hashicorp/terraform-plugin-go",
		"github.com/hashicorp/terraform-plugin-log",
	},
	"chi": {"github.com/go-chi/chi/v5", "github.com/go-chi/cors"},
}

// tests lists what test files may import besides: the bridge between the two sides, and modules that only tests use.
var tests = []string{
	module + "/internal/access",
	module + "/internal/acctest",
	module + "/internal/api",
	module + "/mockapi/mockapitest",
	"github.com/anishathalye/porcupine",
	"github.com/cedar-policy/cedar-go",
	"github.com/getkin/kin-openapi",
	"github.com/hashicorp/terraform-plugin-testing",
	"github.com/owenrumney/go-sarif/v3",
	"github.com/santhosh-tekuri/jsonschema/v6",
	"pgregory.net/rapid",
}

func TestFloors(t *testing.T) {
	policy := readFloors(t)
	found := map[string]bool{}
	for _, f := range goFiles(t) {
		floor, ok := policy[f.dir]
		if !ok {
			if !found[f.dir] {
				t.Errorf("%s is not in the table of floors_test.go: say there what it may import", f.dir)
			}
			found[f.dir] = true
			continue
		}
		found[f.dir] = true
		for _, path := range f.imports {
			if !mayImport(f, floor, path) {
				t.Errorf("%s imports %s, which floors_test.go does not allow", f.path, path)
			}
		}
	}
	for dir := range policy {
		if !found[dir] {
			t.Errorf("%s is in the table of floors_test.go, but has no files", dir)
		}
	}
}

// mayImport reports whether a file may import a path: what its package may and, for test files, what the third column says,
// [tests], and the package under test. database/sql is the one part of the standard library that a package must be allowed.
func mayImport(f goFile, floor floor, path string) bool {
	first, _, _ := strings.Cut(path, "/")
	if !strings.Contains(first, ".") && first != "database" {
		return true
	}
	allowed := floor.code
	if f.test {
		allowed = slices.Concat(allowed, floor.tests, tests, []string{module + "/" + f.dir})
	}
	return slices.ContainsFunc(allowed, func(a string) bool {
		if strings.HasPrefix(a, module) {
			return path == a // a floor does not open the packages below it
		}
		return path == a || strings.HasPrefix(path, a+"/")
	})
}

func TestFiles(t *testing.T) {
	documented := map[string]bool{}
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		if f.lines > 400 {
			t.Errorf("%s has %d lines; 400 is the most that a reader is asked to hold", f.path, f.lines)
		}
		for _, place := range f.sleeps {
			t.Errorf("%s: time.Sleep; wait for what is awaited, with a context", place)
		}
		documented[f.dir] = documented[f.dir] || wellDocumented(f.syntax)
	}
	for _, dir := range slices.Sorted(maps.Keys(documented)) {
		if !documented[dir] {
			t.Errorf("%s has no package comment of the form \"Package x ...\" or \"Command x ...\", ending with a full stop", dir)
		}
	}
}

// wellDocumented reports whether a file begins with a package comment whose first paragraph is made of whole sentences.
func wellDocumented(f *ast.File) bool {
	opening, _, _ := strings.Cut(f.Doc.Text(), "\n\n")
	opening = strings.TrimSpace(opening)
	begins := strings.HasPrefix(opening, "Package "+f.Name.Name+" ") || f.Name.Name == "main" && strings.HasPrefix(opening, "Command ")
	return begins && strings.HasSuffix(opening, ".")
}

// floor is what a package may import, and what its tests may import besides.
type floor struct {
	code, tests []string
}

// readFloors reads the table.
func readFloors(t *testing.T) map[string]floor {
	t.Helper()
	policy := map[string]floor{}
	for line := range strings.Lines(strings.TrimSpace(floors)) {
		columns := strings.Split(line, "|")
		switch {
		case strings.TrimSpace(line) == "":
		case len(columns) != 4:
			t.Fatalf("floors: %q has %d columns, not 4", line, len(columns))
		default:
			policy[strings.TrimSpace(columns[0])] = floor{code: paths(columns[1] + columns[2]), tests: paths(columns[3])}
		}
	}
	return policy
}

// paths turns the words of a column into import paths.
func paths(column string) []string {
	var out []string
	for _, w := range strings.Fields(column) {
		switch first, _, _ := strings.Cut(w, "/"); {
		case groups[w] != nil:
			out = append(out, groups[w]...)
		case first == "internal" || first == "mockapi":
			out = append(out, module+"/"+w)
		default:
			out = append(out, w)
		}
	}
	return out
}

type goFile struct {
	path, dir string // from the module's root, with slashes
	test      bool
	lines     int
	imports   []string
	sleeps    []string
	syntax    *ast.File
}

// goFiles reads every Go file of the module, whatever its build tags.
func goFiles(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || slices.Contains([]string{"bin", "build", "dist", "testdata"}, name)) {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, ".go") {
			files = append(files, readGoFile(t, root, path))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 10 {
		t.Fatalf("found %d Go files: this is not the module's root", len(files))
	}
	return files
}

func readGoFile(t *testing.T, root, path string) goFile {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	positions := token.NewFileSet()
	syntax, err := parser.ParseFile(positions, path, source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	short, err := filepath.Rel(root, path)
	if err != nil {
		t.Fatal(err)
	}
	short = filepath.ToSlash(short)
	f := goFile{
		path: short, dir: filepath.ToSlash(filepath.Dir(short)), test: strings.HasSuffix(path, "_test.go"),
		lines: bytes.Count(source, []byte("\n")), syntax: syntax,
	}
	for _, i := range syntax.Imports {
		f.imports = append(f.imports, strings.Trim(i.Path.Value, `"`))
	}
	ast.Inspect(syntax, func(n ast.Node) bool {
		if call, ok := n.(*ast.SelectorExpr); ok && call.Sel.Name == "Sleep" {
			if x, ok := call.X.(*ast.Ident); ok && x.Name == "time" {
				f.sleeps = append(f.sleeps, positions.Position(call.Pos()).String())
			}
		}
		return true
	})
	return f
}
