package api

import (
	"encoding/json"
	"strconv"
)

// HiddenToken stands where the schema wants a token that is not shown again: a token is shown once, when it is made.
const HiddenToken = "********"

// OAuthAuthorization is a token that a person made, with what it may be used for (schema "oauth-authorization").
type OAuthAuthorization struct {
	AccessToken  *AccessToken `json:"access_token"`
	Client       *OAuthClient `json:"client"`
	CreatedAt    string       `json:"created_at"`
	Description  string       `json:"description"`
	Grant        *Ref         `json:"grant"`
	ID           string       `json:"id"`
	RefreshToken *AccessToken `json:"refresh_token"`
	Scope        []string     `json:"scope"`
	Session      *Ref         `json:"session"`
	UpdatedAt    string       `json:"updated_at"`
	User         OAuthUser    `json:"user"`
}

// OAuthClient is the program that a token was given to.
type OAuthClient struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	RedirectURI string `json:"redirect_uri"`
}

// AccessToken is the token of an [OAuthAuthorization]. ExpiresIn counts seconds from now; null is never.
type AccessToken struct {
	ExpiresIn *int64 `json:"expires_in"`
	ID        string `json:"id"`
	Token     string `json:"token"`
}

// OAuthUser is the person for whom a token stands.
type OAuthUser struct {
	Email    string  `json:"email"`
	FullName *string `json:"full_name"`
	ID       string  `json:"id"`
}

// OAuthAuthorizationCreate makes a token: POST /oauth/authorizations. Without a scope it is global, without an end it lasts.
type OAuthAuthorizationCreate struct {
	Client      *Named   `json:"client,omitempty"`
	Description string   `json:"description,omitempty"`
	ExpiresIn   *Seconds `json:"expires_in,omitempty"`
	Scope       []string `json:"scope,omitempty"`
}

// OAuthAuthorizationUpdate changes the description: PATCH /oauth/authorizations/{authorization}.
type OAuthAuthorizationUpdate struct {
	Client      *Named  `json:"client,omitempty"`
	Description *string `json:"description,omitempty"`
}

// Seconds is a time span in a request. The schema has a number; the Heroku CLI sends a string. Both are read, a number is
// written.
type Seconds int64

// UnmarshalJSON reads a whole number, or a string that holds one.
func (s *Seconds) UnmarshalJSON(b []byte) error {
	var word string
	if err := json.Unmarshal(b, &word); err != nil {
		word = string(b)
	}
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		return &json.UnmarshalTypeError{Value: "not a whole number of seconds"}
	}
	*s = Seconds(n)
	return nil
}
