package ticket

import (
	"context"
	"errors"
	"time"

	"portico/internal/gate"
	"portico/internal/outbox"
	"portico/internal/people"
	"portico/internal/person"
)

// PageSize is how many tickets a page holds at most, Window how many messages a reading.
const (
	PageSize = 25
	Window   = 50
)

// ErrChanged means that the ticket is no longer as the change was made for; whoever reads again will see why.
var ErrChanged = errors.New("the ticket has changed meanwhile")

// ErrReferenceTaken means that the reference of an Opening is another ticket's.
var ErrReferenceTaken = errors.New("the reference is another ticket's")

// Opening is a new ticket with everything that is written at once. It happens only if the requester's gate lets the author's caller pass (or, without
// one, is in the state that it was read in) and allows the same services still.
type Opening struct {
	By      people.Author
	Repeat  people.Repeat
	Gate    gate.Gate // the requester's
	Ticket  Ticket
	Message Message
	Mails   []outbox.Mail
	Tell    *outbox.Request // for the team; nil where nobody is told
}

// Change is a change of a ticket with everything that is written at once. It happens only if the ticket is as Before still, notes aside, and Agent, where
// there is one, is of the active team.
type Change struct {
	By      people.Author
	Repeat  people.Repeat
	Before  Ticket
	After   Ticket
	Message *Message
	Event   *Event
	Note    *Note
	Agent   person.ID // who is given the ticket; empty where nobody is
	Mails   []outbox.Mail
	Tell    *outbox.Request
}

// Done is the error of a request that was done before.
type Done struct{ Ticket ID }

// Error says so.
func (d *Done) Error() string { return "this request was done before" }

// Slice says which messages of a conversation are read: the newest, those before a number, or those after one. Of the last two only one is not
// zero, and After is nil where it does not count.
type Slice struct {
	Before int
	After  *int
}

// Reading is a conversation as somebody reads it, read at once with who reads it. What is not there is zero.
type Reading struct {
	Caller   person.Person
	Gate     gate.Gate // the caller's
	Ticket   Ticket
	Messages []Message // in order, at most Window
	Events   []Event   // in order, those between the messages
	Done     *Mark     // what the caller's key was used for; nil where it was not
}

// Mark is what is remembered of a request that was done.
type Mark struct {
	Hash  string
	About string
}

// Earlier tells whether there are messages before those that were read.
func (r Reading) Earlier() bool { return len(r.Messages) > 0 && r.Messages[0].Number > 1 }

// Page is a part of a list. Next is the position behind it; empty where there is no more.
type Page struct {
	Tickets []Ticket
	Next    string
}

// Panel is what stands beside a conversation at the desk.
type Panel struct {
	Requester person.Person
	Others    []Ticket // of the requester, last updated first
	Notes     []Note   // the newest, in order
}

// conversations reads and changes conversations.
type conversations interface {
	// Conversation reads a slice of a conversation and its reader in one parallel round, strongly consistent. Key is the Idempotency-Key; empty
	// for none.
	Conversation(ctx context.Context, id ID, slice Slice, caller person.ID, key string) (Reading, error)
	// ChangeTicket writes a Change, all or none. The errors are what the author's gate says, *Done, people.IdempotencyMismatch, ErrChanged and
	// NoSuchAgent.
	ChangeTicket(ctx context.Context, c Change) error
	// RequestsOf gives somebody's tickets of some statuses, last updated first, from behind a position.
	RequestsOf(ctx context.Context, requester person.ID, statuses []Status, after string, limit int) (Page, error)
}

// CounterStore is what a Counter needs of the table.
type CounterStore interface {
	gate.Admitter
	conversations
	// Visitor reads a caller's record and gate, strongly consistent.
	Visitor(ctx context.Context, id person.ID) (person.Person, gate.Gate, error)
	// OpenTicket writes an Opening, all or none. The errors are what the author's gate says, ServiceNotAllowed, *Done, people.IdempotencyMismatch
	// and ErrReferenceTaken.
	OpenTicket(ctx context.Context, o Opening) error
	// Mark gives what somebody's Idempotency-Key was used for; nil where it was not.
	Mark(ctx context.Context, caller person.ID, key string) (*Mark, error)
	// FindRequests gives somebody's tickets with a word beginning with each of words.
	FindRequests(ctx context.Context, requester person.ID, words []string, after string, limit int) (Page, error)
	// OwnByReference gives somebody's ticket with a reference; the zero Ticket where it is not theirs or there is none.
	OwnByReference(ctx context.Context, requester person.ID, r Reference) (Ticket, error)
}

// View is one of the desk's lists.
type View string

// The views. All but ClosedView hold tickets that are not closed.
const (
	OpenView       View = "open"
	UnassignedView View = "unassigned"
	MineView       View = "mine"
	ServiceView    View = "service"
	ClosedView     View = "closed"
)

// List names a list: the view, and with ServiceView the service, with MineView the agent.
type List struct {
	View    View
	Service string
	Agent   person.ID
}

// DeskStore is what a Desk needs of the table.
type DeskStore interface {
	gate.Admitter
	conversations
	// Panel reads what stands beside a conversation, in one parallel round. Notes is how many notes are read; 0 for none.
	Panel(ctx context.Context, t Ticket, notes int) (Panel, error)
	// Queue gives a list's tickets, last updated first, from behind a position.
	Queue(ctx context.Context, l List, after string, limit int) (Page, error)
	// CountQueue counts a list's tickets, up to most.
	CountQueue(ctx context.Context, l List, most int) (int, error)
	// FindTickets gives tickets with a word beginning with each of words.
	FindTickets(ctx context.Context, words []string, after string, limit int) (Page, error)
	// ByReference gives the ticket with a reference; the zero Ticket where there is none.
	ByReference(ctx context.Context, r Reference) (Ticket, error)
	// ListPeople gives people of a kind, newest first.
	ListPeople(ctx context.Context, kind people.Kind, after string, limit int) (people.Page, error)
	// Somebody reads a person; zero where there is none.
	Somebody(ctx context.Context, id person.ID) (person.Person, error)
	// Choices reads what an agent chose to be told of.
	Choices(ctx context.Context, agent person.ID) (Choices, error)
	// Choose replaces before by after. ErrChanged where before is not what is there.
	Choose(ctx context.Context, by people.Author, before, after Choices) error
}

// now is the time in the precision that is kept.
func now(clock func() time.Time) time.Time { return clock().UTC().Truncate(time.Millisecond) }
