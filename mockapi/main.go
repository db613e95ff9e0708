// Command mockapi is an HTTP control plane that speaks the Heroku Platform API v3 and holds and enforces who may do what in
// a Heroku Enterprise organisation, so that access can be planned, reviewed and rehearsed on one's own machine.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/clone"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/seed"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

type cli struct {
	Serve    serveCommand    `cmd:"" help:"Serve the API."`
	Token    tokenCommand    `cmd:"" help:"Make a new token for a user and print it, once."`
	Dump     dumpCommand     `cmd:"" help:"Write everything that says who may do what as a seed file to standard output."`
	Clone    cloneCommand    `cmd:"" help:"Write the seed file of a live organisation, Heroku's own or another control plane's, to standard output."`
	Load     loadCommand     `cmd:"" help:"Load a seed file into a database."`
	Backup   backupCommand   `cmd:"" help:"Copy an SQLite database while it is served."`
	Generate generateCommand `cmd:"" help:"Make a large world: a seed file on standard output, or straight in a database."`
	Doctor   doctorCommand   `cmd:"" help:"Look whether a database holds together."`
	Used     usedCommand     `cmd:"" help:"Say what the tokens of a user were used for, and which rights would have been enough."`
	Why      whyCommand      `cmd:"" help:"Say what a user may do, why, and what would allow the rest; or who may do something."`
}

type databaseFlag struct {
	Database string `help:"A file, :memory:, or a postgres:// URL." default:"mockapi.db" env:"MOCKAPI_DATABASE" placeholder:"DATABASE"`
}

type serveCommand struct {
	databaseFlag
	Listen    string   `help:"Address to listen on; port 0 picks a free one." default:"127.0.0.1:5000" env:"MOCKAPI_LISTEN" placeholder:"HOST:PORT"`
	Seed      string   `help:"YAML file with the world before the first request. A file that was loaded before changes nothing." env:"MOCKAPI_SEED" placeholder:"FILE"`
	TokenFor  []string `help:"Address of a user; a new token is made for him at each start, and printed. Can be given several times." env:"MOCKAPI_TOKEN_FOR" placeholder:"EMAIL"`
	RateLimit int      `help:"Requests that one account may make at once; refilled within an hour." default:"4500" env:"MOCKAPI_RATE_LIMIT" placeholder:"N"`
	Clock     moment   `help:"Begin at this time instead of now, and run on from there." env:"MOCKAPI_CLOCK" placeholder:"2031-05-06T07:08:09Z"`

	RecordUses bool `help:"Keep what each token is used for, for mockapi used." default:"true" negatable:"" env:"MOCKAPI_RECORD_USES"`

	limitFlags
	drainFlags
	faultFlags
	profileFlag
	testFlags
}

type tokenCommand struct {
	databaseFlag
	Email string `help:"Address of the user." required:"" placeholder:"EMAIL"`
}

// defaults are those of flags that are said elsewhere.
func defaults() kong.Vars { return kong.Vars{"heroku": clone.DefaultURL} }

func main() {
	surviveFileLimit()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		signal.Reset(os.Interrupt, syscall.SIGTERM) // whoever says it a second time does not want to wait
		cancel()
	}()
	command := kong.Parse(&cli{}, kong.Name("mockapi"), kong.UsageOnError(),
		kong.Description("A control plane that speaks the Heroku Platform API v3 and enforces who may do what."),
		kong.BindTo(ctx, (*context.Context)(nil)), defaults())
	if err := command.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "mockapi:", err)
		os.Exit(1)
	}
}

// Run serves until the context ends, then lets the requests that are under way finish.
func (c *serveCommand) Run(ctx context.Context) (err error) {
	if err := c.check(c.Database, c.Clock); err != nil {
		return err
	}
	clock := server.NewClock(time.Now)
	if !c.Clock.IsZero() {
		clock.Set(c.Clock.Time)
	}
	st, err := store.Open(ctx, c.Database, clock.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	world, err := c.open(ctx, st, clock, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, world.close()) }()
	if world.tokens, err = newTokens(ctx, st, c.TokenFor...); err != nil {
		return err
	}
	profiles, stopProfiles, err := c.serveProfiles(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopProfiles()) }()
	return c.serve(ctx, log, world, profiles)
}

// load loads the seed file, if there is one.
func (c *serveCommand) load(ctx context.Context, st *store.Store) error {
	if c.Seed == "" {
		return nil
	}
	content, err := os.ReadFile(c.Seed)
	if err != nil {
		return err
	}
	return seed.Load(ctx, st, c.Seed, content)
}

// Run makes a token.
func (c *tokenCommand) Run(ctx context.Context) (err error) {
	st, err := store.Open(ctx, c.Database, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	tokens, err := newTokens(ctx, st, c.Email)
	if err != nil {
		return err
	}
	fmt.Println(tokens[0].secret)
	return nil
}

// token is a new one of a person's, before it is forgotten.
type token struct{ email, secret string }

// newTokens makes a token for each address, or for none of them.
func newTokens(ctx context.Context, st *store.Store, emails ...string) (made []token, err error) {
	if len(emails) == 0 {
		return nil, nil
	}
	return made, st.Write(ctx, func(tx *store.Tx) error {
		made = nil
		for _, email := range emails {
			user, err := tx.GetUser(ctx, email)
			if err != nil {
				return fmt.Errorf("%s: %w", email, err)
			}
			t := token{user.Email, store.NewToken()}
			if err := tx.CreateToken(ctx, user.ID, t.secret); err != nil {
				return err
			}
			made = append(made, t)
		}
		return nil
	})
}
