package server

import (
	"fmt"
	"math/rand/v2"
)

// Words for generated names: adjective-noun-number, as Heroku makes them ("gentle-garden-8862").
var (
	adjectives = []string{
		"agile", "ancient", "calm", "crisp", "deep", "dry", "evening", "fierce", "floating", "frozen", "gentle", "glacial", "hidden",
		"immense", "limitless", "lively", "mighty", "morning", "nameless", "peaceful", "polar", "quiet", "rocky", "safe", "secure", "serene", "shielded", "silent",
		"still", "stormy", "tranquil", "warm", "wild", "young",
	}
	nouns = []string{
		"anchorage", "atoll", "bastion", "beach", "brook", "castle", "cliffs", "cove", "dusk", "earth", "everglades", "falls", "forest", "garden", "harbor",
		"headland", "island", "lake", "meadow", "mesa", "mountain", "oasis", "ocean", "peak", "plains", "river", "savannah", "sea", "shelf", "spring", "stream", "taiga",
		"thicket", "tundra", "valley", "waters", "woodland",
	}
)

// generateName makes names until one is free.
func generateName(prefix string, taken func(string) (bool, error)) (string, error) {
	const tries = 20
	for range tries {
		name := fmt.Sprintf("%s-%05d", nouns[rand.IntN(len(nouns))], rand.IntN(100_000))
		if prefix == "" {
			name = adjectives[rand.IntN(len(adjectives))] + "-" + name
		} else {
			name = prefix + "-" + name
		}
		if used, err := taken(name); err != nil || !used {
			return name, err
		}
	}
	return "", fmt.Errorf("no free name after %d tries", tries)
}
