package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Logs of builds are read by more people than may read what is in them. What the log hook is told is therefore made harmless
// here, at the source, and not by whoever prints it: addresses of people are shortened to "j***@acme.test" wherever they stand,
// their names are left out, and of a body only the fields are shown that are known to hold no secret ([shown]). Whatever else is
// text, such as a config var, a certificate, or a field that the API gets tomorrow, is "***": a log that says too little can be
// mended.

// hidden stands where a text is left out.
const hidden = "***"

// maxLogged is how much of a body a log gets. Terraform reads a line of a plugin's log up to 64 kB, and quoting may double it.
const maxLogged = 12 << 10

// shown are the fields whose text may be logged. Numbers, booleans and null are logged whatever their field.
var shown = []string{
	"action", "addon", "addon_service", "app", "app_name", "cidr", "created_at", "data_cidr", "default_permission", "description",
	"display_name", "email", "enterprise_account", "error", "generation", "human_name", "id", "identity_provider", "kind", "locale",
	"message", "name", "organization", "owner", "permissions", "plan", "recipient", "region", "role", "service", "source", "space",
	"stack", "state", "status", "team", "type", "unit", "updated_at", "user", "version",
}

// sealed are the fields below which names are people's own, so that one may happen to be in [shown].
var sealed = []string{"config", "config_vars", "env", "options"}

// sealedPath ends the paths whose bodies are like that altogether.
const sealedPath = "/config-vars"

// address finds email addresses, and what might be one: better a word too many than a person too many.
var address = regexp.MustCompile(`[^\s"<>()\[\],;:@]+@[^\s"<>()\[\],;:@/?#]+`)

// redactor makes paths, texts and bodies fit for a log.
type redactor struct {
	secrets []string // what the client itself must keep to itself
}

// newRedactor knows the token and the configured headers. A header's value of a few letters is no secret, and taking it out
// would make holes everywhere.
func newRedactor(cfg Config) redactor {
	r := redactor{}
	values := []string{cfg.Token}
	for _, value := range cfg.Headers {
		values = append(values, value)
		if _, bare, ok := strings.Cut(value, " "); ok { // such as a token behind "Bearer"
			values = append(values, bare)
		}
	}
	for _, value := range values {
		if len(value) >= 8 {
			r.secrets = append(r.secrets, value)
		}
	}
	return r
}

// text takes secrets out of a text and shortens addresses.
func (r redactor) text(s string) string {
	for _, secret := range r.secrets {
		s = strings.ReplaceAll(s, secret, hidden)
	}
	return address.ReplaceAllStringFunc(s, func(found string) string {
		first, _ := utf8.DecodeRuneInString(found)
		return string(first) + hidden + found[strings.LastIndexByte(found, '@'):]
	})
}

// path is an escaped path. Segments that nothing is taken out of stay as they were sent.
func (r redactor) path(escaped string) string {
	segments := strings.Split(escaped, "/")
	for i, segment := range segments {
		plain, err := url.PathUnescape(segment)
		if err != nil {
			plain = segment
		}
		if short := r.text(plain); short != plain {
			segments[i] = short
		}
	}
	return strings.Join(segments, "/")
}

// body is a body of JSON in one line; of anything else only the size is told.
func (r redactor) body(path string, raw []byte) string {
	if len(raw) == 0 {
		return ""
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	var value any
	if in.Decode(&value) != nil || in.Decode(&struct{}{}) != io.EOF {
		return fmt.Sprintf("(%d bytes that are not JSON)", len(raw))
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r.value("", value, strings.HasSuffix(path, sealedPath))); err != nil {
		return fmt.Sprintf("(%d bytes)", len(raw))
	}
	line := strings.TrimSuffix(out.String(), "\n")
	if len(line) > maxLogged {
		return strings.ToValidUTF8(line[:maxLogged], "") + fmt.Sprintf("… (%d bytes in all)", len(raw))
	}
	return line
}

// value is a value of a field as it may be logged; the elements of a list count as values of the list's field.
func (r redactor) value(field string, value any, closed bool) any {
	switch v := value.(type) {
	case string:
		if !closed && slices.Contains(shown, field) {
			return r.text(v)
		}
		return hidden
	case []any:
		for i := range v {
			v[i] = r.value(field, v[i], closed)
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		_, person := v["email"]
		for name, inner := range v {
			out[r.text(name)] = r.value(name, inner, closed || person && name == "name" || slices.Contains(sealed, name))
		}
		return out
	}
	return value
}

// savedLog is the hook for calls that were not needed, which is told no more than the one for tries.
func savedLog(cfg Config) func(ctx context.Context, path string, saved int64) {
	if cfg.Saved == nil {
		return nil
	}
	r := newRedactor(cfg)
	return func(ctx context.Context, path string, saved int64) { cfg.Saved(ctx, r.path(path), saved) }
}
