package client_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/acctest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
)

// career is what happens to each person of the test, in this order; the last is that the person leaves.
var career = []string{"", "viewer", "member", "admin", ""}

// journal says how far people have got: which step was begun, and which was acknowledged.
type journal struct {
	mu           sync.Mutex
	begun, acked map[string]int
}

func (j *journal) note(steps map[string]int, email string, step int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	steps[email] = step
}

func (j *journal) copy(steps map[string]int) map[string]int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return maps.Clone(steps)
}

// Readers and writers at the same time, against a server whose every eleventh answer is lost on the way: no reading that began after
// a write was acknowledged is older than it. Reads are made of everything that the client keeps of members, and some give up.
func TestReadsBesideWrites(t *testing.T) {
	writers, people := 4, 1
	if os.Getenv("SOAK") != "" {
		writers, people = 12, 30
	}
	server := mockapitest.Start(t, acctest.World)
	proxy := acctest.NewProxy(t, server.URL)
	calls := 0
	proxy.Meddle(func(*http.Request) acctest.Fault { calls++; return acctest.Fault{Drop: calls%11 == 0} })
	c := connect(t, proxy.URL, 10)
	j := &journal{begun: map[string]int{}, acked: map[string]int{}}
	var writing, reading sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			for p := range people {
				live(t, c, j, fmt.Sprintf("w%d-%d@acme.test", w, p))
			}
		})
	}
	over, stop := context.WithCancel(t.Context())
	var reads, given atomic.Int64
	for range 3 {
		reading.Go(func() {
			for over.Err() == nil {
				check(t, c, j)
				reads.Add(1)
			}
		})
	}
	reading.Go(func() {
		for over.Err() == nil {
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			if _, err := c.Snapshot.Members.Get(ctx, "acme-labs", client.Current); err != nil {
				given.Add(1)
			}
			cancel()
		}
	})
	writing.Wait()
	stop()
	reading.Wait()
	check(t, c, j)
	t.Logf("%d people by %d writers, %d readings, %d given up", writers*people, writers, reads.Load(), given.Load())
	leftBehind(t)
}

// live leads a person through a career.
func live(t *testing.T, c *client.Client, j *journal, email string) {
	for step, role := range career[1:] {
		j.note(j.begun, email, step+1)
		var err error
		if role == "" {
			err = c.DeleteMember(t.Context(), "acme-labs", email)
		} else {
			_, err = c.PutMember(t.Context(), "acme-labs", api.TeamMemberWrite{Email: email, Role: role})
		}
		if err != nil && !client.NotFound(err) { // the answer to the first DELETE was lost
			t.Errorf("%s %s: %v", email, role, err)
		}
		j.note(j.acked, email, step+1)
	}
}

// check reads the members: everybody is at a step that is neither before the one that was acknowledged when the reading began, nor
// after the one that was begun when it ended.
func check(t *testing.T, c *client.Client, j *journal) {
	acked := j.copy(j.acked)
	got, err := c.Snapshot.Members.Get(t.Context(), "acme-labs", client.Current)
	begun := j.copy(j.begun)
	if err != nil {
		t.Error(err)
		return
	}
	roles := map[string]string{}
	for _, row := range got.Value {
		roles[row.Email] = *row.Role
	}
	for email, step := range acked {
		fits := false
		for ; step <= begun[email]; step++ {
			fits = fits || career[step] == roles[email]
		}
		if !fits {
			t.Errorf("%s is %q after step %d was acknowledged", email, roles[email], acked[email])
		}
	}
}

// leftBehind waits until no goroutine loads anything any more.
func leftBehind(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	all := make([]byte, 1<<20)
	for strings.Contains(string(all[:runtime.Stack(all, true)]), "client.(*Readings") {
		if ctx.Err() != nil {
			t.Fatalf("somebody is left behind:\n%s", all[:runtime.Stack(all, true)])
		}
		runtime.Gosched()
	}
}
