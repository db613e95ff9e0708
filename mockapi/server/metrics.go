package server

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/access"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// metrics counts and times requests by route, never by path: a path holds names and addresses. A method that the API does not
// have counts as "other", since anybody can invent one.
type metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.HistogramVec
	decisions *prometheus.CounterVec
	faults    *prometheus.CounterVec
	auditLag  prometheus.Histogram
}

func newMetrics(st *store.Store) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "mockapi_request_duration_seconds", Help: "Time to answer, by method, route and status; status 0 is a connection that was cut.", Buckets: prometheus.ExponentialBuckets(0.0001, 4, 9),
		}, []string{"method", "route", "status"}),
		decisions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "mockapi_access_decisions_total", Help: "Decisions of the access model, by action and outcome: allowed or refused.",
		}, []string{"action", "outcome"}),
		faults: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "mockapi_faults_total", Help: "Faults on purpose, by rule.",
		}, []string{"rule"}),
		auditLag: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "mockapi_audit_lag_seconds", Help: "Time between the moment that an audit event bears and the commit that lets others read it.", Buckets: prometheus.ExponentialBuckets(0.0001, 4, 9),
		}),
	}
	m.registry.MustRegister(m.requests, m.decisions, m.faults, m.auditLag, storeCollector{st}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) observe(method, route string, status int, took time.Duration) {
	if !slices.Contains(methods, method) {
		method = "other"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *metrics) decided(action access.Action, allowed bool) {
	outcome := "refused"
	if allowed {
		outcome = "allowed"
	}
	m.decisions.WithLabelValues(string(action), outcome).Inc()
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// storeCollector reads what a store counts when somebody asks for the metrics.
type storeCollector struct{ store *store.Store }

var (
	transactionsDesc = prometheus.NewDesc("mockapi_transactions_total", "Transactions, by kind (read or write) and outcome (committed or undone).", []string{"kind", "outcome"}, nil)
	retriesDesc      = prometheus.NewDesc("mockapi_transaction_retries_total", "Writes that were tried again after a deadlock was broken.", nil, nil)
	openDesc         = prometheus.NewDesc("mockapi_database_connections", "Connections to the database, by pool and state (idle or used).", []string{"pool", "state"}, nil)
	maxOpenDesc      = prometheus.NewDesc("mockapi_database_connections_max", "Connections that a pool may have.", []string{"pool"}, nil)
	waitsDesc        = prometheus.NewDesc("mockapi_database_waits_total", "Times that a request waited for a connection, by pool.", []string{"pool"}, nil)
	waitTimeDesc     = prometheus.NewDesc("mockapi_database_wait_seconds_total", "Time that requests waited for a connection, by pool.", []string{"pool"}, nil)
)

// Describe implements prometheus.Collector.
func (c storeCollector) Describe(descs chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{transactionsDesc, retriesDesc, openDesc, maxOpenDesc, waitsDesc, waitTimeDesc} {
		descs <- d
	}
}

// Collect implements prometheus.Collector.
func (c storeCollector) Collect(out chan<- prometheus.Metric) {
	counter := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
	}
	gauge := func(d *prometheus.Desc, v int, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(v), labels...)
	}
	stats := c.store.Stats()
	for _, t := range stats.Transactions {
		counter(transactionsDesc, float64(t.N), t.Kind, t.Outcome)
	}
	counter(retriesDesc, float64(stats.Retries))
	for _, p := range stats.Pools {
		gauge(openDesc, p.Idle, p.Name, "idle")
		gauge(openDesc, p.InUse, p.Name, "used")
		gauge(maxOpenDesc, p.MaxOpenConnections, p.Name)
		counter(waitsDesc, float64(p.WaitCount), p.Name)
		counter(waitTimeDesc, p.WaitDuration.Seconds(), p.Name)
	}
}
