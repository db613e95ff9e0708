package server

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// refusal is access denied: what was asked, and the decision. It is audited.
type refusal struct {
	message  string
	action   access.Action
	decision access.Decision
}

func (e *refusal) Error() string { return e.message }

// deny says no in Heroku's words: to somebody who sees nothing of the object, that he has no access to it; to somebody who
// does, which permission he lacks.
func (r *request) deny(a access.Action, o access.Object, name string, d access.Decision) error {
	s := r.subject
	s.ThirdParty = false // what the person sees is told, and that it is the client that may not
	seen := access.Decide(access.AppRead, s, o).Allowed || access.Decide(access.TeamRead, s, o).Allowed || o.Kind == access.Enterprise && s.Account != 0 ||
		access.Decide(access.SpaceRead, s, o).Allowed || access.Decide(access.PipelineRead, s, o).Allowed || access.Decide(access.UserRead, s, o).Allowed
	if !seen && o.Kind != access.Nothing {
		return &refusal{fmt.Sprintf("You do not have access to the %s %s.", o.Kind, name), a, d}
	}
	row, _ := access.Lookup(a)
	if o.Kind == access.Nothing {
		return &refusal{fmt.Sprintf("You do not have permission to %s. It %s.", row.Words, d.Reason), a, d}
	}
	return &refusal{fmt.Sprintf("You do not have permission to %s. On %s it %s.", row.Words, name, d.Reason), a, d}
}

// invalid is a request that is well formed and wrong: 422 invalid_params.
func invalid(format string, args ...any) error { return access.Invalid(fmt.Sprintf(format, args...)) }

// fail is an answer of another status.
func fail(status int, id, format string, args ...any) error {
	return &api.Error{Status: status, ID: id, Message: fmt.Sprintf(format, args...)}
}

// articles say more about every error of an id.
var articles = map[string]access.Article{api.ErrRateLimit: access.ArticleRateLimits, api.ErrRange: access.ArticleRanges}

// failure is an error as it is answered, with the address of the article that says more, if there is one.
func failure(err error) *api.Error {
	e := answerTo(err)
	var explained *access.Explained
	if errors.As(err, &explained) {
		e.URL = explained.Article.URL()
	}
	return e
}

// answerTo is the one table from errors to answers. What it does not know is a 500 whose cause goes to the log alone.
func answerTo(err error) *api.Error {
	var (
		answer   *api.Error
		denied   *refusal
		refused  *access.Refused
		wrong    access.Invalid
		notFound *store.NotFoundError
		away     *store.UnavailableError
	)
	switch {
	case errors.As(err, &answer):
		return answer
	case errors.As(err, &denied):
		return &api.Error{Status: http.StatusForbidden, ID: api.ErrForbidden, Message: denied.message}
	case errors.As(err, &refused) && refused.Status == access.RefusedForbidden:
		return &api.Error{Status: http.StatusForbidden, ID: api.ErrForbidden, Message: refused.Message}
	case errors.As(err, &refused):
		return &api.Error{Status: http.StatusUnprocessableEntity, ID: api.ErrInvalidParams, Message: refused.Message}
	case errors.As(err, &wrong):
		return &api.Error{Status: http.StatusUnprocessableEntity, ID: api.ErrInvalidParams, Message: string(wrong)}
	case errors.As(err, &notFound):
		return &api.Error{Status: http.StatusNotFound, ID: api.ErrNotFound, Message: notFound.Error(), Resource: resources[notFound.Noun]}
	case errors.Is(err, store.ErrUncertain):
		return &api.Error{Status: http.StatusInternalServerError, ID: api.ErrInternal, Message: "The connection to the database broke while the change was committed. Look whether it was made before you try again."}
	case errors.As(err, &away):
		return &api.Error{Status: http.StatusServiceUnavailable, ID: api.ErrUnavailable, Message: "Nothing was changed: the control plane cannot use its database. The cause: " + away.Reason + "."}
	}
	return &api.Error{Status: http.StatusInternalServerError, ID: api.ErrInternal, Message: "An internal error occurred. The log of the control plane has the cause under this Request-Id."}
}

// resources are the nouns that clients tell apart in a 404: the Heroku CLI looks for an add-on again without its app.
var resources = map[string]string{"add-on": "add_on", "add-on attachment": "add_on attachment"}

// unconfirmed asks to send the name of the app as "confirm": what was asked for takes something away from somebody.
func unconfirmed(app, format string, args ...any) error {
	return fail(http.StatusLocked, api.ErrConfirmation, "%s To go on, send confirm with the name of the app, %s.", fmt.Sprintf(format, args...), app)
}

// refused tells a refusal, which is audited, from any other error: which action, and why not. A rule with state refuses the
// action that was allowed last.
func (r *request) refused(err error) (action access.Action, reason string, ok bool) {
	var denied *refusal
	if errors.As(err, &denied) {
		return denied.action, denied.decision.Reason, true
	}
	var rule *access.Refused
	if errors.As(err, &rule) {
		return r.action, rule.Message, true
	}
	return "", "", false
}

// missing reports whether an error is something that was not found.
func missing(err error) bool {
	var notFound *store.NotFoundError
	return errors.As(err, &notFound)
}

// taken turns a broken uniqueness rule into a sentence.
func taken(err error, format string, args ...any) error {
	if errors.Is(err, store.ErrExists) {
		return invalid(format, args...)
	}
	return err
}
