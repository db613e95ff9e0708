package store

import (
	"database/sql"
	"sync/atomic"
)

// Stats counts the transactions of a [Store] since it was opened, and looks at its connections.
type Stats struct {
	Transactions []TransactionCount
	Retries      int64 // transactions that were tried again after PostgreSQL broke a deadlock or a connection
	Pools        []Pool
}

// TransactionCount counts the transactions of a kind, "read" or "write", that ended in one way: "committed" or "undone".
type TransactionCount struct {
	Kind, Outcome string
	N             int64
}

// Pool is a set of connections: "read" and "write" of SQLite, "all" of PostgreSQL.
type Pool struct {
	Name string
	sql.DBStats
}

// counters are what a Store counts of itself.
type counters struct {
	committed, undone [2]atomic.Int64 // reads, writes
	retries           atomic.Int64
}

// ended counts a transaction.
func (c *counters) ended(writes bool, err error) {
	kind := 0
	if writes {
		kind = 1
	}
	if err != nil {
		c.undone[kind].Add(1)
		return
	}
	c.committed[kind].Add(1)
}

// Stats tells what is counted.
func (s *Store) Stats() Stats {
	stats := Stats{Retries: s.counters.retries.Load()}
	for kind, name := range []string{"read", "write"} {
		stats.Transactions = append(stats.Transactions,
			TransactionCount{name, "committed", s.counters.committed[kind].Load()}, TransactionCount{name, "undone", s.counters.undone[kind].Load()})
	}
	if s.pool != nil {
		stats.Pools = []Pool{{"all", poolStats(s.pool)}}
		return stats
	}
	if s.read == s.write {
		stats.Pools = []Pool{{"all", s.write.Stats()}}
		return stats
	}
	stats.Pools = []Pool{{"read", s.read.Stats()}, {"write", s.write.Stats()}}
	return stats
}
