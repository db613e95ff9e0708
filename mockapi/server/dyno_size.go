package server

import (
	"net/http"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// dynoSize is a size of dyno outside private spaces.
type dynoSize struct {
	name      string
	memory    float64 // in GB
	compute   int
	units     float64
	cents     int // a month
	dedicated bool
	most      int // dynos of one process type
}

const standard1X = "Standard-1X"

// dynoSizes is the catalogue (Dev Center "Dyno Types"). Eco and Basic do not scale beyond one dyno for each process type.
var dynoSizes = []dynoSize{
	{access.EcoDyno, 0.5, 1, 0.28, 500, false, 1},
	{access.BasicDyno, 0.5, 1, 0.28, 700, false, 1},
	{standard1X, 0.5, 1, 1, 2500, false, 100},
	{"Standard-2X", 1, 2, 2, 5000, false, 100},
	{"Performance-M", 2.5, 12, 8, 25000, true, 10},
	{"Performance-L", 14, 50, 16, 50000, true, 10},
	{"Performance-L-RAM", 30, 24, 16, 50000, true, 10},
	{"Performance-XL", 62, 50, 24, 75000, true, 10},
	{"Performance-2XL", 126, 100, 48, 150000, true, 10},
}

// defaultSize is the size of an app's dynos that nobody has sized.
func defaultSize(a store.App) string {
	if a.Enterprise() {
		return standard1X
	}
	return access.BasicDyno
}

func (d dynoSize) ref() api.Ref { return catalogueRef("dyno-size", d.name) }

func wireDynoSize(d dynoSize) api.DynoSize {
	return api.DynoSize{
		Architecture: "amd64", Compute: d.compute, Cost: &api.DynoCost{Cents: d.cents, Unit: "month"}, Dedicated: d.dedicated,
		Generation: catalogueRef("generation", "cedar"), ID: d.ref().ID, Memory: d.memory, Name: d.name, PreciseDynoUnits: d.units,
	}
}

// findDynoSize finds a size by id or, without regard to case, by name.
func findDynoSize(ref string) (dynoSize, bool) {
	for _, d := range dynoSizes {
		if strings.EqualFold(d.name, ref) || d.ref().ID == ref {
			return d, true
		}
	}
	return dynoSize{}, false
}

// chooseDynoSize is [findDynoSize] for a request that must name one that the dynos of an app can have. Free and Hobby, of which Eco and Basic have taken the
// place, are unknown: nothing says that Heroku still takes the old names.
func chooseDynoSize(a store.App, ref api.SizeRef) (dynoSize, error) {
	d, ok := findDynoSize(string(ref))
	if ok {
		return d, access.DynoSize(a.Name, d.name, a.Personal())
	}
	var names []string
	for _, d := range dynoSizes {
		if access.DynoSize(a.Name, d.name, a.Personal()) == nil {
			names = append(names, d.name)
		}
	}
	return d, invalid("Unknown dyno size %q. It can be %s.", string(ref), strings.Join(names, ", "))
}

// fitTeam gives the dynos of an app that has come into a team sizes that a team can have. Those of the formation start anew, as after a request to resize
// them; a one-off goes on, as one of the new size.
func (r *request) fitTeam() error {
	formation, err := r.tx.ListFormation(r.ctx, r.app.ID)
	if err != nil {
		return err
	}
	release, err := r.tx.CurrentRelease(r.ctx, r.app.ID)
	if err != nil {
		return err
	}
	for _, was := range formation {
		f := was
		if f.Size = access.TeamDynoSize(was.Size); f.Size == was.Size {
			continue
		}
		if _, err := r.reshape(was, f, release); err != nil {
			return err
		}
	}
	dynos, err := r.tx.ListDynos(r.ctx, r.app.ID)
	if err != nil {
		return err
	}
	for _, d := range dynos {
		was := d.Size
		if d.Size = access.TeamDynoSize(was); d.Size == was {
			continue
		}
		r.event("dyno", "update", map[string]any{"name": d.Name(), "size": d.Size, "size-was": was})
		if err := r.tx.UpdateDyno(r.ctx, d); err != nil {
			return err
		}
	}
	return nil
}

func listDynoSizes(*request) (int, any, error) {
	return http.StatusOK, list[api.DynoSize]{convert(dynoSizes, wireDynoSize), dynoSizeKeys}, nil
}

func getDynoSize(r *request) (int, any, error) {
	d, ok := findDynoSize(r.param("size"))
	if !ok {
		return 0, nil, &store.NotFoundError{Noun: "dyno size"}
	}
	return http.StatusOK, wireDynoSize(d), nil
}
