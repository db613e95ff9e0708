package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// What to do when somebody has changed an object between the plan, which was reviewed, and its being applied.
const (
	staleError     = "error"
	staleWarn      = "warn"
	staleOverwrite = "overwrite"
)

// stalePlans are the values of the provider argument stale_plan, the default first.
var stalePlans = []string{staleError, staleWarn, staleOverwrite}

// changed reports that an object is neither as the plan found it nor as the plan wants it, as the user chose: as an error, which
// stops the change, as a warning, or not at all.
func (s *session) changed(ctx context.Context, what, now, planned string) error {
	detail := fmt.Sprintf("%s is %s now. The plan was made when it was %s, so somebody has changed it since.", what, now, planned)
	switch s.options.stalePlan {
	case staleOverwrite:
		return nil
	case staleWarn:
		// Terraform shows one of all warnings with the same summary.
		notesOf(ctx).AddWarning(what+" was changed after the plan", detail+" It was overwritten all the same, because the provider argument stale_plan is warn.")
		return nil
	}
	return fmt.Errorf("%s Plan again and review what is left to do, or overwrite such changes with the provider argument stale_plan = %q", detail, staleOverwrite)
}

// quoted lists words for a message; none is "none".
func quoted(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}

type notesKey struct{}

// withNotes gives a context the diagnostics of the call, for what is worth saying although nothing has failed.
func withNotes(ctx context.Context, diags *diag.Diagnostics) context.Context {
	return context.WithValue(ctx, notesKey{}, diags)
}

// notesOf finds the diagnostics of the call again; what nobody listens to is lost.
func notesOf(ctx context.Context) *diag.Diagnostics {
	if diags, ok := ctx.Value(notesKey{}).(*diag.Diagnostics); ok {
		return diags
	}
	return &diag.Diagnostics{}
}
