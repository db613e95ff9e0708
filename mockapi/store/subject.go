package store

import "github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"

// Object is the app as the access model sees it.
func (a App) Object() access.Object {
	return access.Object{Kind: access.App, Locked: a.Locked, Personal: a.Personal(), HerokuOnly: a.HerokuClientsOnly}
}

// Subject is the person by whom the app was seen, with a client of Heroku's own.
func (a App) Subject(userID string) access.Subject {
	return access.Subject{Role: a.Role, Grant: a.Grant, Collaborator: a.GrantID != "", Owner: a.OwnerID != "" && a.OwnerID == userID}
}

// Object is the team as the access model sees it.
func (t Team) Object() access.Object {
	return access.Object{Kind: access.Team, HerokuOnly: t.HerokuClientsOnly}
}

// Subject is the person by whom the team was seen, with a client of Heroku's own.
func (t Team) Subject() access.Subject {
	return access.Subject{Role: t.Role, Collaborator: t.Collaborator, Account: t.AccountPermissions}
}

// Object is the space as the access model sees it.
func (v Space) Object() access.Object {
	return access.Object{Kind: access.Space, HerokuOnly: v.HerokuClientsOnly}
}

// Subject is the person by whom the space was seen, with a client of Heroku's own.
func (v Space) Subject() access.Subject {
	return access.Subject{Role: v.Role, CreateApps: v.CreateApps}
}
