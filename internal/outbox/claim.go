package outbox

import (
	"errors"
	"time"

	"portico/internal/gate"
	"portico/internal/proof"
)

// Claim is a mailer's hold on a mail while it sends it. Nobody else sends before Until.
type Claim struct {
	ID    string // names the attempt; empty where nobody has tried yet
	Until time.Time
	Open  int // attempts whose outcome is not known, this one included; more than one make the mail Repeated
}

// Draft is a mail with all that decides whether and how it is sent. Gate and Proof are zero where there is none; with a sign-in code, Proof is
// the flow's.
type Draft struct {
	Mail  Mail
	Claim Claim
	Gate  gate.Gate
	Proof proof.Proof
	// Matter is what a mail OfTicket tells of.
	Matter Matter
}

// Matter is a ticket as far as a mail tells of it, as it was when the mail was read. It is zero where there is no such ticket.
type Matter struct {
	Ticket    string
	Reference string // as people read it
	Subject   string
	Service   string
	Requester string // the name
	Author    string // of the message
	Text      string
	Thread    string // SES's id of the first mail about the ticket to this reader; empty where there was none
}

// Note is what the queues carry: the id of a row with work to do. A mailer that could not write down what became of its Claim puts a Note that says
// so: with a MessageID the mail went out, without one nothing was sent.
type Note struct {
	ID        ID     `json:"id"`
	Claim     string `json:"claim,omitempty"`
	MessageID string `json:"messageId,omitempty"`
}

// What can keep a mail from its end.
var (
	// ErrBusy means that somebody else is at work on it, or that there is no time left for it now.
	ErrBusy = errors.New("not now")
	// ErrTaken means that it is not as the caller saw it: another mailer has claimed or finished it.
	ErrTaken = errors.New("another mailer has the mail")
	// ErrRejected means that it will never be taken for sending.
	ErrRejected = errors.New("the mail was rejected")
	// ErrNotTaken means that it was not taken for sending this time: too many, not allowed, not set up.
	ErrNotTaken = errors.New("the mail was not taken this time")
)
