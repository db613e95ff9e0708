package seed

import (
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Write writes a file as people write it: a thing that has no parts on one line.
func Write(w io.Writer, f File) error {
	var tree yaml.Node
	if err := tree.Encode(f); err != nil {
		return err
	}
	fold(&tree)
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	if err := e.Encode(&tree); err != nil {
		return err
	}
	return e.Close()
}

// fold puts every list of words and every thing without parts on one line. It reports whether a node is on one.
func fold(node *yaml.Node) bool {
	if node.Kind == yaml.ScalarNode {
		return true
	}
	plain := true
	for i, child := range node.Content {
		folded := fold(child)
		scalar := child.Kind == yaml.ScalarNode && !strings.Contains(child.Value, "\n")
		words := node.Kind == yaml.MappingNode && i%2 == 1 && child.Kind == yaml.SequenceNode && folded
		plain = plain && (scalar || words)
	}
	if plain && (node.Kind == yaml.SequenceNode || node.Kind == yaml.MappingNode) {
		node.Style = yaml.FlowStyle
	}
	return plain
}
