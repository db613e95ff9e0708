package api

import "slices"

// Permission is an app permission as answers carry it (schema "team-app-permission"). Requests carry the name alone.
type Permission struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

// Words lists the names of permissions, sorted.
func Words(permissions []Permission) []string {
	words := make([]string, 0, len(permissions))
	for _, p := range permissions {
		words = append(words, p.Name)
	}
	slices.Sort(words)
	return words
}

// Collaborator is a person with access to an app (schemas "collaborator" and "team-app-collaborator"). The list of a team's app begins with
// a row of role "owner" for the team itself, and holds the team's admins with role "admin".
type Collaborator struct {
	App         Ref              `json:"app"`
	CreatedAt   string           `json:"created_at"`
	ID          string           `json:"id"`
	Permissions []Permission     `json:"permissions"`
	Role        *string          `json:"role"`
	UpdatedAt   string           `json:"updated_at"`
	User        CollaboratorUser `json:"user"`
}

// CollaboratorUser is the person of a [Collaborator].
type CollaboratorUser struct {
	ID        string `json:"id"`
	Email     string `json:"email"`
	Federated bool   `json:"federated"`
}

// CollaboratorCreate gives access: POST /teams/apps/{app}/collaborators and, without permissions, POST
// /apps/{app}/collaborators. User is an address, an id or "~". Nil permissions mean view.
type CollaboratorCreate struct {
	User        string   `json:"user"`
	Permissions []string `json:"permissions,omitempty"`
	Silent      bool     `json:"silent,omitempty"`
}

// CollaboratorUpdate replaces the permissions: PATCH /teams/apps/{app}/collaborators/{collaborator}.
type CollaboratorUpdate struct {
	Permissions []string `json:"permissions"`
}
