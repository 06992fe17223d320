package identity

import (
	"context"

	"portico/internal/audit"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/proof"
)

// ResetStore is what resets need.
type ResetStore interface {
	RoadStore
	// ResetPassword makes a Change: every session ends. ErrChanged where anything is not as it was before.
	ResetPassword(ctx context.Context, c Change) error
}

// Reset completes links for a new password.
type Reset struct{ road road }

// NewReset makes a Reset. The Links carry the keys of proofs.
func NewReset(links Links, store ResetStore, pool PasswordPool, rules Rules, birth *Birth) *Reset {
	links.Store = store
	return &Reset{road: road{
		Links: links, Store: store, Pool: pool, Rules: rules, Birth: birth, Random: birth.Random,
		purpose: proof.Reset, write: store.ResetPassword,
		change: func(_ Completion, c *Change) error {
			id, err := person.RandomText(birth.Random)
			c.History.Action = audit.PasswordReset
			mail := outbox.Notice(outbox.ID(id), outbox.PasswordChanged, c.After.Person, c.At)
			c.Mail = &mail
			return err
		},
	}}
}

// Complete sets a new password, ends every other session, and signs in. The errors are the link problems, an Invalid problem about the password,
// and Busy.
func (r *Reset) Complete(ctx context.Context, in Completion) (*SignedIn, error) {
	return r.road.complete(ctx, in)
}
