package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/pprof"
	"time"
)

// profileFlag is an address of its own, so that who reaches the API does not reach the inside of the process.
type profileFlag struct {
	Pprof string `help:"Serve profiles of the process for go tool pprof at this address, under /debug/pprof/." env:"MOCKAPI_PPROF" placeholder:"HOST:PORT"`
}

// serveProfiles serves profiles, if it is asked to, until stop is called.
func (f profileFlag) serveProfiles(ctx context.Context) (address string, stop func() error, err error) {
	if f.Pprof == "" {
		return "", func() error { return nil }, nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.Pprof)
	if err != nil {
		return "", nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	hs := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- hs.Serve(listener) }()
	return listener.Addr().String(), func() error {
		err := hs.Close()
		if failed := <-served; !errors.Is(failed, http.ErrServerClosed) {
			err = errors.Join(err, failed)
		}
		return err
	}, nil
}
