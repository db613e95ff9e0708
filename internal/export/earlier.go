package export

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// An export that is repeated has to know what the one before it wrote: the file of a team that is gone would be applied again. A person may have
// written the other files of the folder, or gone on writing in those of the export, so each begins with a line that holds a digest of its name and of
// what follows. A file that is not exactly what an export wrote under that name is a person's.
//
// The line also names what the file is for, by its id. What an export does not find may be there all the same: its key may belong to somebody else, or
// to somebody who has lost a role. Without its file, Terraform would destroy it.

const markedBy = "# Written by terraform-provider-herokuenterprise export. With --all and --force, a later export removes this file when there is nothing for it any more, unless it was changed: "

// Owner is the team or the enterprise account that a file is for.
type Owner struct {
	Kind string // [OfTeam] or [OfAccount]; empty if the file is for all of them
	ID   string
}

// What a file is for.
const (
	OfTeam    = "team"
	OfAccount = "account"
)

func (o Owner) String() string {
	if o.Kind == OfAccount {
		return "enterprise account " + o.ID
	}
	return o.Kind + " " + o.ID
}

// Marked is the text of a file under a line by which a later export knows it again.
func (f File) Marked() string {
	return f.mark() + "\n\n" + f.Text
}

// Earlier is a file as an export wrote it under this name. It is none if somebody has changed it since.
func Earlier(name, text string) (f File, ok bool) {
	head, rest, _ := strings.Cut(text, "\n\n")
	f = File{Name: name, Text: rest}
	if _, of, found := strings.Cut(strings.TrimPrefix(head, markedBy), " of "); found {
		f.Owner.Kind, f.Owner.ID, _ = strings.Cut(of, " ")
	}
	return f, head == f.mark()
}

// Replaced reports whether one of the files is for what an earlier one was for, or that was for nothing in particular.
func (f File) Replaced(by []File) bool {
	return f.Owner.Kind == "" || slices.ContainsFunc(by, func(other File) bool { return other.Owner == f.Owner })
}

func (f File) mark() string {
	line := fmt.Sprintf("%ssha256:%x", markedBy, sha256.Sum256([]byte(strings.Join([]string{f.Name, f.Owner.Kind, f.Owner.ID, f.Text}, "\x00"))))
	if f.Owner.Kind != "" {
		line += " of " + f.Owner.Kind + " " + f.Owner.ID
	}
	return line
}
