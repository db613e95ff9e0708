package acctest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// answers is a server that counts what it has done before it says so.
func answers(t *testing.T, done *atomic.Int64) *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		done.Add(1)
		_, _ = w.Write(body)
	}))
	t.Cleanup(s.Close)
	return s
}

// post sends a body, and returns how much of the same comes back.
func post(t *testing.T, client *http.Client, url, body string) (got string, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	return string(answer), err
}

// Each kind of loss does what it says: to the request, and to the answer.
func TestLossy(t *testing.T) {
	body := strings.Repeat("nothing is lost ", 10_000)
	for what, test := range map[string]struct {
		losses   Losses
		carried  bool // whether the server hears of it
		answered bool
	}{
		"nothing": {Losses{}, true, true},
		"delay":   {Losses{Delay: 1}, true, true},
		"refuse":  {Losses{Refuse: 1}, false, false},
		"drop":    {Losses{Drop: 1}, true, false},
		"cut":     {Losses{Cut: 1}, true, false},
	} {
		t.Run(what, func(t *testing.T) {
			var done atomic.Int64
			lossy := NewLossy(t, answers(t, &done).URL, test.losses)
			client := &http.Client{Transport: &http.Transport{}}
			t.Cleanup(client.CloseIdleConnections)
			for range 3 { // on one connection, if it lasts
				got, err := post(t, client, lossy.URL, body)
				if (err == nil) != test.answered || test.answered && got != body {
					t.Errorf("%d bytes came back, and %v", len(got), err)
				}
			}
			if got := done.Load(); got != 3 && test.carried || got != 0 && !test.carried {
				t.Errorf("the server has done %d of 3 requests", got)
			}
			if got := lossy.Lost(); (got == 3) == test.answered || got != 0 && test.answered {
				t.Errorf("%d are counted as lost", got)
			}
		})
	}
}

// The same seed loses the same of the same requests.
func TestLossySeed(t *testing.T) {
	history := func(seed uint64) (all string) {
		var done atomic.Int64
		lossy := NewLossy(t, answers(t, &done).URL, Losses{Drop: 0.3, Cut: 0.3, Seed: seed})
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		for range 30 {
			if _, err := post(t, client, lossy.URL, "x"); err != nil {
				all += "-"
			} else {
				all += "+"
			}
		}
		return all
	}
	one, again, other := history(1), history(1), history(2)
	if one != again || one == other || !strings.Contains(one, "+") || !strings.Contains(one, "-") {
		t.Errorf("seed 1 loses %s, then %s; seed 2 %s", one, again, other)
	}
}
