package server

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// maxDynoLife is how long a one-off dyno may run (Dev Center "One-Off Dynos": they are cycled every 24 hours).
const maxDynoLife = 24 * time.Hour

// nothing is the answer of a request that only makes something happen.
type nothing struct{}

// wireDyno shows a dyno. Nothing runs in it, so whoever attaches meets the control plane itself, never another machine.
func (r *request) wireDyno(d store.Dyno) api.Dyno {
	w := api.Dyno{
		App: api.Ref{ID: d.AppID, Name: d.AppName}, Command: d.Command, CreatedAt: api.Timestamp(d.CreatedAt), ID: d.ID, Name: d.Name(),
		Release: api.DynoRelease{ID: d.ReleaseID, Version: d.ReleaseVersion}, Size: d.Size, State: d.State, Type: d.Type, UpdatedAt: api.Timestamp(d.UpdatedAt),
	}
	if d.Attached {
		attach := "rendezvous://" + r.http.Host + "/" + d.ID
		w.AttachURL = &attach
	}
	return w
}

func listDynos(r *request) (int, any, error) {
	dynos, err := r.tx.ListDynos(r.ctx, r.app.ID)
	return http.StatusOK, list[api.Dyno]{convert(dynos, r.wireDyno), dynoKeys}, err
}

func getDyno(r *request) (int, any, error) {
	d, err := r.tx.GetDyno(r.ctx, r.app.ID, r.param("dyno"))
	return http.StatusOK, r.wireDyno(d), err
}

// createDyno starts a one-off dyno, run.NNNN unless another type is given. The command stays out of the audit trail: people
// write secrets into commands.
func createDyno(r *request) (int, any, error) {
	var in api.DynoCreate
	if err := r.decode(&in); err != nil {
		return 0, nil, err
	}
	if err := requireLine("command", in.Command, maxCommand); err != nil {
		return 0, nil, err
	}
	in.Type = cmp.Or(in.Type, "run")
	if err := access.ProcessType(in.Type); err != nil {
		return 0, nil, err
	}
	size, err := chooseDynoSize(r.app, cmp.Or(in.Size, api.SizeRef(defaultSize(r.app))))
	if err != nil {
		return 0, nil, err
	}
	life, err := dynoLife(in.TimeToLive)
	if err != nil {
		return 0, nil, err
	}
	release, err := r.tx.CurrentRelease(r.ctx, r.app.ID)
	if err != nil {
		return 0, nil, err
	}
	d := store.Dyno{
		AppID: r.app.ID, ReleaseID: release.ID, Type: in.Type, Command: in.Command, Size: size.name, Attached: in.Attach,
		OneOff: true, ExpiresAt: r.tx.Now().Add(life),
	}
	if d.Number, err = r.freeNumber(in.Type); err != nil {
		return 0, nil, err
	}
	if d, err = r.tx.CreateDyno(r.ctx, d); err != nil {
		return 0, nil, err
	}
	r.event("dyno", "create", map[string]any{"name": d.Name(), "size": d.Size, "attach": d.Attached})
	d, err = r.tx.GetDyno(r.ctx, r.app.ID, d.ID)
	return http.StatusCreated, r.wireDyno(d), err
}

// dynoLife is how long a one-off dyno runs.
func dynoLife(seconds *int) (time.Duration, error) {
	if seconds == nil {
		return maxDynoLife, nil
	}
	if most := int(maxDynoLife.Seconds()); *seconds < 1 || *seconds > most {
		return 0, invalid("time_to_live is from 1 to %d seconds.", most)
	}
	return time.Duration(*seconds) * time.Second, nil
}

// freeNumber is a number of four digits that no dyno of the type has; the formation's are numbered from 1.
func (r *request) freeNumber(typ string) (int, error) {
	dynos, err := r.tx.ListDynos(r.ctx, r.app.ID)
	if err != nil {
		return 0, err
	}
	taken := map[int]bool{}
	for _, d := range dynos {
		taken[d.Number] = taken[d.Number] || d.Type == typ
	}
	const first, count = 1000, 9000
	start := rand.IntN(count)
	for i := range count {
		if n := first + (start+i)%count; !taken[n] {
			return n, nil
		}
	}
	return 0, invalid("The app %s runs %d dynos of type %s, the most that can be. Stop some of them.", r.app.Name, count, typ)
}

// dynoInPath finds the dyno that the path names. The Heroku CLI writes a process type there as well ("ps:restart web"), for all
// of its dynos.
func (r *request) dynoInPath() (d store.Dyno, f *store.Formation, err error) {
	d, err = r.tx.GetDyno(r.ctx, r.app.ID, r.param("dyno"))
	if !missing(err) {
		return d, nil, err
	}
	if strings.Contains(r.param("dyno"), ".") { // no process type has a dot
		return d, nil, err
	}
	whole, noType := r.tx.GetFormation(r.ctx, r.app.ID, r.param("dyno"))
	switch {
	case noType == nil:
		return d, &whole, nil
	case !missing(noType):
		return d, nil, noType
	}
	return d, nil, err
}

// restartDyno starts a dyno of the formation anew, with the current release; a one-off ends.
func restartDyno(r *request) (int, any, error) {
	d, f, err := r.dynoInPath()
	if err != nil {
		return 0, nil, err
	}
	if f != nil {
		return r.restart(f.Type, *f)
	}
	if d.OneOff {
		return r.stop(d)
	}
	release, err := r.tx.CurrentRelease(r.ctx, r.app.ID)
	if err != nil {
		return 0, nil, err
	}
	r.event("dyno", "restart", map[string]any{"name": d.Name()})
	if err := r.tx.DeleteDyno(r.ctx, d); err != nil {
		return 0, nil, err
	}
	d.ReleaseID = release.ID
	_, err = r.tx.CreateDyno(r.ctx, d)
	return http.StatusAccepted, nothing{}, err
}

// restartDynos starts every dyno of the formation anew; one-offs go on.
func restartDynos(r *request) (int, any, error) {
	formation, err := r.tx.ListFormation(r.ctx, r.app.ID)
	if err != nil {
		return 0, nil, err
	}
	return r.restart("all", formation...)
}

// restartFormation starts the dynos of one process type anew.
func restartFormation(r *request) (int, any, error) {
	f, err := r.tx.GetFormation(r.ctx, r.app.ID, r.param("type"))
	if err != nil {
		return 0, nil, err
	}
	return r.restart(f.Type, f)
}

func (r *request) restart(what string, formation ...store.Formation) (int, any, error) {
	release, err := r.tx.CurrentRelease(r.ctx, r.app.ID)
	for _, f := range formation {
		err = errors.Join(err, r.run(f, release, 0))
	}
	r.event("dyno", "restart", map[string]any{"name": what})
	return http.StatusAccepted, nothing{}, err
}

// stopDyno stops a dyno: a one-off is gone, one of the formation is down until something starts it.
func stopDyno(r *request) (int, any, error) {
	d, f, err := r.dynoInPath()
	if err != nil {
		return 0, nil, err
	}
	if f != nil {
		return r.stopAll(*f)
	}
	return r.stop(d)
}

// stopFormation stops the dynos of one process type.
func stopFormation(r *request) (int, any, error) {
	f, err := r.tx.GetFormation(r.ctx, r.app.ID, r.param("type"))
	if err != nil {
		return 0, nil, err
	}
	return r.stopAll(f)
}

func (r *request) stopAll(f store.Formation) (int, any, error) {
	dynos, err := r.tx.ListDynos(r.ctx, r.app.ID)
	for _, d := range dynos {
		if d.Type == f.Type && !d.OneOff {
			d.State = store.DynoDown
			err = errors.Join(err, r.tx.UpdateDyno(r.ctx, d))
		}
	}
	r.event("dyno", "stop", map[string]any{"name": f.Type})
	return http.StatusAccepted, nothing{}, err
}

func (r *request) stop(d store.Dyno) (int, any, error) {
	r.event("dyno", "stop", map[string]any{"name": d.Name()})
	if d.OneOff {
		return http.StatusAccepted, nothing{}, r.tx.DeleteDyno(r.ctx, d)
	}
	d.State = store.DynoDown
	return http.StatusAccepted, nothing{}, r.tx.UpdateDyno(r.ctx, d)
}
