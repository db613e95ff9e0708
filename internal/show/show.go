// Package show makes text that others have chosen, such as the name of an app or an address, show as it is, on a terminal and in Markdown:
// a report about access must not be what a name makes of it.
//
// What is not seen is written out, what means something is escaped, in every place alike. That costs a reader of the bare Markdown a few signs, and saves
// asking of each text where it comes from.
package show

import (
	"strconv"
	"strings"
	"unicode"
)

// Plain writes out the signs that are not seen, such as those that begin a line, move a terminal's cursor or turn the direction of writing.
func Plain(s string) string {
	if !strings.ContainsFunc(s, unseen) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unseen(r) {
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unseen(r rune) bool { return !unicode.IsPrint(r) }

// marks are the signs that mean something in Markdown. An @ could mention people of the place where the text is shown.
var marks = strings.NewReplacer("&", "&amp;", "\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]",
	"<", "&lt;", ">", "&gt;", "|", "\\|", "#", "\\#", "~", "\\~", "@", "&#64;")

// Largest is how many bytes of Markdown a comment or an issue may have: GitHub takes 65,536 letters, GitLab a million.
const Largest = 60_000

// Markdown makes text show as it is in Markdown, also in a table.
func Markdown(s string) string { return marks.Replace(Plain(s)) }

// Code shows text as code, in which nothing means anything but backticks.
func Code(s string) string {
	s = Plain(s)
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// Cell makes Markdown fit into a table: there, a bar ends the cell even in code.
func Cell(markdown string) string {
	return strings.ReplaceAll(strings.ReplaceAll(markdown, "\\|", "|"), "|", "\\|")
}
