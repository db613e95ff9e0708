package server

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// body is what a function of the package does with bodies: the type it decodes, and the functions it calls, by their names.
type body struct {
	decodes string
	calls   []string
}

// bodies reads the package's own source.
func bodies(t *testing.T) map[string]body {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]body{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				found[f.Name.Name] = readFunction(f)
			}
		}
	}
	return found
}

func readFunction(f *ast.FuncDecl) body {
	var b body
	declared := map[string]string{}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for _, name := range n.Names {
				if n.Type != nil {
					declared[name.Name] = types.ExprString(n.Type)
				}
			}
		case *ast.CallExpr:
			called := types.ExprString(n.Fun)
			if called == "r.decode" {
				b.decodes = declared[strings.TrimPrefix(types.ExprString(n.Args[0]), "&")]
			} else if own := strings.TrimPrefix(called, "r."); !strings.Contains(own, ".") {
				b.calls = append(b.calls, own)
			}
		}
		return true
	})
	return b
}

// decoded is the type of the body that a function reads, itself or by what it calls; empty when it reads none.
func decoded(all map[string]body, name string, seen map[string]bool) string {
	if seen[name] {
		return ""
	}
	seen[name] = true
	if t := all[name].decodes; t != "" {
		return t
	}
	for _, called := range all[name].calls {
		if t := decoded(all, called, seen); t != "" {
			return t
		}
	}
	return ""
}

// TestRoutesSayWhatTheyRead: a row's in is the type that its handler decodes, and nil where it decodes none.
func TestRoutesSayWhatTheyRead(t *testing.T) {
	all := bodies(t)
	reads := 0
	for _, rt := range routes {
		want := decoded(all, nameOf(rt.handle), map[string]bool{})
		if want == "map[string]any" { // config vars, whose values are judged one by one
			want = "api.ConfigVars"
		}
		got := ""
		if rt.in != nil {
			got = reflect.TypeOf(rt.in).String()
			reads++
		}
		if got != want {
			t.Errorf("%s %s: %s decodes %q, the row says %q", rt.method, rt.pattern, nameOf(rt.handle), want, got)
		}
		if rt.out == nil {
			t.Errorf("%s %s: the row does not say what it answers", rt.method, rt.pattern)
		}
	}
	if reads < 40 {
		t.Errorf("only %d routes read a body", reads)
	}
	broken := map[string]body{"a": {calls: []string{"b"}}, "b": {decodes: "api.AppCreate", calls: []string{"a"}}}
	if got := decoded(broken, "a", map[string]bool{}); got != "api.AppCreate" {
		t.Errorf("a body that is decoded by a helper: %q", got)
	}
}
