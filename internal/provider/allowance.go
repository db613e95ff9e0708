package provider

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// allowance counts the changes of a plan, and says once when the account has fewer calls left than applying them takes.
type allowance struct {
	mu      sync.Mutex
	changes int
	said    bool
}

// spend notes planned changes. Each takes one call, and what is looked at beforehand takes a few for all.
func (s *session) spend(ctx context.Context, changes int) {
	left, known := s.client.Remaining()
	s.allowance.mu.Lock()
	defer s.allowance.mu.Unlock()
	s.allowance.changes += changes
	if !known || s.allowance.said || s.allowance.changes <= left {
		return
	}
	s.allowance.said = true
	notesOf(ctx).AddWarning("Few API calls are left", fmt.Sprintf(
		"Applying this plan takes at least %d calls of the API, one for each change planned so far, and the account has %d left. The run will slow down to the %d calls a minute that Heroku gives back, which takes it %s or more. The whole allowance of %d calls is there again at %s, if nobody uses the account until then.",
		s.allowance.changes, left, client.RefillPerMinute,
		(time.Duration(s.allowance.changes-left)*time.Minute/client.RefillPerMinute).Round(time.Second),
		client.Bucket, time.Now().Add(time.Duration(client.Bucket-left)*time.Minute/client.RefillPerMinute).UTC().Format("15:04 UTC")))
}
