package acctest

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ReadSources opens every folder that the programs of the module are built from; root is the module's. go test repeats a test when
// a file or folder that it opened has changed; what the programs that it starts have read, it does not see.
func ReadSources(t testing.TB, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || slices.Contains([]string{"bin", "build", "dist"}, d.Name())) {
			return filepath.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
