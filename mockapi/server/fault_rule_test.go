package server_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/server"
)

func TestParseFault(t *testing.T) {
	for text, want := range map[string]server.Fault{
		"status=503": {Method: "*", Pattern: "*", Share: 1, Status: 503},
		"route=GET /teams/{team}/members,share=0.1,status=503": {Method: "GET", Pattern: "/teams/{team}/members", Share: 0.1, Status: 503},
		" route = POST * , cut = after , times = 2 ":           {Method: "POST", Pattern: "*", Share: 1, Cut: "after", Times: 2},
		"route=* /apps/{app},latency=1.5s,cut=before":          {Method: "*", Pattern: "/apps/{app}", Share: 1, Latency: 1500 * time.Millisecond, Cut: "before"},
		"caller=joe@acme.test,status=429,retry-after=2s":       {Method: "*", Pattern: "*", Share: 1, Caller: "joe@acme.test", Status: 429, RetryAfter: 2 * time.Second},
		"route=GET *,stale": {Method: "GET", Pattern: "*", Share: 1, Stale: true},
		"latency=200ms":     {Method: "*", Pattern: "*", Share: 1, Latency: 200 * time.Millisecond},
	} {
		got, err := server.ParseFault(strings.NewReplacer(" = ", "=").Replace(text))
		want.Text = strings.NewReplacer(" = ", "=").Replace(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
}

// TestParseFaultMistakes: what is wrong with a rule is said, with what would be right.
func TestParseFaultMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  `unknown word ""`,
		"sahre=0.1,status=503":              `unknown word "sahre": the words are route, caller, share, times, latency, status, retry-after, cut and stale`,
		"share=0.1":                         "it does nothing: add latency, status, cut or stale",
		"status=503,status=500":             "status stands there twice",
		"status=503,cut=after":              "status, cut and stale exclude each other",
		"status=200":                        "status=200 is neither 429 nor one of 500 to 599",
		"status=often":                      "status=often is neither 429",
		"share=0,status=503":                "share=0 is not a number above 0, up to 1",
		"share=NaN,status=503":              "share=NaN is not a number",
		"share=10%,status=503":              "share=0.1 strikes one request in ten",
		"times=0,status=503":                "times=0 is not a whole number above 0",
		"latency=200":                       "it should look like latency=200ms",
		"latency=1h":                        "latency=1h is not a time up to 30s",
		"cut=now":                           "cut=now is neither cut=before",
		"stale=1s":                          "stale has no value",
		"retry-after=2s,cut=after":          "retry-after goes with a status",
		"retry-after=10ms,status=429":       "retry-after=10ms is not a number of seconds",
		"route=POST /teams,stale":           "only what is read can be stale, and POST /teams writes",
		"caller=joe,status=503":             `"joe" is not an email address`,
		"route=GET /team/{team},status=503": `no route is "GET /team/{team}": did you mean route=GET /teams/{team}?`,
		"route=/teams/{team},status=503":    "did you mean route=GET /teams/{team}?",
		"route=FETCH *,status=503":          `no route is "FETCH *"`,
	} {
		_, err := server.ParseFault(text)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "route=GET /teams/{team}/members,share=0.1,status=503") {
			t.Errorf("%s: %v, want %q and an example", text, err, want)
		}
	}
}
