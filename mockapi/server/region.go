package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// region is a place where apps run: the common runtime, or one in which a private space can be made.
type region struct {
	name, description, country, locale string
	provider                           string // region of Amazon Web Services
	private                            bool
	since                              int // year; that of the private regions is the year in which spaces became available
}

// regions is the catalogue: the common runtime, its default first, then the private regions (Dev Center "Heroku Private
// Spaces").
var regions = []region{
	{"us", "United States", "United States", "Virginia", "us-east-1", false, 2012},
	{"eu", "Europe", "Ireland", "Ireland", "eu-west-1", false, 2013},
	{"dublin", "Dublin, Ireland", "Ireland", "Dublin", "eu-west-1", true, 2016},
	{"frankfurt", "Frankfurt, Germany", "Germany", "Frankfurt", "eu-central-1", true, 2016},
	{"london", "London, United Kingdom", "United Kingdom", "London", "eu-west-2", true, 2016},
	{"montreal", "Montreal, Canada", "Canada", "Montreal", "ca-central-1", true, 2016},
	{"mumbai", "Mumbai, India", "India", "Mumbai", "ap-south-1", true, 2016},
	{"oregon", "Oregon, United States", "United States", "Oregon", "us-west-2", true, 2016},
	{"singapore", "Singapore", "Singapore", "Singapore", "ap-southeast-1", true, 2016},
	{"sydney", "Sydney, Australia", "Australia", "Sydney", "ap-southeast-2", true, 2016},
	{"tokyo", "Tokyo, Japan", "Japan", "Tokyo", "ap-northeast-1", true, 2016},
	{"virginia", "Virginia, United States", "United States", "Virginia", "us-east-1", true, 2016},
}

// catalogueRef names an entry of a catalogue that is part of the program.
func catalogueRef(kind, name string) api.Ref {
	return api.Ref{ID: store.DerivedID(kind, name), Name: name}
}

// choose finds an entry of a catalogue by name or id; an empty reference is the default, the first.
func choose(kind string, names []string, ref string) (string, error) {
	if ref == "" {
		return names[0], nil
	}
	for _, n := range names {
		if n == ref || catalogueRef(kind, n).ID == ref {
			return n, nil
		}
	}
	return "", invalid("Unknown %s %q. It can be %s.", kind, ref, strings.Join(names, ", "))
}

// newYear is the time that the catalogues give for something of which the year is known.
func newYear(year int) string {
	return api.Timestamp(time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC))
}

func wireRegion(g region) api.Region {
	return api.Region{
		Country: g.country, CreatedAt: newYear(g.since), Description: g.description, ID: catalogueRef("region", g.name).ID, Locale: g.locale, Name: g.name,
		PrivateCapable: g.private, Provider: api.RegionProvider{Name: "amazon-web-services", Region: g.provider}, UpdatedAt: newYear(g.since),
	}
}

func listRegions(*request) (int, any, error) {
	return http.StatusOK, list[api.Region]{convert(regions, wireRegion), regionKeys}, nil
}

func getRegion(r *request) (int, any, error) {
	for _, g := range regions {
		if w := wireRegion(g); r.param("region") == w.Name || r.param("region") == w.ID {
			return http.StatusOK, w, nil
		}
	}
	return 0, nil, &store.NotFoundError{Noun: "region"}
}
