package access

import (
	"net/url"
	"slices"
	"strings"
)

// Where apps run, and on what. The control plane's catalogues say more about each; which there are stands here, so that a seed
// file is held to the same words as a request.
var (
	commonRegions = []string{"us", "eu"}
	spaceRegions  = []string{"dublin", "frankfurt", "london", "montreal", "mumbai", "oregon", "singapore", "sydney", "tokyo", "virginia"}
	stacks        = []string{"heroku-24", "heroku-22", "cnb", "container"}
	firStacks     = []string{"cnb"}
	generations   = []string{Cedar, Fir}
)

// Generations of the platform.
const (
	Cedar = "cedar"
	Fir   = "fir"
)

// DefaultSpaceRegion is where a space is made that does not say where.
const DefaultSpaceRegion = "virginia"

// Regions lists the regions of the common runtime, the default first, or those in which a space can be.
func Regions(space bool) []string {
	if space {
		return slices.Clone(spaceRegions)
	}
	return slices.Clone(commonRegions)
}

// Stacks lists the stacks that an app of a generation can be built for, the default first.
func Stacks(generation string) []string {
	if generation == Fir {
		return slices.Clone(firStacks)
	}
	return slices.Clone(stacks)
}

// Generations lists the generations of the platform, the default first.
func Generations() []string { return slices.Clone(generations) }

// SpaceShape checks what a space is made as: its generation and shield, and where its log goes, which may be empty.
func SpaceShape(generation string, shield bool, logDrainURL string) error {
	if generation == Fir && shield {
		return Invalid("A shield space is of the generation cedar; fir has none.")
	}
	if drain, err := url.Parse(logDrainURL); logDrainURL != "" && (err != nil || drain.Scheme != "https" || drain.Host == "") {
		return Invalid("log_drain_url must be an address that begins with https://.")
	}
	return nil
}

// OneOf checks a word against those that there are.
func OneOf(kind, word string, words []string) error {
	if slices.Contains(words, word) {
		return nil
	}
	return invalidf("Unknown %s %q. It can be %s.", kind, clip(word), strings.Join(words, ", "))
}
