package api

// FeatureInvitations is the feature by which clients tell a team whose people are invited from one to which they are added.
const FeatureInvitations = "team-invite-acceptance"

// TeamInvitation asks a person into a team (schema "team-invitation").
type TeamInvitation struct {
	CreatedAt string         `json:"created_at"`
	ID        string         `json:"id"`
	InvitedBy TeamMemberUser `json:"invited_by"`
	Role      *string        `json:"role"`
	Team      Ref            `json:"team"`
	UpdatedAt string         `json:"updated_at"`
	User      TeamMemberUser `json:"user"`
}

// TeamInvitationWrite invites a person, or changes the role that he is invited to: PUT /teams/{team}/invitations.
type TeamInvitationWrite struct {
	Email string `json:"email"`
	Role  string `json:"role"`
}
