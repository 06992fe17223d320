// Package outbox holds what Portico has decided to send. A row is written in the transaction of the change that causes it; the table's stream
// hands its id to a queue, and the mailer sends it. Rows carry ids and no secret: the mailer derives what it writes.
package outbox

import (
	"time"

	"portico/internal/person"
)

// ID names a mail, or a request that may lead to one: 128 random bits in lower-case base32, or derived from its cause so that a repeat makes
// the same row.
type ID string

// Kind is what a mail is about. The words are in the mail catalogue, under this name.
type Kind string

// The kinds of mail.
const (
	Invitation      Kind = "invitation"        // activate your account; Proof is the invitation
	Confirmation    Kind = "confirmation"      // complete your registration; Proof is the link's, and the registration's, which the code belongs to
	AccountExists   Kind = "account_exists"    // to somebody who registered and has an account
	Reset           Kind = "reset"             // choose a new password; Proof is the reset
	PasswordChanged Kind = "password_changed"  // notice after a reset
	SignInCode      Kind = "sign_in_code"      // a code for one sign-in flow; Proof is the flow
	SessionTheft    Kind = "session_theft"     // an old session cookie was used; the session was ended
	EmailChange     Kind = "email_change"      // a code to an address that somebody wants to have; Proof is the change
	EmailChanged    Kind = "email_changed"     // to the address that was given up; Proof undoes it
	EmailRestored   Kind = "email_restored"    // to the address that is its person's again; Proof is a reset
	SecondFactorOff Kind = "second_factor_off" // notice to whoever turned theirs off

	RequestReceived Kind = "request_received"  // to the requester: the request has arrived
	RequestAnswered Kind = "request_answered"  // to the requester: the team's words
	RequestStatus   Kind = "request_status"    // to the requester: closed, reopened or put on hold by the team
	AgentNewRequest Kind = "agent_new_request" // to an agent: a customer's first words
	AgentReply      Kind = "agent_reply"       // to an agent: a customer's words
)

// OfTicket tells whether mails of this kind tell of a ticket. Their rows say which one; everything else, the address included, is read when they
// are sent.
func (k Kind) OfTicket() bool {
	return k.ToTeam() || k == RequestReceived || k == RequestAnswered || k == RequestStatus
}

// ToTeam tells whether mails of this kind go to agents alone.
func (k Kind) ToTeam() bool { return k == AgentNewRequest || k == AgentReply }

// State is how far a mail is.
type State string

// The states. Repeated means that the outcome of a sending was lost and the mail was sent once more. Held means that it was not sent, for the row's Reason.
const (
	Waiting  State = "waiting"
	Sent     State = "sent"
	Repeated State = "repeated"
	Held     State = "held"
)

// Mail is one row: to whom, about what, how far. Address is the recipient as stored at the time of the decision.
type Mail struct {
	ID         ID
	Kind       Kind
	Person     person.ID
	Address    string
	Name       string
	Language   person.Language
	Proof      person.ProofID
	Generation int
	Ticket     string // with OfTicket, and the message or status of it that the mail tells of
	Message    int
	Status     string
	CreatedAt  time.Time
	State      State
	Reason     string
	MessageID  string // SES's, for threading
	SentAt     time.Time
}

// Notice is a mail to p that carries no proof.
func Notice(id ID, kind Kind, p person.Person, at time.Time) Mail {
	return Mail{ID: id, Kind: kind, Person: p.ID, Address: p.Email, Name: p.Name, Language: p.Language, CreatedAt: at, State: Waiting}
}

// RequestKind is what somebody who is not signed in has asked for.
type RequestKind string

// The kinds of request. What becomes of one is decided behind the stream, so that the answer tells nothing.
const (
	RegistrationRequest RequestKind = "registration" // by address, for a registration
	ResetRequest        RequestKind = "reset"        // by address
	RenewalRequest      RequestKind = "renewal"      // by a dead link's proof
	CodeRequest         RequestKind = "sign_in_code" // by address, for a sign-in flow

	EmailChangeRequest RequestKind = "email_change"      // by somebody signed in, for an address that is not proven
	NewRequestNews     RequestKind = "agent_new_request" // of a ticket: which agents are to be told is decided behind the stream
	ReplyNews          RequestKind = "agent_reply"       // the same
)

// News tells whether it is no wish of a person but something that agents are told of.
func (k RequestKind) News() bool { return k == NewRequestNews || k == ReplyNews }

// Request is a wish whose answer is decided behind the stream.
type Request struct {
	ID         ID
	Kind       RequestKind
	AddressKey string         // with RegistrationRequest, ResetRequest and CodeRequest; may belong to nobody
	Proof      person.ProofID // with RenewalRequest: the dead proof; with CodeRequest: the flow; with RegistrationRequest: the registration
	Ticket     string         // with News, and the message of it
	Message    int
	Language   person.Language
	Network    string
	CreatedAt  time.Time
}
