package client

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// find looks for what a POST should have made, whose answer was lost. The POST is not repeated, since it may have been carried out; but
// what has a name that nothing else can have can be looked for. What is there under the name may be older, though: then the answer
// that was lost was a refusal. So only what the API made while we waited is taken for ours, if made says that it is what was asked for.
//
// It returns nil if out is what the POST made, else the POST's own error.
func (c *Client) find(ctx context.Context, lost error, asked time.Time, where string, out any, made func() (createdAt string, ours bool)) error {
	header, err := c.send(ctx, http.MethodGet, where, "", nil, out)
	var failure *Failure
	if NotFound(err) && errors.As(lost, &failure) {
		absent := *failure
		absent.Absent = true
		return &absent
	}
	if err != nil {
		return lost
	}
	if createdAt, ours := made(); !ours || !within(time.Since(asked), header, createdAt) {
		return lost
	}
	return nil
}

// within reports whether an object that has just been read was created at most so long ago. Both times are the API's, whose clock need
// not be ours, and whole seconds.
func within(ago time.Duration, header http.Header, createdAt string) bool {
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return false
	}
	created, err := time.Parse(time.RFC3339, createdAt)
	return err == nil && now.Sub(created).Abs() <= ago+time.Second
}
