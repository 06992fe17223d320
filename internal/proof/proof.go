// Package proof is the evidence that somebody reads a mailbox: a link or a code. Links and codes are derived from a row and a key, never
// stored, so a copy of the table opens nothing.
package proof

import (
	"time"

	"portico/internal/person"
)

// Purpose is what a proof is good for.
type Purpose string

// The purposes. A SignIn proof is a code that belongs to one sign-in flow.
const (
	Activation Purpose = "activation"
	Reset      Purpose = "reset"
	SignIn     Purpose = "sign_in"
	// Registration is the link of somebody who asked for an account; the person comes to exist with its use.
	Registration Purpose = "registration"

	EmailChange Purpose = "email_change" // a code to the new address
	EmailUndo   Purpose = "email_undo"   // a link to the one that was given up
)

// Lifetimes, and how long a dead proof stays to say what became of it.
const (
	ActivationLife   = 14 * 24 * time.Hour
	RegistrationLife = 24 * time.Hour
	ResetLife        = time.Hour
	CodeLife         = 10 * time.Minute
	UndoLife         = 7 * 24 * time.Hour
	Remembered       = 30 * 24 * time.Hour
)

// State is how far a proof is. A proof whose lease has run out counts as Open again.
type State string

// The states. Dead means that something else ended it: a change of password, a suspension.
const (
	Open    State = "open"
	Claimed State = "claimed"
	Used    State = "used"
	Dead    State = "dead"
)

// Form is what the mail of an invitation carries.
type Form string

// The forms. An invitation without a form carries its link.
const (
	ByLink     Form = "link"
	ByPassword Form = "temporary_password" // which leads to the link at the first sign-in
)

// Proof is one row. Resending makes a new Generation of the same row, which ends links of the earlier ones.
type Proof struct {
	ID         person.ProofID
	Purpose    Purpose
	Person     person.ID
	KeyID      string
	Generation int
	State      State
	Epoch      int // of the person's gate when it was made; another epoch now means Dead (resets and codes)
	CreatedAt  time.Time
	ExpiresAt  time.Time
	Attempt    string    // who has claimed or used it: HMAC of idempotency key and password
	LeaseUntil time.Time // with Claimed
	UsedAt     time.Time
	Tries      int      // with codes: wrong tries so far
	Form       Form     // with Activation
	Newcomer   Newcomer // with Registration: who is to exist
	Address    string   // with EmailChange the new address, with EmailUndo the one that was given up
	AddressKey string
	Mailed     bool // with EmailChange: this generation's code was mailed; it opens nothing before
}

// Newcomer is who a registration makes a person of, once the address is proven.
type Newcomer struct {
	Name       string // as a stranger typed it; it is shown to whoever has the link, and never mailed
	Email      string
	AddressKey string
	Language   person.Language
}
