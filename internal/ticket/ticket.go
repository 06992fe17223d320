// Package ticket is the conversation of a customer with the team: opened, answered, put on hold, closed, opened again. Customers call it a request.
//
// A Counter is where customers ask, each for themselves alone; a Desk is where the team answers. Internal notes are no part of a conversation and
// are kept where a Counter cannot read.
package ticket

import (
	"time"

	"portico/internal/person"
	"portico/internal/problem"
)

// ID names a ticket for good: 128 random bits in lower-case base32.
type ID string

// Status is how far a ticket is.
type Status string

// The statuses.
const (
	Open       Status = "open"
	InProgress Status = "in_progress"
	OnHold     Status = "on_hold"
	Closed     Status = "closed"
)

// Statuses are all of them.
var Statuses = []Status{Open, InProgress, OnHold, Closed}

// Live are those of tickets that are not closed.
var Live = []Status{Open, InProgress, OnHold}

// Side is who somebody speaks for.
type Side string

// The sides.
const (
	Customer Side = "customer"
	Team     Side = "team"
)

// Via is how a message came.
type Via string

// The ways.
const (
	Portal Via = "portal"
	Mail   Via = "mail"
)

// Ticket is a conversation's head. Names are those that people had when they last did something with it.
type Ticket struct {
	ID            ID
	Reference     Reference
	Subject       string
	Status        Status
	Service       string
	Requester     person.ID
	RequesterName string
	Assignee      person.ID // empty for nobody
	AssigneeName  string
	CreatedAt     time.Time
	UpdatedAt     time.Time // of the last message or change of status: what the customer can see
	Version       int       // counts changes of status and assignee, from 1
	Last          int       // the number of the last message
	Notes         int       // how many notes there are
}

// Author is who wrote something, under the name of that time.
type Author struct {
	Side   Side
	Person person.ID
	Name   string
}

// Message is one text of a conversation. Numbers count from 1, without gaps.
type Message struct {
	Number int
	At     time.Time
	Author Author
	Text   string
	Via    Via
}

// Event is a change of status. After is the number of the message that it comes after, Version the ticket's from then on.
type Event struct {
	After   int
	Version int
	At      time.Time
	Status  Status
	Author  Author
}

// Note is an internal note.
type Note struct {
	ID     string
	At     time.Time
	Author Author
	Text   string
}

// The problems that this package tells.
var (
	NotFound          = problem.New(problem.NotFound, "request_not_found", "There is no such request here.")
	ServiceNotAllowed = problem.New(problem.Forbidden, "service_not_allowed", "You cannot open requests for this service.")
	VersionConflict   = problem.New(problem.Conflict, "version_conflict", "This request has changed since you looked.")
	MessagesUnseen    = problem.New(problem.Conflict, "messages_unseen", "Something was written meanwhile. Read it first.")
	NoSuchAgent       = problem.InvalidFields(problem.Field{Name: "agent", Code: "unknown", Detail: "This is nobody of the active team."})
	NoSuchMessage     = problem.InvalidFields(problem.Field{Name: "seen", Code: "invalid", Detail: "There is no message with this number yet."})
	NoSuchService     = problem.InvalidFields(problem.Field{Name: "service", Code: "unsupported", Detail: "There is no such service."})
)

// ValidID tells whether s has an ID's form.
func ValidID(s string) bool { return person.ValidID(s) }

// StatusNames are the statuses as text.
func StatusNames() []string {
	names := make([]string, len(Statuses))
	for i, s := range Statuses {
		names[i] = string(s)
	}
	return names
}
