// Package registration is what somebody asked for who wants an account and has not proven an address. It is written alike for every address; only a
// proof, which is made behind the stream, makes its code worth anything.
package registration

import (
	"time"

	"portico/internal/person"
	"portico/internal/proof"
)

// MaxTries is how often a code can be typed, right or wrong, before a new one is needed; MaxMails how often the mail of one registration can be asked for.
const (
	MaxTries = 5
	MaxMails = 4
)

// Registration is one row.
type Registration struct {
	ID          string
	Name        string // as typed by somebody who may be anybody
	Email       string
	AddressKey  string
	Language    person.Language
	KeyID       string
	Generation  int    // of the code that was mailed last; 0 where none was
	Tries       int    // of that code
	Asked       int    // how often the mail was asked for
	ConfirmedBy string // the attempt that typed the right code; empty where none has
	CreatedAt   time.Time
	CodeUntil   time.Time
	ExpiresAt   time.Time
}

// ProofID names the proof of a registration's link, where there is one.
func (r Registration) ProofID() person.ProofID { return person.ProofID(r.ID) }

// Code is the registration as what its code is derived from.
func (r Registration) Code() proof.Proof {
	state := proof.Open
	if r.ConfirmedBy != "" {
		state = proof.Used
	}
	return proof.Proof{
		ID: r.ProofID(), Purpose: proof.Registration, KeyID: r.KeyID, Generation: r.Generation, State: state, CreatedAt: r.CreatedAt,
		ExpiresAt: r.CodeUntil, Tries: r.Tries,
	}
}
