package identity

import (
	"time"

	"portico/internal/person"
	"portico/internal/proof"
)

// MaxTries is how often a flow's code can be sent along with a password, right or wrong.
const MaxTries = 5

// Flow is a sign-in that waits for a mailed code. There is one for an address that nobody has, too.
type Flow struct {
	ID         string
	AddressKey string
	KeyID      string
	Used       bool
	Tries      int
	CreatedAt  time.Time
	ExpiresAt  time.Time
}

// Proof is the flow as what its code is derived from. It names no person and no epoch: whose address it is, is decided behind the stream.
func (f Flow) Proof() proof.Proof {
	state := proof.Open
	if f.Used {
		state = proof.Used
	}
	return proof.Proof{
		ID: person.ProofID(f.ID), Purpose: proof.SignIn, KeyID: f.KeyID, Generation: 1, State: state, CreatedAt: f.CreatedAt, ExpiresAt: f.ExpiresAt,
		Tries: f.Tries,
	}
}
