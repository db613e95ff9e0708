// Package client calls the Heroku Platform API: one method per endpoint, in one file per noun.
//
// Every request goes through [Client.send]: token, headers and JSON are put on there, errors come back as [*api.Error], and
// lists are followed to their last page by the function list. The methods ask the API each time; what many objects
// share is kept by [Snapshot], which every method that writes tells what it may have changed.
//
// Retries are in retry.go, pacing by the rate limit in pace.go, one try in try.go. The package knows nothing of Terraform.
package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/hashicorp/go-retryablehttp"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
)

// Config says where the API is and how to treat it.
type Config struct {
	URL              string            // base address, for example https://api.heroku.com
	Token            string            // sent as a bearer token
	UserAgent        string            // who calls
	Headers          map[string]string // further headers of every request
	MaxRetries       int               // further tries of one request
	RequestTimeout   time.Duration     // how long one try may take, and the longest Retry-After that is waited for
	RateLimitReserve int               // requests of the hourly allowance that are left to others

	// Log is told about every try; it may be nil. What it is told can be shown to anybody: see redact.go.
	Log func(ctx context.Context, t Try)
	// LogBodies says that the log is to have bodies too.
	LogBodies bool

	// Saved is told about every call that was not made because the snapshot had the answer, with their number so far; it may be nil.
	Saved func(ctx context.Context, path string, saved int64)
}

// Client calls the API. It is safe for concurrent use.
type Client struct {
	// Snapshot keeps what many objects share.
	Snapshot *Snapshot

	changes   changes
	http      *retryablehttp.Client
	pace      *pace
	base      string
	token     string
	userAgent string
	headers   map[string]string
}

// New makes a client. It sends nothing.
func New(cfg Config) (*Client, error) {
	if err := CheckURL(cfg.URL); err != nil {
		return nil, err
	}
	transport := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // it is the standard library's own
	transport.MaxIdleConnsPerHost = 16                           // Terraform works on ten objects at a time
	p := newPace(cfg)
	c := &Client{
		http:      retrying(cfg, p, transport),
		pace:      p,
		base:      strings.TrimRight(cfg.URL, "/"),
		token:     cfg.Token,
		userAgent: cfg.UserAgent,
		headers:   cfg.Headers,
	}
	c.Snapshot = newSnapshot(c, cfg)
	return c, nil
}

// CheckURL says what is wrong with a base address. What may be a password in it is never repeated: errors end up in the logs of
// builds.
func CheckURL(s string) error {
	u, err := url.Parse(s)
	switch {
	case err == nil && u.User != nil, err != nil && strings.Contains(s, "@"):
		return errors.New("the address of the API should have no name and no password in it; it should look like https://api.heroku.com, beside an API key")
	case err != nil:
		return fmt.Errorf("%q is not the address of an API; it should look like https://api.heroku.com", s)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("%q is not the address of an API; it should look like https://api.heroku.com", bare(u))
	}
	return nil
}

// bare is an address without what a secret may hide in: a query, and what follows a scheme that is none, as in me:secret@host.
func bare(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// Failure is a request that was answered with an error, or not at all. The cause is wrapped: see [NotFound] and [*api.Error].
type Failure struct {
	Method    string
	Path      string
	RequestID string
	Err       error
	Absent    bool // what it should have made was looked for afterwards, and is not there
}

func (f *Failure) Error() string {
	return fmt.Sprintf("%s %s: %v (Request-Id %s)", f.Method, f.Path, f.Err, f.RequestID)
}

func (f *Failure) Unwrap() error { return f.Err }

// NotFound reports whether the API itself said that what was asked about does not exist. A 404 in other words than the API's
// comes from something in between, such as a proxy, or from a wrong address, and says nothing about the object.
func NotFound(err error) bool {
	e := refused(err)
	return e.Status == http.StatusNotFound && e.ID == api.ErrNotFound
}

// Forbidden reports whether the API refused a request because the caller may not make it.
func Forbidden(err error) bool { return refused(err).Status == http.StatusForbidden }

// Unauthorized reports whether the API does not accept the token.
func Unauthorized(err error) bool { return refused(err).Status == http.StatusUnauthorized }

// Lacking reports whether the API refused to tell, or does not know what it was asked at all: there may be another way to ask.
func Lacking(err error) bool {
	switch refused(err).Status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone, http.StatusNotImplemented:
		return true
	}
	return false
}

// UnlessLacking is an error, but none for what is [Lacking].
func UnlessLacking(err error) error {
	if Lacking(err) {
		return nil
	}
	return err
}

// Lost reports whether nobody knows what came of a request: no answer came, or one that says nothing about it.
func Lost(err error) bool {
	var failure *Failure
	status := refused(err).Status
	return errors.As(err, &failure) && (status == 0 || status >= http.StatusInternalServerError)
}

// Invalid reports whether the API understood a request and refused it as invalid, as it does when something is there already.
func Invalid(err error) bool { return refused(err).Status == http.StatusUnprocessableEntity }

// refused is what the API said; nothing if it said nothing.
func refused(err error) api.Error {
	var e *api.Error
	if errors.As(err, &e) {
		return *e
	}
	return api.Error{}
}

// at builds a path of escaped segments.
func at(segments ...string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteString("/" + url.PathEscape(s))
	}
	return b.String()
}

// do sends one request: in, if not nil, as its body; the answer is decoded into out, if not nil.
func (c *Client) do(ctx context.Context, method, where string, in, out any) error {
	_, err := c.send(ctx, method, where, "", in, out)
	return err
}

// send is the only way out. It returns the headers of the answer.
func (c *Client) send(ctx context.Context, method, where, pages string, in, out any) (http.Header, error) {
	// An identity that is empty or made of dots would address another object, such as the list instead of a row.
	if path.Clean(where) != where {
		return nil, fmt.Errorf("%s %s: an identity in the path is empty", method, where)
	}
	req, err := c.request(ctx, method, where, in)
	if err != nil {
		return nil, err
	}
	if pages != "" {
		req.Header.Set(api.HeaderRange, pages)
	}
	failure := &Failure{Method: method, Path: where, RequestID: req.Header.Get(api.HeaderRequestID)}
	resp, err := c.http.Do(req)
	if err != nil {
		failure.Err = cause(err)
		return nil, failure
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		failure.Err = err
		return nil, failure
	}
	if id := resp.Header.Get(api.HeaderRequestID); id != "" {
		failure.RequestID = id
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		failure.Err = refusal(resp.StatusCode, body)
		return nil, failure
	}
	if out == nil {
		return resp.Header, nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		failure.Err = fmt.Errorf("the answer is not what the API promises: %w", err)
		return nil, failure
	}
	return resp.Header, nil
}

// request builds a request with a fresh Request-Id. The provider's own headers cannot be replaced by configured ones.
func (c *Client) request(ctx context.Context, method, where string, in any) (*retryablehttp.Request, error) {
	var raw []byte
	var body any // an untyped nil, which retryablehttp takes for no body
	if in != nil {
		var err error
		if raw, err = json.Marshal(in); err != nil {
			return nil, err
		}
		body = raw
	}
	req, err := retryablehttp.NewRequestWithContext(begin(ctx, method, raw), method, c.base+where, body)
	if err != nil {
		return nil, err
	}
	for name, value := range c.headers {
		req.Header.Set(name, value)
	}
	req.Header.Set("Accept", api.Accept)
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("User-Agent", c.userAgent)
	req.Header.Set(api.HeaderRequestID, uuid.NewString())
	if in != nil {
		req.Header.Set("Content-Type", api.ContentType)
	}
	return req, nil
}

// refusal reads the body of an error. A proxy may answer something that is not the API's JSON: then the status speaks.
func refusal(status int, body []byte) *api.Error {
	var e api.Error
	if err := json.Unmarshal(body, &e); err != nil || e.Message == "" {
		e = api.Error{Message: strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))}
	}
	e.Status = status
	return &e
}

// cause takes off the envelope that net/http puts around an error: it repeats method and address.
func cause(err error) error {
	var envelope *url.Error
	if errors.As(err, &envelope) {
		return envelope.Err
	}
	return err
}
