package ticket

import (
	"context"
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

// sealed makes a cursor of a page's Next.
func sealed(ctx context.Context, keys proof.Keys, bound string, page Page, err error) (Page, error) {
	if err == nil {
		page.Next, err = cursor.Seal(ctx, keys, bound, page.Next)
	}
	return page, err
}

// author is the visitor as the one who makes a change.
func author(v gate.Visit, caller person.Person) people.Author {
	return people.Author{Caller: &v.Caller, Actor: audit.Actor{Kind: audit.ByPerson, ID: caller.ID, Name: caller.Name}, Network: v.Network}
}
