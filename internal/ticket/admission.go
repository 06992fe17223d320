package ticket

import (
	"context"
	"sync"
	"time"

	"portico/internal/audit"
	"portico/internal/cursor"
	"portico/internal/gate"
	"portico/internal/people"
	"portico/internal/person"
	"portico/internal/proof"
)

// keeper stands at the gate.
func keeper(recorder gate.Recorder, clock func() time.Time) gate.Keeper {
	return gate.Keeper{Recorder: recorder, Now: clock}
}

// admitted reads a page while the gate is asked, and gives the page only where it lets the visitor pass.
func admitted[T any](ctx context.Context, store gates, clock func() time.Time, v gate.Visit, read func() (T, error)) (T, error) {
	var value, none T
	var readErr error
	var wait sync.WaitGroup
	wait.Go(func() { value, readErr = read() })
	g, err := store.Admission(ctx, v.Caller.Person)
	wait.Wait()
	if err != nil {
		return none, err
	}
	if err := keeper(store, clock).Admit(ctx, g, v); err != nil {
		return none, err
	}
	return value, readErr
}

// sealed makes a cursor of a page's Next.
func sealed(ctx context.Context, keys proof.Keys, bound string, page Page, err error) (Page, error) {
	if err != nil || page.Next == "" {
		return page, err
	}
	page.Next, err = cursor.Seal(ctx, keys, bound, page.Next)
	return page, err
}

// author is the visitor as the one who makes a change.
func author(v gate.Visit, caller person.Person) people.Author {
	return people.Author{Caller: &v.Caller, Actor: audit.Actor{Kind: audit.ByPerson, ID: caller.ID, Name: caller.Name}, Network: v.Network}
}
