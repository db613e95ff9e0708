package server_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/mockapitest"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// TestMetricsCount: what happened is what the metrics say, on every database.
func TestMetricsCount(t *testing.T) {
	mockapitest.EachDatabase(t, func(t *testing.T, database string) {
		s := mockapitest.StartOn(t, database, world)
		before := metrics(t, s)
		addMember(t, s, "new@acme.test")
		must(t, s, http.StatusForbidden, "HRKU-joe", "PUT", "/teams/widgets/members", object{"email": "x@acme.test", "role": "member"}, nil)
		must(t, s, http.StatusUnprocessableEntity, "HRKU-ada", "PUT", "/teams/widgets/members", object{"email": "x", "role": "member"}, nil)
		must(t, s, http.StatusOK, "HRKU-ada", "GET", "/teams/widgets", nil, nil)
		after := metrics(t, s)
		for name, want := range map[string]string{
			`mockapi_request_duration_seconds_count{method="PUT",route="/teams/{team}/members",status="201"}`: "1",
			`mockapi_request_duration_seconds_count{method="PUT",route="/teams/{team}/members",status="403"}`: "1",
			`mockapi_access_decisions_total{action="team.members.write",outcome="allowed"}`:                   "2",
			`mockapi_access_decisions_total{action="team.members.write",outcome="refused"}`:                   "1",
			`mockapi_access_decisions_total{action="team.read",outcome="allowed"}`:                            "1",
			`mockapi_audit_lag_seconds_count`:                              "2", // the change and the refusal
			`mockapi_transactions_total{kind="read",outcome="committed"}`:  "1",
			`mockapi_transactions_total{kind="read",outcome="undone"}`:     "0",
			`mockapi_transactions_total{kind="write",outcome="committed"}`: "2", // the change, and the refusal's line in the audit trail
			`mockapi_transactions_total{kind="write",outcome="undone"}`:    "2", // the refusal and the mistake
			`mockapi_transaction_retries_total`:                            "0",
		} {
			if got := difference(t, before[name], after[name]); got != want {
				t.Errorf("%s grew by %s, want %s", name, got, want)
			}
		}
		pool := "read"
		if database == store.Memory || strings.HasPrefix(database, "postgres") {
			pool = "all"
		}
		for _, name := range []string{`mockapi_database_connections{pool="` + pool + `",state="idle"}`, `mockapi_database_connections_max{pool="` + pool + `"}`} {
			if after[name] == "" || after[name] == "0" {
				t.Errorf("%s is %q", name, after[name])
			}
		}
	})
}

// metrics reads every value that the server tells.
func metrics(t *testing.T, s *mockapitest.Server) map[string]string {
	t.Helper()
	status, text := s.Do(t, "", "GET", "/metrics", nil)
	if status != http.StatusOK {
		t.Fatalf("metrics: %d", status)
	}
	values := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if i := strings.LastIndexByte(strings.TrimSpace(line), ' '); i > 0 && !strings.HasPrefix(line, "#") {
			values[line[:i]] = strings.TrimSpace(line[i:])
		}
	}
	return values
}

// difference subtracts whole numbers; what is not there yet is 0.
func difference(t *testing.T, before, after string) string {
	t.Helper()
	number := func(s string) (n json.Number) {
		if s == "" {
			return "0"
		}
		return json.Number(s)
	}
	b, errB := number(before).Int64()
	a, errA := number(after).Int64()
	if errA != nil || errB != nil {
		t.Fatalf("%q or %q is no number", before, after)
	}
	text, err := json.Marshal(a - b)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestLog: every line about a request has its id, and the one of its end who asked for what, by id; no token is in any.
func TestLog(t *testing.T) {
	log := newLines()
	st := mockapitest.Open(t, store.Memory, world)
	hs := httptest.NewServer(server.New(st, server.Options{Logger: slog.New(slog.NewJSONHandler(log, nil)), Clock: time.Now}))
	defer hs.Close()
	s := &mockapitest.Server{URL: hs.URL, Store: st}
	id := store.NewID()
	resp, _ := s.DoHeader(t, "HRKU-joe", "GET", "/teams/widgets", nil, http.Header{"Request-Id": {id}})
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Request-Id") != id {
		t.Fatalf("%d %v", resp.StatusCode, resp.Header)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	must(t, s, http.StatusInternalServerError, "HRKU-joe", "GET", "/teams/widgets", nil, nil)
	seen := 0
	for line := range strings.Lines(log.String()) {
		var entry struct {
			Msg, User, Action string
			RequestID         string `json:"request_id"`
			Status            int
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if entry.RequestID == "" || strings.Contains(line, "HRKU-") || strings.Contains(line, "@") {
			t.Errorf("line: %s", line)
		}
		if entry.RequestID == id && (entry.Msg != "request" || entry.Status != 200 || entry.Action != "team.read" || !store.IsID(entry.User)) {
			t.Errorf("the line of the request: %s", line)
		}
		seen++
	}
	if seen != 3 { // two requests, and why one of them failed
		t.Errorf("%d lines: %s", seen, log)
	}
}
