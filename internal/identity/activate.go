package identity

import (
	"context"
	"errors"

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
	// Register makes a Change whose person comes to exist with it, and reserves the address. ErrChanged where anything is not as it was before, or
	// somebody has the address.
	Register(ctx context.Context, c Change) error
}

// Activation completes invitations and registrations.
type Activation struct{ invited, registering road }

// NewActivation makes an Activation. The Links carry the keys of proofs and the policy.
func NewActivation(links Links, store ActivationStore, pool PasswordPool, rules Rules, birth *Birth) *Activation {
	links.Store = store
	base := road{Links: links, Store: store, Pool: pool, Rules: rules, Birth: birth, Random: birth.Random, create: true}
	a := &Activation{invited: base, registering: base}
	a.invited.purpose, a.invited.write = proof.Activation, store.Activate
	a.invited.change = func(in Completion, c *Change) error {
		complete(in, c)
		c.After.Person.Version++
		c.History.Action = audit.Activated
		return nil
	}
	a.registering.purpose, a.registering.write = proof.Registration, store.Register
	a.registering.change = func(in Completion, c *Change) error {
		complete(in, c)
		c.After.Person.CreatedAt, c.After.Person.Version, c.After.Person.Company = c.At, 1, c.Before.Company
		c.History.Action = audit.Registered
		return nil
	}
	return a
}

// complete makes the person an active one with the name that they chose.
func complete(in Completion, c *Change) {
	p := &c.After.Person
	p.Name, p.State, p.Activated, p.Invitation = in.Name, person.Active, true, ""
	if in.Language != "" {
		p.Language = in.Language
	}
}

// Complete activates with a name and a password, and signs in. The errors are the link problems, AlreadyRegistered and RegistrationClosed with a
// registration's link, an Invalid problem about the password, and Busy.
func (a *Activation) Complete(ctx context.Context, in Completion) (*SignedIn, error) {
	link, err := proof.Parse(ctx, a.invited.Keys, in.Token)
	if err != nil && !errors.Is(err, proof.ErrForged) {
		return nil, err
	}
	if link.Purpose == proof.Registration {
		return a.registering.complete(ctx, in)
	}
	return a.invited.complete(ctx, in)
}
