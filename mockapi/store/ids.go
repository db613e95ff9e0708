package store

import (
	"encoding/binary"
	"math/rand/v2"
	"sync"

	"github.com/google/uuid"
)

// IDs makes the identifiers of a [Store]. They are random, as Heroku's are, until [IDs.Seed] asks for a series that is the same
// every time, for tests that compare whole answers.
type IDs struct {
	mu     sync.Mutex
	series *rand.ChaCha8 // nil: random
}

// Next is the next identifier.
func (i *IDs) Next() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.series == nil {
		return NewID()
	}
	var id uuid.UUID
	_, _ = i.series.Read(id[:])                     // never fails
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80 // version 4, as the random ones
	return id.String()
}

// Seed begins the series of a number.
func (i *IDs) Seed(number uint64) {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], number)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.series = rand.NewChaCha8(seed)
}

// Copy takes over where another series stands; a nil other is random again.
func (i *IDs) Copy(other *IDs) {
	var series *rand.ChaCha8
	if other != nil {
		series = other.copied()
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.series = series
}

func (i *IDs) copied() *rand.ChaCha8 {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.series == nil {
		return nil
	}
	state, err := i.series.MarshalBinary()
	var twin rand.ChaCha8
	if err == nil {
		err = twin.UnmarshalBinary(state)
	}
	if err != nil { // its own state in its own form
		panic(err)
	}
	return &twin
}
