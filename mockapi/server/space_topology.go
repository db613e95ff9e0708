package server

import (
	"crypto/sha256"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// spaceApps lists the apps of the space that the caller may view, each with its dynos.
func (r *request) spaceApps(each func(store.App, []store.Dyno) error) error {
	apps, err := r.tx.ListSpaceApps(r.ctx, r.space.ID, r.user.ID)
	if err != nil {
		return err
	}
	for _, a := range slices.DeleteFunc(apps, func(a store.App) bool { return !r.canView(a) }) {
		dynos, err := r.tx.ListDynos(r.ctx, a.ID)
		if err != nil {
			return err
		}
		if err := each(a, dynos); err != nil {
			return err
		}
	}
	return nil
}

// listSpaceDynos lists the dynos of the space by app, those of a locked app for who may view it.
func listSpaceDynos(r *request) (int, any, error) {
	list := []api.SpaceDynos{}
	err := r.spaceApps(func(a store.App, dynos []store.Dyno) error {
		list = append(list, api.SpaceDynos{AppID: a.ID, AppName: a.Name, Dynos: convert(dynos, r.wireDyno)})
		return nil
	})
	return http.StatusOK, list, err
}

// getSpaceTopology shows what runs in the space, and where, of the apps that the caller may view.
func getSpaceTopology(r *request) (int, any, error) {
	t := api.SpaceTopology{Version: 1, Apps: []api.SpaceTopologyApp{}}
	cidr, err := netip.ParsePrefix(r.space.CIDR)
	if err != nil {
		return 0, nil, err
	}
	err = r.spaceApps(func(a store.App, dynos []store.Dyno) error {
		processes, err := r.tx.ListFormation(r.ctx, a.ID)
		domain := strings.TrimSuffix(strings.TrimPrefix(webURL(a), "https://"), "/")
		t.Apps = append(t.Apps, api.SpaceTopologyApp{
			ID: a.ID, Domains: []string{domain},
			Formation: convert(processes, func(f store.Formation) api.SpaceTopologyFormation { return wireTopology(f, dynos, cidr) }),
		})
		return err
	})
	return http.StatusOK, t, err
}

// wireTopology is a process type with its dynos. A dyno's address follows from its id, within the space's own range.
func wireTopology(f store.Formation, dynos []store.Dyno, cidr netip.Prefix) api.SpaceTopologyFormation {
	w := api.SpaceTopologyFormation{ID: f.ID, ProcessType: f.Type, Dynos: []api.SpaceTopologyDyno{}}
	network := cidr.Masked().Addr().As4()
	for _, d := range dynos {
		if d.Type != f.Type {
			continue
		}
		sum := sha256.Sum256([]byte(d.ID))
		address := netip.AddrFrom4([4]byte{network[0], network[1], sum[0], sum[1]}).String()
		w.Dynos = append(w.Dynos, api.SpaceTopologyDyno{ID: d.ID, Number: d.Number, PrivateIP: address, Hostname: d.Name() + "." + f.AppName + ".app.localspace"})
	}
	return w
}
