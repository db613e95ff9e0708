package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
)

// limitFlags bound what clients may take, each of them and all together.
type limitFlags struct {
	MaxConnections    int           `help:"Connections that are open at once; more are answered 503." default:"16384" env:"MOCKAPI_MAX_CONNECTIONS" placeholder:"N"`
	MaxRequests       int           `help:"Requests that are worked on at once; more are answered 503." default:"1000" env:"MOCKAPI_MAX_REQUESTS" placeholder:"N"`
	MaxURL            int           `name:"max-url" help:"Bytes of the URL of a request; more is answered 414." default:"8192" env:"MOCKAPI_MAX_URL" placeholder:"BYTES"`
	MaxHeader         int           `help:"Bytes of the header of a request; more is answered 431." default:"32768" env:"MOCKAPI_MAX_HEADER" placeholder:"BYTES"`
	MaxBody           int           `help:"Bytes of the body of a request; more is answered 413." default:"1048576" env:"MOCKAPI_MAX_BODY" placeholder:"BYTES"`
	MaxLargeBodies    int           `help:"Bodies of more than 16 KiB that are held at once; more are answered 503." default:"64" env:"MOCKAPI_MAX_LARGE_BODIES" placeholder:"N"`
	ReadHeaderTimeout time.Duration `help:"How long a header may take to arrive; the connection is cut." default:"10s" env:"MOCKAPI_READ_HEADER_TIMEOUT" placeholder:"DURATION"`
	ReadTimeout       time.Duration `help:"How long a whole request may take to arrive; a slower one is answered 408." default:"30s" env:"MOCKAPI_READ_TIMEOUT" placeholder:"DURATION"`
	RequestTimeout    time.Duration `help:"How long the work on a request may take; what takes longer is undone and answered 503." default:"30s" env:"MOCKAPI_REQUEST_TIMEOUT" placeholder:"DURATION"`
	WriteTimeout      time.Duration `help:"How long a client may take to read its answer; the connection is cut." default:"30s" env:"MOCKAPI_WRITE_TIMEOUT" placeholder:"DURATION"`
	IdleTimeout       time.Duration `help:"How long a connection is kept open between two requests." default:"2m" env:"MOCKAPI_IDLE_TIMEOUT" placeholder:"DURATION"`
}

func (l limitFlags) limits() server.Limits {
	return server.Limits{URL: l.MaxURL, Header: l.MaxHeader, Body: l.MaxBody, Bodies: l.MaxLargeBodies, Requests: l.MaxRequests, Timeout: l.RequestTimeout}
}

// Validate is called by kong.
func (l limitFlags) Validate() error {
	for name, n := range map[string]int64{
		"max-connections": int64(l.MaxConnections), "max-requests": int64(l.MaxRequests), "max-url": int64(l.MaxURL), "max-header": int64(l.MaxHeader),
		"max-body": int64(l.MaxBody), "max-large-bodies": int64(l.MaxLargeBodies), "read-header-timeout": int64(l.ReadHeaderTimeout),
		"read-timeout": int64(l.ReadTimeout), "request-timeout": int64(l.RequestTimeout), "write-timeout": int64(l.WriteTimeout), "idle-timeout": int64(l.IdleTimeout),
	} {
		if n <= 0 {
			return fmt.Errorf("--%s must be more than 0", name)
		}
	}
	return nil
}

// drainFlags say how a server leaves.
type drainFlags struct {
	DrainDelay time.Duration `help:"How long to go on taking connections after SIGTERM, while /readyz says 503: longer than a load balancer takes to notice." default:"0s" env:"MOCKAPI_DRAIN_DELAY" placeholder:"DURATION"`
	DrainIdle  time.Duration `help:"How long idle connections stay open after that, so that clients that use them again hear that they close." default:"1s" env:"MOCKAPI_DRAIN_IDLE" placeholder:"DURATION"`
	Drain      time.Duration `help:"How long requests may take to finish after that." default:"10s" env:"MOCKAPI_DRAIN" placeholder:"DURATION"`
}

// serve serves a world until the context ends, then drains. profiles is where profiles are, if they are served.
func (c *serveCommand) serve(ctx context.Context, log *slog.Logger, api world, profiles string) error {
	tcp, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return err
	}
	l := newListener(tcp.(*net.TCPListener), c.MaxConnections, time.Now) //nolint:forcetypeassert // the network is "tcp"
	hs := &http.Server{
		Handler:           within(c.WriteTimeout, time.Now, api),
		MaxHeaderBytes:    c.MaxURL + 2*c.MaxHeader, // a header that is a little too large is still read, and answered in JSON
		ReadHeaderTimeout: c.ReadHeaderTimeout, ReadTimeout: c.ReadTimeout, IdleTimeout: c.IdleTimeout,
		WriteTimeout: c.ReadTimeout + c.RequestTimeout + c.WriteTimeout, // from the end of the header; when an answer begins, within sets a shorter one
		ErrorLog:     slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	fmt.Printf("mockapi listens on http://%s\n", l.Addr())
	for _, t := range api.tokens {
		fmt.Printf("token for %s: %s\n", t.email, t.secret)
	}
	if profiles != "" {
		fmt.Printf("profiles are at http://%s/debug/pprof/\n", profiles)
	}
	served := make(chan error, 1)
	go func() { served <- hs.Serve(l) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	api.drain()
	return c.drain(context.WithoutCancel(ctx), hs, l, served)
}

// drain ends a server in the order that fails no request. Every answer says by now that its connection closes; whoever asks nothing
// does not hear that, and a client that asks just as its idle connection is closed cannot know whether it was heard. So idle
// connections have a while to be used once more, then they are closed, and what is under way is waited for.
func (c *serveCommand) drain(ctx context.Context, hs *http.Server, l *listener, served <-chan error) error {
	<-time.After(c.DrainDelay)
	l.finish()
	if err := <-served; !errors.Is(err, errFinished) {
		return err
	}
	select {
	case <-l.empty():
	case <-time.After(c.DrainIdle):
	}
	ctx, cancel := context.WithTimeout(ctx, c.Drain)
	defer cancel()
	if err := hs.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("requests were still under way after --drain %v: they are cut off, and what they had not committed is undone", c.Drain), hs.Close())
	}
	return nil
}

// within gives a client so long to read an answer, from its beginning.
func within(timeout time.Duration, now func() time.Time, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&timed{ResponseWriter: w, timeout: timeout, now: now}, r)
	})
}

// timed is an answer whose time runs from its first status.
type timed struct {
	http.ResponseWriter
	timeout time.Duration
	now     func() time.Time
	began   bool
}

// WriteHeader implements http.ResponseWriter.
func (t *timed) WriteHeader(status int) {
	if !t.began {
		_ = http.NewResponseController(t.ResponseWriter).SetWriteDeadline(t.now().Add(t.timeout)) // a connection that is gone has none
	}
	t.began = true
	t.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (t *timed) Unwrap() http.ResponseWriter { return t.ResponseWriter }
