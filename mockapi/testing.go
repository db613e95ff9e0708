package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// testFlags are for tests alone.
type testFlags struct {
	TestEndpoints bool    `help:"Serve /_test, for tests alone: whoever reaches it can turn the world and its clock back. Needs --database :memory:." env:"MOCKAPI_TEST_ENDPOINTS"`
	TestClock     moment  `help:"With --test-endpoints: the clock stands at this time until a test moves it." env:"MOCKAPI_TEST_CLOCK" placeholder:"2031-05-06T07:08:09Z"`
	TestIDSeed    *uint64 `name:"test-id-seed" help:"With --test-endpoints: ids are the same in every run." env:"MOCKAPI_TEST_ID_SEED" placeholder:"N"`
	TestJournal   int     `help:"With --test-endpoints: requests that each world remembers." default:"1000" env:"MOCKAPI_TEST_JOURNAL" placeholder:"N"`
}

// faultFlags make the server fail on purpose.
type faultFlags struct {
	Fault     []string `help:"Fail on purpose, for instance 'route=GET /teams/{team}/members,share=0.1,status=503'; can be given several times." sep:";" env:"MOCKAPI_FAULT" placeholder:"RULE"`
	FaultSeed uint64   `help:"Another number makes other requests of a share fail." default:"1" env:"MOCKAPI_FAULT_SEED" placeholder:"N"`
}

// check says what cannot be together.
func (f *testFlags) check(database string, clock moment) error {
	switch {
	case !clock.IsZero() && !f.TestClock.IsZero():
		return errors.New("--clock runs and --test-clock stands: give one of them")
	case !f.TestEndpoints && (!f.TestClock.IsZero() || f.TestIDSeed != nil):
		return errors.New("--test-clock and --test-id-seed need --test-endpoints")
	case f.TestEndpoints && database != store.Memory:
		return errors.New("--test-endpoints needs --database :memory:, because whoever reaches them can turn the world back")
	case f.TestJournal < 0:
		return errors.New("--test-journal is the number of requests that a world remembers; it cannot be below 0")
	}
	return nil
}

// world is what is served: the handler, and what there is to close after it.
type world struct {
	http.Handler
	drain  func()
	close  func() error
	tokens []token // new ones
}

// open loads the seed file and makes the handler.
func (c *serveCommand) open(ctx context.Context, st *store.Store, clock *server.Clock, log *slog.Logger) (world, error) {
	if err := seed.Catalogue(ctx, st); err != nil {
		return world{}, err
	}
	if c.TestEndpoints {
		return c.openForTests(ctx, st, clock, log)
	}
	faults, err := server.NewFaults(c.Fault, c.FaultSeed)
	if err != nil {
		return world{}, err
	}
	if err := c.load(ctx, st); err != nil {
		return world{}, err
	}
	s := server.New(st, server.Options{Logger: log, Clock: clock.Now, RateLimit: c.RateLimit, Faults: faults, Limits: c.limits(), Uses: c.RecordUses})
	return world{Handler: s, drain: s.Drain, close: s.Close}, nil
}

func (c *serveCommand) openForTests(ctx context.Context, st *store.Store, clock *server.Clock, log *slog.Logger) (world, error) {
	log.WarnContext(ctx, "test endpoints are served: whoever reaches them can change everything")
	if c.TestIDSeed != nil {
		st.IDs().Seed(*c.TestIDSeed)
	}
	if !c.TestClock.IsZero() {
		clock.Stop(true)
		clock.Set(c.TestClock.Time)
	}
	empty, err := st.Image(ctx)
	if err != nil {
		return world{}, err
	}
	if err := c.load(ctx, st); err != nil {
		return world{}, err
	}
	s, err := server.NewTestServer(ctx, st, clock, server.TestOptions{
		Logger: log, Timer: time.Now, RateLimit: c.RateLimit, FaultRules: c.Fault, FaultSeed: c.FaultSeed, Journal: c.TestJournal, Empty: empty, Load: seed.Load, Limits: c.limits(),
	})
	if err != nil {
		return world{}, err
	}
	return world{Handler: s, drain: s.Drain, close: s.Close}, nil
}
