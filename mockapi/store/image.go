package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Image is a database in memory as bytes: everything that was committed at one moment. Nobody changes it once it is taken, so any
// number of stores can be made from one.
type Image []byte

// same reports whether two images are the same one.
func (i Image) same(other Image) bool { return len(i) > 0 && len(other) > 0 && &i[0] == &other[0] }

// imager is what the driver's connections can do besides.
type imager interface {
	Serialize() ([]byte, error)
	Deserialize([]byte) error
}

// ErrNotInMemory is asked of a database that has no [Image].
var ErrNotInMemory = errors.New("only a database in memory has an image")

// Image takes the image of a database in memory. It waits for the transaction that is under way.
func (s *Store) Image(ctx context.Context) (image Image, err error) {
	return image, s.exclusive(ctx, func(conn *sql.Conn) error {
		if s.nest != nil {
			if err := s.nest.commit(ctx, conn); err != nil {
				return err
			}
		}
		if err := imaging(conn, func(i imager) error {
			image, err = i.Serialize()
			return err
		}); err != nil || s.nest == nil {
			return err
		}
		return s.nest.begin(ctx, conn, image)
	})
}

// Restore makes a database in memory what it was when the image was taken.
func (s *Store) Restore(ctx context.Context, image Image) error {
	return s.exclusive(ctx, func(conn *sql.Conn) error {
		if s.nest != nil {
			if s.nest.base.same(image) {
				return s.nest.undo(ctx, conn)
			}
			if err := s.nest.commit(ctx, conn); err != nil {
				return err
			}
		}
		if err := imaging(conn, func(i imager) error { return i.Deserialize(image) }); err != nil || s.nest == nil {
			return err
		}
		return s.nest.begin(ctx, conn, image)
	})
}

// OpenImage makes another database in memory from an image.
func OpenImage(ctx context.Context, image Image, clock func() time.Time) (*Store, error) {
	s := &Store{name: Memory, now: clock, memory: true}
	err := s.openSQLite(ctx, Memory)
	if err == nil {
		err = s.Restore(ctx, image)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open an image: %w", err), s.Close())
	}
	return s, nil
}

// exclusive uses the one connection of a database in memory, between transactions.
func (s *Store) exclusive(ctx context.Context, f func(*sql.Conn) error) (err error) {
	if !s.memory {
		return ErrNotInMemory
	}
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return f(conn)
}

// imaging reaches the driver's side of a connection.
func imaging(conn *sql.Conn, f func(imager) error) error {
	return conn.Raw(func(c any) error {
		i, ok := c.(imager)
		if !ok {
			return ErrNotInMemory
		}
		return f(i)
	})
}
