package export

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// An export that is repeated has to know what the one before it wrote: the file of a team that is gone would be applied again. A person may have
// written the other files of the folder, or gone on writing in those of the export, so each begins with a line that holds a digest of its name and of
// what follows. A file that is not exactly what an export wrote under that name is a person's.

const markedBy = "# Written by terraform-provider-herokuenterprise export. With --all and --force, a later export removes this file when there is nothing for it any more, unless it was changed: "

// Marked is the text of a file under a line by which a later export knows it again.
func (f File) Marked() string {
	return markedBy + digest(f.Name, f.Text) + "\n\n" + f.Text
}

// Unchanged reports whether an export wrote a file as it is, under this name.
func Unchanged(name, text string) bool {
	head, rest, _ := strings.Cut(text, "\n\n")
	return head == markedBy+digest(name, rest)
}

func digest(name, text string) string {
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(name+"\x00"+text)))
}
