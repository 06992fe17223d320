package gate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"sync"
	"time"

	"portico/internal/audit"
	"portico/internal/person"
)

// Visit is one request of somebody signed in.
type Visit struct {
	Caller  Caller
	Roles   []person.Role // that the route is for; none means any
	Route   string
	Network string
}

// Recorder writes history.
type Recorder interface {
	Record(ctx context.Context, e audit.Entry) error
}

// Keeper stands at the gate: it lets callers pass, and writes down whom it turned away for their role.
type Keeper struct {
	Recorder Recorder
	Now      func() time.Time
}

// Admitter reads the gates of callers and writes history.
type Admitter interface {
	Recorder
	Admission(ctx context.Context, id person.ID) (Gate, error)
}

// Admitted reads something while the gate is asked, and gives it only where the gate lets the visitor pass. The errors are those of Admit, and read's.
func Admitted[T any](ctx context.Context, store Admitter, now func() time.Time, v Visit, read func() (T, error)) (T, error) {
	var value, none T
	var readErr error
	var wait sync.WaitGroup
	wait.Go(func() { value, readErr = read() })
	g, err := store.Admission(ctx, v.Caller.Person)
	wait.Wait()
	if err != nil {
		return none, err
	}
	if err := (Keeper{Recorder: store, Now: now}).Admit(ctx, g, v); err != nil {
		return none, err
	}
	return value, readErr
}

// Admit checks v against g, the caller's gate as it is now. The errors are those of Gate.Permit; Forbidden is recorded in the caller's history.
func (k Keeper) Admit(ctx context.Context, g Gate, v Visit) error {
	err := g.Permit(v.Caller, v.Roles...)
	if !errors.Is(err, Forbidden) {
		return err
	}
	if recordErr := k.Recorder.Record(ctx, k.refusal(v)); recordErr != nil {
		return Forbidden.Because(recordErr)
	}
	return err
}

// refusal is one entry per caller, route and minute, so that nobody can fill the table with them.
func (k Keeper) refusal(v Visit) audit.Entry {
	id := sha256.Sum256([]byte(v.Route))
	return audit.Entry{
		ID: hex.EncodeToString(id[:8]), Subject: v.Caller.Person, Action: audit.AccessRefused,
		Actor: audit.Actor{Kind: audit.ByPerson, ID: v.Caller.Person}, At: k.Now().UTC().Truncate(time.Minute),
		Network: v.Network, Detail: v.Route,
	}
}
