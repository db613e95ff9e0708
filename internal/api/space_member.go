package api

// SpaceMember is what a user of the team may do in a space (schema "space-app-access"). ID and both times are the space's: a
// row is known by space and person together.
type SpaceMember struct {
	CreatedAt   string       `json:"created_at"`
	ID          string       `json:"id"`
	Permissions []Permission `json:"permissions"`
	Space       Ref          `json:"space"`
	UpdatedAt   string       `json:"updated_at"`
	User        UserRef      `json:"user"`
}

// SpaceMemberUpdate replaces the permissions: PATCH /spaces/{space}/members/{user}. Unlike everywhere else, they are written as
// objects with a name. Nil is not empty: it is a mistake.
type SpaceMemberUpdate struct {
	Permissions []SpacePermission `json:"permissions"`
}

// SpacePermission names a permission on a space in a request.
type SpacePermission struct {
	Name string `json:"name"`
}
