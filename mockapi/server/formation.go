package server

import (
	"cmp"
	"maps"
	"net/http"
	"slices"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

func wireFormation(f store.Formation) api.Formation {
	return api.Formation{
		App: api.Ref{ID: f.AppID, Name: f.AppName}, Command: f.Command, CreatedAt: api.Timestamp(f.CreatedAt), DynoSize: catalogueRef("dyno-size", f.Size),
		ID: f.ID, Quantity: f.Quantity, Size: f.Size, Type: f.Type, UpdatedAt: api.Timestamp(f.UpdatedAt),
	}
}

func listFormation(r *request) (int, any, error) {
	formation, err := r.tx.ListFormation(r.ctx, r.app.ID)
	return http.StatusOK, list[api.Formation]{convert(formation, wireFormation), formationKeys}, err
}

func getFormation(r *request) (int, any, error) {
	f, err := r.tx.GetFormation(r.ctx, r.app.ID, r.param("type"))
	return http.StatusOK, wireFormation(f), err
}

// updateFormation scales or resizes one process type.
func updateFormation(r *request) (int, any, error) {
	var in api.FormationUpdate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	in.Type = r.param("type")
	changed, err := r.scale([]api.FormationUpdate{in})
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, wireFormation(changed[0]), nil
}

// updateFormations scales or resizes several process types, all or none.
func updateFormations(r *request) (int, any, error) {
	var in api.FormationBatch
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if len(in.Updates) == 0 {
		return 0, nil, invalid("updates is required: a list of objects with a type, and a quantity or a dyno_size.")
	}
	changed, err := r.scale(in.Updates)
	return http.StatusOK, list[api.Formation]{convert(changed, wireFormation), formationKeys}, err
}

// scale carries updates out, each process type once, and starts and stops dynos as they say.
func (r *request) scale(updates []api.FormationUpdate) ([]store.Formation, error) {
	release, err := r.tx.CurrentRelease(r.ctx, r.app.ID)
	if err != nil {
		return nil, err
	}
	var changed []store.Formation
	for _, in := range updates {
		f, err := r.tx.GetFormation(r.ctx, r.app.ID, in.Type)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(changed, func(done store.Formation) bool { return done.ID == f.ID }) {
			return nil, invalid("The process type %s is in updates twice.", f.Type)
		}
		was := f
		if err := r.apply(&f, in); err != nil {
			return nil, err
		}
		if f, err = r.reshape(was, f, release); err != nil {
			return nil, err
		}
		changed = append(changed, f)
	}
	return changed, r.noMixture()
}

// reshape stores a process type that was another, and starts and stops dynos as it says.
func (r *request) reshape(was, f store.Formation, release store.Release) (store.Formation, error) {
	running := min(was.Quantity, f.Quantity)
	if f.Size != was.Size { // a dyno cannot change its size, so all start anew
		running = 0
	}
	f, err := r.tx.UpdateFormation(r.ctx, f)
	if err != nil {
		return f, err
	}
	r.event("formation", "update", map[string]any{"type": f.Type, "quantity": f.Quantity, "quantity-was": was.Quantity, "size": f.Size, "size-was": was.Size})
	return f, r.run(f, release, running)
}

// apply reads an update into a process type, and holds it to what its size allows.
func (r *request) apply(f *store.Formation, in api.FormationUpdate) error {
	if in.Quantity != nil {
		quantity := in.Quantity.Number
		if in.Quantity.Relative {
			quantity += f.Quantity
		}
		f.Quantity = quantity
	}
	size, _ := findDynoSize(f.Size)
	if ref := cmp.Or(in.DynoSize, in.Size); ref != "" {
		var err error
		if size, err = chooseDynoSize(r.app, ref); err != nil {
			return err
		}
	}
	f.Size = size.name
	if f.Quantity < 0 || f.Quantity > size.most {
		return invalid("The process type %s can have from 0 to %d dynos of size %s, not %d.", f.Type, size.most, size.name, f.Quantity)
	}
	return nil
}

// noMixture refuses Eco dynos beside others (Dev Center "Dyno Types").
func (r *request) noMixture() error {
	formation, err := r.tx.ListFormation(r.ctx, r.app.ID)
	frugal, other := "", ""
	for _, f := range formation {
		switch {
		case f.Quantity == 0:
		case f.Size == access.EcoDyno:
			frugal = f.Type
		default:
			other = f.Type
		}
	}
	if frugal != "" && other != "" {
		return access.Explain(access.ArticleDynoTypes, invalid("An app that uses Eco dynos can use no others: %s would be Eco and %s not. Resize all process types in one request.", frugal, other))
	}
	return err
}

// form brings the formation in line with the process types of a release's code, and the app with its stack, and starts all dynos anew. On an app's first
// code web has one dyno; what comes later starts with none, and what the code no longer has goes.
func (r *request) form(release store.Release) error {
	if release.SlugID == "" {
		return nil
	}
	slug, err := r.tx.GetSlug(r.ctx, r.app.ID, release.SlugID)
	if err != nil {
		return err
	}
	if r.app.Stack != slug.Stack {
		r.app.Stack = slug.Stack
		if r.app, err = r.tx.UpdateApp(r.ctx, r.app); err != nil {
			return err
		}
	}
	formation, err := r.tx.ListFormation(r.ctx, r.app.ID)
	if err != nil {
		return err
	}
	missing := maps.Clone(slug.ProcessTypes)
	for _, f := range formation {
		command, ok := slug.ProcessTypes[f.Type]
		delete(missing, f.Type)
		if err := r.reform(f, command, ok, release); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		f := store.Formation{AppID: r.app.ID, Type: name, Command: missing[name], Size: defaultSize(r.app)}
		if name == "web" && len(formation) == 0 {
			f.Quantity = 1
		}
		if f, err = r.tx.CreateFormation(r.ctx, f); err != nil {
			return err
		}
		if err := r.run(f, release, 0); err != nil {
			return err
		}
	}
	return nil
}

// reform gives a process type its new command, or removes it.
func (r *request) reform(f store.Formation, command string, keep bool, release store.Release) error {
	if !keep {
		f.Quantity = 0
		if err := r.run(f, release, 0); err != nil {
			return err
		}
		return r.tx.DeleteFormation(r.ctx, f.ID)
	}
	if f.Command != command {
		f.Command = command
		var err error
		if f, err = r.tx.UpdateFormation(r.ctx, f); err != nil {
			return err
		}
	}
	return r.run(f, release, 0)
}

// run makes the dynos of a process type as many as it says: those numbered up to running go on, the rest start with a release.
func (r *request) run(f store.Formation, release store.Release, running int) error {
	if err := r.tx.StopDynos(r.ctx, r.app.ID, f.Type, running); err != nil {
		return err
	}
	for n := running + 1; n <= f.Quantity; n++ {
		d := store.Dyno{AppID: r.app.ID, ReleaseID: release.ID, Type: f.Type, Number: n, Command: f.Command, Size: f.Size}
		if _, err := r.tx.CreateDyno(r.ctx, d); err != nil {
			return err
		}
	}
	return nil
}
