package server

import (
	"log/slog"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// withDefaults fills in what was left out.
func (o Options) withDefaults(st *store.Store) Options {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.RateLimit == 0 {
		o.RateLimit = DefaultRateLimit
	}
	if o.Timer == nil {
		o.Timer = o.Clock
	}
	if o.Faults == nil {
		o.Faults = &Faults{}
	}
	if o.metrics == nil {
		o.metrics = newMetrics(st)
	}
	return o
}
