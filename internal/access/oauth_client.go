package access

// keptOut says why the client that a subject comes with is kept out, whatever the person may do; empty when it is not.
//
// The switch of a team counts for the team and for what it owns, also for what is transferred to it later; personal apps, accounts and
// catalogues stay open to every client ("Managing an Enterprise Team": members can still authorize the client, but resources owned by
// the team are not accessible). Lists leave out what is closed. The reports of an enterprise account, its usage and its audit trail, are the
// account's and name all its teams to whomever they are open. A token that a person made for himself belongs to no client and is Heroku's own, as the Heroku CLI's is.
func (r *Row) keptOut(s Subject, o Object) string {
	switch {
	case !s.ThirdParty:
		return ""
	case r.HerokuClients:
		return "a token that belongs to no third-party OAuth client"
	case s.shutOut(o):
		return "one of Heroku's own clients: the team has third-party OAuth access off"
	}
	return ""
}

// shutOut reports whether a team keeps the subject's client away from an object.
func (s Subject) shutOut(o Object) bool {
	if !s.ThirdParty || !o.HerokuOnly {
		return false
	}
	switch o.Kind {
	case Team, Space, Pipeline:
		return true
	case App:
		return !o.Personal
	case Nothing, Enterprise, Account:
	}
	return false
}
