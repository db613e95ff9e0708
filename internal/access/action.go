package access

import (
	"cmp"
	"slices"
	"strings"
)

// ParseAction finds an action of the [Table] by its name; any other word is an [Invalid] that names the nearest ones.
func ParseAction(word string) (Row, error) {
	if row, ok := Lookup(Action(word)); ok {
		return row, nil
	}
	var names []string
	for _, row := range Table {
		names = append(names, string(row.Action))
	}
	return Row{}, invalidf("Unknown action %q. The nearest ones are %s; the guide \"The access model\" lists all of them.",
		clip(word), sentence(Nearest(clip(word), names, 3), "and"))
}

// Nearest names those that a person who wrote the word may have meant: those that contain it, then those that are a few letters
// away. Case does not matter.
func Nearest(word string, names []string, most int) []string {
	type candidate struct {
		name     string
		distance int
	}
	word = strings.ToLower(word)
	var all []candidate
	for _, name := range names {
		lower := strings.ToLower(name)
		c := candidate{name, distance(word, lower)}
		if word != "" && strings.Contains(lower, word) {
			c.distance = 0
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var near []string
	for _, c := range all[:min(most, len(all))] {
		near = append(near, c.name)
	}
	return near
}

// distance counts the letters that have to be put in, taken out or changed to make one word of the other (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
