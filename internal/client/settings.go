package client

import (
	"cmp"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// What a [Config] has where nobody says otherwise.
const (
	DefaultURL              = "https://api.heroku.com"
	DefaultMaxRetries       = 10
	DefaultRequestTimeout   = time.Minute
	DefaultRateLimitReserve = 100
)

// FromEnvironment makes a client with everybody's defaults, for a command: its key is in HEROKU_API_KEY, or in the file that heroku login
// writes. Nowhere else, since everybody on a machine can read its command lines.
func FromEnvironment(address, userAgent string, retries int) (*Client, error) {
	if err := CheckURL(address); err != nil {
		return nil, err
	}
	token := cmp.Or(os.Getenv("HEROKU_API_KEY"), NetrcToken(address))
	if token == "" {
		return nil, fmt.Errorf("there is no API key for %s: set HEROKU_API_KEY, or log in with heroku login, which writes one to %s", address, NetrcFile())
	}
	return New(Config{
		URL: address, Token: token, UserAgent: userAgent,
		MaxRetries: retries, RequestTimeout: DefaultRequestTimeout, RateLimitReserve: DefaultRateLimitReserve,
	})
}

// NetrcFile is where the Heroku CLI keeps keys.
func NetrcFile() string {
	if file := os.Getenv("NETRC"); file != "" {
		return file
	}
	name := ".netrc"
	if runtime.GOOS == "windows" {
		name = "_netrc"
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return name
	}
	return filepath.Join(home, name)
}

// NetrcToken finds the API key that the Heroku CLI keeps for an address; empty for none.
func NetrcToken(address string) string { return netrcPassword(NetrcFile(), address) }

// netrcPassword finds the password for the host of an address. Only that host's own entry counts: a key for
// api.heroku.com must not go to another server because url says so.
func netrcPassword(file, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	machine := ""
	words := strings.Fields(string(text))
	for i := 0; i+1 < len(words); i++ {
		switch words[i] {
		case "machine":
			i++
			machine = words[i]
		case "default":
			machine = ""
		case "login", "account", "macdef":
			i++
		case "password":
			i++
			if machine == u.Host || machine == u.Hostname() {
				return words[i]
			}
		}
	}
	return ""
}
