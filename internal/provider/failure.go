package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// errGone says that the object of a resource no longer exists, where the API has no 404 to say so.
var errGone = errors.New("it does not exist any more: it was removed after the plan was made. Plan again to create it anew")

// gone reports whether an object no longer exists, or what it belonged to.
func gone(err error) bool {
	var part incomplete
	return errors.Is(err, errGone) || client.NotFound(err) && !errors.As(err, &part)
}

// incomplete is the error of a part of an object that exists: it is not gone, whatever the API says of the part.
type incomplete struct{ error }

func (i incomplete) Unwrap() error { return i.error }

// ofTeam is the error of a part of a team, such as its settings. That the API does not know the part means that the team is
// gone only if it does not know the team either.
func (s *session) ofTeam(ctx context.Context, team types.String, err error) error {
	if !client.NotFound(err) {
		return err
	}
	if _, missing := s.findTeam(ctx, team.ValueString()); client.NotFound(missing) {
		return err
	}
	return incomplete{err}
}

// failed reports an error: what was tried, what the API said to it, and what the API's support needs to know.
func (c *common) failed(diags *diag.Diagnostics, verb string, err error) {
	what := verb + " " + strings.ReplaceAll(c.name, "_", " ")
	var refused *api.Error
	if !errors.As(err, &refused) {
		diags.AddError("Could not "+what, sentence(err)+c.orphan(verb, err))
		return
	}
	summary := "Could not " + what
	if refused.Status == http.StatusForbidden {
		summary = "Not allowed to " + what
	}
	detail := refused.Message
	var failure *client.Failure
	if errors.As(err, &failure) {
		detail += fmt.Sprintf("\n\nThe API answered %s to %s %s (Request-Id %s).",
			strings.TrimSpace(fmt.Sprintf("%d %s", refused.Status, refused.ID)), failure.Method, failure.Path, failure.RequestID)
	}
	switch {
	case gone(err) && verb == "update":
		detail += " If it was removed after the plan was made, plan again to create it anew."
	case refused.Status == http.StatusUnauthorized:
		detail += " Check the API key: it may be mistyped, revoked or expired."
	case refused.Status == http.StatusTooManyRequests:
		detail += " Fewer objects at a time (terraform -parallelism), a larger max_retries or a longer request_timeout will help."
	}
	if refused.URL != "" {
		detail += " See " + refused.URL
	}
	diags.AddError(summary, detail+c.orphan(verb, err))
}

// sentence is an error as people write: with a capital letter, unless it begins with an address or the name of an attribute, and a
// full stop.
func sentence(err error) string {
	text := err.Error()
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	word, rest, _ := strings.Cut(text, " ")
	if strings.ContainsAny(word, "@_.:") || strings.HasPrefix(rest, "= ") {
		return text
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// orphan is the advice for an object that may have been made although the API did not say so. Those that are taken over when they
// are created again need none.
func (c *common) orphan(verb string, err error) string {
	var failure *client.Failure
	if !c.single || verb != "create" || !errors.As(err, &failure) || failure.Method != http.MethodPost {
		return ""
	}
	var refused *api.Error
	if errors.As(err, &refused) && refused.Status < http.StatusInternalServerError {
		return ""
	}
	if failure.Absent {
		return " It was looked for since, and does not exist: apply again."
	}
	return " It may exist all the same: look, and import it."
}
