package main

import "github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/client"

// live is where the API is. A key on a command line could be read by everybody on the machine, so there is no flag for it.
type live struct {
	URL        string `name:"url" help:"Address of the API. The key is in HEROKU_API_KEY, or in the netrc file that heroku login writes." env:"HEROKU_API_URL" default:"${url}" placeholder:"URL"`
	MaxRetries int    `help:"How many times one request is tried again when the API is out of reach, has a problem of its own, or the rate limit is used up." default:"${retries}" placeholder:"N"`
}

// client makes a client for the API.
func (l live) client() (*client.Client, error) {
	return client.FromEnvironment(l.URL, "terraform-provider-herokuenterprise/"+version, max(l.MaxRetries, 0))
}
