package server

import "net/http"

func enableACM(r *request) (int, any, error) { return r.switchACM(true, "create") }

func disableACM(r *request) (int, any, error) { return r.switchACM(false, "destroy") }

// switchACM lets Heroku manage the certificates of the app's domains, or no longer.
func (r *request) switchACM(on bool, action string) (int, any, error) {
	r.event("acm", action, map[string]any{"acm": on, "acm-was": r.app.ACM})
	r.app.ACM = on
	a, err := r.tx.UpdateApp(r.ctx, r.app)
	return http.StatusOK, wireApp(a), err
}

// refreshACM asks for the certificates once more. They are all issued; what changes is when the app was touched.
func refreshACM(r *request) (int, any, error) {
	if !r.app.ACM {
		return 0, nil, invalid("Automated certificate management is off for the app %s. Switch it on with POST first.", r.app.Name)
	}
	return r.switchACM(true, "update")
}
