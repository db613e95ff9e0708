package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"modernc.org/sqlite"
)

// openKept opens SQLite so that every connection keeps the statements that it has prepared. Preparing took more of a request's time
// than running.
func openKept(dsn string) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keeper{connector}), nil
}

// keeper makes connections that keep their statements.
type keeper struct{ driver.Connector }

// Connect implements driver.Connector.
func (k keeper) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := c.(liteConn)
	if !ok {
		return nil, errors.Join(errors.New("the SQLite driver has other connections than this program was made for"), c.Close())
	}
	return &keptConn{liteConn: conn, kept: map[string]*keptStatement{}}, nil
}

// liteConn is what a connection of the driver's can do.
type liteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	imager
}

// keptMost is how many statements a connection keeps. The program has fewer that are run often.
const keptMost = 400

// keptConn is a connection with its statements by their text.
type keptConn struct {
	liteConn
	kept map[string]*keptStatement
}

// keptStatement is a prepared statement. While its rows are read nobody else can run it.
type keptStatement struct {
	driver.Stmt
	busy bool
}

// keepable are the statements worth keeping: those that are run again.
var keepable = []string{"SELECT ", "INSERT ", "UPDATE ", "DELETE ", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT ", "RELEASE "}

// statement finds a statement, or prepares and keeps it; nil is one that has to be run as it is.
func (c *keptConn) statement(ctx context.Context, text string) (*keptStatement, error) {
	if s, ok := c.kept[text]; ok {
		if s.busy {
			return nil, nil
		}
		return s, nil
	}
	worth := false
	for _, word := range keepable {
		worth = worth || strings.HasPrefix(text, word)
	}
	if !worth || strings.Contains(text, ";") {
		return nil, nil
	}
	if len(c.kept) >= keptMost {
		if err := c.forget(); err != nil {
			return nil, err
		}
	}
	prepared, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	s := &keptStatement{Stmt: prepared}
	c.kept[text] = s
	return s, nil
}

// forget drops the statements that are not in use.
func (c *keptConn) forget() error {
	var errs []error
	for text, s := range c.kept {
		if !s.busy {
			delete(c.kept, text)
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}

// QueryContext implements driver.QueryerContext.
func (c *keptConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.liteConn.QueryContext(ctx, query, args)
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args) //nolint:forcetypeassert // of the driver that liteConn is of
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &keptRows{rows, s}, nil
}

// ExecContext implements driver.ExecerContext.
func (c *keptConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.liteConn.ExecContext(ctx, query, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args) //nolint:forcetypeassert // of the driver that liteConn is of
}

// Deserialize puts another database behind the connection, of which the statements know nothing.
func (c *keptConn) Deserialize(image []byte) error {
	return errors.Join(c.forget(), c.liteConn.Deserialize(image))
}

// Close implements driver.Conn.
func (c *keptConn) Close() error { return errors.Join(c.forget(), c.liteConn.Close()) }

// keptRows give their statement back when they are closed.
type keptRows struct {
	driver.Rows
	of *keptStatement
}

// Close implements driver.Rows.
func (r *keptRows) Close() error {
	r.of.busy = false
	return r.Rows.Close()
}
