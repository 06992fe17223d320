package ticket

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"portico/internal/people"
	"portico/internal/problem"
)

// tries is how often a change is made anew because another one was faster.
const tries = 30

// again makes a change anew as long as others are faster, which one of them always is. A repeat of what was done before reads it.
func again[T any](ctx context.Context, change func() (T, error)) (T, error) {
	var none T
	for i := range tries {
		r, err := change()
		_, done := errors.AsType[*Done](err)
		if !done && !errors.Is(err, ErrChanged) {
			return r, err
		}
		select {
		case <-ctx.Done():
			return none, ctx.Err()
		case <-time.After(rand.N(time.Duration(i+1) * 4 * time.Millisecond)):
		}
	}
	return none, people.Busy
}

// of tells whether m is the mark of a repeat. IdempotencyMismatch where it is another request's.
func (m *Mark) of(r people.Repeat) (bool, error) {
	if m == nil {
		return false, nil
	}
	if m.Hash != r.Hash {
		return false, people.IdempotencyMismatch
	}
	return true, nil
}

// settled tells whether a change that found its own end reached may be a repeat of the one that version was seen before.
func (t Ticket) settled(version int) bool { return version == t.Version || version == t.Version-1 }

// conflict is err with the state as it is now, where err is about something that the caller has not seen.
func conflict(err error, current any) error {
	p, ok := problem.As(err)
	if !ok || p.Kind != problem.Conflict {
		return err
	}
	e := *p
	e.Current = current
	return &e
}

// hashed gives what a request asks for in a form that can be compared and tells nothing.
func hashed(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return fmt.Sprintf("%x", sum)
}
