package review

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// block begins a resource, or the removed block that ends one.
var block = regexp.MustCompile(`^\s*resource\s+"([^"]+)"\s+"([^"]+)"`)

// Places finds where the resources of a configuration stand. An address in a module is looked for in all folders; of resources of one
// name in several modules, the first one by path is taken. Links that lead to no file are left out, and named.
func Places(root fs.FS) (find func(address string) (Place, bool), dangling []string, err error) {
	found := map[string]Place{}
	err = fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != "." && strings.HasPrefix(entry.Name(), "."): // .terraform has copies
			return fs.SkipDir
		case entry.IsDir() || path.Ext(file) != ".tf":
			return nil
		}
		text, err := fs.ReadFile(root, file)
		if err != nil && entry.Type()&fs.ModeSymlink != 0 {
			dangling = append(dangling, file)
			return nil
		}
		if err != nil {
			return err
		}
		for i, line := range bytes.Split(text, []byte("\n")) {
			if m := block.FindSubmatch(line); m != nil {
				name := string(m[1]) + "." + string(m[2])
				if _, ok := found[name]; !ok {
					found[name] = Place{file, i + 1}
				}
			}
		}
		return nil
	})
	return func(at string) (Place, bool) {
		_, name, _ := address(at)
		place, ok := found[name]
		return place, ok
	}, dangling, err
}
