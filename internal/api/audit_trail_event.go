package api

// AuditTrailEvent is a line of the audit trail of an enterprise account (schema "audit-trail-event", strict). What it is not about is an
// empty object: the schema has no null there.
type AuditTrailEvent struct {
	Action            string         `json:"action"`
	Actor             EventUser      `json:"actor"`
	App               EventRef       `json:"app"`
	CreatedAt         string         `json:"created_at"`
	Data              map[string]any `json:"data"`
	EnterpriseAccount EventRef       `json:"enterprise_account"`
	ID                string         `json:"id"`
	Owner             EventUser      `json:"owner"` // of the app
	Request           EventRequest   `json:"request"`
	Team              EventRef       `json:"team"`
	Type              string         `json:"type"`
}

// EventRef is what an event is about, as it was called then.
type EventRef struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// EventUser is a person in an event.
type EventUser struct {
	ID    string `json:"id,omitempty"`
	Email string `json:"email,omitempty"`
}

// EventRequest is where an event comes from.
type EventRequest struct {
	IPAddress string `json:"ip_address,omitempty"` // IPv4
}

// Refused is the member of an event's data that says why it did not happen. It is an extension: Heroku's audit trail tells of changes alone.
const Refused = "refused"

// Archive is the audit trail of a month (schema "archive", strict).
type Archive struct {
	Checksum  string `json:"checksum"` // SHA-256 of what the URL answers, in hexadecimal
	CreatedAt string `json:"created_at"`
	Month     string `json:"month"`
	Size      int    `json:"size"`
	URL       string `json:"url"`
	Year      int    `json:"year"`
}

// ArchiveFile is what the URL of an [Archive] answers.
type ArchiveFile struct {
	Entries []AuditTrailEvent `json:"entries"`
}
