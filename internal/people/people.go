// Package people is what agents and administrators do with the people of the portal: create and invite them, find them, look at them, suspend them,
// change their role. Customers and the team are kept apart: who asks for one kind never meets the other.
package people

import (
	"errors"
	"time"

	"portico/internal/audit"
	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/person"
	"portico/internal/problem"
	"portico/internal/proof"
)

// Kind is a side of the portal.
type Kind string

// The kinds. Administrators are of the team.
const (
	Customers Kind = "customer"
	Team      Kind = "agent"
)

// KindOf gives the side that a role is on.
func KindOf(role person.Role) Kind {
	if role.Staff() {
		return Team
	}
	return Customers
}

// The problems that this package tells.
var (
	NotFound            = problem.New(problem.NotFound, "person_not_found", "There is no such person here.")
	NotAllowed          = problem.New(problem.Forbidden, "not_allowed", "Nobody with this address can be created.")
	AddressTaken        = problem.New(problem.Conflict, "address_taken", "Somebody has this e-mail address already.")
	AddressKept         = problem.New(problem.Conflict, "address_kept", "Somebody gave this e-mail address up a short while ago. It is still kept for them.")
	IdempotencyMismatch = problem.New(problem.Invalid, "idempotency_mismatch", "This Idempotency-Key was used for another request.")
	VersionConflict     = problem.New(problem.Conflict, "version_conflict", "This person has changed since you looked.")
	LastAdministrator   = problem.New(problem.Conflict, "last_administrator", "The last administrator stays: make somebody else one first.")
	NotPending          = problem.New(problem.Conflict, "not_pending", "This person has activated already.")
	PersonSuspended     = problem.New(problem.Conflict, "person_suspended", "This person is suspended. Give access back first.")
	NoAccess            = problem.New(problem.Conflict, "no_access", "This person has no access level. Give them one first.")
	LinkExpired         = problem.New(problem.Gone, "link_expired", "This link has expired. Send a new invitation.")
	Busy                = problem.New(problem.Unavailable, "busy", "Somebody else is changing the same thing. Try again in a moment.").After(time.Second)
)

// Author is who makes a change. Without a Caller it is an operator, whom the AWS account's own rights let in.
type Author struct {
	Caller  *gate.Caller
	Mandate *Mandate // in place of a Caller, where Portico does what somebody asked for
	Actor   audit.Actor
	Network string
}

// Mandate is an import that somebody has started. What is made under it is made only while the import runs under that claim, and while whoever started it
// is of the team; the session that it was started in may end.
type Mandate struct {
	Giver   person.ID
	Name    string // at the time
	Network string // that it was given from
	Import  string
	Claim   string
}

// The ends of a mandate, which only those see who work under one.
var (
	ErrMandateOver = errors.New("the import does not run under this claim any more")
	ErrMandateVoid = errors.New("whoever started the import is no longer of the team")
)

// Repeat names a request that can come twice: the caller's key for it, and what it asks for. The zero value is a request that is not held to be one.
type Repeat struct {
	Key  string
	Hash string
	Now  time.Time
}

// Creation is a new person with everything that is written at once.
type Creation struct {
	By         Author
	Repeat     Repeat
	Person     person.Person
	Invitation proof.Proof
	Mail       *outbox.Mail // nil where none goes out
	History    []audit.Entry
}

// Change is a change of somebody's record with everything that is written at once. It happens only if the record's version is Before's still.
type Change struct {
	By          Author
	Before      person.Person
	After       person.Person // of the next version
	EndSessions bool
	History     audit.Entry
}

// Renewal is a new generation of somebody's invitation. It happens only if neither the person nor the invitation has changed meanwhile.
type Renewal struct {
	By      Author
	Repeat  Repeat
	Person  person.Person
	Before  proof.Proof // zero where there was none
	After   proof.Proof
	Mail    *outbox.Mail // nil where none goes out
	History audit.Entry
}

// Page is a part of a list of people. Next is the position behind it; empty where there is no more.
type Page struct {
	People []person.Person
	Next   string
}

// Dossier is everything that is shown about a person, and who asks for it.
type Dossier struct {
	Person     person.Person // zero where there is nobody
	Company    string        // the name of the person's company; empty where they have none, or it is no longer in the list
	Invitation proof.Proof   // zero where there is none
	Mails      []outbox.Mail
	History    []audit.Entry // newest first
	Caller     person.Person
	Gate       gate.Gate // the caller's
}

// Repeated is the error of a request that was done before: Person is whom it was about.
type Repeated struct{ Person person.ID }

// Error says so.
func (r *Repeated) Error() string { return "this request was done before" }

// Taken is the error of an address that is reserved already: for its owner, or, until KeptUntil, for whoever gave it up.
type Taken struct {
	Owner     person.ID
	Kind      Kind
	KeptUntil time.Time // zero where the owner has it
}

// Error says so, without the address.
func (t *Taken) Error() string { return "the address is reserved already" }

// Changed is the error of a change whose version is no longer the person's.
type Changed struct{ Now person.Person }

// Error says so.
func (c *Changed) Error() string { return "the person has changed meanwhile" }
