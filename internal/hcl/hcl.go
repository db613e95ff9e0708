// Package hcl writes configuration of Terraform: names that fit an address, literals, and blocks as terraform fmt leaves them.
//
// It writes text. A library that can read configuration as well, and knows every form of it, would be many times the size of what is
// written here; that terraform fmt and terraform apply take the result is what tests look after.
package hcl

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
)

// Names are the names that are taken, each in its own space: the address of a resource without the name, or the word local.
type Names map[string]bool

// Take makes a name of words, and takes it. A second one of the same name gets a number.
func (n Names) Take(space string, parts ...string) string {
	first := Label(parts...)
	name := first
	for i := 2; n[space+"."+name]; i++ {
		name = fmt.Sprintf("%s_%d", first, i)
	}
	n[space+"."+name] = true
	return name
}

// Label makes a name of words: lower case, and nothing but letters, digits and underscores.
func Label(parts ...string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(strings.Join(parts, "_")))
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		return "_" + name
	}
	return name
}

// Nickname is the part of an address by which people call the person.
func Nickname(email string) string {
	name, _, _ := strings.Cut(access.FoldEmail(email), "@")
	return name
}

var templates = strings.NewReplacer("${", "$${", "%{", "%%{")

// Literal writes a text as configuration.
func Literal(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range templates.Replace(s) {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Literals writes a list of texts as configuration.
func Literals(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = Literal(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// Argument is one argument of a block, or one element of a map, its value as it is written in configuration.
type Argument struct{ Name, Value string }

// Arguments writes arguments that each take one line.
func Arguments(arguments ...Argument) string {
	width := 0
	for _, a := range arguments {
		width = max(width, utf8.RuneCountInString(a.Name))
	}
	var b strings.Builder
	for _, a := range arguments {
		fmt.Fprintf(&b, "%s%s = %s\n", a.Name, strings.Repeat(" ", width-utf8.RuneCountInString(a.Name)), a.Value)
	}
	return b.String()
}

// Map writes a map of texts as the value of an argument. Each value takes one line.
func Map(elements ...Argument) string {
	if len(elements) == 0 {
		return "{}"
	}
	quoted := make([]Argument, len(elements))
	for i, e := range elements {
		quoted[i] = Argument{Literal(e.Name), e.Value}
	}
	return "{\n" + indent(Arguments(quoted...)) + "}"
}

// Block writes a block. Between its parts there is an empty line.
func Block(head string, parts ...string) string {
	return head + " {\n" + indent(strings.Join(parts, "\n")) + "}\n"
}

// Resource is the head of a resource's block.
func Resource(kind, name string) string { return fmt.Sprintf("resource %q %q", kind, name) }

// indent moves lines to the right. What stands in a text of several lines moves as well, so that is written with [Text].
func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line != "\n" {
			b.WriteString("  ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// Text writes a text of several lines as the value of an argument, so that people can read it. One that cannot be written in this way, since
// its last line does not end or it has something else than plain characters in it, becomes a [Literal].
func Text(s string) string {
	const end = "EOT"
	plain := strings.HasSuffix(s, "\n") && !strings.HasPrefix(s, " ") && !strings.ContainsAny(s, "$%\\\t\r") && !strings.Contains(s, "\n ") && !strings.Contains(s, "\n\n") &&
		!strings.Contains(s, end) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' || r > '~' })
	if !plain {
		return Literal(s)
	}
	return "<<-" + end + "\n" + indent(s) + end
}
