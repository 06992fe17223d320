package identity

import (
	"context"

	"portico/internal/audit"
	"portico/internal/person"
	"portico/internal/proof"
)

// ActivationStore is what activations need.
type ActivationStore interface {
	RoadStore
	// Activate makes a Change: the person becomes active with a name, and an administrator joins those who are live. ErrChanged where anything is
	// not as it was before.
	Activate(ctx context.Context, c Change) error
}

// Activation completes invitations.
type Activation struct{ road road }

// NewActivation makes an Activation. The Links carry the keys of proofs.
func NewActivation(links Links, store ActivationStore, pool PasswordPool, rules Rules, birth *Birth) *Activation {
	links.Store = store
	return &Activation{road: road{
		Links: links, Store: store, Pool: pool, Rules: rules, Birth: birth, Random: birth.Random,
		purpose: proof.Activation, create: true, write: store.Activate,
		change: func(in Completion, c *Change) error {
			p := &c.After.Person
			p.Name, p.State, p.Activated, p.Invitation, p.Version = in.Name, person.Active, true, "", p.Version+1
			if in.Language != "" {
				p.Language = in.Language
			}
			c.History.Action = audit.Activated
			return nil
		},
	}}
}

// Complete activates with a name and a password, and signs in. The errors are the link problems, an Invalid problem about the password, and Busy.
func (a *Activation) Complete(ctx context.Context, in Completion) (*SignedIn, error) {
	return a.road.complete(ctx, in)
}
