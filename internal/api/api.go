// Package api is the wire: the JSON of the Heroku Platform API v3 as Go structs, its errors and its Range header, shared by
// the client and the control plane, which meet only over HTTP.
//
// Field names, nullability and types follow Heroku's published JSON schema (version 3); a field that the schema allows to be
// null is a pointer here. The wire has three shapes that look alike and are not: permissions are written as words and read as
// objects; a team-app is an app with "joined" and "locked"; answers that the schema calls strict have no further fields.
package api

import "time"

// ContentType is the media type of every body.
const ContentType = "application/json"

// Accept is the version that this package describes. Clients also send variants such as "version=3.sdk", so a server
// compares the beginning, [AcceptPrefix].
const (
	Accept       = "application/vnd.heroku+json; version=3"
	AcceptPrefix = "application/vnd.heroku+json;version=3" // without white space
)

// Headers of the API.
const (
	HeaderRequestID          = "Request-Id"
	HeaderRange              = "Range"
	HeaderNextRange          = "Next-Range"
	HeaderContentRange       = "Content-Range"
	HeaderAcceptRanges       = "Accept-Ranges"
	HeaderRateLimitRemaining = "RateLimit-Remaining"
	HeaderAcceptExpansion    = "Accept-Expansion" // names members that should come whole, separated by commas
)

// Timestamp is a time as the API writes it: UTC, whole seconds.
func Timestamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Ref names another object by id and name.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// UserRef names a person by id and address.
type UserRef struct {
	ID    string `json:"id"`
	Email string `json:"email"`
}

// Error is the body of every refusal. Status is not on the wire; the client fills it from the response.
type Error struct {
	ID      string `json:"id"`
	Message string `json:"message"`
	URL     string `json:"url,omitempty"`
	Status  int    `json:"-"`

	// Resource is the kind of thing that was not found, where clients look for it: "add_on", "add_on attachment".
	Resource string `json:"resource,omitempty"`
}

func (e *Error) Error() string { return e.Message }

// The machine-readable ids of errors (Platform API reference, "Error Responses").
const (
	ErrBadRequest    = "bad_request"
	ErrUnauthorized  = "unauthorized"
	ErrForbidden     = "forbidden"
	ErrNotFound      = "not_found"
	ErrNotAcceptable = "not_acceptable"
	ErrConflict      = "conflict"
	ErrPrecondition  = "precondition_failed" // the reference names the status alone
	ErrRange         = "requested_range_not_satisfiable"
	ErrInvalidParams = "invalid_params"
	ErrConfirmation  = "confirmation_required"
	ErrMultiple      = "multiple_matches"
	ErrRateLimit     = "rate_limit"
	ErrInternal      = "internal_server_error"
	ErrUnavailable   = "service_unavailable"
)
