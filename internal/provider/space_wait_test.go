package provider

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"
)

// spaceOnItsWay is an API whose only space takes a few looks to come and, once deleted, a few more to go. Each look is reported.
func spaceOnItsWay(t *testing.T, looks int64, look func()) *spaceResource {
	t.Helper()
	var left atomic.Int64
	var gone atomic.Bool
	left.Store(looks)
	body := func(state string) string {
		return `{"id":"` + oneID + `","name":"vault","state":"` + state + `","team":{"id":"` + twoID + `","name":"two"},"cidr":"10.0.0.0/16"}`
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /teams/two", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"id":"` + twoID + `","name":"two"}`))
	})
	mux.HandleFunc("POST /spaces", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(body("allocating")))
	})
	mux.HandleFunc("DELETE /spaces/"+oneID, func(w http.ResponseWriter, _ *http.Request) {
		gone.Store(true)
		left.Store(looks)
		_, _ = w.Write([]byte(body("deleting")))
	})
	mux.HandleFunc("GET /spaces/"+oneID, func(w http.ResponseWriter, _ *http.Request) {
		look()
		switch waits := left.Add(-1) > 0; {
		case gone.Load() && !waits:
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"id":"not_found","message":"Couldn't find that space."}`))
		case gone.Load():
			_, _ = w.Write([]byte(body("deleting")))
		case waits:
			_, _ = w.Write([]byte(body("allocating")))
		default:
			_, _ = w.Write([]byte(body("allocated")))
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	c, err := client.New(client.Config{URL: server.URL, RequestTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return &spaceResource{base{common{session: newSession(c, options{})}}, time.Nanosecond}
}

// A space is created when apps can run in it, and deleted when it is gone.
func TestSpaceOnItsWay(t *testing.T) {
	var asked atomic.Int64
	r := spaceOnItsWay(t, 3, func() { asked.Add(1) })
	m := &spaceModel{Name: types.StringValue("vault"), Team: types.StringValue("two")}
	if err := r.create(t.Context(), m); err != nil || asked.Load() != 3 || m.ID.ValueString() != oneID || m.TeamID.ValueString() != twoID {
		t.Errorf("%v after %d looks: %+v", err, asked.Load(), m)
	}
	asked.Store(0)
	if err := r.delete(t.Context(), m); err != nil || asked.Load() != 4 { // one of them at the space as it was
		t.Errorf("%v after %d looks", err, asked.Load())
	}
	if err := r.read(t.Context(), m); !gone(err) {
		t.Error(err)
	}
}

// Whoever stops Terraform meanwhile has the space in the state all the same.
func TestSpaceInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	r := spaceOnItsWay(t, 1<<40, stop)
	m := &spaceModel{Name: types.StringValue("vault"), Team: types.StringValue("two")}
	if err := r.create(ctx, m); err == nil || gone(err) || !m.exists() {
		t.Errorf("%v, %+v", err, m)
	}
}
