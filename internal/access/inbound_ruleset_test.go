package access

import (
	"fmt"
	"strings"
	"testing"
)

func TestInboundRules(t *testing.T) {
	many := func(n int) (list []InboundRule) {
		for i := range n {
			list = append(list, InboundRule{InboundAllow, fmt.Sprintf("10.0.%d.0/24", i)})
		}
		return list
	}
	for name, c := range map[string]struct {
		rules []InboundRule
		want  string
	}{
		"default":        {DefaultInboundRules, ""},
		"empty":          {nil, ""},
		"deny":           {[]InboundRule{{InboundDeny, "1.2.3.4/32"}}, ""},
		"host bits":      {[]InboundRule{{InboundAllow, "1.1.1.1/1"}}, ""},
		"most":           {many(MaxInboundRules), ""},
		"too many":       {many(MaxInboundRules + 1), "at most 20"},
		"no mask":        {[]InboundRule{{InboundAllow, "1.2.3.4"}}, "IPv4 network"},
		"mask too long":  {[]InboundRule{{InboundAllow, "1.2.3.4/33"}}, "IPv4 network"},
		"leading zero":   {[]InboundRule{{InboundAllow, "01.2.3.4/8"}}, "IPv4 network"},
		"IPv6":           {[]InboundRule{{InboundAllow, "::/0"}}, "IPv4 network"},
		"IPv4 in IPv6":   {[]InboundRule{{InboundAllow, "::ffff:1.2.3.4/120"}}, "IPv4 network"},
		"space":          {[]InboundRule{{InboundAllow, " 1.2.3.4/8"}}, "IPv4 network"},
		"empty source":   {[]InboundRule{{InboundAllow, ""}}, "IPv4 network"},
		"unknown action": {[]InboundRule{{"permit", "1.2.3.4/8"}}, "Unknown action"},
		"no action":      {[]InboundRule{{"", "1.2.3.4/8"}}, "Unknown action"},
		"twice":          {[]InboundRule{{InboundAllow, "1.2.3.4/8"}, {InboundAllow, "1.2.3.4/8"}}, "already exists"},
		"twice, spelled": {[]InboundRule{{InboundAllow, "1.2.3.4/8"}, {InboundDeny, "1.0.0.0/8"}}, "already exists"},
	} {
		err := InboundRules(c.rules)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
